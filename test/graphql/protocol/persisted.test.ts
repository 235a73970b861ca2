// Persisted documents by Apollo's protocol, and with Apollo's own link.
import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import type { DocumentNode } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import { sha256Hex } from '../../../src/domain/digest.ts'
import { createDocuments } from '../../../src/graphql/protocol/documents.ts'
import { schema } from '../../../src/graphql/schema.ts'
import { createWorld } from '../../world.ts'
import type { Reply, World } from '../../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})

let asked = 0
/** A document that nobody has sent before. */
const fresh = (): string => `{ q${(asked += 1)}: me { plan } }`
const persisted = async (query: string): Promise<object> => ({ persistedQuery: { version: 1, sha256Hash: await sha256Hex(query) } })
const byHash = async (query: string): Promise<Reply> => world.post({ extensions: await persisted(query) })
const get = async (query: string): Promise<Response> =>
  world.fetchApp(`/graphql?extensions=${encodeURIComponent(JSON.stringify(await persisted(query)))}`, { headers: { authorization: `Bearer ${world.key}` } })
const codeOf = (reply: Reply): unknown => reply.body.errors?.[0]?.extensions['code']

describe('a persisted document', () => {
  it('is not known at first, then sent once with its hash, then known by the hash', async () => {
    const query = fresh()
    const unknown = await byHash(query)
    expect([unknown.status, codeOf(unknown), unknown.body.errors?.[0]?.message]).toEqual([200, 'PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound'])
    expect(unknown.headers.get('cache-control')).toBe('no-store')
    expect((await world.post({ query, extensions: await persisted(query) })).body.errors).toBeUndefined()
    expect((await byHash(query)).body.data).toEqual({ q1: { plan: 'ENTERPRISE' } })
  })

  it('is told in the protocol\'s own word in Hindi too', async () => {
    const reply = await world.post({ extensions: await persisted(fresh()) }, { 'accept-language': 'hi' })
    expect(reply.body.errors?.[0]?.message).toBe('PersistedQueryNotFound')
  })

  it('is answered by GET, where a mutation still is not', async () => {
    const [query, mutation] = [fresh(), 'mutation { cancelGeneration(id: "gen_none") }']
    for (const one of [query, mutation]) await world.post({ query: one, extensions: await persisted(one) })
    expect(await (await get(query)).json()).toEqual({ data: { q3: { plan: 'ENTERPRISE' } } })
    expect((await get(mutation)).status).toBe(405)
  })

  it('under a hash that is another document\'s is refused and not kept', async () => {
    const [query, other] = [fresh(), fresh()]
    const reply = await world.post({ query, extensions: await persisted(other) })
    expect([reply.status, reply.body.errors?.[0]?.extensions]).toEqual([400, expect.objectContaining({ code: 'INVALID_INPUT', field: 'extensions.persistedQuery.sha256Hash' })])
    expect([codeOf(await byHash(query)), codeOf(await byHash(other))]).toEqual(['PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_FOUND'])
  })

  it('that is invalid or over a limit is not kept', async () => {
    const pages = Array.from({ length: 9 }, (_, page) => `p${page}: generations(first: 100) { ${'edges { node { id ...g } } '.repeat(8)} }`).join(' ')
    for (const query of ['{ nothing }', '{ me { ', `{ ${pages} } fragment g on Generation { id status type provider model url }`]) {
      expect(codeOf(await world.post({ query, extensions: await persisted(query) }))).toBe('INVALID_INPUT')
      expect(codeOf(await byHash(query))).toBe('PERSISTED_QUERY_NOT_FOUND')
    }
  })

  it('in another version, or with something else for a hash, is INVALID_INPUT', async () => {
    const sha256Hash = await sha256Hex('{ me { id } }')
    for (const persistedQuery of [{ version: 2, sha256Hash }, { version: 1 }, { version: 1, sha256Hash: 'abc' }, { version: 1, sha256Hash: '__proto__' }, 7]) {
      const reply = await world.post({ query: '{ me { id } }', extensions: { persistedQuery } })
      expect([reply.status, codeOf(reply)]).toEqual([400, 'INVALID_INPUT'])
    }
  })

  it('is neither required nor in the way: no document and no hash is INVALID_INPUT', async () => {
    const reply = await world.post({ extensions: { persistedQuery: null, other: 1 } })
    expect([reply.status, reply.body.errors?.[0]?.extensions['field']]).toEqual([400, 'query'])
  })
})

describe("Apollo Client's own link", () => {
  for (const useGETForHashedQueries of [false, true]) {
    it(`asks by hash, sends the document once, and then never again, ${useGETForHashedQueries ? 'by GET' : 'by POST'}`, async () => {
      const sent: string[] = []
      const http = new HttpLink({
        uri: '/graphql',
        headers: { authorization: `Bearer ${world.key}` },
        fetch: (url, init = {}) => {
          const hasDocument = typeof init.body === 'string' && init.body.includes('"query"')
          sent.push(`${init.method ?? 'GET'} ${hasDocument ? 'document' : 'hash'}`)
          return world.fetchApp(typeof url === 'string' ? url : '', init)
        },
      })
      const client = new ApolloClient({ cache: new InMemoryCache(), link: new PersistedQueryLink({ sha256: sha256Hex, useGETForHashedQueries }).concat(http) })
      const query = gql(`query Plan${String(useGETForHashedQueries)} { me { id plan } }`)
      for (let time = 0; time < 3; time += 1) {
        const { data } = await client.query({ query, fetchPolicy: 'no-cache' })
        expect(data).toMatchObject({ me: { plan: 'ENTERPRISE' } })
      }
      const first = useGETForHashedQueries ? 'GET' : 'POST'
      expect(sent).toEqual([`${first} hash`, 'POST document', `${first} hash`, `${first} hash`])
    })
  }
})

const long = (index: number): string => `query Q${index} { __schema { ${'__typename '.repeat(700)} } }`

describe('what is kept', () => {
  it('of parsed documents is 300 at most, and what was used last stays', () => {
    const documents = createDocuments(schema)
    const keep = (source: string): DocumentNode => {
      const document = documents.parse(source)
      expect(documents.validate(document)).toEqual([])
      return document
    }
    const sources = Array.from({ length: 301 }, fresh)
    const [first = '', second = '', ...more] = sources
    const kept = keep(first)
    const forgotten = keep(second)
    for (const source of more) {
      keep(source)
      expect(documents.parse(first)).toBe(kept)
    }
    expect(documents.parse(second)).not.toBe(forgotten)
    expect(documents.characters()).toBe(sources.join('').length - second.length)
  })

  it('of parsed documents is 200,000 characters at most, however many callers send', () => {
    const documents = createDocuments(schema)
    for (let index = 0; index < 40; index += 1) documents.validate(documents.parse(long(index)))
    expect(documents.characters()).toBeLessThanOrEqual(200_000)
    expect(documents.characters()).toBeGreaterThan(180_000)
    expect(documents.parse(long(39))).toBe(documents.parse(long(39)))
  })
})
