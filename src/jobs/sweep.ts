// The repairer, every minute: whatever is due in D1 and that no queue message has moved. It only hands rows to queues. Their
// due time moves first, so that nothing that happens to one of them keeps the others waiting; and each purpose has a share
// of its own, so that what expires delays no refund. With nothing due it reads one row of an index for each purpose.
import { runBatch } from '../store/batch.ts'
import {
  LONGEST_AGAIN_MS, movePage, postponeAccounts, selectDue, selectDueAccounts, selectDueJobs, selectDueUploads, selectIsDue,
} from '../store/due.ts'
import type { DueJob, DuePlace } from '../store/due.ts'
import { jobs, webhookDeliveries } from '../store/tables.ts'
import { tasks } from '../store/task-tables.ts'
import { uploads } from '../store/upload-tables.ts'
import type { DuePurpose } from '../domain/job.ts'
import { LONGEST_TURN_MS, REDRIVE_MS } from './schedule.ts'
import type { WithAlarm, WithClock, WithHeartbeat, WithLog } from '../domain/effects.ts'
import type { Database, WithDatabase } from '../store/database.ts'
import type { WithQueues } from '../domain/messages.ts'

export type SweepNeeds = WithAlarm & WithClock & WithDatabase & WithHeartbeat & WithLog & WithQueues<'dueAll' | 'submitAll' | 'webhookAll'>

/** As many messages as a queue takes at once. A row of a page is some 200 bytes, whatever callers stored. */
const PAGE = 100
/** Later than this the sweeper does not keep up. */
const LATE_MS = 15 * 60_000
const MOST_DOUBLINGS = 5
/** What is over its company's share is due in the next sweep, behind what has been due for longer. */
const HELD_BACK_MS = 30_000

interface Lane {
  /** Null: what the version before this one wrote while it was being replaced. */
  readonly purpose: DuePurpose | null
  /** Pages of one sweep; what is left over is due in the next minute. In all they are far under D1's 1,000 queries. */
  readonly pages: number
  /** When a row is due again, if nothing comes of its message. */
  readonly againMs: number
  /** So many of one company at most: less than there are consumers (wrangler.toml), so that one that hangs leaves room for the others. */
  readonly perUpstream: number
}

/** Between two looks at what waits for a slot: the longer it has waited, the longer. */
const TURN_STEPS = [
  [15 * 60_000, 2 * 60_000],
  [60 * 60_000, 5 * 60_000],
  [LONGEST_TURN_MS, 15 * 60_000],
] as const

const LANES: readonly Lane[] = [
  { purpose: 'WORK', pages: 50, againMs: REDRIVE_MS, perUpstream: 100 },
  { purpose: 'TURN', pages: 10, againMs: REDRIVE_MS, perUpstream: Number.POSITIVE_INFINITY },
  { purpose: 'OWED', pages: 20, againMs: REDRIVE_MS, perUpstream: Number.POSITIVE_INFINITY },
  { purpose: null, pages: 5, againMs: REDRIVE_MS, perUpstream: 100 },
  { purpose: 'LATE', pages: 5, againMs: 600_000, perUpstream: 20 },
  { purpose: 'DELETE', pages: 15, againMs: LONGEST_AGAIN_MS, perUpstream: Number.POSITIVE_INFINITY },
]
const DELIVERY_PAGES = 20
const UPLOAD_PAGES = 15
const ACCOUNT_PAGES = 10
const TASK_PAGES = 5

/** @returns how many rows were due */
export async function sweep(needs: SweepNeeds): Promise<number> {
  const lanes = await guarded(needs, 'all', () => dueLanes(needs))
  const seen: (number | undefined)[] = []
  for (const lane of lanes ?? []) seen.push(await guarded(needs, lane.purpose ?? 'unnamed', () => sweepJobs(needs, lane)))
  seen.push(await guarded(needs, 'webhooks', () => sweepDeliveries(needs)))
  seen.push(await guarded(needs, 'uploads', () => sweepUploads(needs)))
  seen.push(await guarded(needs, 'tasks', () => sweepTasks(needs)))
  seen.push(await guarded(needs, 'events', () => sweepAccounts(needs)))
  if (lanes && !seen.includes(undefined)) await needs.heartbeat()
  return seen.reduce<number>((sum, rows) => sum + (rows ?? 0), 0)
}

/** One lane that fails must not keep the others waiting. @returns undefined where it failed */
async function guarded<Result>(needs: WithAlarm & WithLog, lane: string, work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work()
  } catch (error) {
    needs.log('sweep failed', { lane, error: String(error) })
    await needs.alarm({ kind: 'STORAGE', subject: 'sweeper', detail: 'what is due could not be read, or not be handed over' })
    return undefined
  }
}

async function dueLanes({ database, now }: WithClock & WithDatabase): Promise<readonly Lane[]> {
  const due = await runBatch(database, LANES.map(({ purpose }) => selectIsDue(database, purpose, now())))
  return LANES.filter((_, index) => {
    const rows = due[index]
    return Array.isArray(rows) && rows.length > 0
  })
}

const isWaiting = (job: DueJob, nowMs: number): boolean => job.status === 'QUEUED' && nowMs < job.deadlineMs

async function sweepJobs(needs: SweepNeeds, { purpose, pages, againMs, perUpstream }: Lane): Promise<number> {
  const { database, queues } = needs
  const asked = new Map<string, number>()
  /** Whether its company is asked by no more of its queue's messages in this sweep. What is over before it began asks nobody. */
  const isHeldBack = (job: DueJob, nowMs: number): boolean => {
    if (job.upstream === null || (job.status === 'QUEUED' && nowMs >= job.deadlineMs)) return false
    const asking = `${job.upstream} ${isWaiting(job, nowMs)}`
    const count = (asked.get(asking) ?? 0) + 1
    asked.set(asking, count)
    return count > perUpstream
  }
  const spoken = new Set<string>()
  /** Of those of an account that wait for a slot one is looked at for all. */
  const isSpokenFor = ({ status, accountId, deadlineMs }: DueJob, nowMs: number): boolean => {
    if (status !== 'WAITING' || nowMs >= deadlineMs) return false
    const isSpoken = spoken.has(accountId)
    spoken.add(accountId)
    return isSpoken
  }
  return eachPage(needs, purpose ?? 'unnamed', pages, (nowMs, after) => selectDueJobs(database, purpose, nowMs, after, PAGE), async (page, nowMs) => {
    const moves = page.map((job) => {
      const isBack = isHeldBack(job, nowMs)
      return { ...job, isHeldBack: isBack, nextMs: isBack ? nowMs + HELD_BACK_MS : nextOf(job, nowMs, againMs) }
    })
    const [moved] = await database.batch(movePage(database, jobs, moves))
    const own = new Set(moved.map(({ accountId, id }) => `${accountId}/${id}`))
    const handed = moves.filter((job) => !job.isHeldBack && own.has(`${job.accountId}/${job.id}`) && !isSpokenFor(job, nowMs))
    await queues.dueAll(handed.filter((job) => !isWaiting(job, nowMs)).map(({ accountId, id }) => ({ kind: 'due', accountId, jobId: id })))
    await queues.submitAll(handed.filter((job) => isWaiting(job, nowMs)).map(({ accountId, id, upstream }) => ({ kind: 'submit', accountId, jobId: id, ...(upstream !== null && { upstream }) })))
  })
}

async function sweepDeliveries(needs: SweepNeeds): Promise<number> {
  const { database, queues } = needs
  return eachPage(needs, 'webhooks', DELIVERY_PAGES, (nowMs, after) => selectDue(database, webhookDeliveries, nowMs, after, PAGE), async (page, nowMs) => {
    const moves = page.map((delivery) => ({ ...delivery, nextMs: nowMs + pauseOf(delivery, REDRIVE_MS) }))
    const [moved] = await database.batch(movePage(database, webhookDeliveries, moves))
    await queues.webhookAll(moved.map(({ accountId, id }) => ({ kind: 'webhook', accountId, deliveryId: id })))
  })
}

/** Those that are over. Whatever becomes of the message, the row is due again in an hour. */
async function sweepUploads(needs: SweepNeeds): Promise<number> {
  const { database, queues } = needs
  return eachPage(needs, 'uploads', UPLOAD_PAGES, (nowMs, after) => selectDueUploads(database, nowMs, after, PAGE), async (page, nowMs) => {
    const [moved] = await database.batch(movePage(database, uploads, page.map((upload) => ({ ...upload, nextMs: nowMs + LONGEST_AGAIN_MS }))))
    await queues.dueAll(moved.map(({ accountId, id }) => ({ kind: 'due', accountId, jobId: id })))
  })
}

async function sweepTasks(needs: SweepNeeds): Promise<number> {
  const { database, queues } = needs
  return eachPage(needs, 'tasks', TASK_PAGES, (nowMs, after) => selectDue(database, tasks, nowMs, after, PAGE), async (page, nowMs) => {
    const [moved] = await database.batch(movePage(database, tasks, page.map((task) => ({ ...task, nextMs: nowMs + pauseOf(task, REDRIVE_MS) }))))
    await queues.dueAll(moved.map(({ accountId, id }) => ({ kind: 'due', accountId, jobId: id })))
  })
}

/** Two sweeps that overlap tell it twice, which harms nothing. */
async function sweepAccounts({ database, queues, now }: SweepNeeds): Promise<number> {
  let seen = 0
  for (let count = 0; count < ACCOUNT_PAGES; count += 1) {
    const nowMs = now()
    const [page] = await database.batch([selectDueAccounts(database, nowMs, PAGE)])
    const ids = page.map(({ id }) => id)
    if (ids.length > 0) await database.batch([postponeAccounts(database, ids, nowMs, nowMs + REDRIVE_MS)])
    await queues.dueAll(ids.map((accountId) => ({ kind: 'events', accountId })))
    seen += ids.length
    if (ids.length < PAGE) break
  }
  return seen
}

/** Goes on by a cursor, so that a row that does not let itself be moved is met once. @returns how many rows were due */
async function eachPage<Row extends DuePlace>(
  { database, now, alarm }: WithAlarm & WithClock & WithDatabase,
  lane: string,
  pages: number,
  select: (nowMs: number, after: DuePlace | undefined) => Parameters<Database['batch']>[0][0] & PromiseLike<Row[]>,
  take: (page: readonly Row[], nowMs: number) => Promise<void>,
): Promise<number> {
  let seen = 0
  let after: DuePlace | undefined
  for (let count = 0; count < pages; count += 1) {
    const nowMs = now()
    const [page] = await database.batch([select(nowMs, after)])
    const [oldest] = page
    if (!after && oldest && nowMs - oldest.dueAtMs > LATE_MS) {
      await alarm({ kind: 'SWEEPER', subject: lane, detail: `what is due longest has waited for ${Math.round((nowMs - oldest.dueAtMs) / 60_000)} minutes` })
    }
    if (page.length > 0) await take(page, nowMs)
    seen += page.length
    after = page.at(-1)
    if (page.length < PAGE) break
  }
  return seen
}

/** An open job is looked at not later than at its deadline, which is what ends it when all its messages are lost. */
function nextOf(job: DueJob, nowMs: number, againMs: number): number {
  const nextMs = job.status === 'WAITING' ? nextTurnMs(job, nowMs) : nowMs + pauseOf(job, againMs)
  return nowMs < job.deadlineMs ? Math.min(job.deadlineMs, nextMs) : nextMs
}

/** At times that are the same for all, so that those of an account come to be due together. */
function nextTurnMs({ deadlineMs }: DueJob, nowMs: number): number {
  const waitedMs = nowMs - (deadlineMs - LONGEST_TURN_MS)
  const [, stepMs] = TURN_STEPS.find(([untilMs]) => waitedMs < untilMs) ?? TURN_STEPS[0]
  return (Math.floor(nowMs / stepMs) + 1) * stepMs
}

/** Longer for a row whose work has thrown. */
const pauseOf = ({ faults }: { readonly faults: number }, againMs: number): number => Math.min(LONGEST_AGAIN_MS, againMs * 2 ** Math.min(faults, MOST_DOUBLINGS))
