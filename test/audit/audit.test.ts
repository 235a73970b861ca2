// The audit over a service that ran well, and over rows that somebody broke.
import { and, eq, isNull } from 'drizzle-orm'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { audit, continueAudit } from '../../src/audit/audit.ts'
import type { Audit } from '../../src/audit/audit.ts'
import { chargeId, refundId } from '../../src/store/credits.ts'
import { openDatabase } from '../../src/store/database.ts'
import { marks } from '../../src/store/access-tables.ts'
import { accounts, creditEntries, jobs, webhookDeliveries } from '../../src/store/tables.ts'
import { createEndpoint, openReceivers } from '../receivers/receivers.ts'
import { uploads, uploadShares } from '../../src/store/upload-tables.ts'
import { createToken } from '../auth/keys.ts'
import { announce } from '../uploads/sending.ts'
import { forgetIn } from '../webhooks/forgetting.ts'
import { GENERATE, RECEIVER, createWorld } from '../world.ts'
import type { World } from '../world.ts'

const start = async (world: World, provider: string, text: string): Promise<string> =>
  (await world.ask(GENERATE, { input: { type: provider === 'elevenlabs' ? 'AUDIO' : 'VIDEO', provider, input: { text }, webhookUrl: RECEIVER } }))['generate'].id

const own = (world: World, { breaches }: Audit) => breaches.filter(({ accountId }) => accountId === world.accountId)
const jobIs = (world: World, id: string) => and(eq(jobs.accountId, world.accountId), eq(jobs.id, id))
const entryIs = (world: World, id: string) => and(eq(creditEntries.accountId, world.accountId), eq(creditEntries.id, id))

// The tables are one for all test files, and one of those stores a million jobs.
beforeAll(async () => {
  const database = openDatabase(env.DB)
  await database.batch([database.delete(jobs), database.delete(creditEntries), database.delete(accounts), database.delete(webhookDeliveries)])
})

describe('the audit', () => {
  it('finds nothing wrong with what completed, failed and still runs, whatever the size of its pages', async () => {
    const world = await createWorld()
    await start(world, 'elevenlabs', 'Hi')
    await start(world, 'luma', 'storm [[fail]]')
    await world.run(30)
    await start(world, 'luma', 'storm')
    for (const pageSize of [1, 2, 500]) expect(own(world, await audit(world.services, pageSize))).toEqual([])
  })

  it('finds nothing wrong with what an account\'s endpoints are told, and counts the others still', async () => {
    const receivers = openReceivers()
    const world = await createWorld({ network: receivers.network })
    await createEndpoint(world, { url: 'https://a.receiver.example.com/hook' })
    const id = await start(world, 'luma', 'storm [[fail]]')
    await world.run(60)
    expect(receivers.got('https://a.receiver.example.com/hook')).toHaveLength(1)
    expect(own(world, await audit(world.services))).toEqual([])
    const { database } = world.services
    await database.delete(webhookDeliveries).where(and(eq(webhookDeliveries.jobId, id), isNull(webhookDeliveries.endpointId)))
    expect(own(world, await audit(world.services)).map(({ breach }) => breach)).toEqual(['0 webhook deliveries'])
  })

  it('misses nothing that was told so long ago that it is forgotten', async () => {
    const world = await createWorld()
    const id = await start(world, 'luma', 'storm [[fail]]')
    await world.run(60)
    world.clock.nowMs += 31 * 86_400_000
    await forgetIn(world)
    expect((await world.services.database.select().from(webhookDeliveries).where(eq(webhookDeliveries.accountId, world.accountId))).length).toBe(0)
    expect(own(world, await audit(world.services))).toEqual([])
    const { database, now } = world.services
    const event = 'generation.failed' as const
    for (const name of ['once', 'twice']) {
      await database.insert(webhookDeliveries).values({ accountId: world.accountId, id: `msg_${id.slice(4)}_${name}`, jobId: id, event, url: RECEIVER, status: 'DELIVERED', attempts: 1, createdAtMs: now() })
    }
    expect(own(world, await audit(world.services)).map(({ breach }) => breach)).toEqual(['2 webhook deliveries'])
  })

  it('knows that what comes back of a cancelled one is its row\'s matter, and never more than it cost', async () => {
    const world = await createWorld()
    const { database } = world.services
    const cancelled = await start(world, 'runway', 'storm [[slow]]')
    await world.run(0.2)
    await world.ask('mutation ($id: ID!) { cancelGeneration(id: $id) }', { id: cancelled })
    expect(own(world, await audit(world.services))).toEqual([])
    await database.update(jobs).set({ refunded: 1_000_000 }).where(jobIs(world, cancelled))
    expect(own(world, await audit(world.services)).map(({ breach }) => breach)).toEqual([
      expect.stringMatching(/^refunded 1000000 of a cost of \d+$/),
      'CANCELLED, to be refunded 1000000, and was refunded 0',
    ])
  })

  it('names an account whose balance is not the sum of its entries', async () => {
    const world = await createWorld()
    await world.services.database.update(accounts).set({ credits: 7 }).where(eq(accounts.id, world.accountId))
    expect(own(world, await audit(world.services))).toEqual([
      { accountId: world.accountId, jobId: null, breach: 'the balance is 7, its entries add up to 1000000' },
    ])
  })

  it('names whose share of uploads is not what they have, the account, its tokens and each end user', async () => {
    const world = await createWorld()
    const { database } = world.services
    const asha = await createToken(world)
    await announce(world, { bytes: 1000 })
    await announce(world, { bytes: 200 }, asha)
    expect(own(world, await audit(world.services))).toEqual([])
    await database.update(uploadShares).set({ storedBytes: 7 }).where(and(eq(uploadShares.accountId, world.accountId), eq(uploadShares.party, 'user asha')))
    await database.delete(uploadShares).where(and(eq(uploadShares.accountId, world.accountId), eq(uploadShares.party, 'tokens')))
    await database.update(uploads).set({ bytes: 1001 }).where(and(eq(uploads.accountId, world.accountId), isNull(uploads.endUser)))
    expect(own(world, await audit(world.services)).map(({ breach }) => breach)).toEqual([
      'the uploads of account count 1200 bytes, and have 1201',
      'the uploads of tokens count 0 bytes, and have 200',
      'the uploads of user asha count 7 bytes, and have 200',
    ])
  })

  it('names a job that was not charged, one that was not refunded, one that is stuck, one without outputs', async () => {
    const world = await createWorld()
    const { database } = world.services
    const free = await start(world, 'elevenlabs', 'free')
    const failed = await start(world, 'luma', 'storm [[fail]]')
    const empty = await start(world, 'elevenlabs', 'empty')
    await world.run(30)
    const stuck = await start(world, 'luma', 'storm [[hang]]')
    await database.delete(creditEntries).where(entryIs(world, chargeId(free)))
    await database.delete(creditEntries).where(entryIs(world, refundId(failed)))
    await database.update(jobs).set({ outputs: [] }).where(jobIs(world, empty))
    world.clock.nowMs += 3 * 3_600_000
    const breaches = own(world, await audit(world.services)).filter(({ jobId }) => jobId !== null)
    const sentences = Object.fromEntries(breaches.map(({ jobId, breach }) => [jobId, breach]))
    expect(sentences).toEqual({
      [free]: expect.stringMatching(/^charged nothing for a cost of/),
      [failed]: expect.stringMatching(/^FAILED, to be refunded \d+, and was refunded 0$/),
      [empty]: 'COMPLETED without an output',
      [stuck]: 'still QUEUED long after its deadline',
    })
  })
})

/** A database with one account and nothing else. */
const fresh = async (): Promise<World> => {
  const database = openDatabase(env.DB)
  await database.batch([database.delete(jobs), database.delete(creditEntries), database.delete(accounts), database.delete(marks)])
  return createWorld()
}

describe('the audit of every hour', () => {
  it('goes on where the last one came to, names what it finds at once, and begins again the next day', async () => {
    const world = await fresh()
    const ids = [await start(world, 'elevenlabs', 'one'), await start(world, 'elevenlabs', 'two'), await start(world, 'elevenlabs', 'three')].toSorted()
    await world.run(30)
    await world.services.database.delete(creditEntries).where(entryIs(world, chargeId(ids[1] ?? '')))
    const hours: string[] = []
    for (let hour = 0; hour < 8; hour += 1) {
      const { accounts: accountCount, jobs: jobCount, breaches } = await continueAudit(world.services, 1, 1)
      hours.push(`${accountCount} ${jobCount} ${breaches.map(({ jobId }) => (jobId === null ? 'balance' : ids.indexOf(jobId))).join()}`)
      world.clock.nowMs += 3_600_000
    }
    expect(hours).toEqual(['1 0 balance', '0 0 ', '0 1 ', '0 1 1', '0 1 ', '0 0 ', '0 0 ', '0 0 '])
    expect(world.logs.filter(({ event, kind }) => event === 'alarm' && kind === 'AUDIT')).toHaveLength(2)
    world.clock.nowMs += 20 * 3_600_000
    expect((await continueAudit(world.services)).breaches).toHaveLength(2)
  })

  it('names a row that cannot be added up, and every other behind it', async () => {
    const world = await fresh()
    const ids = []
    for (const text of ['one', 'two', 'three', 'four', 'five']) ids.push(await start(world, 'elevenlabs', text))
    await world.run(30)
    await env.DB.prepare("update jobs set outputs = '{broken' where id = ?1").bind(ids[1]).run()
    await world.services.database.update(jobs).set({ refunded: 1 }).where(jobIs(world, ids[4] ?? ''))
    const found = await continueAudit(world.services)
    expect(found.jobs).toBe(4)
    expect(found.breaches.map(({ jobId, breach }) => [jobId, breach])).toEqual(
      expect.arrayContaining([[ids[1], 'its rows cannot be added up'], [ids[4], expect.stringMatching(/refunded 0$/)]]),
    )
  })

  it('is stopped by nothing but a database that is away, and goes on after it', async () => {
    const world = await fresh()
    const broken = { ...world.services, database: Object.assign(Object.create(world.services.database), { batch: () => Promise.reject(new Error('D1 is away')) }) as typeof world.services.database }
    await expect(continueAudit(broken)).rejects.toThrow('D1 is away')
    expect((await continueAudit(world.services)).accounts).toBe(1)
  })
})
