// Statements on events. An event is two statements of the batch that makes it true, under the same condition: the account's
// counter rises, and the row takes its number. So numbers have no gaps, and a batch that is played twice tells nothing twice.
import { and, asc, eq, gt, gte, isNotNull, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Database } from './database.ts'
import { events } from './event-tables.ts'
import type { EventRow } from './event-tables.ts'
import type { Given } from './hot.ts'
import { insertIf } from './insert-if.ts'
import { isOneOf } from './is-one-of.ts'
import { VIEW_COLUMNS } from './job-columns.ts'
import { accounts, jobs } from './tables.ts'

/**
 * What taking the next number changes of an account. One with endpoints is due then for telling them.
 * @param happens whether there is an event, of the row as it was
 */
export const nextSeq = (dueAtMs: Given<number>, happens: SQL = sql`1`) => ({
  eventSeq: sql`${accounts.eventSeq} + (${happens})`,
  eventsDueAtMs: sql`coalesce(${accounts.eventsDueAtMs}, case when (${happens}) and exists (
    select 1 from webhook_endpoints e where e.account_id = ${accounts.id} and e.disabled_at_ms is null) then ${dueAtMs} end)`,
})

/** Takes the next number, and gives credits back in the same row. @param happens holds until the batch has made it true */
export const countEvent = (database: Database, accountId: string, credits: number, dueAtMs: number, happens: SQL) =>
  database
    .update(accounts)
    .set({ credits: sql`${accounts.credits} + ${credits}`, ...nextSeq(dueAtMs) })
    .where(and(eq(accounts.id, accountId), happens))

/** Whether its endpoints are to be told of something. */
export const selectIsAwaited = (database: Database, accountId: string) =>
  database.select({ isDue: sql<number>`1`.as('is_due') }).from(accounts).where(and(eq(accounts.id, accountId), isNotNull(accounts.eventsDueAtMs)))

const seqOf = (accountId: Given<string>): SQL => sql`(select ${accounts.eventSeq} from ${accounts} where ${eq(accounts.id, accountId)})`

type GivenEvent = { readonly [Name in Exclude<keyof EventRow, 'seq' | 'detail'>]: Given<EventRow[Name]> }

/** Writes the event under the number that `countEvent` or `nextSeq` has just taken. */
export const insertEvent = (database: Database, event: GivenEvent, happens: SQL, detail: SQL | null = null) =>
  insertIf(database, events, { ...event, seq: seqOf(event.accountId), detail }, happens)

/** Whether taking so much brings the balance under the account's threshold: of the row as it is before. */
export const goesLow = (amount: Given<number>): SQL => sql`${accounts.credits} >= ${accounts.creditsLowAt} and ${accounts.credits} - ${amount} < ${accounts.creditsLowAt}`

/** The event of it, after the amount was taken. @param taking holds until all of the batch is done */
export function insertLow(database: Database, { accountId, subject, amount }: { readonly accountId: Given<string>; readonly subject: Given<string>; readonly amount: Given<number> }, nowMs: Given<number>, taking: SQL) {
  const isOwn = eq(accounts.id, accountId)
  const wentLow = sql`exists (select 1 from ${accounts} where ${isOwn} and ${accounts.credits} < ${accounts.creditsLowAt} and ${accounts.credits} + ${amount} >= ${accounts.creditsLowAt})`
  const detail = sql`(select json_object('credits', ${accounts.credits}, 'creditsLowAt', ${accounts.creditsLowAt}) from ${accounts} where ${isOwn})`
  return insertEvent(database, { accountId, kind: 'credits.low', subject, atMs: nowMs }, sql`${taking} and ${wentLow}`, detail)
}

const isAfter = (accountId: string, afterSeq: number, sinceMs: number): SQL | undefined =>
  and(eq(events.accountId, accountId), gt(events.seq, afterSeq), gte(events.atMs, sinceMs))

/** Oldest first. @param sinceMs what is older is forgotten, though its row may still be there */
export const selectEvents = (database: Database, accountId: string, afterSeq: number, sinceMs: number, limit: number) =>
  database.select().from(events).where(isAfter(accountId, afterSeq, sinceMs)).orderBy(asc(events.seq)).limit(limit)

/** Those generations of the account. */
export const selectViews = (database: Database, accountId: string, ids: readonly string[]) =>
  database
    .select(VIEW_COLUMNS)
    .from(jobs)
    .where(and(eq(jobs.accountId, accountId), isOneOf(jobs.id, ids)))

/** Of some accounts those events that are older, the oldest of each first. @param most of each account */
export const deleteOldEvents = (database: Database, accountIds: readonly string[], beforeMs: number, most: number) =>
  database
    .delete(events)
    .where(
      sql`(${events.accountId}, ${events.seq}) in (
        select e.account_id, e.seq from json_each(${JSON.stringify(accountIds)}) asked cross join events e on e.account_id = asked.value
        where e.at_ms < ${beforeMs} and e.seq < (select min(o.seq) + ${most} from events o where o.account_id = asked.value))`,
    )
