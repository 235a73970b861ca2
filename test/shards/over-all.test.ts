// What goes over all accounts goes over all databases: the minute's work, the audit, and what administrators see and do.
import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { continueAudit } from '../../src/audit/audit.ts'
import { keepHistory } from '../../src/audit/keep-history.ts'
import { rollUpUsage } from '../../src/audit/roll-up-usage.ts'
import { sweepAll } from '../../src/jobs/sweep-all.ts'
import { consume } from '../../src/queues/consume.ts'
import { openDatabase } from '../../src/store/database.ts'
import { finders } from '../../src/store/home-tables.ts'
import { onEachShard } from '../../src/store/shards.ts'
import { accounts, jobs } from '../../src/store/tables.ts'
import { IMAGE, MAKE, PRICE, as, refusalOf } from '../auth/keys.ts'
import { GRANT, LOG, REVOKE } from '../graphql/nouns/administration.ts'
import { onePicture } from '../own-pictures.ts'
import type { Answer, World } from '../world.ts'
import { failing, shardedWorld, tenantIn } from './three-shards.ts'
import type { Tenant } from './three-shards.ts'

const VIDEO = { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } }
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

const tenants = async (world: World): Promise<readonly [Tenant, Tenant]> => [await tenantIn(world, 'DB_1'), await tenantIn(world, 'DB_2')]
/** One for the account in the first database, and one for each of the others. */
async function startAll(world: World, own: readonly Tenant[], input: Record<string, unknown>): Promise<readonly string[]> {
  const ids: string[] = []
  for (const secret of [world.key, ...own.map(({ secret: one }) => one)]) ids.push((await as(world, secret).ask(MAKE, { input }))['generate'].id)
  return ids
}
const statusesOf = async (world: World, own: readonly Tenant[]): Promise<readonly string[]> =>
  (await Promise.all([world.services.database, ...own.map(({ database }) => database)].map((database) => database.select({ status: jobs.status, accountId: jobs.accountId }).from(jobs))))
    .flat().filter(({ accountId }) => [world.accountId, ...own.map(({ id }) => id)].includes(accountId)).map(({ status }) => status)

describe('the minute', () => {
  it('sends again what was lost, in every database', async () => {
    const world = await shardedWorld()
    const own = await tenants(world)
    await startAll(world, own, VIDEO)
    world.queues.lose()
    world.clock.nowMs += 5 * MINUTE_MS
    expect(await sweepAll(world.services)).toBe(3)
    await world.run(300)
    expect(await statusesOf(world, own)).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED'])
  })

  it('goes on in the others where one cannot be reached; then there is no heartbeat', async () => {
    let isAway = false
    let beats = 0
    const world = await shardedWorld({ bindings: () => ({ DB_1: failing(env.SHARD_ONE, () => isAway) }) })
    const needs = { ...world.services, heartbeat: async () => void (beats += 1) }
    const own = await tenants(world)
    await startAll(world, own, VIDEO)
    world.queues.lose()
    world.clock.nowMs += 5 * MINUTE_MS
    isAway = true
    await sweepAll(needs)
    expect(beats).toBe(0)
    await world.run(300)
    expect((await statusesOf(world, own)).toSorted()).toEqual(['COMPLETED', 'COMPLETED', 'QUEUED'])
    isAway = false
    await sweepAll(needs)
    await world.run(300)
    expect([beats, await statusesOf(world, own)]).toEqual([1, ['COMPLETED', 'COMPLETED', 'COMPLETED']])
  })

  it('leaves a message alone whose account is in a database that is not bound', async () => {
    const world = await shardedWorld()
    const [tenant] = await tenants(world)
    const { generate } = await as(world, tenant.secret).ask(MAKE, { input: VIDEO })
    const all = new Map([...world.services.shards.all].filter(([name]) => name !== 'DB_1'))
    const told: string[] = []
    const without = { ...world.services, shards: { ...world.services.shards, all, homeOf: () => Promise.reject(new Error('the database DB_1 is not bound')) } }
    await consume(without, [{ body: { v: 1, kind: 'submit', accountId: tenant.id, jobId: generate.id, attempt: 0 }, attempts: 1, ack: () => void told.push('ack'), retry: () => void told.push('retry') }])
    expect(told).toEqual(['retry'])
  })

  it('audits every database, and counts the usage of each', async () => {
    const world = await shardedWorld()
    const own = await tenants(world)
    await startAll(world, own, IMAGE)
    await world.run(60)
    const [, broken] = own
    await broken.database.update(accounts).set({ credits: 7 }).where(eq(accounts.id, broken.id))
    const audits = await onEachShard(world.services, (needs) => continueAudit(needs))
    expect(audits.flatMap(({ breaches }) => breaches).filter((breach) => JSON.stringify(breach).includes(broken.id))).toHaveLength(1)
    world.clock.nowMs += 2 * DAY_MS
    await onEachShard(world.services, (needs) => rollUpUsage(needs))
    const since = new Date(world.clock.nowMs - 4 * DAY_MS).toISOString().slice(0, 10)
    const { adminMargins } = await world.ask(`{ adminMargins(from: "${since}") { lines { provider generations } } }`)
    expect(adminMargins.lines.filter(({ provider }: Answer) => provider === 'flux-dev').reduce((sum: number, { generations }: Answer) => sum + generations, 0)).toBeGreaterThanOrEqual(3)
    expect(await keepHistory(world.services)).toBe(true)
  })
})

describe('an administrator', () => {
  it('pages through the accounts and the log of all of them, each once and in order', async () => {
    const world = await shardedWorld()
    const own: Tenant[] = []
    for (let pairs = 0; pairs < 3; pairs += 1) {
      for (const shard of ['DB_1', 'DB_2'] as const) {
        world.clock.nowMs += 1000
        own.push(await tenantIn(world, shard))
      }
    }
    const seen: string[] = []
    // Those of other tests come behind these.
    for (let after = btoa('cursor:acc_02'), more = true; more && seen.length < 50; ) {
      const { adminAccounts } = await world.ask('query ($after: String) { adminAccounts(first: 4, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }', { after })
      seen.push(...adminAccounts.edges.map(({ node }: Answer) => node.id))
      after = adminAccounts.pageInfo.endCursor
      more = adminAccounts.pageInfo.hasNextPage
    }
    expect([new Set(seen).size, seen]).toEqual([seen.length, seen.toSorted().toReversed()])
    expect(seen).toEqual(expect.arrayContaining(own.map(({ id }) => id)))
    const { adminAuditLog } = await world.ask(LOG, { first: 6, action: 'account.create' })
    expect(adminAuditLog.edges.map(({ node }: Answer) => node.target)).toEqual(own.map(({ id }) => id).toReversed())
  })

  it('grants, changes, suspends, revokes and settles wherever the account is', async () => {
    const world = await shardedWorld()
    for (const tenant of await tenants(world)) {
      await world.ask(GRANT, { input: { accountId: tenant.id, amount: 5, idempotencyKey: 'k' } })
      await world.ask('mutation ($id: ID!) { adminAccountUpdate(input: { id: $id, plan: STARTER }) { id } }', { id: tenant.id })
      const { askCreate } = await as(world, tenant.secret).ask('mutation { askCreate(input: { credits: 10 }) { id } }')
      expect((await world.ask('{ adminAsks { id } }'))['adminAsks']).toEqual([askCreate])
      await world.ask('mutation ($id: ID!) { adminAskSettle(id: $id, outcome: GRANTED) { id } }', { id: askCreate.id })
      const { adminAccount } = await world.ask('query ($id: ID!) { adminAccount(id: $id) { plan credits keys { id } } }', { id: tenant.id })
      expect(adminAccount).toMatchObject({ plan: 'STARTER', credits: 100_015 })
      await world.ask('mutation ($id: ID!) { adminAccountSuspend(accountId: $id, reason: "r") { id } }', { id: tenant.id })
      expect(refusalOf(await as(world, tenant.secret).post(MAKE, { input: IMAGE }))).toMatchObject({ status: 403 })
      await world.ask(REVOKE, { accountId: tenant.id, keyId: adminAccount.keys[0].id })
      world.clock.nowMs += 31_000
      expect(refusalOf(await as(world, tenant.secret).post('{ me { id } }'))).toMatchObject({ status: 401 })
    }
  })

  it('takes the same bytes down in all of them', async () => {
    const world = await shardedWorld({ network: onePicture() })
    const own = await tenants(world)
    const ids = await startAll(world, own, IMAGE)
    await world.run(60)
    const { adminTakedown } = await world.ask('mutation ($id: ID!) { adminTakedown(target: $id) { generations done } }', { id: ids[1] })
    expect(adminTakedown).toEqual({ generations: 3, done: true })
    const takenDown = await Promise.all(own.map(async ({ database, id }) => (await database.select().from(jobs).where(eq(jobs.accountId, id)))[0]?.takenDownAtMs))
    expect(takenDown.every((atMs) => typeof atMs === 'number')).toBe(true)
    expect([PRICE, (await world.ask('query ($id: ID!) { generation(id: $id) { takenDownAt } }', { id: ids[0] }))['generation'].takenDownAt !== null]).toEqual([50, true])
  })
})

it('an account that is closed is found by nothing any more, once it is erased', async () => {
  const world = await shardedWorld()
  const tenant = await tenantIn(world, 'DB_1')
  await as(world, tenant.secret).ask('mutation ($id: ID!) { accountClose(input: { accountId: $id }) { closedAt } }', { id: tenant.id })
  world.clock.nowMs += 31 * DAY_MS
  for (let minutes = 0; minutes < 10; minutes += 1) {
    await sweepAll(world.services)
    await world.run(60)
  }
  const [account] = await tenant.database.select().from(accounts).where(eq(accounts.id, tenant.id))
  expect([typeof account?.erasedAtMs, await openDatabase(env.DB).select().from(finders).where(eq(finders.accountId, tenant.id))]).toEqual(['number', []])
})
