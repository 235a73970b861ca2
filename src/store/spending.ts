// Statements on the spending limits of keys and client tokens. They stand in the batch of the charge or the refund
// and check the job's row themselves, as those on the balance do (credits.ts).
import { and, eq, gte, inArray, lt, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { utcDate } from '../domain/times.ts'
import { isUncharged } from './credits.ts'
import type { Database } from './database.ts'
import { insertIf } from './insert-if.ts'
import { jobs, spendingLimits } from './tables.ts'
import type { Job, SpendingLimit } from './tables.ts'
import { ownValue } from '../domain/own-value.ts'

export type SpendingLimitName = 'key-day' | 'key-total' | 'token-total'

const LIMIT_OF_CHECK: Readonly<Record<string, SpendingLimitName>> = {
  key_day_limit: 'key-day',
  key_total_limit: 'key-total',
  token_total_limit: 'token-total',
}

/** The spending limit for which a batch was rolled back, if that was why. */
export function exceededLimit(error: unknown): SpendingLimitName | undefined {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : ''
  const check = error instanceof Error ? /(?:key_day|key_total|token_total)_limit/.exec(`${error.message} ${cause}`)?.[0] : undefined
  return check === undefined ? undefined : ownValue(LIMIT_OF_CHECK, check)
}

export const newSpendingLimit = (limit: Pick<SpendingLimit, 'accountId' | 'id' | 'keyId' | 'perDay' | 'inAll'>, nowMs: number): SpendingLimit => ({
  ...limit,
  date: utcDate(nowMs),
  spentToday: 0,
  spent: 0,
  createdAtMs: nowMs,
})

/** Written only where the condition holds; repeating it changes nothing. */
export const insertSpendingLimit = (database: Database, limit: SpendingLimit, condition: SQL) =>
  insertIf(database, spendingLimits, limit, condition).onConflictDoNothing()

export const selectSpendingLimit = (database: Database, accountId: string, id: string) =>
  database.select().from(spendingLimits).where(and(eq(spendingLimits.accountId, accountId), eq(spendingLimits.id, id))).limit(1)

/** Those of keys, for the list of keys. */
export const selectKeyLimits = (database: Database, accountId: string) =>
  database
    .select()
    .from(spendingLimits)
    .where(and(eq(spendingLimits.accountId, accountId), lt(spendingLimits.id, 'tok')))

/** Counts the cost of a job that the same batch has just inserted and not charged yet; asks D1 nothing where there is no limit. */
export function countSpending(database: Database, job: Job): readonly BatchItem<'sqlite'>[] {
  const { spendingIds, cost } = job
  if (!spendingIds) return []
  const today = utcDate(job.createdAtMs)
  // Requests come from many machines: around midnight a slower clock must not bring yesterday back.
  const before = sql`case when ${spendingLimits.date} >= ${today} then ${spendingLimits.spentToday} else 0 end`
  return [
    database
      .update(spendingLimits)
      .set({
        date: sql`max(${spendingLimits.date}, ${today})`,
        spentToday: sql`${before} + ${cost}`,
        spent: sql`${spendingLimits.spent} + ${cost}`,
      })
      .where(
        and(
          eq(spendingLimits.accountId, job.accountId),
          inArray(spendingLimits.id, [...spendingIds]),
          isUncharged(job),
        ),
      ),
  ]
}

/** Gives a refund back to the job's limits; the day's only while it is the day of the charge. @param open as for the account's */
export function giveSpendingBack(database: Database, job: Job, refund: number, open: SQL): readonly BatchItem<'sqlite'>[] {
  const { spendingIds } = job
  if (!spendingIds) return []
  const isSameDay = sql`${spendingLimits.date} = ${utcDate(job.createdAtMs)}`
  return [
    database
      .update(spendingLimits)
      .set({
        spentToday: sql`max(0, ${spendingLimits.spentToday} - case when ${isSameDay} then ${refund} else 0 end)`,
        spent: sql`max(0, ${spendingLimits.spent} - ${refund})`,
      })
      .where(
        and(
          eq(spendingLimits.accountId, job.accountId),
          inArray(spendingLimits.id, [...spendingIds]),
          sql`exists (select 1 from ${jobs} where ${open})`,
        ),
      ),
  ]
}

/** Forgets client tokens that no refund can come for any more. Ids sort by time: only what is deleted is read. */
export const deleteOldTokens = (database: Database, accountId: string, beforeId: string) =>
  database
    .delete(spendingLimits)
    .where(and(eq(spendingLimits.accountId, accountId), gte(spendingLimits.id, 'tok'), lt(spendingLimits.id, beforeId)))
