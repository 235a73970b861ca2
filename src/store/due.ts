// Statements on what is due, over all accounts but those that are being moved: for the sweeper and for what it sends. A page names small columns alone,
// whatever callers stored, and is moved on as a whole before anybody works at it.
import { and, asc, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { UpstreamId } from '../domain/upstream.ts'
import type { DuePurpose } from '../domain/job.ts'
import type { Database } from './database.ts'
import { isOneOf } from './is-one-of.ts'
import { OPEN_STATUSES } from './jobs.ts'
import type { JobKey } from './jobs.ts'
import { isSettled } from './moving.ts'
import { accounts, jobs, webhookDeliveries } from './tables.ts'
import type { tasks } from './task-tables.ts'
import { uploads } from './upload-tables.ts'

/** Where a page ended. */
export interface DuePlace extends JobKey {
  readonly dueAtMs: number
}

type FaultyTable = typeof jobs | typeof tasks | typeof webhookDeliveries
type DueTable = FaultyTable | typeof uploads

export const isDue = (table: DueTable, nowMs: number, after: DuePlace | undefined): SQL | undefined =>
  and(
    lte(table.dueAtMs, nowMs),
    after && sql`(${table.dueAtMs}, ${table.accountId}, ${table.id}) > (${after.dueAtMs}, ${after.accountId}, ${after.id})`,
  )

/** A row that is due has a time. */
export const dueTime = (table: DueTable) => sql<number>`${table.dueAtMs}`.as('due_at')

/** The upstream in use; null where the row is too broken to tell. */
const upstreamInUse = sql<UpstreamId | null>`case when json_valid(${jobs.routes}) then ${jobs.routes} ->> ('$[' || ${jobs.route} || '].upstream') end`.as('upstream')

const isFor = (purpose: DuePurpose | null): SQL => (purpose === null ? isNull(jobs.dueFor) : eq(jobs.dueFor, purpose))

/** A row where something is due for it. Reads the index alone: no row, however broken, can keep the answer back. */
export const selectIsDue = (database: Database, purpose: DuePurpose | null, nowMs: number) =>
  database.select({ isDue: sql<number>`1`.as('is_due') }).from(jobs).where(and(isFor(purpose), isDue(jobs, nowMs, undefined))).limit(1)

/** Oldest first. @param purpose null: of what was written before rows said what they are due for */
export const selectDueJobs = (database: Database, purpose: DuePurpose | null, nowMs: number, after: DuePlace | undefined, limit: number) =>
  database
    .select({
      accountId: jobs.accountId, id: jobs.id, status: jobs.status, dueAtMs: dueTime(jobs), deadlineMs: jobs.deadlineMs, faults: jobs.faults, upstream: upstreamInUse,
    })
    .from(jobs)
    .where(and(isFor(purpose), isDue(jobs, nowMs, after), isSettled(jobs.accountId)))
    .orderBy(asc(jobs.dueAtMs), asc(jobs.accountId), asc(jobs.id))
    .limit(limit)
export type DueJob = Awaited<ReturnType<typeof selectDueJobs>>[number]

/** Webhook deliveries, or tasks. */
export const selectDue = (database: Database, table: typeof tasks | typeof webhookDeliveries, nowMs: number, after: DuePlace | undefined, limit: number) =>
  database
    .select({ accountId: table.accountId, id: table.id, dueAtMs: dueTime(table), faults: table.faults })
    .from(table)
    .where(and(isDue(table, nowMs, after), isSettled(table.accountId)))
    .orderBy(asc(table.dueAtMs), asc(table.accountId), asc(table.id))
    .limit(limit)

/** Uploads that are over. */
export const selectDueUploads = (database: Database, nowMs: number, after: DuePlace | undefined, limit: number) =>
  database
    .select({ accountId: uploads.accountId, id: uploads.id, dueAtMs: dueTime(uploads) })
    .from(uploads)
    .where(and(isDue(uploads, nowMs, after), isSettled(uploads.accountId)))
    .orderBy(asc(uploads.dueAtMs), asc(uploads.accountId), asc(uploads.id))
    .limit(limit)

export interface DueMove extends DuePlace {
  readonly nextMs: number
}

/**
 * Moves a page on: the rows that are still due as they were read, and then their next time. Both in one batch, so that of
 * two sweeps that overlap only one is told of a row. Where the batch is repeated it tells of none, and they wait for that time.
 */
export function movePage(database: Database, table: DueTable, moves: readonly DueMove[]) {
  const page = JSON.stringify(moves.map(({ accountId, id, dueAtMs, nextMs }) => [accountId, id, dueAtMs, nextMs]))
  const isSame = sql`${table.accountId} = page.value ->> 0 and ${table.id} = page.value ->> 1 and ${table.dueAtMs} = page.value ->> 2`
  return [
    database
      .select({ accountId: sql<string>`page.value ->> 0`.as('account'), id: sql<string>`page.value ->> 1`.as('name') })
      .from(sql`json_each(${page}) as page cross join ${table}`)
      .where(isSame),
    database.update(table).set({ dueAtMs: sql`page.value ->> 3` }).from(sql`json_each(${page}) as page`).where(isSame),
  ] as const
}

/** No lane of the sweeper takes a row up again later than that. */
export const LONGEST_AGAIN_MS = 3_600_000
const FIRST_FAULT_MS = 60_000
const LONGEST_FAULT_MS = 30 * 60_000

/**
 * Work at the row threw: it is due again 1, 2, 4 … 30 minutes after the first, second, third … fault in a row.
 * @param passes by itself, as minutes without D1 do: that is no fault of the row's, which is due in a minute, however often it happens
 */
export const afterFault = (table: FaultyTable, nowMs: number, passes: boolean): { readonly faults: SQL<number>; readonly dueAtMs: SQL<number> } =>
  passes
    ? { faults: sql`${table.faults}`, dueAtMs: sql`${nowMs + FIRST_FAULT_MS}` }
    : { faults: sql`${table.faults} + 1`, dueAtMs: sql`${nowMs} + min(${FIRST_FAULT_MS} << min(${table.faults}, 8), ${LONGEST_FAULT_MS})` }

/**
 * An open job is due again at its deadline at the latest. What a stale message stumbles over is left alone: a row that is due
 * much later.
 */
export const noteJobFault = (database: Database, key: JobKey, nowMs: number, passes: boolean) => {
  const { faults, dueAtMs: nextMs } = afterFault(jobs, nowMs, passes)
  return database
    .update(jobs)
    .set({ faults, dueAtMs: sql`case when ${jobs.deadlineMs} > ${nowMs} then min(${jobs.deadlineMs}, ${nextMs}) else ${nextMs} end` })
    .where(and(eq(jobs.accountId, key.accountId), eq(jobs.id, key.id), or(inArray(jobs.status, [...OPEN_STATUSES]), lte(jobs.dueAtMs, nowMs + LONGEST_AGAIN_MS))))
    .returning({ faults: jobs.faults })
}

export const noteDeliveryFault = (database: Database, key: JobKey, nowMs: number, passes: boolean) =>
  database
    .update(webhookDeliveries)
    .set(afterFault(webhookDeliveries, nowMs, passes))
    .where(and(eq(webhookDeliveries.accountId, key.accountId), eq(webhookDeliveries.id, key.id), eq(webhookDeliveries.status, 'PENDING')))
    .returning({ faults: webhookDeliveries.faults })

/** It went well after all. */
export const clearJobFaults = (database: Database, key: JobKey) =>
  database.update(jobs).set({ faults: 0 }).where(and(eq(jobs.accountId, key.accountId), eq(jobs.id, key.id)))

/** Accounts whose endpoints nobody has told of an event yet. */
export const selectDueAccounts = (database: Database, nowMs: number, limit: number) =>
  database.select({ id: accounts.id, dueAtMs: sql<number>`${accounts.eventsDueAtMs}`.as('due_at') }).from(accounts).where(and(lte(accounts.eventsDueAtMs, nowMs), isSettled(accounts.id))).orderBy(asc(accounts.eventsDueAtMs)).limit(limit)

export const postponeAccounts = (database: Database, ids: readonly string[], nowMs: number, nextMs: number) =>
  database.update(accounts).set({ eventsDueAtMs: nextMs }).where(and(isOneOf(accounts.id, ids), lte(accounts.eventsDueAtMs, nowMs)))
