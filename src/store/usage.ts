// Usage by day: what the ledger came to is rolled up, entry by entry once, behind a mark of each account; a reading adds
// what stands before the mark. An entry's id is of the time of its job's, so that a mark may pass only where no job is
// open that could still be refunded.
import { and, asc, eq, gt, gte, inArray, isNotNull, isNull, lt, min, sql } from 'drizzle-orm'
import { marks, usageDays } from './access-tables.ts'
import type { Database } from './database.ts'
import { OPEN_STATUSES } from './jobs.ts'
import { putMark, selectMark } from './marks.ts'
import { accounts, creditEntries, jobs } from './tables.ts'

/** @param account the SQL of its id */
const markOf = (account: ReturnType<typeof sql>) => sql`coalesce((select ${marks.value} from ${marks} where ${marks.name} = 'usage/' || ${account}), '')`

/** Written out, since in a select from one table Drizzle leaves a column's table away. */
const day = sql`date(credit_entries.created_at_ms / 1000, 'unixepoch')`
const isSpending = sql`credit_entries.kind in ('CHARGE', 'REFUND')`

/**
 * The oldest jobs that are still open: those of the sweeper's index, and those that an older version wrote, whose time
 * is near. Apart, since one select of both would read the whole index.
 */
export const selectOldestOpen = (database: Database, nearMs: number) =>
  [eq(jobs.dueFor, 'WORK'), and(isNull(jobs.dueFor), lt(jobs.dueAtMs, nearMs), inArray(jobs.status, [...OPEN_STATUSES])), eq(jobs.dueFor, 'TURN')].map((which) =>
    database.select({ id: min(jobs.id) }).from(jobs).where(and(isNotNull(jobs.dueAtMs), which)),
  )

/** Ids of accounts in their order. */
export const selectAccountIds = (database: Database, afterId: string, limit: number) =>
  database.select({ id: accounts.id }).from(accounts).where(gt(accounts.id, afterId)).orderBy(asc(accounts.id)).limit(limit)

/**
 * Rolls up the entries of some accounts, from their marks to that id, and moves the marks, in one batch. Played twice it
 * adds nothing more.
 * @param untilId sortable, as entries' ids are
 */
export function rollUp(database: Database, accountIds: readonly string[], untilId: string, nowMs: number) {
  const asked = sql`json_each(${JSON.stringify(accountIds)}) asked`
  const isNew = sql`credit_entries.account_id = asked.value and credit_entries.id >= ${markOf(sql`asked.value`)} and credit_entries.id < ${untilId}`
  return [
    database
      .insert(usageDays)
      .select(
        sql`select credit_entries.account_id, ${day}, sum(credit_entries.kind = 'CHARGE'), -sum(credit_entries.amount)
          from ${asked} cross join ${creditEntries} where ${isNew} and ${isSpending} group by 1, 2`,
      )
      .onConflictDoUpdate({
        target: [usageDays.accountId, usageDays.date],
        set: { generations: sql`${usageDays.generations} + excluded.generations`, credits: sql`${usageDays.credits} + excluded.credits` },
      }),
    database
      .insert(marks)
      .select(sql`select 'usage/' || asked.value, ${untilId}, ${nowMs} from ${asked} where exists (select 1 from ${creditEntries} where ${isNew})`)
      .onConflictDoUpdate({ target: marks.name, set: { value: sql`excluded.value`, updatedAtMs: nowMs } }),
  ] as const
}

/** Where the roll-up stands; absent before its first run. */
export const selectRollUpMark = (database: Database) => selectMark(database, 'usage')

export const putRollUpMark = (database: Database, value: string, nowMs: number) => putMark(database, 'usage', value, nowMs)

/** Generations and credits by UTC day, oldest first. Reads a row for each day and each entry since the account's mark. @param sinceDate the first day */
export const selectUsage = (database: Database, accountId: string, sinceDate: string) => {
  const rolled = database
    .select({ date: usageDays.date, generations: usageDays.generations, credits: usageDays.credits })
    .from(usageDays)
    .where(and(eq(usageDays.accountId, accountId), gte(usageDays.date, sinceDate)))
  const tail = database
    .select({ date: sql<string>`${day}`.as('date'), generations: sql<number>`credit_entries.kind = 'CHARGE'`.as('generations'), credits: sql<number>`-credit_entries.amount`.as('credits') })
    .from(creditEntries)
    .where(and(eq(creditEntries.accountId, accountId), sql`credit_entries.id >= ${markOf(sql`${accountId}`)}`, isSpending, sql`${day} >= ${sinceDate}`))
  const days = rolled.unionAll(tail).as('days')
  return database
    .select({ date: days.date, generations: sql<number>`sum(${days.generations})`, credits: sql<number>`sum(${days.credits})` })
    .from(days)
    .groupBy(days.date)
    .orderBy(days.date)
}
