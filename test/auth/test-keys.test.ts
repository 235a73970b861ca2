// Test keys and live keys: who may manage which, that neither sees anything of the other's, by list or by id, and that
// limits, credits and secrets are apart.
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { accounts, apiKeys, jobs } from '../../src/store/tables.ts'
import { signWebhook } from '../../src/webhooks/sign.ts'
import { GENERATE, RECEIVER, WEBHOOK_SECRET, createWorld } from '../world.ts'
import type { Answer } from '../world.ts'
import { CREATE_KEY, IMAGE, MAKE, PRICE, ROLL_KEY, as, createKey, createToken, refusalOf } from './keys.ts'
import { ALL_SCOPES, TEST_CREDITS, accountOf, createTestWorld, entriesOf } from './test-keys.ts'

const LIST = 'query ($mode: KeyMode) { apiKeys(mode: $mode) { id prefix revokedAt replacedBy } }'
const REVOKE = 'mutation ($id: ID!) { apiKeyRevoke(id: $id) { id revokedAt } }'
const ME = '{ me { id mode plan credits limits { minute { limit remaining } concurrent { limit remaining } } } }'
const READ = 'query ($id: ID!) { generation(id: $id) { id test status } }'
const CANCEL = 'mutation ($id: ID!) { generationCancel(id: $id) { outcome } }'
const EVERYTHING = `{ generations(first: 50) { edges { node { id test } } } creditEntries(first: 50) { edges { node { kind amount generationId } } }
  webhookDeliveries(first: 50) { edges { node { id } } } apiKeys { id } }`
const REDELIVER = 'mutation ($id: ID!) { webhookRedeliver(id: $id) { id } }'
const ROTATE = 'mutation { webhookSecretRotate { secret } }'
const FORBIDDEN = { status: 403, code: 'FORBIDDEN' }
const NOT_FOUND = { status: 404, code: 'NOT_FOUND', field: 'id' }

const idOf = (edge: { node: Answer }): unknown => edge.node['id'] ?? edge.node['generationId']
const deliveryOf = (generationId: string): string => `msg_${generationId.slice('gen_'.length)}_completed`

describe('the account behind test keys', () => {
  it('is made with the first test key, with test credits as a grant and the live one\'s plan', async () => {
    const world = await createWorld({ plan: 'PRO' })
    const id = `${world.accountId}.test`
    await createKey(world)
    expect(await accountOf(id)).toBeUndefined()
    const { secret, apiKey } = await createKey(world, { mode: 'TEST', scopes: ALL_SCOPES })
    expect([secret.slice(0, 8), apiKey['prefix']]).toEqual(['dt_test_', 'dt_test_'])
    expect(await entriesOf(id)).toEqual([expect.objectContaining({ kind: 'GRANT', amount: TEST_CREDITS })])
    const { me } = await as(world, secret).ask(ME)
    expect(me).toMatchObject({ id, mode: 'TEST', plan: 'PRO', credits: TEST_CREDITS, limits: { minute: { limit: 60, remaining: 60 }, concurrent: { limit: 10 } } })
    expect((await world.ask(ME))['me']).toMatchObject({ id: world.accountId, mode: 'LIVE', credits: 1_000_000 })
  })

  it('is made once, and its credits granted once, under twenty creations at the same time and more after spending', async () => {
    const world = await createWorld()
    const id = `${world.accountId}.test`
    const made = await Promise.all(Array.from({ length: 20 }, () => createKey(world, { mode: 'TEST' })))
    await as(world, made[0]?.secret ?? '').ask(MAKE, { input: IMAGE })
    await createKey(world, { mode: 'TEST' })
    expect((await world.ask(LIST, { mode: 'TEST' }))['apiKeys']).toHaveLength(21)
    expect((await entriesOf(id)).map(({ kind, amount }) => [kind, amount])).toEqual([['GRANT', TEST_CREDITS], ['CHARGE', -PRICE]])
    expect((await accountOf(id))?.credits).toBe(TEST_CREDITS - PRICE)
    expect(await world.services.database.select().from(accounts).where(eq(accounts.liveId, world.accountId))).toHaveLength(1)
  })

  it('follows the live one\'s plan and limits when they change', async () => {
    const { world, test } = await createTestWorld({ plan: 'FREE' })
    expect((await test.ask(ME))['me']).toMatchObject({ plan: 'FREE', limits: { concurrent: { limit: 1 } } })
    await world.services.database.update(accounts).set({ plan: 'ENTERPRISE', limits: { concurrent: 7 } }).where(eq(accounts.id, world.accountId))
    world.clock.nowMs += 31_000
    expect((await test.ask(ME))['me']).toMatchObject({ plan: 'ENTERPRISE', limits: { concurrent: { limit: 7 } } })
  })

  it('has a webhook secret of its own, and changes that alone', async () => {
    const { world, test, accountId } = await createTestWorld()
    expect((await accountOf(accountId))?.webhookSecret).not.toBe(WEBHOOK_SECRET)
    const { webhookSecretRotate } = await test.ask(ROTATE)
    expect((await accountOf(accountId))?.webhookSecret).toBe(webhookSecretRotate.secret)
    expect((await accountOf(world.accountId))?.webhookSecret).toBe(WEBHOOK_SECRET)
  })

  it('signs its webhooks with that secret, and not with the live one\'s', async () => {
    const { world, test, accountId } = await createTestWorld()
    await test.ask(MAKE, { input: { ...IMAGE, webhookUrl: RECEIVER } })
    await world.run(10)
    const [{ headers, body } = { headers: new Headers(), body: '' }] = world.received
    const message = { id: headers.get('webhook-id') ?? '', timestampSeconds: Number(headers.get('webhook-timestamp')), body }
    expect(headers.get('webhook-signature')).toBe(await signWebhook([(await accountOf(accountId))?.webhookSecret ?? ''], message))
  })

  it('has no keys but test keys: one of the other kind opens nothing', async () => {
    const { world, test } = await createTestWorld()
    const { database } = world.services
    expect((await test.post(ME)).status).toBe(200)
    await database.update(apiKeys).set({ kind: 'live' }).where(eq(apiKeys.accountId, `${world.accountId}.test`))
    await database.update(apiKeys).set({ kind: 'test' }).where(eq(apiKeys.accountId, world.accountId))
    world.clock.nowMs += 31_000
    expect((await test.post(ME)).status).toBe(401)
    expect((await world.post({ query: ME })).status).toBe(401)
  })
})

describe('a live key', () => {
  it('lists, rolls and revokes test keys, by their ids', async () => {
    const { world, test } = await createTestWorld()
    const [first] = (await world.ask(LIST, { mode: 'TEST' }))['apiKeys'] as Answer[]
    expect((await world.ask(LIST))['apiKeys']).toHaveLength(1)
    world.clock.nowMs += 1000
    const { apiKeyRoll: rolled } = await world.ask(ROLL_KEY, { id: first?.['id'], hours: 1 })
    expect(rolled.secret).toMatch(/^dt_test_/)
    expect((await as(world, rolled.secret).ask(ME))['me']).toMatchObject({ mode: 'TEST' })
    await world.ask(REVOKE, { id: rolled.apiKey.id })
    world.clock.nowMs += 31_000
    expect((await as(world, rolled.secret).post(ME)).status).toBe(401)
    expect((await test.post(ME)).status).toBe(200)
    expect((await world.ask(LIST, { mode: 'TEST' }))['apiKeys']).toMatchObject([{ id: first?.['id'], replacedBy: rolled.apiKey.id }, { id: rolled.apiKey.id, revokedAt: expect.any(String) }])
  })

  it('hands on its providers, origins and expiry to a test key, and no more', async () => {
    const expiresAtMs = Date.UTC(2098, 0, 1)
    const world = await createWorld({ key: { scopes: ['keys', 'generate'], providers: ['flux-dev'], origins: ['https://a.example'], expiresAtMs } })
    const { apiKey } = await createKey(world, { mode: 'TEST', scopes: ['GENERATE'] })
    expect(apiKey).toMatchObject({ providers: ['flux-dev'], origins: ['https://a.example'], expiresAt: '2098-01-01T00:00:00.000Z' })
    for (const more of [{ scopes: ['READ'] }, { providers: ['luma'] }, { origins: ['https://b.example'] }, { expiresAt: '2099-01-01T00:00:00Z' }]) {
      const reply = await world.post({ query: CREATE_KEY, variables: { input: { name: 'More', mode: 'TEST', scopes: ['GENERATE'], ...more } } })
      expect(refusalOf(reply)).toEqual(FORBIDDEN)
    }
  })

  it('that administers makes no test key that does: what it would change is live', async () => {
    const world = await createWorld({ key: { scopes: ['keys', 'admin'] } })
    expect(refusalOf(await world.post({ query: CREATE_KEY, variables: { input: { name: 'Admin', mode: 'TEST', scopes: ['ADMIN'] } } }))).toEqual(FORBIDDEN)
    expect((await createKey(world, { mode: 'LIVE', scopes: ['ADMIN'] })).secret).toMatch(/^dt_live_/)
  })

  it('does not bound a test key by its own spending, but by what the test key was given', async () => {
    const world = await createWorld()
    const maker = await createKey(world, { scopes: ['KEYS', 'GENERATE'], creditsTotal: 0 })
    const asMaker = as(world, maker.secret)
    expect(refusalOf(await asMaker.post(MAKE, { input: IMAGE }))).toEqual({ status: 402, code: 'INSUFFICIENT_CREDITS', limit: 'key-total' })
    const { apiKeyCreate: free } = await asMaker.ask(CREATE_KEY, { input: { name: 'Test', mode: 'TEST', scopes: ['GENERATE'] } })
    await as(world, free.secret).ask(MAKE, { input: IMAGE })
    const { apiKeyCreate: bound } = await asMaker.ask(CREATE_KEY, { input: { name: 'Test', mode: 'TEST', scopes: ['GENERATE'], creditsPerDay: 0 } })
    expect(bound.apiKey.limits).toMatchObject([{ creditsPerDay: 0 }])
    expect(refusalOf(await as(world, bound.secret).post(MAKE, { input: IMAGE }))).toEqual({ status: 402, code: 'INSUFFICIENT_CREDITS', limit: 'key-day' })
    const { apiKey: unbound } = await createKey(world, { mode: 'TEST', scopes: ['GENERATE'] })
    expect((await asMaker.ask(ROLL_KEY, { id: unbound['id'] }))['apiKeyRoll'].apiKey.limits).toEqual([])
  })

  it('is never served by the test upstream, whatever it writes', async () => {
    const { world } = await createTestWorld()
    for (const word of ['fail', 'media', 'partial', 'unknown']) {
      const { generate } = await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'luma', input: { text: `storm [[${word}]]` } } })
      expect((await world.ask(READ, { id: generate.id }))['generation']).toMatchObject({ test: false })
    }
    const made = await world.services.database.select().from(jobs).where(eq(jobs.accountId, world.accountId))
    expect(made.flatMap(({ routes }) => routes.map(({ upstream }) => upstream))).toEqual(['luma', 'luma', 'luma', 'luma'])
  })
})

describe('a test key', () => {
  it('makes test keys alone', async () => {
    const { world, test } = await createTestWorld()
    for (const mode of [undefined, 'TEST']) {
      const { apiKeyCreate } = await test.ask(CREATE_KEY, { input: { name: 'Mine', scopes: ['READ'], ...(mode && { mode }) } })
      expect(apiKeyCreate.secret).toMatch(/^dt_test_/)
    }
    expect(refusalOf(await test.post(CREATE_KEY, { input: { name: 'Live', mode: 'LIVE', scopes: ['READ'] } }))).toEqual(FORBIDDEN)
    expect((await world.ask(LIST))['apiKeys']).toHaveLength(1)
  })

  it('lists, rolls and revokes no live key', async () => {
    const { world, test } = await createTestWorld()
    const id = `key_${world.accountId}`
    expect((await test.ask(LIST))['apiKeys']).toMatchObject([{ prefix: 'dt_test_' }])
    expect(refusalOf(await test.post(LIST, { mode: 'LIVE' }))).toEqual(FORBIDDEN)
    expect(refusalOf(await test.post(ROLL_KEY, { id }))).toEqual(NOT_FOUND)
    expect(refusalOf(await test.post(REVOKE, { id }))).toEqual(NOT_FOUND)
    expect((await world.ask(LIST))['apiKeys']).toMatchObject([{ id, replacedBy: null, revokedAt: null }])
  })

  it('mints client tokens that are test, too', async () => {
    const { world, key } = await createTestWorld()
    const token = await createToken(world, {}, key)
    const { generate } = await as(world, token).ask(MAKE, { input: IMAGE })
    expect((await as(world, token).ask(READ, { id: generate.id }))['generation']).toMatchObject({ test: true })
    expect(await world.balance()).toBe(1_000_000)
  })
})

describe('test and live data', () => {
  it('are apart in every list and by every id', async () => {
    const { world, test, accountId } = await createTestWorld()
    const input = { ...IMAGE, webhookUrl: RECEIVER }
    const [live, other] = [(await world.ask(MAKE, { input }))['generate'].id, (await test.ask(MAKE, { input }))['generate'].id]
    await world.run(30)
    const seenBy = async (asking: { ask: typeof test.ask }) => {
      const { generations, creditEntries, webhookDeliveries, apiKeys: keys } = await asking.ask(EVERYTHING)
      return { generations: generations.edges.map(idOf), entries: creditEntries.edges.map(idOf), deliveries: webhookDeliveries.edges.map(idOf), keys: keys.length }
    }
    expect(await seenBy(world)).toEqual({ generations: [live], entries: [live, null], deliveries: [deliveryOf(live)], keys: 1 })
    expect(await seenBy(test)).toEqual({ generations: [other], entries: [other, null], deliveries: [deliveryOf(other)], keys: 1 })
    for (const [asking, foreign, own] of [[world, other, live], [test, live, other]] as const) {
      const post = (query: string, variables: Record<string, unknown>) => (asking === world ? world.post({ query, variables }) : test.post(query, variables))
      expect(await asking.ask(READ, { id: foreign })).toEqual({ generation: null })
      expect((await asking.ask(READ, { id: own }))['generation']).toMatchObject({ status: 'COMPLETED', test: asking === test })
      expect(refusalOf(await post(CANCEL, { id: foreign }))).toEqual(NOT_FOUND)
      expect(refusalOf(await post(REDELIVER, { id: deliveryOf(foreign) }))).toEqual(NOT_FOUND)
    }
    expect([await world.balance(), (await accountOf(accountId))?.credits]).toEqual([1_000_000 - PRICE, TEST_CREDITS - PRICE])
  })

  it('share no idempotency key', async () => {
    const { world, test } = await createTestWorld()
    const headers = { 'idempotency-key': 'order-1' }
    const [live, other] = [await world.ask(MAKE, { input: IMAGE }, headers), await test.ask(MAKE, { input: IMAGE }, headers)]
    expect(live['generate'].id).not.toBe(other['generate'].id)
    expect((await test.ask(MAKE, { input: IMAGE }, headers))['generate'].id).toBe(other['generate'].id)
  })

  it('have limits of their own: neither uses up the other\'s', async () => {
    const { world, test } = await createTestWorld({ plan: 'FREE' })
    const tooMany = { status: 429, code: 'RATE_LIMIT', limit: 'concurrent' }
    await world.ask(MAKE, { input: IMAGE })
    expect(refusalOf(await world.post({ query: MAKE, variables: { input: IMAGE } }))).toEqual(tooMany)
    const { generate } = await test.ask(MAKE, { input: IMAGE })
    expect(refusalOf(await test.post(MAKE, { input: IMAGE }))).toEqual(tooMany)
    await test.ask(CANCEL, { id: generate.id })
    expect(refusalOf(await world.post({ query: MAKE, variables: { input: IMAGE } }))).toEqual(tooMany)
    await test.ask(MAKE, { input: IMAGE })
  })
})
