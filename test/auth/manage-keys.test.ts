// Making, listing, rolling and revoking keys; and that no key can hand on more than it has.
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { kindOfKey } from '../../src/domain/key-format.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'
import { CREATE_KEY, IMAGE, LIST_KEYS, MAKE, PRICE, ROLL_KEY, as, createKey, limitsOf, refusalOf } from './keys.ts'

const REVOKE = 'mutation ($id: ID!) { apiKeyRevoke(id: $id) { id revokedAt } }'
const UNKNOWN = { status: 401, code: 'UNAUTHENTICATED' }
const READ = '{ providers { id } }'

/** All that D1 holds, as text. */
async function everythingStored(): Promise<string> {
  const { results: tables } = await env.DB.prepare(`select name from sqlite_master where type = 'table' and name not like '\\_cf%' escape '\\'`).all<{ name: string }>()
  const rows = await Promise.all(tables.map(({ name }) => env.DB.prepare(`select * from "${name}" limit 2000`).all()))
  return JSON.stringify(rows.map(({ results }) => results))
}

describe('a new key', () => {
  it('is shown once, works, and is stored only as its hash', async () => {
    const world = await createWorld()
    const { secret, apiKey } = await createKey(world)
    expect(kindOfKey(secret)).toBe('live')
    expect(apiKey).toMatchObject({ name: 'Another', prefix: 'dt_live_', lastFour: secret.slice(-4), scopes: ['GENERATE', 'READ'], providers: null, origins: null, expiresAt: null, limits: [] })
    await as(world, secret).ask(READ)
    const listed = JSON.stringify(await world.ask(LIST_KEYS))
    const stored = await everythingStored()
    expect(stored).toContain(apiKey['id'])
    for (const text of [stored, listed, JSON.stringify(world.logs)]) expect(text).not.toContain(secret.slice(8, 40))
  })

  it('is of the kind of the key that made it', async () => {
    const world = await createWorld({ key: { kind: 'live' } })
    expect(kindOfKey((await createKey(world)).secret)).toBe('live')
  })

  const wrong: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ['no name', { name: ' ' }, 'input.name'],
    ['a long name', { name: 'x'.repeat(65) }, 'input.name'],
    ['no scope', { scopes: [] }, 'input.scopes'],
    ['a past expiry', { expiresAt: '2020-01-01T00:00:00Z' }, 'input.expiresAt'],
    ['an unknown provider', { providers: ['luma', 'acme'] }, 'input.providers'],
    ['an origin with a path', { origins: ['https://example.com/'] }, 'input.origins'],
    ['an origin over plain http', { origins: ['http://example.com'] }, 'input.origins'],
    ['any origin at all', { origins: ['*'] }, 'input.origins'],
    ['any origin of a domain', { origins: ['https://*.example.com'] }, 'input.origins'],
    ['any port of an origin', { origins: ['https://example.com:*'] }, 'input.origins'],
    ['an expiry that is no time', { expiresAt: '05/12/2027' }, 'input.expiresAt'],
    ['a negative limit', { creditsPerDay: -1 }, 'input.creditsPerDay'],
    ['a negative limit in all', { creditsTotal: -1 }, 'input.creditsTotal'],
  ]
  for (const [name, input, field] of wrong) {
    it(`with ${name} is INVALID_INPUT`, async () => {
      const world = await createWorld()
      const reply = await world.post({ query: CREATE_KEY, variables: { input: { name: 'Another', ...input } } })
      expect(refusalOf(reply)).toEqual({ status: 400, code: 'INVALID_INPUT', field })
      expect((await world.ask(LIST_KEYS))['apiKeys']).toHaveLength(1)
    })
  }

  it('is one of a hundred usable ones at most; revoked ones do not count', async () => {
    const world = await createWorld()
    const { apiKey } = await createKey(world)
    for (let made = 2; made < 100; made += 1) await createKey(world)
    const more = (): ReturnType<World['post']> => world.post({ query: CREATE_KEY, variables: { input: { name: 'One more' } } })
    expect(refusalOf(await more())).toEqual({ status: 403, code: 'FORBIDDEN' })
    await world.ask(REVOKE, { id: apiKey['id'] })
    expect((await more()).status).toBe(200)
  })
})

describe('no key hands on more than it has', () => {
  const bound = { scopes: ['keys', 'generate'], providers: ['luma', 'flux-dev'], origins: ['https://a.example'] } as const
  const beyond: readonly (readonly [string, Record<string, unknown>])[] = [
    ['another scope', { scopes: ['READ'] }],
    ['the scope admin', { scopes: ['GENERATE', 'ADMIN'] }],
    ['another provider', { scopes: ['GENERATE'], providers: ['luma', 'kling'] }],
    ['another origin', { scopes: ['GENERATE'], origins: ['https://b.example'] }],
    ['a later expiry', { scopes: ['GENERATE'], expiresAt: '2099-01-01T00:00:00Z' }],
  ]
  for (const [name, input] of beyond) {
    it(`not ${name}`, async () => {
      const world = await createWorld({ key: { ...bound, expiresAtMs: Date.UTC(2098, 0, 1) } })
      const reply = await world.post({ query: CREATE_KEY, variables: { input: { name: 'More', ...input } } })
      expect(refusalOf(reply)).toEqual({ status: 403, code: 'FORBIDDEN' })
    })
  }

  it('what is left out is inherited, and less is allowed', async () => {
    const world = await createWorld({ key: { ...bound, expiresAtMs: Date.UTC(2098, 0, 1) } })
    const inherited = await createKey(world, { scopes: ['GENERATE'] })
    expect(inherited.apiKey).toMatchObject({ providers: ['luma', 'flux-dev'], origins: ['https://a.example'], expiresAt: '2098-01-01T00:00:00.000Z' })
    const less = await createKey(world, { scopes: ['KEYS'], providers: ['luma'], expiresAt: '2097-01-01T00:00:00Z' })
    expect(less.apiKey).toMatchObject({ scopes: ['KEYS'], providers: ['luma'], expiresAt: '2097-01-01T00:00:00.000Z' })
  })

  it('not its spending: what its offspring spend counts for it too', async () => {
    const world = await createWorld()
    const parent = await createKey(world, { scopes: ['KEYS', 'GENERATE'], creditsTotal: 2 * PRICE })
    const { apiKeyCreate: child } = await as(world, parent.secret).ask(CREATE_KEY, { input: { name: 'Child', scopes: ['GENERATE'], creditsPerDay: PRICE } })
    expect(child.apiKey.limits).toEqual([
      { creditsPerDay: PRICE, creditsTotal: null, spentToday: 0, spentTotal: 0 },
      { creditsPerDay: null, creditsTotal: 2 * PRICE, spentToday: 0, spentTotal: 0 },
    ])
    await as(world, child.secret).ask(MAKE, { input: IMAGE })
    expect(refusalOf(await as(world, child.secret).post(MAKE, { input: IMAGE }))).toEqual({ status: 402, code: 'INSUFFICIENT_CREDITS', limit: 'key-day' })
    await as(world, parent.secret).ask(MAKE, { input: IMAGE })
    expect(refusalOf(await as(world, parent.secret).post(MAKE, { input: IMAGE }))).toEqual({ status: 402, code: 'INSUFFICIENT_CREDITS', limit: 'key-total' })
    expect((await limitsOf(world)).map(({ spent }) => spent).toSorted((a, b) => a - b)).toEqual([PRICE, 2 * PRICE])
  })

  it('nor by a chain of ever new limits', async () => {
    const world = await createWorld()
    let maker = world.key
    for (let depth = 0; depth < 3; depth += 1) {
      const { apiKeyCreate } = await as(world, maker).ask(CREATE_KEY, { input: { name: 'Deeper', scopes: ['KEYS'], creditsTotal: 10 } })
      maker = apiKeyCreate.secret
    }
    const reply = await as(world, maker).post(CREATE_KEY, { input: { name: 'Too deep', scopes: ['KEYS'], creditsTotal: 10 } })
    expect(refusalOf(reply)).toEqual({ status: 400, code: 'INVALID_INPUT', field: 'input' })
  })

  const weaker: readonly (readonly [string, Record<string, unknown>])[] = [
    ['scopes', { scopes: ['KEYS'] }],
    ['spending', { creditsTotal: 1_000_000 }],
    ['providers', { providers: ['luma'] }],
    ['origins', { origins: ['https://a.example'] }],
    ['expiry', { expiresAt: '2099-01-01T00:00:00Z' }],
  ]
  for (const [name, bounds] of weaker) {
    it(`nor by rolling a key that has more: ${name}`, async () => {
      const world = await createWorld()
      const { secret } = await createKey(world, { scopes: ['GENERATE', 'READ', 'KEYS', 'BILLING'], ...bounds })
      expect(refusalOf(await as(world, secret).post(ROLL_KEY, { id: `key_${world.accountId}` }))).toEqual({ status: 403, code: 'FORBIDDEN' })
      expect((await world.ask(LIST_KEYS))['apiKeys'].map(({ replacedBy }: { replacedBy: unknown }) => replacedBy)).toEqual([null, null])
    })
  }

})

describe('rolling a key', () => {
  it('makes one with all it had, and lets the old one work for the hours asked', async () => {
    const world = await createWorld()
    const old = await createKey(world, { scopes: ['GENERATE', 'READ'], providers: ['flux-dev'], creditsTotal: 3 * PRICE, expiresAt: '2098-01-01T00:00:00Z' })
    await as(world, old.secret).ask(MAKE, { input: IMAGE })
    const { apiKeyRoll: fresh } = await world.ask(ROLL_KEY, { id: old.apiKey['id'], hours: 2 })
    expect(fresh.apiKey).toMatchObject({
      name: 'Another', scopes: ['GENERATE', 'READ'], providers: ['flux-dev'], expiresAt: '2098-01-01T00:00:00.000Z',
      limits: [{ creditsTotal: 3 * PRICE, spentTotal: PRICE }],
    })
    for (const key of [old, fresh]) await as(world, key.secret).ask(MAKE, { input: IMAGE })
    for (const key of [old, fresh]) {
      expect(refusalOf(await as(world, key.secret).post(MAKE, { input: IMAGE }))).toEqual({ status: 402, code: 'INSUFFICIENT_CREDITS', limit: 'key-total' })
    }
    world.clock.nowMs += 2 * 3_600_000 - 1
    await as(world, old.secret).ask(READ)
    world.clock.nowMs += 1
    expect(refusalOf(await as(world, old.secret).post(READ))).toEqual(UNKNOWN)
    await as(world, fresh.secret).ask(READ)
    const { apiKeys: listed } = await world.ask(LIST_KEYS)
    expect(listed.find((key: { id: string }) => key.id === old.apiKey['id']).replacedBy).toBe(fresh.apiKey.id)
  })

  it('without overlap ends the old one within 30 seconds', async () => {
    const world = await createWorld()
    const old = await createKey(world)
    await as(world, old.secret).ask(READ)
    await world.ask(ROLL_KEY, { id: old.apiKey['id'], hours: 0 })
    world.clock.nowMs += 30_000
    expect(refusalOf(await as(world, old.secret).post(READ))).toEqual(UNKNOWN)
  })

  it('never makes the old one live longer', async () => {
    const world = await createWorld()
    const old = await createKey(world, { expiresAt: new Date(world.clock.nowMs + 60_000).toISOString() })
    await world.ask(ROLL_KEY, { id: old.apiKey['id'], hours: 24 })
    world.clock.nowMs += 60_000
    expect(refusalOf(await as(world, old.secret).post(READ))).toEqual(UNKNOWN)
  })

  it('can be done with the very key that is rolled, once only, also by many at once', async () => {
    const world = await createWorld()
    const id = `key_${world.accountId}`
    const replies = await Promise.all(Array.from({ length: 8 }, () => world.post({ query: ROLL_KEY, variables: { id } })))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const reply of replies.filter(({ status }) => status !== 200)) expect(refusalOf(reply)).toEqual({ status: 400, code: 'INVALID_INPUT', field: 'id' })
    expect((await world.ask(LIST_KEYS))['apiKeys']).toHaveLength(2)
  })

  it('is refused for a revoked key, another account\'s, and an overlap out of range', async () => {
    const world = await createWorld()
    const other = await createWorld()
    const { apiKey } = await createKey(world)
    await world.ask(REVOKE, { id: apiKey['id'] })
    expect(refusalOf(await world.post({ query: ROLL_KEY, variables: { id: apiKey['id'] } }))).toEqual({ status: 400, code: 'INVALID_INPUT', field: 'id' })
    expect(refusalOf(await world.post({ query: ROLL_KEY, variables: { id: `key_${other.accountId}` } }))).toEqual({ status: 404, code: 'NOT_FOUND', field: 'id' })
    expect(refusalOf(await world.post({ query: ROLL_KEY, variables: { id: `key_${world.accountId}`, hours: 169 } }))).toEqual({ status: 400, code: 'INVALID_INPUT', field: 'overlapHours' })
  })
})

describe('revoking a key', () => {
  it('ends it within 30 seconds, for good, and says when', async () => {
    const world = await createWorld()
    const { secret, apiKey } = await createKey(world)
    await as(world, secret).ask(READ)
    const revokedAt = new Date(world.clock.nowMs).toISOString()
    expect((await world.ask(REVOKE, { id: apiKey['id'] }))['apiKeyRevoke']).toEqual({ id: apiKey['id'], revokedAt })
    world.clock.nowMs += 30_000
    expect(refusalOf(await as(world, secret).post(READ))).toEqual(UNKNOWN)
    expect((await world.ask(REVOKE, { id: apiKey['id'] }))['apiKeyRevoke']).toEqual({ id: apiKey['id'], revokedAt })
  })

  it('of another account is NOT_FOUND, and changes nothing', async () => {
    const world = await createWorld()
    const other = await createWorld()
    expect(refusalOf(await world.post({ query: REVOKE, variables: { id: `key_${other.accountId}` } }))).toEqual({ status: 404, code: 'NOT_FOUND', field: 'id' })
    expect((await other.ask(LIST_KEYS))['apiKeys'][0].revokedAt).toBeNull()
  })
})
