// The audit over rows as they may stand: each rule of it broken by itself, its pages, and how far one run goes.
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { accountsAfter, jobsAfter, readMark } from '../../src/audit/audit-pages.ts'
import { audit, continueAudit } from '../../src/audit/audit.ts'
import type { Alarm } from '../../src/domain/alarm.ts'
import { SUBMIT_LEASE_MS } from '../../src/jobs/schedule.ts'
import { marks } from '../../src/store/access-tables.ts'
import { openDatabase } from '../../src/store/database.ts'
import type { Database } from '../../src/store/database.ts'
import { accounts, creditEntries, jobs, webhookDeliveries } from '../../src/store/tables.ts'
import type { JobRow } from '../../src/store/tables.ts'
import { ROUTE, file } from '../jobs/one-job.ts'
import { ACCOUNT, JOB, NOW_MS } from '../store/each-term.ts'

const database = openDatabase(env.DB)
/** Of one test. */
const MOST_BATCHES = 150
let batches = 0
/** What is audited, as the audit reads it: pages that do not move on end at once, where they would be read for ever. */
const read: Database = Object.assign(Object.create(database) as Database, {
  batch: async (...statements: Parameters<Database['batch']>) => {
    if ((batches += 1) > MOST_BATCHES) throw new Error('the audit never ends')
    return database.batch(...statements)
  },
})
const clock = { nowMs: NOW_MS }
const [alarms, logs]: [Alarm[], { readonly event: string; readonly facts: unknown }[]] = [[], []]
const needs = { database: read, now: () => clock.nowMs, alarm: async (alarm: Alarm) => void alarms.push(alarm), log: (event: string, facts: unknown) => void logs.push({ event, facts }) }
const lasting = (durationSeconds: number) => file('k', { durationSeconds })

beforeEach(async () => {
  clock.nowMs = NOW_MS
  batches = 0
  for (const told of [alarms, logs]) told.length = 0
  await database.batch([database.delete(jobs), database.delete(creditEntries), database.delete(accounts), database.delete(webhookDeliveries), database.delete(marks)])
})

interface Rows {
  readonly job?: Partial<JobRow>
  readonly charge?: number | null
  readonly refund?: number
  readonly deliveries?: number
}

/** A job of 50 credits that was charged, and whose account's balance is right. */
async function store({ job = {}, charge = -50, refund, deliveries = 0 }: Rows, id = 'gen_j'): Promise<void> {
  const core = id.slice(4)
  const entries = [...(charge === null ? [] : [['charge', charge] as const]), ...(refund === undefined ? [] : [['refund', refund] as const])]
  const row = (number: number) => ({ accountId: ACCOUNT, id: `msg_${core}_${number}`, jobId: id, event: 'generation.failed', url: 'https://receiver.example.com', status: 'DELIVERED', attempts: 1, createdAtMs: 1 }) as const
  await database.batch([
    database.insert(jobs).values({ ...JOB, id, routes: [ROUTE], ...job }),
    ...entries.map(([kind, amount]) => database.insert(creditEntries).values({ accountId: ACCOUNT, id: `${core}.${kind}`, jobId: id, kind: kind === 'charge' ? 'CHARGE' : 'REFUND', amount, createdAtMs: 1 })),
    ...Array.from({ length: deliveries }, (_, number) => database.insert(webhookDeliveries).values(row(number))),
  ])
}

const DONE = { status: 'COMPLETED', outputs: [lasting(5)] } as const
const FAILED = { status: 'FAILED', errorCode: 'GENERATION_FAILED', errorReason: 'TIMEOUT', refunded: 50 } as const
const TOLD = { webhookUrl: 'https://receiver.example.com' }
const LATE = { ...DONE, errorCode: 'GENERATION_FAILED', errorReason: 'TIMEOUT', refunded: 50 } as const
const STUCK_MS = JOB.deadlineMs + SUBMIT_LEASE_MS + 600_000

describe('a job', () => {
  it.each<readonly [string, Rows, readonly string[]]>([
    ['that is open', {}, []],
    ['that was not charged', { charge: null }, ['charged nothing for a cost of 50']],
    ['that was charged too little', { charge: -49 }, ['charged -49 for a cost of 50']],
    ['that was made', { job: DONE }, []],
    ['that was made of nothing', { job: { status: 'COMPLETED', outputs: [] } }, ['COMPLETED without an output']],
    ['that was made, and given back in part', { job: { ...DONE, refunded: 20 }, refund: 20 }, []],
    ['that was made, and said to be given back', { job: { ...DONE, refunded: 20 } }, ['COMPLETED, to be refunded 20, and was refunded 0']],
    ['that was made late', { job: LATE, refund: 50 }, []],
    ['that was made late, and given back in part', { job: { ...LATE, refunded: 20 }, refund: 20 }, ['COMPLETED, to be refunded 50, and was refunded 20']],
    ['that failed', { job: FAILED, refund: 50 }, []],
    ['that failed, and was not given back', { job: FAILED }, ['FAILED, to be refunded 50, and was refunded 0']],
    ['that failed, and does not say that it was given back', { job: { ...FAILED, refunded: 0 }, refund: 50 }, ['FAILED, to be refunded 50, and was refunded 50']],
    ['that is open, and was given back', { job: { refunded: 50 }, refund: 50 }, ['QUEUED, to be refunded 0, and was refunded 50']],
    ['that was cancelled, all given back', { job: { status: 'CANCELLED', refunded: 50 }, refund: 50 }, []],
    ['that was cancelled, nothing given back', { job: { status: 'CANCELLED' } }, []],
    ['that was cancelled, more given back than it cost', { job: { status: 'CANCELLED', refunded: 51 }, refund: 51 }, ['refunded 51 of a cost of 50']],
    ['that was cancelled, less than nothing given back', { job: { status: 'CANCELLED', refunded: -1 }, refund: -1 }, ['refunded -1 of a cost of 50']],
    ['that is told once', { job: { ...DONE, ...TOLD }, deliveries: 1 }, []],
    ['that is told to nobody', { job: { ...DONE, ...TOLD } }, ['0 webhook deliveries']],
    ['that is told, and has not ended', { job: TOLD, deliveries: 1 }, ['1 webhook deliveries']],
    ['that is to be told once it has ended', { job: TOLD }, []],
    ['that is told to whom nobody named', { job: DONE, deliveries: 1 }, ['1 webhook deliveries']],
    ['that is told twice', { job: { ...DONE, ...TOLD }, deliveries: 2 }, ['2 webhook deliveries']],
    ['that is told of as failed and as late', { job: { ...LATE, ...TOLD }, refund: 50, deliveries: 2 }, []],
    ['that is told of as late alone', { job: { ...LATE, ...TOLD }, refund: 50, deliveries: 1 }, ['1 webhook deliveries']],
  ])('%s', async (_, rows, breaches) => {
    await store(rows)
    const found = await audit(needs)
    expect(found).toMatchObject({ accounts: 0, jobs: 1, isComplete: true, prices: [] })
    expect(found.breaches).toEqual(breaches.map((breach) => ({ accountId: ACCOUNT, jobId: 'gen_j', breach })))
    expect(alarms).toEqual(breaches.map((breach) => ({ kind: 'AUDIT', subject: ACCOUNT, detail: `gen_j: ${breach}` })))
  })

  it.each([[STUCK_MS - 1, 'SUBMITTING', 0], [STUCK_MS, 'SUBMITTING', 1], [STUCK_MS, 'HELD', 1], [STUCK_MS, 'PROCESSING', 1], [STUCK_MS, 'CANCELLED', 0]] as const)('at %i is still %s: %i breaches', async (nowMs, status, count) => {
    await store({ job: { status } })
    clock.nowMs = nowMs
    expect((await audit(needs)).breaches.map(({ breach }) => breach)).toEqual(count === 0 ? [] : [`still ${status} long after its deadline`])
  })

  it('whose file is not what was priced is told, and is no breach', async () => {
    await store({ job: { ...DONE, outputs: [lasting(50)] } })
    const found = await audit(needs)
    expect([found.breaches, found.prices, alarms]).toEqual([[], [{ accountId: ACCOUNT, jobId: 'gen_j', model: 'ray-2', difference: expect.stringContaining('50') }], []])
    expect(logs.map(({ event }) => event)).toEqual(['price difference', 'audit'])
  })
})

describe('an account', () => {
  it.each([[7, 7, []], [8, 7, ['the balance is 8, its entries add up to 7']]] as const)('of %i credits with entries of %i', async (credits, total, breaches) => {
    await database.batch([
      database.insert(accounts).values({ id: ACCOUNT, name: 'A', plan: 'PRO', credits, webhookSecret: 's', createdAtMs: 1 }),
      database.insert(creditEntries).values({ accountId: ACCOUNT, id: '0.grant', kind: 'GRANT', amount: total, createdAtMs: 1 }),
    ])
    expect(await audit(needs)).toMatchObject({ accounts: 1, jobs: 0, isComplete: true, breaches: breaches.map((breach) => ({ accountId: ACCOUNT, jobId: null, breach })) })
    expect(alarms).toEqual(breaches.map((breach) => ({ kind: 'AUDIT', subject: ACCOUNT, detail: breach })))
  })
})

const IDS = ['gen_a', 'gen_b', 'gen_c', 'gen_d', 'gen_e']
const storeAll = async (broken: readonly string[]): Promise<void> => {
  for (const id of IDS) await store({ job: DONE }, id)
  for (const id of broken) await env.DB.prepare("update jobs set outputs = '{broken' where id = ?1").bind(id).run()
}

describe('the pages', () => {
  const cases = [[], ['gen_a'], ['gen_c'], ['gen_e'], ['gen_d', 'gen_e'], ['gen_a', 'gen_c', 'gen_e'], IDS].flatMap((broken) => [1, 2, 3, 5].map((limit) => ({ broken, limit })))

  it.each(cases)('name each row once and in its order, of $limit with $broken broken', async ({ broken, limit }) => {
    await database.batch([database.delete(jobs), database.delete(creditEntries)])
    await storeAll(broken)
    const [good, bad, sizes]: [string[], string[], number[]] = [[], [], []]
    let after = { accountId: '', id: '' }
    for (let pages = 0; pages < 9; pages += 1) {
      const page = await jobsAfter(read, after, limit)
      good.push(...page.jobs.map(({ id }) => id))
      bad.push(...page.broken.map(({ id }) => id))
      sizes.push(page.jobs.length + page.broken.length)
      expect(page.accounts).toEqual([])
      if (!page.next) break
      expect(page.next).toEqual({ of: 'jobs', accountId: ACCOUNT, id: [...good, ...bad].toSorted().at(-1) })
      after = page.next
    }
    const full = Math.floor(IDS.length / limit)
    expect([limit, good, bad, sizes]).toEqual([limit, IDS.filter((id) => !broken.includes(id)), broken, [...Array<number>(full).fill(limit), IDS.length % limit].slice(0, full + 1)])
  })

  it('of accounts go on with the jobs once they are over', async () => {
    for (const id of ['acc_a', 'acc_b']) await database.insert(accounts).values({ id, name: 'A', plan: 'PRO', credits: 0, webhookSecret: 's', createdAtMs: 1 })
    expect(await accountsAfter(read, { accountId: '', id: '' }, 2)).toEqual({
      accounts: ['acc_a', 'acc_b'].map((id) => ({ id, credits: 0, total: 0, shares: [], openings: [] })), jobs: [], broken: [], next: { of: 'accounts', accountId: 'acc_b', id: '' },
    })
    for (const [after, limit] of [['', 3], ['acc_b', 2]] as const) expect((await accountsAfter(read, { accountId: after, id: '' }, limit)).next).toEqual({ of: 'jobs', accountId: '', id: '' })
  })
})

describe('where it goes on', () => {
  it.each([
    ['{"of":"jobs","accountId":"acc_a","id":"gen_a"}', { place: { of: 'jobs', accountId: 'acc_a', id: 'gen_a' } }], ['{"of":"accounts","accountId":"","id":""}', { place: { of: 'accounts', accountId: '', id: '' } }],
    ['{"finishedAtMs":0}', { finishedAtMs: 0 }], ['{"accountId":"a","id":"b"}', undefined], ['{"of":"jobs","id":"b"}', undefined], ['{"of":"jobs","accountId":"a"}', undefined], ['{"of":"people"}', undefined],
    ['', undefined], ['{}', undefined],
  ])('is read from %s', (text, mark) => {
    expect(readMark(text)).toEqual(mark)
  })

  it('is as many pages further as one run may', async () => {
    await storeAll([])
    const runs = []
    for (let run = 0; run < 5; run += 1) {
      const { jobs: count, isComplete } = await continueAudit(needs, 2, 2)
      runs.push([count, isComplete])
    }
    // One page of accounts, one of jobs; two more of jobs; the pass is over.
    expect(runs).toEqual([[2, false], [3, true], [0, true], [0, true], [0, true]])
  })

  it('is the beginning, 20 hours after it was over and not before', async () => {
    await storeAll([])
    await continueAudit(needs)
    const counts = []
    for (const hours of [0, 20 - 1 / 3_600_000, 20]) {
      clock.nowMs = NOW_MS + hours * 3_600_000
      counts.push((await continueAudit(needs)).jobs)
    }
    expect(counts).toEqual([0, 0, 5])
  })

  it('is the beginning after a run over everything, which keeps no place', async () => {
    await storeAll([])
    expect([(await audit(needs, 2)).jobs, await database.select().from(marks)]).toEqual([5, []])
  })
})

it('a run rings for fifty of its breaches, on whichever pages they are, and logs them all', async () => {
  await env.DB.prepare(
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < 52)
     insert into accounts (id, name, plan, credits, webhook_secret, created_at_ms) select printf('acc_%03d', i), 'A', 'PRO', 5, 's', 1 from n`,
  ).run()
  const found = await audit(needs, 30)
  expect([found.accounts, found.breaches.length, alarms.length, logs.filter(({ event }) => event === 'audit breach').length]).toEqual([52, 52, 50, 52])
  expect(logs.at(-1)).toEqual({ event: 'audit', facts: { accounts: 52, jobs: 0, breaches: 52, prices: 0, isComplete: true } })
})
