// One sweep over rows as they may stand: what is handed over for each, when it is due again, how much one sweep takes, and
// what it does when something fails.
import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import type { QueueMessage } from '../../src/domain/messages.ts'
import { LONGEST_TURN_MS } from '../../src/jobs/schedule.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { openDatabase } from '../../src/store/database.ts'
import { accounts, jobs, webhookDeliveries } from '../../src/store/tables.ts'
import type { JobRow } from '../../src/store/tables.ts'
import { tasks } from '../../src/store/task-tables.ts'
import { uploads } from '../../src/store/upload-tables.ts'
import { newExport } from '../../src/tasks/export-account.ts'
import { counting, noCounts } from '../counting.ts'
import { ACCOUNT, JOB, NOW_MS } from '../store/each-term.ts'
import { copyJobs } from './due-rows.ts'
import { ROUTE } from './one-job.ts'

const HOUR_S = 3600
const MINUTE_MS = 60_000
const counts = noCounts()
const database = openDatabase(counting(counts)(env).DB ?? env.DB)
const [messages, alarms, logs]: [QueueMessage[], string[], string[]] = [[], [], []]
let heartbeats = 0
const take = async (sent: readonly QueueMessage[]): Promise<void> => void messages.push(...sent)
const needs = {
  database, now: () => NOW_MS, heartbeat: async () => void (heartbeats += 1),
  queues: { dueAll: take, submitAll: take, webhookAll: take },
  alarm: async ({ kind, subject, detail }: { readonly kind: string; readonly subject: string; readonly detail: string }) => void alarms.push(`${kind} ${subject}: ${detail}`),
  log: (event: string, facts: Readonly<Record<string, unknown>>) => void logs.push(`${event} ${String(facts['lane'])}`),
}

beforeEach(async () => {
  for (const told of [messages, alarms, logs]) told.length = 0
  heartbeats = 0
  await database.batch([database.delete(jobs), database.delete(accounts), database.delete(webhookDeliveries), database.delete(uploads), database.delete(tasks)])
  counts.roundTrips = 0
})

const row = (change: Partial<JobRow>): JobRow => ({ ...JOB, routes: [ROUTE], dueFor: 'WORK', dueAtMs: NOW_MS, deadlineMs: NOW_MS + 10 * HOUR_S * 1000, ...change })
const insert = (change: Partial<JobRow>) => database.batch([database.insert(jobs).values(row(change))])
/** So many of it. @param spread how many milliseconds each is due before the one before it */
async function insertMany(count: number, change: Partial<JobRow>, spread = 0): Promise<void> {
  await insert({ ...change, dueAtMs: null })
  await copyJobs('gen_j', `copy${crypto.randomUUID()}`, count, { due_at_ms: `${change.dueAtMs ?? NOW_MS} - ${spread} * i` })
  await database.batch([database.delete(jobs).where(eq(jobs.id, 'gen_j'))])
}
/** In seconds from now, of a job that was told to be due again. */
const dueIn = async (id = 'gen_j'): Promise<number> => {
  const [[found]] = await database.batch([database.select({ dueAtMs: jobs.dueAtMs }).from(jobs).where(eq(jobs.id, id))])
  return ((found?.dueAtMs ?? Number.NaN) - NOW_MS) / 1000
}

describe('a row', () => {
  const over = { deadlineMs: NOW_MS }
  it.each<readonly [string, Partial<JobRow>, object, number]>([
    ['that waits is submitted', { status: 'QUEUED' }, { kind: 'submit', upstream: 'luma' }, 90],
    ['that waits, of no company that can be told, is submitted', { status: 'QUEUED', routes: [] }, { kind: 'submit' }, 90],
    ['that waited until its deadline is looked at', { status: 'QUEUED', ...over }, { kind: 'due' }, 90],
    ['that waits until a moment later is submitted, and due then', { status: 'QUEUED', deadlineMs: NOW_MS + 1 }, { kind: 'submit', upstream: 'luma' }, 0.001],
    ['that is worked on is looked at', { status: 'PROCESSING' }, { kind: 'due' }, 90],
    ['that is worked on is due at its deadline at the latest', { status: 'PROCESSING', deadlineMs: NOW_MS + 30_000 }, { kind: 'due' }, 30],
    ['that is over is due as ever', { status: 'PROCESSING', ...over }, { kind: 'due' }, 90],
    ['whose work has thrown once is due later', { status: 'PROCESSING', faults: 1 }, { kind: 'due' }, 180],
    ['whose work has thrown often is due later yet', { status: 'HELD', faults: 5 }, { kind: 'due' }, 2880],
    ['whose work throws always is due no later than that', { status: 'HELD', faults: 40 }, { kind: 'due' }, 2880],
    ['that owes something is looked at', { status: 'FAILED', dueFor: 'OWED', ...over }, { kind: 'due' }, 90],
    ['that may come late is looked at', { status: 'FAILED', dueFor: 'LATE', ...over }, { kind: 'due' }, 600],
    ['that may come late and throws is due in an hour at the latest', { status: 'FAILED', dueFor: 'LATE', faults: 3, ...over }, { kind: 'due' }, HOUR_S],
    ['whose files expire is looked at', { status: 'COMPLETED', dueFor: 'DELETE', ...over }, { kind: 'due' }, HOUR_S],
    ['of an earlier version is looked at', { status: 'PROCESSING', dueFor: null }, { kind: 'due' }, 90],
  ])('%s', async (_, change, message, seconds) => {
    await insert(change)
    expect([await sweep(needs), messages, await dueIn(), heartbeats, alarms]).toEqual([1, [{ accountId: ACCOUNT, jobId: 'gen_j', ...message }], seconds, 1, []])
  })

  it('that is not due is left alone, and with nothing due each table is asked once', async () => {
    await insert({ dueAtMs: NOW_MS + 1 })
    counts.roundTrips = 0
    expect([await sweep(needs), messages, heartbeats, counts.roundTrips]).toEqual([0, [], 1, 5])
  })

  it('of a purpose costs a page and its move', async () => {
    await insert({})
    counts.roundTrips = 0
    await sweep(needs)
    expect(counts.roundTrips).toBe(7)
  })
})

const delivery = (id: string, faults = 0) => ({ accountId: ACCOUNT, id, jobId: 'gen_j', event: 'generation.failed', url: 'https://receiver.example.com', status: 'PENDING', attempts: 0, createdAtMs: 1, dueAtMs: NOW_MS, faults }) as const

describe('other rows', () => {
  it('are handed over too: deliveries and tasks with a pause that grows, uploads in an hour, accounts whose events are not told', async () => {
    const account = { id: ACCOUNT, name: 'A', plan: 'PRO', credits: 0, webhookSecret: 's', createdAtMs: 1, eventsDueAtMs: NOW_MS } as const
    await database.batch([
      database.insert(webhookDeliveries).values([delivery('msg_a'), delivery('msg_b', 2)]), database.insert(accounts).values(account),
      database.insert(uploads).values({ accountId: ACCOUNT, id: 'upl_u', status: 'OPEN', contentType: 'image/png', bytes: 5, tries: 0, createdAtMs: 1, expiresAtMs: 2, dueAtMs: NOW_MS }),
      database.insert(tasks).values([newExport(ACCOUNT, 'exp_a', 1), { ...newExport(ACCOUNT, 'exp_b', 1), faults: 2 }]), database.update(tasks).set({ dueAtMs: NOW_MS }),
    ])
    expect(await sweep(needs)).toBe(6)
    expect(messages).toEqual([
      { kind: 'webhook', accountId: ACCOUNT, deliveryId: 'msg_a' }, { kind: 'webhook', accountId: ACCOUNT, deliveryId: 'msg_b' }, { kind: 'due', accountId: ACCOUNT, jobId: 'upl_u' },
      { kind: 'due', accountId: ACCOUNT, jobId: 'exp_a' }, { kind: 'due', accountId: ACCOUNT, jobId: 'exp_b' }, { kind: 'events', accountId: ACCOUNT },
    ])
    const [told, sent, told2, begun] = await database.batch([database.select().from(webhookDeliveries), database.select().from(uploads), database.select().from(accounts), database.select().from(tasks)])
    expect([...told.map(({ dueAtMs }) => dueAtMs), sent[0]?.dueAtMs, told2[0]?.eventsDueAtMs]).toEqual([NOW_MS + 90_000, NOW_MS + 360_000, NOW_MS + HOUR_S * 1000, NOW_MS + 90_000])
    expect(begun.map(({ dueAtMs }) => dueAtMs)).toEqual([NOW_MS + 90_000, NOW_MS + 360_000])
  })

  it.each([[99, 99], [100, 100], [150, 150], [1001, 1000]])('of %i accounts one sweep tells %i', async (count, told) => {
    await env.DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?1)
       insert into accounts (id, name, plan, credits, webhook_secret, created_at_ms, events_due_at_ms) select printf('acc_%05d', i), 'A', 'PRO', 0, 's', 1, ?2 from n`,
    ).bind(count, NOW_MS).run()
    expect([await sweep(needs), messages.length]).toEqual([told, told])
  })
})

describe('what waits for a slot', () => {
  it.each([[0, 80], [15 * MINUTE_MS - 1, 80], [15 * MINUTE_MS, 200], [HOUR_S * 1000 - 1, 200], [HOUR_S * 1000, 800], [LONGEST_TURN_MS - 5000, 5]])(
    'since %i ms is looked at in %i s: at times that are the same for all, the longer it has waited, the more seldom', async (waitedMs, seconds) => {
      await insert({ status: 'WAITING', dueFor: 'TURN', deadlineMs: NOW_MS + LONGEST_TURN_MS - waitedMs })
      expect([await sweep(needs), messages, await dueIn()]).toEqual([1, [{ kind: 'due', accountId: ACCOUNT, jobId: 'gen_j' }], seconds])
    },
  )

  it('is looked at once for all of an account; at its deadline each by itself, which refunds it', async () => {
    const waiting = { status: 'WAITING', dueFor: 'TURN' } as const
    for (const [index, accountId] of [ACCOUNT, ACCOUNT, 'acc_b'].entries()) await insert({ ...waiting, accountId, id: `gen_${index}` })
    for (const id of ['gen_3', 'gen_4']) await insert({ ...waiting, id, deadlineMs: NOW_MS })
    expect(await sweep(needs)).toBe(5)
    expect(messages.map((message) => 'jobId' in message && message.jobId)).toEqual(['gen_0', 'gen_3', 'gen_4', 'gen_2'])
  })
})

describe('how late it is', () => {
  it.each([[15 * MINUTE_MS, []], [15 * MINUTE_MS + 1, ['SWEEPER WORK: what is due longest has waited for 15 minutes']], [40 * MINUTE_MS, ['SWEEPER WORK: what is due longest has waited for 40 minutes']]])('is told: %i ms', async (lateMs, told) => {
    await insert({ dueAtMs: NOW_MS - lateMs })
    await sweep(needs)
    expect(alarms).toEqual(told)
  })

  it('is told once for each purpose, by what is due longest', async () => {
    await insertMany(150, { status: 'PROCESSING', dueAtMs: NOW_MS - 20 * MINUTE_MS }, 1000)
    await insertMany(2, { status: 'PROCESSING', dueFor: null, dueAtMs: NOW_MS - 20 * MINUTE_MS })
    await database.batch([database.insert(webhookDeliveries).values({ ...delivery('msg_a'), dueAtMs: 0 })])
    expect([await sweep(needs), alarms.map((words) => words.replace(/:.* (\d+ minutes)/, ' $1'))]).toEqual([153, ['SWEEPER WORK 23 minutes', 'SWEEPER unnamed 20 minutes', `SWEEPER webhooks ${Math.round(NOW_MS / MINUTE_MS)} minutes`]])
  })
})

describe('the share', () => {
  it.each<readonly [string, number, Partial<JobRow>, number]>([
    ['of one company is so many', 101, { status: 'PROCESSING' }, 100], ['of one company is so many, at its edge', 100, { status: 'PROCESSING' }, 100], ['of late looks is less', 21, { status: 'FAILED', dueFor: 'LATE' }, 20],
    ['is not of what asks nobody', 101, { status: 'QUEUED', deadlineMs: NOW_MS }, 101], ['is not of what belongs to nobody', 101, { status: 'PROCESSING', routes: [] }, 101],
    ['is not of what is owed', 101, { status: 'FAILED', dueFor: 'OWED' }, 101], ['is of what waits', 101, { status: 'QUEUED' }, 100],
  ])('%s: of %i', async (_, count, change, told) => {
    await insertMany(count, change)
    expect([await sweep(needs), messages.length]).toEqual([count, told])
    const [[held]] = await database.batch([database.select().from(jobs).where(eq(jobs.dueAtMs, NOW_MS + 30_000)).limit(1)])
    expect(held !== undefined).toBe(told < count)
  })

  it('of what waits and of what is worked on are two', async () => {
    await insertMany(100, { status: 'QUEUED' })
    await insertMany(100, { status: 'PROCESSING' })
    expect([await sweep(needs), messages.length]).toEqual([200, 200])
  })

  it.each([[499, 499], [500, 500], [510, 500]])('of one purpose is so many pages: of %i it looks at %i', async (count, seen) => {
    await insertMany(count, { status: 'FAILED', dueFor: 'LATE' })
    expect(await sweep(needs)).toBe(seen)
  })
})

describe('what fails', () => {
  it('in one purpose stops no other, is told, and sends no heartbeat', async () => {
    await insert({ status: 'QUEUED' })
    await insert({ id: 'gen_k', status: 'FAILED', dueFor: 'OWED' })
    const broken = { ...needs, queues: { ...needs.queues, submitAll: async (sent: readonly QueueMessage[]) => (sent.length > 0 ? Promise.reject(new Error('away')) : undefined) } }
    expect([await sweep(broken), messages.map((message) => 'jobId' in message && message.jobId), heartbeats]).toEqual([1, ['gen_k'], 0])
    expect([logs, alarms]).toEqual([['sweep failed WORK'], ['STORAGE sweeper: what is due could not be read, or not be handed over']])
  })

  it('before anything is known of the jobs leaves the rest, and sends no heartbeat', async () => {
    await database.batch([database.insert(webhookDeliveries).values(delivery('msg_a'))])
    let batches = 0
    const batch: typeof database.batch = (statements) => ((batches += 1) === 1 ? Promise.reject(new Error('broken')) : database.batch(statements))
    expect([await sweep({ ...needs, database: Object.assign(Object.create(database) as typeof database, { batch }) }), messages.length, heartbeats, logs]).toEqual([1, 1, 0, ['sweep failed all']])
  })
})
