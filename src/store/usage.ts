// Usage: what the ledger and the jobs came to is rolled up, entry by entry once, behind a mark of each account; a reading adds
// what stands before the mark. An entry's id is of the time of its job's, so that a mark may pass only where no job is
// open that could still be refunded.
import { and, asc, eq, gt, gte, inArray, isNotNull, isNull, lt, lte, min, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { marks } from './access-tables.ts'
import type { Database } from './database.ts'
import { rollUpHealth } from './health-spans.ts'
import { OPEN_STATUSES } from './jobs.ts'
import { DAY, rollUpMargins } from './margins.ts'
import { putMark, rolledUntil, selectMark } from './marks.ts'
import { isSettled } from './moving.ts'
import { accounts, creditEntries, jobs } from './tables.ts'
import { usageParts, usageTotals } from './usage-tables.ts'

/** Written out, since what is joined has columns of the same names. A row that cannot be read tells no model. */
const PART = sql`coalesce(case when json_valid(j.routes) then j.routes ->> ('$[' || j.route || '].model') end, ''), coalesce(j.key_id, ''), coalesce(j.end_user, '')`
/** What was made and delivered after its refund had failed all the same. */
const FIGURES = sql`sum(e.kind = 'CHARGE'), sum(e.kind = 'CHARGE' and j.error_code is not null), sum(e.kind = 'REFUND'), sum(iif(e.kind = 'REFUND', e.amount, 0)), -sum(e.amount)`
const WITH_JOBS = sql`left join jobs j on j.account_id = e.account_id and j.id = e.job_id`
const IS_SPENDING = sql`e.kind in ('CHARGE', 'REFUND')`

/**
 * The oldest jobs that are still open: those of the sweeper's index, and those that an older version wrote, whose time
 * is near. Apart, since one select of both would read the whole index.
 */
export const selectOldestOpen = (database: Database, nearMs: number) =>
  [eq(jobs.dueFor, 'WORK'), and(isNull(jobs.dueFor), lt(jobs.dueAtMs, nearMs), inArray(jobs.status, [...OPEN_STATUSES])), eq(jobs.dueFor, 'TURN')].map((which) =>
    database.select({ id: min(jobs.id) }).from(jobs).where(and(isNotNull(jobs.dueAtMs), which)),
  )

/** Ids of accounts in their order, but of those that are being moved. */
export const selectAccountIds = (database: Database, afterId: string, limit: number) =>
  database.select({ id: accounts.id }).from(accounts).where(and(gt(accounts.id, afterId), isSettled(accounts.id))).orderBy(asc(accounts.id)).limit(limit)

const added = (table: typeof usageTotals | typeof usageParts) => ({
  generations: sql`${table.generations} + excluded.generations`,
  failed: sql`${table.failed} + excluded.failed`,
  refunded: sql`${table.refunded} + excluded.refunded`,
  refundedCredits: sql`${table.refundedCredits} + excluded.refunded_credits`,
  credits: sql`${table.credits} + excluded.credits`,
})

/**
 * Rolls up the entries of some accounts, and the submissions of the same jobs, from their marks to that id, and moves the marks, in
 * one batch. Played twice it adds nothing more.
 * @param untilId sortable, as entries' ids are
 */
export function rollUp(database: Database, accountIds: readonly string[], untilId: string, nowMs: number) {
  const asked = sql`json_each(${JSON.stringify(accountIds)}) asked`
  const mark = rolledUntil(sql`asked.value`)
  const isNew = sql`e.account_id = asked.value and e.id >= ${mark} and e.id < ${untilId}`
  const spent = sql`from ${asked} cross join ${creditEntries} e ${WITH_JOBS} where ${isNew} and ${IS_SPENDING}`
  return [
    database
      .insert(usageTotals)
      .select(sql`select e.account_id, ${DAY}, ${FIGURES} ${spent} group by 1, 2`)
      .onConflictDoUpdate({ target: [usageTotals.accountId, usageTotals.date], set: added(usageTotals) }),
    database
      .insert(usageParts)
      .select(sql`select e.account_id, ${DAY}, ${PART}, ${FIGURES} ${spent} group by 1, 2, 3, 4, 5`)
      .onConflictDoUpdate({ target: [usageParts.accountId, usageParts.date, usageParts.model, usageParts.keyId, usageParts.endUser], set: added(usageParts) }),
    rollUpHealth(database, asked, mark, untilId),
    rollUpMargins(database, spent),
    database
      .insert(marks)
      .select(sql`select 'rolled/' || asked.value, ${untilId}, ${nowMs} from ${asked} where exists (select 1 from ${creditEntries} e where ${isNew})`)
      .onConflictDoUpdate({ target: marks.name, set: { value: sql`excluded.value`, updatedAtMs: nowMs } }),
  ] as const
}

/** Where the roll-up stands; absent before its first run. */
export const selectRollUpMark = (database: Database) => selectMark(database, 'rolled')

export const putRollUpMark = (database: Database, value: string, nowMs: number) => putMark(database, 'rolled', value, nowMs)

/** Both days included. */
export interface Days {
  readonly since: string
  readonly until: string
}

export interface UsageFigures {
  readonly generations: number
  readonly failed: number
  readonly refunded: number
  readonly refundedCredits: number
  readonly credits: number
}

const sums = (of: string) => ({
  generations: sql<number>`sum(${sql.raw(of)}.generations)`,
  failed: sql<number>`sum(${sql.raw(of)}.failed)`,
  refunded: sql<number>`sum(${sql.raw(of)}.refunded)`,
  refundedCredits: sql<number>`sum(${sql.raw(of)}.refunded_credits)`,
  credits: sql<number>`sum(${sql.raw(of)}.credits)`,
})

/** What came since the account's mark. */
const tailOf = (accountId: string, { since, until }: Days): SQL =>
  sql`from credit_entries e ${WITH_JOBS} where e.account_id = ${accountId} and e.id >= ${rolledUntil(sql`${accountId}`)} and ${IS_SPENDING} and ${DAY} between ${since} and ${until}`

/** By UTC day, oldest first. Reads a row for each day, and each entry since the account's mark with its job. */
export const selectUsage = (database: Database, accountId: string, days: Days) =>
  database
    .select({ date: sql<string>`days.date`, ...sums('days') })
    .from(
      sql`(select date, generations, failed, refunded, refunded_credits, credits from usage_totals
          where account_id = ${accountId} and date between ${days.since} and ${days.until}
        union all select ${DAY}, ${FIGURES} ${tailOf(accountId, days)} group by 1) days`,
    )
    .groupBy(sql`days.date`)
    .orderBy(sql`days.date`)

/** What usage is told by. Of who used no key there is one line. */
const NAMES = { MODEL: sql`model`, KEY: sql`iif(substr(key_id, 1, 4) = 'key_', key_id, '')`, END_USER: sql`end_user` } as const
export type UsagePart = keyof typeof NAMES

/** How many rows a reading by part would look at, counted no further than that. */
export const selectPartCount = (database: Database, accountId: string, { since, until }: Days, most: number) =>
  database
    .select({ count: sql<number>`count(*)` })
    .from(database.select({ one: sql<number>`1`.as('one') }).from(usageParts).where(and(eq(usageParts.accountId, accountId), gte(usageParts.date, since), lte(usageParts.date, until))).limit(most).as('looked'))

/** Of these models, or this key alone: of what used it, its client tokens included. */
export interface PartFilter {
  readonly models?: readonly string[]
  readonly keyId?: string
}

/** A line for each day, model, key and end user. */
const partsOf = (accountId: string, days: Days): SQL => sql`
  select date, model, key_id, end_user, generations, failed, refunded, refunded_credits, credits from usage_parts
    where account_id = ${accountId} and date between ${days.since} and ${days.until}
  union all select ${DAY}, ${PART}, ${FIGURES} ${tailOf(accountId, days)} group by 1, 2, 3, 4`

const isOf = ({ models, keyId }: PartFilter): SQL =>
  sql`${models === undefined ? sql`true` : sql`model in (select value from json_each(${JSON.stringify(models)}))`} and ${keyId === undefined ? sql`true` : sql`key_id = ${keyId}`}`

/** A part of the usage by UTC day, oldest first. */
export const selectPartDays = (database: Database, accountId: string, days: Days, filter: PartFilter) =>
  database
    .select({ date: sql<string>`days.date`, ...sums('days') })
    .from(sql`(with part(date, model, key_id, end_user, generations, failed, refunded, refunded_credits, credits) as (${partsOf(accountId, days)}) select * from part where ${isOf(filter)}) days`)
    .groupBy(sql`days.date`)
    .orderBy(sql`days.date`)

/** The largest by credits, and one line for all others: `others` says how many these are. */
export const selectUsageBy = (database: Database, accountId: string, by: UsagePart, days: Days, first: number, filter: PartFilter = {}) =>
  database
    .select({ name: sql<string>`max(placed.name)`, others: sql<number>`iif(min(placed.place) > ${first}, count(*), 0)`, ...sums('placed') })
    .from(
      sql`(with part(date, model, key_id, end_user, generations, failed, refunded, refunded_credits, credits) as (${partsOf(accountId, days)}),
        named as (
          select ${NAMES[by]} as name, sum(generations) as generations, sum(failed) as failed, sum(refunded) as refunded, sum(refunded_credits) as refunded_credits, sum(credits) as credits
            from part where ${isOf(filter)} group by 1)
        select *, row_number() over (order by credits desc, name) as place from named) placed`,
    )
    .groupBy(sql`min(placed.place, ${first + 1})`)
    .orderBy(sql`min(placed.place, ${first + 1})`)
