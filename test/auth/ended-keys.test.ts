// A key that has ended makes nothing that outlives it, although an isolate remembers it for 30 s; how many keys there may be,
// in which order they are listed, and that nobody ends or takes over what is stronger than itself.
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { isStronger } from '../../src/auth/scopes.ts'
import { SCOPES } from '../../src/domain/scope.ts'
import type { Scope } from '../../src/domain/scope.ts'
import { realWorld } from '../../src/compose.ts'
import { sessions } from '../../src/store/access-tables.ts'
import { accounts, apiKeys, spendingLimits } from '../../src/store/tables.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'
import { ORIGIN, browser, stranger } from './browser.ts'
import { CREATE_KEY, CREATE_TOKEN, ROLL_KEY, as, createKey, refusalOf } from './keys.ts'

const REVOKE = 'mutation ($id: ID!) { apiKeyRevoke(id: $id) { id revokedAt } }'
const UNKNOWN = { status: 401, code: 'UNAUTHENTICATED' }
const ALL = ['GENERATE', 'READ', 'KEYS', 'BILLING']

/** The same service in another isolate, which has a memory of its own. */
function anotherIsolate(world: World) {
  const app = createApp({ ...realWorld, now: () => world.clock.nowMs, fetch: world.emulators.fetch, print: () => undefined })
  return async (credential: string, query: string, variables: Record<string, unknown> = {}) => {
    const context = createExecutionContext()
    const headers = { 'authorization': `Bearer ${credential}`, 'content-type': 'application/json' }
    const response = await app.fetch(new Request(`${ORIGIN}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) }), world.env, context)
    await waitOnExecutionContext(context)
    return { status: response.status, headers: response.headers, body: await response.json<Awaited<ReturnType<World['post']>>['body']>() }
  }
}

const kept = async ({ services: { database }, accountId }: World) => {
  const [keys, tokens, [account]] = await Promise.all([
    database.select().from(apiKeys), database.select().from(spendingLimits).where(eq(spendingLimits.accountId, accountId)), database.select().from(accounts).where(eq(accounts.id, accountId)),
  ])
  return { keys: keys.filter((key) => key.accountId.startsWith(accountId)).map(({ id, replacedBy }) => [id, replacedBy]), tokens: tokens.length, secret: account?.webhookSecret }
}

describe('a key that was revoked elsewhere, and is still remembered here', () => {
  const tries: Readonly<Record<string, (own: string, other: string) => readonly [string, Record<string, unknown>]>> = {
    'makes no key': () => [CREATE_KEY, { input: { name: 'child', scopes: ALL } }],
    'makes no key with a spending limit': () => [CREATE_KEY, { input: { name: 'child', scopes: ALL, creditsTotal: 5 } }],
    'makes no test key': () => [CREATE_KEY, { input: { name: 'child', mode: 'TEST', scopes: ALL } }],
    'makes no client token': () => [CREATE_TOKEN, { input: { endUser: 'asha', maxCredits: 10, expiresInSeconds: 3600 } }],
    'rolls no other key': (_own, other) => [ROLL_KEY, { id: other }],
    'takes over no webhook secret': () => ['mutation { webhookSecretRotate { secret } }', {}],
  }
  for (const [name, operation] of Object.entries(tries)) {
    it(name, async () => {
      const world = await createWorld()
      const [maker, other] = [await createKey(world, { scopes: ALL }), await createKey(world, { scopes: ALL })]
      const here = anotherIsolate(world)
      expect((await here(maker.secret, '{ me { id } }')).status).toBe(200)
      await world.ask(REVOKE, { id: maker.apiKey['id'] })
      const before = await kept(world)
      expect(refusalOf(await here(maker.secret, ...operation(maker.apiKey['id'], other.apiKey['id'])))).toEqual(UNKNOWN)
      expect(await kept(world)).toEqual(before)
      expect((await here(other.secret, ...operation(other.apiKey['id'], other.apiKey['id']))).status).toBe(200)
    })
  }

  it('is not rolled to a new one by itself', async () => {
    const world = await createWorld()
    const { secret, apiKey } = await createKey(world, { scopes: ALL })
    const here = anotherIsolate(world)
    await here(secret, '{ me { id } }')
    await world.ask(REVOKE, { id: apiKey['id'] })
    expect(refusalOf(await here(secret, ROLL_KEY, { id: apiKey['id'] }))).toEqual({ status: 400, code: 'INVALID_INPUT', field: 'id' })
  })

  it('nor does one that was rolled without an overlap', async () => {
    const world = await createWorld()
    const { secret, apiKey } = await createKey(world, { scopes: ALL })
    const here = anotherIsolate(world)
    await here(secret, '{ me { id } }')
    await world.ask(ROLL_KEY, { id: apiKey['id'], hours: 0 })
    expect(refusalOf(await here(secret, CREATE_KEY, { input: { name: 'child', scopes: ALL } }))).toEqual(UNKNOWN)
  })

  it('nor does a person who has signed out elsewhere', async () => {
    const world = await createWorld()
    const person = browser(world)
    await person.signIn(stranger())
    const { body } = await person.post('{ me { id } }')
    const accountId: string = body.data?.['me'].id
    await world.services.database.delete(sessions).where(eq(sessions.accountId, accountId))
    expect(refusalOf(await person.post('mutation { apiKeyCreate(input: { name: "child" }) { secret } }'))).toEqual(UNKNOWN)
    expect(await world.services.database.select().from(apiKeys).where(eq(apiKeys.accountId, accountId))).toEqual([])
  })
})

/** Rows of keys, without the service: `usable` of them, and others that are over. */
async function fill(world: World, usable: number, over: number): Promise<void> {
  const rows = Array.from({ length: usable + over }, (_, index) => ({
    hash: `${world.accountId}-${index}`, accountId: world.accountId, id: `key_${String(index).padStart(5, '0')}`, name: `${index}`, kind: 'live' as const, lastFour: 'xxxx', createdAtMs: 1,
    revokedAtMs: index < usable || index % 2 === 0 ? null : 2, expiresAtMs: index >= usable && index % 2 === 0 ? world.clock.nowMs - 1 : null,
  }))
  const { database } = world.services
  for (let at = 0; at < rows.length; at += 8) await database.insert(apiKeys).values(rows.slice(at, at + 8))
}

describe('the hundred usable keys', () => {
  it('count those that a roll leaves working, once each', async () => {
    const world = await createWorld()
    await fill(world, 99, 3)
    const own = `key_${world.accountId}`
    const tooMany = { status: 403, code: 'FORBIDDEN' }
    expect(refusalOf(await world.post({ query: ROLL_KEY, variables: { id: own, hours: 1 } }))).toEqual(tooMany)
    expect(refusalOf(await world.post({ query: CREATE_KEY, variables: { input: { name: 'one more' } } }))).toEqual(tooMany)
    const { apiKeyRoll } = await world.ask(ROLL_KEY, { id: 'key_00007', hours: 0 })
    await world.ask(REVOKE, { id: 'key_00008' })
    await world.ask(ROLL_KEY, { id: apiKeyRoll.apiKey.id, hours: 1 })
    expect(refusalOf(await world.post({ query: ROLL_KEY, variables: { id: 'key_00009', hours: 1 } }))).toEqual(tooMany)
  })

  it('are not exceeded by many that are made at once', async () => {
    const world = await createWorld()
    await fill(world, 97, 0)
    const replies = await Promise.all(Array.from({ length: 6 }, (_, index) => world.post({ query: CREATE_KEY, variables: { input: { name: `${index}` } } })))
    expect(replies.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 200, 403, 403, 403, 403])
  })
})

describe('the list of keys', () => {
  const LIST = 'query ($after: ID) { apiKeys(after: $after) { id revokedAt expiresAt } }'

  it('has the usable ones first, and all of them can be reached', async () => {
    const world = await createWorld()
    await fill(world, 40, 1100)
    const seen: string[] = []
    for (let after: string | null = null; ; after = seen.at(-1) ?? null) {
      const page: string[] = (await world.ask(LIST, { after }))['apiKeys'].map(({ id }: { id: string }) => id)
      if (page.length === 0) break
      expect(page.length).toBeLessThanOrEqual(500)
      seen.push(...page)
    }
    expect([seen.length, new Set(seen).size]).toEqual([1141, 1141])
    expect(seen.slice(0, 41).toSorted()).toEqual([...Array.from({ length: 40 }, (_, index) => `key_${String(index).padStart(5, '0')}`), `key_${world.accountId}`].toSorted())
    for (const part of [seen.slice(0, 41), seen.slice(41)]) expect(part).toEqual(part.toSorted().toReversed())
  })

  it('loses none that ends between two pages', async () => {
    const world = await createWorld()
    await fill(world, 30, 600)
    const ids = async (after: string | null): Promise<string[]> => (await world.ask(LIST, { after }))['apiKeys'].map(({ id }: { id: string }) => id)
    const first = await ids(null)
    await world.ask(REVOKE, { id: 'key_00003' })
    const all = new Set([...first, ...(await ids(first.at(-1) ?? null))])
    expect(all.size).toBe(631)
  })
})

/** All sets of scopes. */
const SETS: readonly (readonly Scope[])[] = Array.from({ length: 2 ** SCOPES.length }, (_, bits) => SCOPES.filter((_scope, index) => (bits >> index) % 2 === 1))

describe('what is stronger', () => {
  it('has a scope that the other lacks: of all pairs', () => {
    for (const one of SETS) {
      for (const other of SETS) {
        const isSubset = one.filter((scope) => other.includes(scope)).length === one.length
        expect(isStronger({ scopes: one }, { scopes: other }), `${one.join()} than ${other.join()}`).toBe(!isSubset)
      }
    }
  })

  it('is revoked and rolled by nobody who is weaker, and by its like', async () => {
    const world = await createWorld({ key: { scopes: ['keys', 'generate', 'admin'] } })
    const { secret, apiKey: weaker } = await createKey(world, { scopes: ['KEYS'] })
    const own = `key_${world.accountId}`
    for (const query of [REVOKE, ROLL_KEY]) expect(refusalOf(await as(world, secret).post(query, { id: own }))).toEqual({ status: 403, code: 'FORBIDDEN' })
    expect((await world.services.database.select().from(apiKeys).where(eq(apiKeys.id, own)))[0]).toMatchObject({ revokedAtMs: null, replacedBy: null })
    await as(world, secret).ask(REVOKE, { id: weaker['id'] })
    const { apiKey: like } = await createKey(world, { scopes: ['KEYS', 'GENERATE'] })
    await world.ask(REVOKE, { id: like['id'] })
  })
})
