// Every limit of a GraphQL request through the service: at the limit it passes, one over is refused in plain words.
import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REQUEST_LIMITS } from '../../../src/graphql/protocol/guards.ts'
import type { RequestLimit } from '../../../src/graphql/protocol/guards.ts'
import limits from '../../../docs/guide/limits.md?raw'
import { createWorld } from '../../world.ts'
import type { Reply, World } from '../../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(async () => {
  expect([await world.balance(), world.queues.waiting()]).toEqual([1_000_000, []])
})

function expectOver(reply: Reply, limit: RequestLimit): void {
  const [error] = reply.body.errors ?? []
  const { most, field } = REQUEST_LIMITS[limit]
  expect([reply.status, error?.extensions]).toEqual([400, expect.objectContaining({ code: 'INVALID_INPUT', field, limit, limitFigure: most })])
  expect(error?.message).toMatch(new RegExp(`^A request may have at most ${most} .+; this one has .+\\.$`))
  expect(reply.headers.get('x-ratelimit-limit')).not.toBeNull()
}

const times = (count: number, text: (index: number) => string): string => Array.from({ length: count }, (_, index) => text(index)).join(' ')
/** Fields inside fields of the only cycle there is, the schema's own. */
const nested = (levels: number): string => `{ __type(name: "Query") ${'{ ofType '.repeat(levels - 2)} { name }${' }'.repeat(levels - 2)} }`

const documents: Readonly<Record<Exclude<RequestLimit, 'cost' | 'variableBytes' | 'jsonDepth'>, (count: number) => string>> = {
  tokens: (count) => `{ ${times(count - 2, () => '__typename')} }`,
  depth: nested,
  rootFields: (count) => `query { ${times(count - 1, () => '__typename')} ...more } fragment more on Query { __typename }`,
  aliases: (count) => `{ me { ${times(count, (index) => `a${index}: id`)} } }`,
  directives: (count) => `{ me { id ${times(count, () => '@include(if: true)')} } }`,
}

describe('a document', () => {
  for (const limit of ['depth', 'rootFields', 'aliases'] as const) {
    it(`at the limit of ${limit} is answered, and one over is refused`, async () => {
      const { most } = REQUEST_LIMITS[limit]
      await world.ask(documents[limit](most))
      expectOver(await world.post({ query: documents[limit](most + 1) }), limit)
    })
  }

  it('at the limit of directives is judged by GraphQL alone, and one over is refused', async () => {
    const { most } = REQUEST_LIMITS.directives
    await world.ask(`{ me { ${times(most, (index) => `a${index}: id @include(if: true)`)} } }`)
    expectOver(await world.post({ query: documents.directives(most + 1) }), 'directives')
  })

  it('at the limit of tokens is read, and one over is refused unread', async () => {
    const { most } = REQUEST_LIMITS.tokens
    expectOver(await world.post({ query: documents.tokens(most) }), 'rootFields')
    expectOver(await world.post({ query: documents.tokens(most + 1) }), 'tokens')
  })

  it('is refused in Hindi to those who read Hindi', async () => {
    const reply = await world.post({ query: nested(16) }, { 'accept-language': 'hi' })
    expect(reply.body.errors?.[0]?.message).toBe('एक रिक्वेस्ट में अधिकतम fields के 15 स्तर हो सकते हैं; इसमें 16 हैं।')
  })

  it('is refused with 400 also to clients that ask for application/json by name', async () => {
    const header = { accept: 'application/json' }
    expectOver(await world.post({ query: nested(16) }, header), 'depth')
    expectOver(await world.post({ query: costly(100, 5) }, header), 'cost')
  })

  it('counts depth through fragments, also through those that lead back to themselves', async () => {
    const query = `{ __type(name: "Query") { ...a } } fragment a on __Type { ${'ofType { '.repeat(14)} name ${'}'.repeat(14)} }`
    expectOver(await world.post({ query }), 'depth')
    const circle = await world.post({ query: '{ me { ...a } } fragment a on Account { id ...a }' })
    expect(circle.body.errors?.[0]?.message).toBe('The fragment a leads back to itself.')
  })
})

/** Nearly 29 fields for each generation of a page. */
const costly = (first: number | string, pages: number): string =>
  `query ${typeof first === 'string' ? '($first: Int! = 20)' : ''} { __typename ${times(pages, (page) => `p${page}: generations(first: ${first}) { ...page }`)} }
   fragment page on GenerationConnection { edges { node { ...all adjustments { option } outputs { url metadata { bytes width height duration format resolution contentType } } } } }
   fragment all on Generation { id status type provider model url metadata { bytes } creditCost refundedCredits estimatedTime progress error { code } errorCode createdAt }`

describe('the cost of an operation', () => {
  it('counts the items of a page by the number asked for', async () => {
    await world.ask(costly(100, 3))
    expectOver(await world.post({ query: costly(100, 5) }), 'cost')
    await world.ask(costly(20, 5))
  })

  it('is judged by the value of a variable', async () => {
    await world.ask(costly('$first', 5))
    await world.ask(costly('$first', 5), { first: 20 })
    expectOver(await world.post({ query: costly('$first', 5), variables: { first: 100 } }), 'cost')
    expectOver(await world.post({ query: costly('$first', 5), variables: { first: 1e300 } }), 'cost')
  })

  it('at the limit passes, one over is refused', async () => {
    // Each row of the page: `edges` and its fields.
    const page = `creditEntries(first: 100) { edges { ${times(298, () => 'cursor')} } }`
    const rest = REQUEST_LIMITS.cost.most - (1 + 100 * (1 + 298))
    // `me`, `usage`, and a day's fields.
    const whole = (days: number): string => `{ ${page} me { usage(days: 1) { ${times(days, () => 'date')} } } }`
    await world.ask(whole(rest - 2))
    expectOver(await world.post({ query: whole(rest - 1) }), 'cost')
  })

  it('lets one whole introspection through, and not two', async () => {
    const introspection = getIntrospectionQuery({ specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true })
    await world.ask(introspection)
    const [body = '', fragments = ''] = introspection.split(/(?=fragment FullType)/)
    const inner = body.slice(body.indexOf('{') + 1, body.lastIndexOf('}'))
    expectOver(await world.post({ query: `{ ${inner} b: ${inner.trim()} } ${fragments}` }), 'cost')
  })

  it('of fragments that spread each other twice, level upon level, is told at once', async () => {
    const levels = 200
    const doubled = times(levels, (level) => `fragment f${level} on Account { ...f${level + 1} ...f${level + 1} }`)
    expectOver(await world.post({ query: `{ me { ...f0 } } ${doubled} fragment f${levels} on Account { id }` }), 'cost')
  })

  it('of such fragments at the root of a mutation, which once kept the isolate busy for ever, too', async () => {
    const levels = 200
    const doubled = times(levels, (level) => `fragment f${level} on Mutation { ...f${level + 1} ...f${level + 1} }`)
    const reply = await world.post({ query: `mutation { ...f0 } ${doubled} fragment f${levels} on Mutation { cancelGeneration(id: "gen_none") }` })
    expectOver(reply, 'cost')
    const few = times(8, (level) => `fragment f${level} on Mutation { ...f${level + 1} ...f${level + 1} }`)
    const once = await world.post({ query: `mutation { ...f0 } ${few} fragment f8 on Mutation { cancelGeneration(id: "gen_none") }` })
    expect(once.body.errors?.map((error) => error.extensions['code'])).toEqual(['NOT_FOUND'])
  })
})

const lists = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

describe('the variables', () => {
  const query = 'query ($id: ID!) { generation(id: $id) { id } }'

  it('at the limit of their size pass, one byte over is refused', async () => {
    const { most } = REQUEST_LIMITS.variableBytes
    const id = 'x'.repeat(most - '{"id":""}'.length)
    expect(await world.ask(query, { id })).toEqual({ generation: null })
    expectOver(await world.post({ query, variables: { id: `${id}x` } }), 'variableBytes')
  })

  it('at the limit of depth pass, one deeper is refused, and so are 10,000 and 500,000', async () => {
    const { most } = REQUEST_LIMITS.jsonDepth
    const body = (levels: number): string => `{"query": "{ me { id } }", "variables": {"a": ${lists(levels - 2)}}}`
    expect((await world.post(body(most))).status).toBe(200)
    for (const levels of [most + 1, 10_000, 500_000]) {
      const reply = await world.post(body(levels))
      expect([reply.status, reply.body.errors?.[0]?.extensions['limit']]).toEqual([400, 'jsonDepth'])
    }
    const response = await world.fetchApp(`/graphql?query={me{id}}&variables={"a":${lists(4000)}}`, { headers: { authorization: `Bearer ${world.key}` } })
    expect(response.status).toBe(400)
  })

  it('of which JSON names one twice count by the last', async () => {
    expect((await world.post('{"query": "{ nothing }", "query": "{ me { plan } }"}')).body.data).toEqual({ me: { plan: 'ENTERPRISE' } })
  })

  it('with a NUL or half a surrogate pair are refused, naming the field', async () => {
    for (const text of ['a\0b', 'a\ud83d', '\udc00']) {
      for (const variables of [{ id: text }, { deep: { in: [{ side: text }] } }, { [text]: 1 }]) {
        const reply = await world.post({ query, variables })
        const field = 'id' in variables ? 'variables.id' : 'deep' in variables ? 'variables.deep.in.0.side' : 'variables'
        expect([reply.status, reply.body.errors?.[0]?.extensions['field']]).toEqual([400, field])
      }
    }
    const literal = await world.post({ query: String.raw`{ generation(id: "a\u0000b") { id } }` })
    expect(literal.body.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: 'query' })
  })
})

describe('what is no single operation', () => {
  it('a batch by array is refused', async () => {
    for (const body of ['[]', '[{"query": "{ me { id } }"}]']) {
      const reply = await world.post(body)
      expect([reply.status, reply.body.errors?.[0]?.message]).toEqual([400, 'Batches are not taken: send one operation in each request.'])
    }
  })

  it('a JSON value of another kind, or a parameter of another type, is refused', async () => {
    for (const body of ['null', '7', '"{ me { id } }"']) expect((await world.post(body)).status).toBe(400)
    for (const [field, value] of [['query', 7], ['operationName', {}], ['variables', []], ['variables', 'a'], ['extensions', 1]] as const) {
      const reply = await world.post({ query: '{ me { id } }', [field]: value })
      expect([reply.status, reply.body.errors?.[0]?.extensions['field']]).toEqual([400, field])
    }
  })
})

describe('errors', () => {
  it('that a resolver did not mean to throw are masked, and logged under the request', async () => {
    let isBroken = false
    const broken = await createWorld({
      bindings: ({ DB }) => ({
        DB: {
          prepare: (statement: string) => DB.prepare(statement),
          batch: (statements: D1PreparedStatement[]) => (isBroken ? Promise.reject(new Error('D1_ERROR: the disk is full')) : DB.batch(statements)),
        } as unknown as D1Database,
      }),
    })
    await broken.ask('{ me { id } }')
    isBroken = true
    const reply = await broken.post({ query: '{ me { id } }' }, { 'x-request-id': 'order-9' })
    const [error] = reply.body.errors ?? []
    expect([reply.status, error?.message, error?.extensions['code']]).toEqual([500, 'Something went wrong on our side. Nothing was charged for it.', 'INTERNAL'])
    expect(JSON.stringify(reply.body)).not.toContain('disk')
    expect(broken.logs).toEqual([expect.objectContaining({ event: 'internal error', requestId: 'order-9', error: expect.stringContaining('the disk is full') })])
  })

  it('never suggest a name', async () => {
    for (const query of ['{ generatio { id } }', '{ me { credit } }', '{ providers(typ: VIDEO) { id } }', 'query ($a: GenerationTyp) { __typename }', '{ providers(type: VIDEOS) { id } }']) {
      const { body } = await world.post({ query })
      expect(body.errors?.length).toBeGreaterThan(0)
      expect(JSON.stringify(body)).not.toContain('Did you mean')
    }
    const variables = { input: { typo: 'VIDEO', type: 'VIDE', input: {} } }
    expect(JSON.stringify(await world.post({ query: 'query ($input: GenerateInput!) { quote(input: $input) { model } }', variables }))).not.toContain('Did you mean')
  })
})

describe('a document of 3,000 tokens', () => {
  it('made to be slow to validate is told within a second', async () => {
    for (const query of [
      `{ me { ${times(2990, () => 'id')} } }`,
      `{ me { id } } ${times(300, (index) => `fragment f${index} on Account { ${times(3, () => 'id')} }`)}`,
      `query (${times(490, (index) => `$v${index}: [[Int]]`)}) { me { id } }`,
      `{ generation(id: ${'['.repeat(1490)}${']'.repeat(1490)}) { id } }`,
      `{ quote(input: { options: ${'{ a: '.repeat(740)}1${'}'.repeat(740)} }) { model } }`,
      `query ($a: ${'['.repeat(1490)}Int${']'.repeat(1490)}) { me { id } }`,
      `${'{ me '.repeat(1490)}${'}'.repeat(1490)}`,
    ]) {
      const startedMs = performance.now()
      const reply = await world.post({ query })
      expect([query.slice(0, 40), reply.status < 500, performance.now() - startedMs < 1000]).toEqual([query.slice(0, 40), true, true])
    }
  })
})

describe('the guide', () => {
  it('lists every limit with its figure', () => {
    for (const { most } of Object.values(REQUEST_LIMITS)) expect(limits).toContain(`| ${most.toLocaleString('en')} |`)
  })
})
