// An owner closes his account: nothing of it works any more, money is exact to the end, and after 30 days nothing personal is left. Until
// then an operator can open it again.
import { and, eq, inArray } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { openSession } from '../../src/auth/sessions.ts'
import { people, sessions } from '../../src/store/access-tables.ts'
import { accounts, apiKeys, attempts, creditEntries, jobs, spendingLimits, webhookDeliveries } from '../../src/store/tables.ts'
import { events, webhookEndpoints } from '../../src/store/event-tables.ts'
import { tasks } from '../../src/store/task-tables.ts'
import { uploads } from '../../src/store/upload-tables.ts'
import { audit } from '../../src/audit/audit.ts'
import { adminWorld, logOf, operator } from '../graphql/nouns/administration.ts'
import { pngOf, upload } from '../uploads/sending.ts'
import { RECEIVER, createWorld } from '../world.ts'
import type { World } from '../world.ts'
import { startMany } from '../jobs/queueing.ts'
import { ORIGIN, browser, stranger } from './browser.ts'
import { IMAGE, MAKE, PRICE, as, createKey, createToken, refusalOf } from './keys.ts'

const CLOSE = 'mutation ($id: ID!) { accountClose(input: { accountId: $id }) { accountId closedAt erasedAfter } }'
const REOPEN = 'mutation ($id: ID!) { adminAccountReopen(accountId: $id, reason: "Asked for") { id closedAt } }'
const VIDEO = { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } }
const GONE = { status: 401, code: 'UNAUTHENTICATED' }
const DAY_MS = 86_400_000
const close = (world: World, id = world.accountId) => world.post({ query: CLOSE, variables: { id } })
const identityOf = ({ accountId }: World) => ({ issuer: 'https://issuer.example.com', subject: accountId, email: `${accountId}@example.com`, name: accountId })

async function minutes(world: World, count: number): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    await world.run(60)
    await world.sweep()
  }
}

/** A person's own account, by its session's key. */
async function signedIn(world: World) {
  await openSession(world.services, identityOf(world))
  const { database } = world.services
  const [person] = await database.select().from(people).where(eq(people.subject, world.accountId))
  return person
}

describe('closing an account', () => {
  it('ends its keys, its test keys and its client tokens at once, and says until when it can be undone', async () => {
    const world = await createWorld()
    const [other, test, token] = [(await createKey(world)).secret, (await createKey(world, { mode: 'TEST' })).secret, await createToken(world)]
    const { body } = await close(world)
    const closedAt = new Date(world.clock.nowMs).toISOString()
    expect(body.data?.['accountClose']).toEqual({ accountId: world.accountId, closedAt, erasedAfter: new Date(world.clock.nowMs + 30 * DAY_MS).toISOString() })
    for (const credential of [other, test, token]) expect(refusalOf(await as(world, credential).post('{ generations { edges { cursor } } }'))).toEqual(GONE)
    world.clock.nowMs += 30_000
    expect(refusalOf(await world.post({ query: '{ me { id } }' }))).toEqual(GONE)
  })

  it('lets not even the machines that remember its key generate, and charges nothing', async () => {
    const world = await createWorld()
    await close(world)
    expect(refusalOf(await world.post({ query: MAKE, variables: { input: IMAGE } }))).toEqual({ status: 403, code: 'FORBIDDEN' })
    expect(await world.balance()).toBe(1_000_000)
  })

  it('lets not even who still knows its session begin an archive of it, in neither mode', async () => {
    const world = await createWorld()
    const person = browser(world)
    await person.signIn(stranger())
    const [live, test] = [{ origin: ORIGIN }, { origin: ORIGIN, 'doitong-mode': 'test' }]
    const { id } = (await person.post('{ me { id } }')).body.data?.['me'] ?? {}
    await person.post('{ me { id } }', test)
    const { database } = world.services
    const archives = async () => (await database.select().from(tasks).where(inArray(tasks.accountId, [id, `${id}.test`]))).map(({ kind }) => kind)
    await person.post(`mutation { accountClose(input: { accountId: "${id}" }) { closedAt } }`)
    for (const headers of [live, test]) expect(refusalOf(await person.post('mutation { accountExport { id } }', headers))).toMatchObject({ status: 403, code: 'FORBIDDEN' })
    expect(await archives()).toEqual(['closing'])
  })

  it('cancels what waits for a slot too: none of it is sent to a company, and all of it comes back', async () => {
    const world = await createWorld({ limits: { concurrent: 1 } })
    const ids = await startMany(world, 14)
    await world.run(3)
    const spent = await world.balance()
    await close(world)
    await minutes(world, 5)
    const { database } = world.services
    const rows = await database.select().from(jobs).where(eq(jobs.accountId, world.accountId))
    const waited = rows.filter(({ id }) => id !== ids[0])
    expect(waited.map(({ status, refunded, cost, attempt }) => [status, refunded === cost, attempt])).toEqual(Array.from({ length: 13 }, () => ['CANCELLED', true, 0]))
    expect(await world.balance()).toBe(spent + rows.reduce((sum, { refunded }) => sum + refunded, 0))
    expect((await audit(world.services)).breaches.filter(({ accountId }) => accountId === world.accountId)).toEqual([])
  })

  it('cancels what is open as its owner would have, tells it, and tells nothing after that', async () => {
    const world = await createWorld()
    await world.ask('mutation ($url: String!) { webhookEndpointCreate(input: { url: $url }) { secret } }', { url: RECEIVER })
    await world.ask(MAKE, { input: IMAGE })
    await world.run(120)
    for (let n = 0; n < 12; n += 1) await world.ask(MAKE, { input: VIDEO })
    world.received.splice(0)
    world.queues.lose()
    await close(world)
    await minutes(world, 3)
    const rows = await world.services.database.select().from(jobs).where(eq(jobs.accountId, world.accountId))
    expect(rows.filter(({ status }) => status === 'CANCELLED')).toHaveLength(12)
    expect(await world.balance()).toBe(1_000_000 - PRICE)
    expect(world.received.map(({ body }) => JSON.parse(body).type)).toEqual(Array.from({ length: 12 }, () => 'generation.cancelled'))
    await world.services.database.update(jobs).set({ expiresAtMs: world.clock.nowMs, dueAtMs: world.clock.nowMs }).where(and(eq(jobs.accountId, world.accountId), eq(jobs.status, 'COMPLETED')))
    world.received.splice(0)
    await minutes(world, 3)
    expect(world.received).toEqual([])
  })

  it('is logged once, by whom, however often it is asked', async () => {
    const world = await createWorld()
    await Promise.all([close(world), close(world)])
    await close(world)
    expect(await logOf(world, world.accountId)).toMatchObject([{ ...operator(world), action: 'account.close', target: world.accountId, detail: { before: { closed: false }, after: { closed: true } } }])
    expect(await world.services.database.select().from(tasks).where(eq(tasks.accountId, world.accountId))).toHaveLength(1)
  })

  it.each([
    ['another id', {}, 'acc_other', { status: 400, code: 'INVALID_INPUT', field: 'input.accountId' }],
    ['a key without one of the usual scopes', { scopes: ['generate', 'keys', 'billing'] }, undefined, { status: 403, code: 'FORBIDDEN' }],
    ['a key that administrates', { scopes: ['generate', 'read', 'keys', 'billing', 'admin'] }, undefined, { status: 403, code: 'FORBIDDEN' }],
    ['a key with a list of providers', { providers: ['luma'] }, undefined, { status: 403, code: 'FORBIDDEN' }],
  ] as const)('is not done by %s', async (_name, key, id, refusal) => {
    const world = await createWorld({ key })
    expect(refusalOf(await close(world, id))).toEqual(refusal)
    world.clock.nowMs += 30_000
    await world.ask('mutation { apiKeyRevoke(id: "key_none") { id } }').catch(() => undefined)
    expect((await world.services.database.select().from(accounts).where(eq(accounts.id, world.accountId)))[0]?.closedAtMs).toBeNull()
  })

  it('is not done by a test key or a client token', async () => {
    const world = await createWorld()
    const test = (await createKey(world, { mode: 'TEST' })).secret
    const query = `mutation { accountClose(input: { accountId: "${world.accountId}" }) { closedAt } }`
    for (const credential of [test, await createToken(world)]) expect(refusalOf(await as(world, credential).post(query))).toMatchObject({ status: 403, code: 'FORBIDDEN' })
  })
})

describe('a person whose account was closed', () => {
  it('is told so at sign-in, and gets a new account once the old one is erased', async () => {
    const world = await createWorld()
    const person = await signedIn(world)
    const accountId = person?.accountId ?? ''
    const { database } = world.services
    await database.update(apiKeys).set({ accountId }).where(eq(apiKeys.accountId, world.accountId))
    await world.ask(CLOSE, { id: accountId })
    expect(await database.select().from(sessions).where(eq(sessions.accountId, accountId))).toEqual([])
    await expect(openSession(world.services, identityOf(world))).rejects.toMatchObject({ code: 'FORBIDDEN', details: { extra: { closed: true } } })
    await minutes(world, 1)
    world.clock.nowMs += 30 * DAY_MS
    await minutes(world, 3)
    const fresh = await signedIn(world)
    expect(fresh?.accountId).not.toBe(accountId)
  })
})

/** An account with something of everything in both modes. */
async function fullWorld(): Promise<World> {
  const world = await createWorld()
  await createToken(world)
  const test = (await createKey(world, { mode: 'TEST', creditsTotal: 1000 })).secret
  await as(world, test).ask(MAKE, { input: { ...IMAGE, tags: ['secret'] } })
  await world.ask('mutation ($url: String!) { webhookEndpointCreate(input: { url: $url }) { secret } }', { url: RECEIVER })
  await world.ask(MAKE, { input: { ...IMAGE, webhookUrl: RECEIVER, tags: ['secret'], input: { text: 'A secret fox' } } }, { 'idempotency-key': 'secret' })
  await upload(world, pngOf(3000))
  await world.ask(MAKE, { input: { ...VIDEO, input: { text: 'A secret storm [[fail]]' } } })
  await minutes(world, 3)
  return world
}

const TABLES = { apiKeys, attempts, events, spendingLimits, uploads, webhookDeliveries, webhookEndpoints } as const
const filesOf = async ({ env, accountId }: World) =>
  (await Promise.all([accountId, `${accountId}.test`].flatMap((id) => [`${id}/`, `inputs/${id}/`, `uploads/${id}/`].map((prefix) => env.MEDIA.list({ prefix }))))).flatMap(({ objects }) => objects)

async function rowsOf({ services: { database }, accountId }: World) {
  const ids = [accountId, `${accountId}.test`]
  const counts: Record<string, number> = {}
  for (const [name, table] of Object.entries(TABLES)) counts[name] = (await database.select().from(table).where(inArray(table.accountId, ids))).length
  return counts
}

describe('30 days after an account was closed', () => {
  it('its files and all that is personal are deleted, also of its test keys; the ledger stays, and adds up', async () => {
    const [world, bystander] = [await fullWorld(), await fullWorld()]
    const its = async () => [{ ...(await rowsOf(bystander)), uploads: 0 }, (await filesOf(bystander)).map(({ key }) => key).filter((key) => !key.startsWith('uploads/'))]
    const before = await its()
    const ledger = await world.entries()
    const balance = await world.balance()
    await close(world)
    await minutes(world, 1)
    world.clock.nowMs += 30 * DAY_MS - 120_000
    await minutes(world, 1)
    expect((await filesOf(world)).length).toBeGreaterThan(0)
    await minutes(world, 4)
    expect(await filesOf(world)).toEqual([])
    expect(await rowsOf(world)).toEqual({ apiKeys: 0, attempts: 0, events: 0, spendingLimits: 0, uploads: 0, webhookDeliveries: 0, webhookEndpoints: 0 })
    expect([await world.entries(), await world.balance()]).toEqual([ledger, balance])
    const { database } = world.services
    const rows = await database.select().from(jobs).where(inArray(jobs.accountId, [world.accountId, `${world.accountId}.test`]))
    expect(rows).toHaveLength(3)
    expect(JSON.stringify(rows)).not.toMatch(/secret|receiver/)
    const [account] = await database.select().from(accounts).where(eq(accounts.id, world.accountId))
    expect(account).toMatchObject({ name: '', webhookSecret: '', erasedAtMs: expect.any(Number) as number })
    expect((await database.select().from(tasks).where(eq(tasks.accountId, world.accountId)))[0]?.dueAtMs).toBeNull()
    const { breaches } = await audit(world.services)
    expect(breaches.filter(({ accountId }) => accountId.startsWith(world.accountId))).toEqual([])
    expect(await its()).toEqual(before)
  })

  it('an account whose id begins with its own keeps everything', async () => {
    const world = await createWorld()
    const { MEDIA } = world.env
    const longer = `${world.accountId}9`
    for (const key of [`${longer}/gen_1/1-0.png`, `inputs/${longer}/gen_1/0`, `${world.accountId}/gen_1/1-0.png`]) await MEDIA.put(key, 'x')
    await world.services.database.insert(creditEntries).values({ accountId: longer, id: 'one.grant', kind: 'GRANT', amount: 1, createdAtMs: 1 })
    await close(world)
    await minutes(world, 1)
    world.clock.nowMs += 30 * DAY_MS
    await minutes(world, 3)
    expect(await Promise.all([`${longer}/gen_1/1-0.png`, `inputs/${longer}/gen_1/0`, `${world.accountId}/gen_1/1-0.png`].map(async (key) => (await MEDIA.head(key)) !== null))).toEqual([true, true, false])
  })
})

describe('opening a closed account again', () => {
  it('brings back its keys and its test keys within the 30 days, and is logged', async () => {
    const [admin, world] = [await adminWorld(), await fullWorld()]
    const test = (await createKey(world, { mode: 'TEST' })).secret
    const before = await Promise.all([rowsOf(world), filesOf(world)])
    await close(world)
    await minutes(world, 1)
    expect((await admin.ask(REOPEN, { id: world.accountId }))['adminAccountReopen']).toEqual({ id: world.accountId, closedAt: null })
    world.clock.nowMs += 30_000
    await world.ask(MAKE, { input: IMAGE })
    await as(world, test).ask('{ generations { edges { cursor } } }')
    await minutes(world, 1)
    world.clock.nowMs += 2 * DAY_MS
    await minutes(world, 1)
    expect((await filesOf(world)).length).toBeGreaterThanOrEqual(before[1].length - 1)
    expect((await logOf(admin, world.accountId)).find(({ action }) => action === 'account.reopen')).toMatchObject({ ...operator(admin), action: 'account.reopen', detail: { before: { closed: true }, after: { closed: false }, reason: 'Asked for' } })
    await close(world)
    expect((await logOf(admin, world.accountId)).filter(({ action }) => action === 'account.close')).toHaveLength(2)
  })

  it('is over once it was begun to erase it', async () => {
    const [admin, world] = [await adminWorld(), await createWorld()]
    await close(world)
    await minutes(world, 1)
    world.clock.nowMs += 30 * DAY_MS
    await minutes(world, 2)
    expect(refusalOf(await admin.post({ query: REOPEN, variables: { id: world.accountId } }))).toEqual({ status: 404, code: 'NOT_FOUND', field: 'accountId' })
    expect((await world.services.database.select().from(accounts).where(eq(accounts.id, world.accountId)))[0]?.closedAtMs).not.toBeNull()
  })
})
