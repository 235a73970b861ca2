// Statements on what leaves the database for the archive, and on where it stands there. Rows leave in the batch that writes down their
// chunk, and only if all of them are as they were read: of two that archive the same one does, and played twice it happens once.
import { and, asc, eq, gt, gte, isNull, lte, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { OPENING } from '../domain/opening.ts'
import { archiveChunks } from './archive-tables.ts'
import type { ArchiveChunk, ChunkPlace } from './archive-tables.ts'
import { answeredBytes, answeredOfBytes } from './answered-bytes.ts'
import type { Database } from './database.ts'
import { KEY_KEPT_MS } from './idempotency.ts'
import { insertIf } from './insert-if.ts'
import { isOneOf } from './is-one-of.ts'
import { GIVEN_COLUMNS, JOB_COLUMNS, hasWords } from './job-columns.ts'
import type { JobKey } from './jobs.ts'
import { accounts, attempts, creditEntries, jobWords, jobs, webhookDeliveries } from './tables.ts'

/** What follows the prefix in a job's id; the ids of its entries and deliveries are made of it. */
const core = (id: string): SQL => sql.raw(`substr(${id}, instr(${id}, '_') + 1)`)

const entry = (kind: 'charge' | 'refund'): SQL =>
  sql`(select e.amount from credit_entries e where e.account_id = j.account_id and e.id = ${core('j.id')} || ${sql.raw(`'.${kind}'`)})`

/**
 * That a job `j` is over in every way: nothing is due, its files are gone, its idempotency key is free, its usage is rolled up, its webhooks are
 * not on their way, and the ledger holds what it must. What does not add up stays, for the audit to name.
 */
const isOver = (nowMs: number): SQL => sql`(
  j.status in ('COMPLETED', 'FAILED', 'CANCELLED') and j.due_at_ms is null and j.completed_at_ms <= ${nowMs - KEY_KEPT_MS} and (j.outputs is null or j.expired_at_ms is not null)
  and ${core('j.id')} < coalesce((select m.value from marks m where m.name = 'rolled/' || j.account_id), '')
  and ${entry('charge')} = -j.cost and coalesce(${entry('refund')}, 0) = j.refunded
  and not exists (select 1 from webhook_deliveries d where d.account_id = j.account_id and d.id > 'msg_' || ${core('j.id')} || '_' and d.id < 'msg_' || ${core('j.id')} || '_~' and d.status = 'PENDING'))`

/** Nothing leaves an account that was closed, or whose owner is being handed what there is. */
const isStill = (accountId: string): SQL => sql`exists (select 1 from accounts a where a.id = ${accountId} and a.closed_at_ms is null)
  and not exists (select 1 from tasks t where t.account_id = ${accountId} and t.kind = 'export' and t.state ->> 'stage' <> 'READY')`

/** A row where that holds. */
export const selectIsStill = (database: Database, accountId: string) => database.select({ isStill: sql<number>`1`.as('is_still') }).from(sql`(select 1)`).where(isStill(accountId))

/** Of its two entries, which are all alike. */
const ENTRIES = 1000
/** What D1 answers at most of all that there is of a job `j`. */
const whole = sql`(${answeredBytes('j', jobs)} + ${sql.raw(String(ENTRIES))}
  + coalesce((select ${answeredOfBytes('w.packed')} from job_words w where w.id = j.words), 0)
  + (select coalesce(sum(${answeredBytes('a', attempts)}), 0) from attempts a where a.account_id = j.account_id and a.job_id = j.id)
  + (select coalesce(sum(${answeredBytes('d', webhookDeliveries)}), 0) from webhook_deliveries d where d.account_id = j.account_id and d.id > 'msg_' || ${core('j.id')} || '_' and d.id < 'msg_' || ${core('j.id')} || '_~'))`

export interface OldJob extends JobKey {
  /** What D1 answers at most of all that there is of it; null: it is not over. */
  readonly bytes: number | null
}

/** Jobs that are old by their ids, of some accounts, in the order of their key. Looks at no more than so many. */
export const selectOldJobs = (database: Database, after: JobKey, accountIds: readonly string[], beforeId: string, nowMs: number, limit: number) =>
  database
    .select({ accountId: sql<string>`j.account_id`.as('account'), id: sql<string>`j.id`.as('job'), bytes: sql<number | null>`iif(${isOver(nowMs)}, ${whole}, null)`.as('bytes') })
    .from(
      sql`(select value from json_each(${JSON.stringify([after.accountId, ...accountIds])})) asked cross join jobs j on j.account_id = asked.value
        and j.id > iif(asked.value = ${after.accountId}, ${after.id}, '') and j.id < ${beforeId}`,
    )
    .limit(limit)

/** All that there is of some jobs of an account, each kind by its key. */
export const selectWhole = (database: Database, accountId: string, ids: readonly string[]) => {
  const deliveryIds = sql`(select d.id from json_each(${JSON.stringify(ids)}) x cross join webhook_deliveries d on d.account_id = ${accountId}
    and d.id > 'msg_' || ${core('x.value')} || '_' and d.id < 'msg_' || ${core('x.value')} || '_~')`
  return [
    database.select({ ...JOB_COLUMNS, ...GIVEN_COLUMNS }).from(jobs).leftJoin(jobWords, hasWords).where(and(eq(jobs.accountId, accountId), isOneOf(jobs.id, ids))).orderBy(asc(jobs.id)),
    database.select().from(attempts).where(and(eq(attempts.accountId, accountId), isOneOf(attempts.jobId, ids))).orderBy(asc(attempts.jobId), asc(attempts.number)),
    database.select().from(creditEntries).where(and(eq(creditEntries.accountId, accountId), isEntryOf(JSON.stringify(ids)))).orderBy(asc(creditEntries.id)),
    database.select().from(webhookDeliveries).where(and(eq(webhookDeliveries.accountId, accountId), sql`${webhookDeliveries.id} in ${deliveryIds}`)).orderBy(asc(webhookDeliveries.id)),
  ] as const
}

const isEntryOf = (ids: string): SQL =>
  sql`${creditEntries.id} in (select ${core('x.value')} || k.value from json_each(${ids}) x cross join json_each('[".charge",".refund"]') k)`

export interface Leaving {
  readonly id: string
  readonly takenDownAtMs: number | null
}

/** Lets the chunk's rows go, and writes down where they are. The last answer is a row where it was this one that did. */
export function letGo(database: Database, chunk: ArchiveChunk, leaving: readonly Leaving[], openedAtMs: number) {
  const { accountId, openingId } = chunk
  const ids = JSON.stringify(leaving.map(({ id }) => id))
  const asRead = JSON.stringify(leaving.map(({ id, takenDownAtMs }) => [id, takenDownAtMs]))
  const areAsRead = sql`(select count(*) from json_each(${asRead}) x cross join jobs j on j.account_id = ${accountId} and j.id = x.value ->> 0
    where j.taken_down_at_ms is x.value ->> 1 and ${isOver(chunk.archivedAtMs)}) = ${leaving.length}`
  const isOwn = and(isChunk(chunk), eq(archiveChunks.moveToken, chunk.moveToken))
  const won = sql`exists (select 1 from ${archiveChunks} where ${isOwn})`
  const isLeaving = (id: SQL): SQL => sql`${id} in (select value from json_each(${ids}))`
  return [
    insertIf(database, archiveChunks, chunk, sql`${areAsRead} and ${isStill(accountId)}`).onConflictDoNothing(),
    database
      .insert(creditEntries)
      .select(
        sql`select ${accountId}, ${openingId}, null, ${OPENING}, sum(${creditEntries.amount}), ${openedAtMs} from ${creditEntries}
          where ${eq(creditEntries.accountId, accountId)} and ${isEntryOf(ids)} and ${won} having count(*) > 0`,
      )
      .onConflictDoUpdate({ target: [creditEntries.accountId, creditEntries.id], set: { amount: sql`${creditEntries.amount} + excluded.amount` } }),
    database.delete(creditEntries).where(and(eq(creditEntries.accountId, accountId), isEntryOf(ids), won)),
    database.delete(attempts).where(and(eq(attempts.accountId, accountId), isLeaving(sql`${attempts.jobId}`), won)),
    database.delete(webhookDeliveries).where(
      and(
        eq(webhookDeliveries.accountId, accountId),
        sql`${webhookDeliveries.id} in (select d.id from json_each(${ids}) x cross join webhook_deliveries d on d.account_id = ${accountId}
          and d.id > 'msg_' || ${core('x.value')} || '_' and d.id < 'msg_' || ${core('x.value')} || '_~')`,
        // Those of its files' end may be young: they are told, and can be sent again, for as long as others.
        lte(webhookDeliveries.createdAtMs, chunk.archivedAtMs - KEY_KEPT_MS),
        won,
      ),
    ),
    database.delete(jobWords).where(and(sql`${jobWords.id} in (select ${jobs.words} from ${jobs} where ${eq(jobs.accountId, accountId)} and ${isLeaving(sql`${jobs.id}`)})`, won)),
    database.delete(jobs).where(and(eq(jobs.accountId, accountId), isLeaving(sql`${jobs.id}`), won)),
    database.select({ firstId: archiveChunks.firstId }).from(archiveChunks).where(isOwn),
  ] as const
}

const isChunk = ({ accountId, month, firstId }: ChunkPlace): SQL | undefined =>
  and(eq(archiveChunks.accountId, accountId), eq(archiveChunks.month, month), eq(archiveChunks.firstId, firstId))

export interface ArchivedPlace {
  readonly id: string
  readonly month: string
}

/** The chunks in which they may be: neighbours that left at another time may be around them. */
export const selectChunksOf = (database: Database, accountId: string, places: readonly ArchivedPlace[]) =>
  database
    .select()
    .from(archiveChunks)
    .where(
      and(
        eq(archiveChunks.accountId, accountId),
        isOneOf(archiveChunks.month, [...new Set(places.map(({ month }) => month))]),
        sql`exists (select 1 from json_each(${JSON.stringify(places.map(({ id }) => id))}) x where x.value between ${archiveChunks.firstId} and ${archiveChunks.lastId})`,
      ),
    )
    .orderBy(asc(archiveChunks.firstId))

/** Whosever they are: a look into the key of each account. */
export const selectChunksOfAnybody = (database: Database, { id, month }: ArchivedPlace) =>
  database
    .select({ accountId: archiveChunks.accountId })
    .from(accounts)
    .crossJoin(archiveChunks)
    .where(and(eq(archiveChunks.accountId, accounts.id), eq(archiveChunks.month, month), lte(archiveChunks.firstId, id), gte(archiveChunks.lastId, id)))

/** What an account has in the archive of a month, by their ids. */
export const selectChunksOfMonth = (database: Database, accountId: string, month: string) =>
  database.select().from(archiveChunks).where(and(eq(archiveChunks.accountId, accountId), eq(archiveChunks.month, month))).orderBy(asc(archiveChunks.firstId))

/** The next one of an account, whatever its month. @param after `<month>/<first id>` */
export const selectChunkAfter = (database: Database, accountId: string, after: string) =>
  database
    .select()
    .from(archiveChunks)
    .where(and(eq(archiveChunks.accountId, accountId), gt(sql`${archiveChunks.month} || '/' || ${archiveChunks.firstId}`, after)))
    .orderBy(asc(archiveChunks.month), asc(archiveChunks.firstId))
    .limit(1)

/** Whose objects must be there. */
const isKept = sql`not exists (select 1 from ${accounts} where ${accounts.id} = ${archiveChunks.accountId} and ${accounts.erasedAtMs} is not null)`

/** Those of all accounts, by their key. */
export const selectChunkPlaces = (database: Database, { accountId, month, firstId }: ChunkPlace, limit: number) =>
  database
    .select({ accountId: archiveChunks.accountId, month: archiveChunks.month, firstId: archiveChunks.firstId })
    .from(archiveChunks)
    .where(and(sql`(${archiveChunks.accountId}, ${archiveChunks.month}, ${archiveChunks.firstId}) > (${accountId}, ${month}, ${firstId})`, isKept))
    .orderBy(asc(archiveChunks.accountId), asc(archiveChunks.month), asc(archiveChunks.firstId))
    .limit(limit)

export const selectChunk = (database: Database, place: ChunkPlace) => database.select().from(archiveChunks).where(and(isChunk(place), isKept))

const isAround = (accountId: string, { id, month }: ArchivedPlace): SQL | undefined =>
  and(eq(archiveChunks.accountId, accountId), eq(archiveChunks.month, month), lte(archiveChunks.firstId, id), gte(archiveChunks.lastId, id))

const takenDownAt = (id: string): SQL => sql`json_extract(${archiveChunks.takenDown}, ${`$.${id}`})`

/** That an archived generation was not taken down yet. */
export const isArchivedUp = (accountId: string, place: ArchivedPlace): SQL =>
  sql`exists (select 1 from ${archiveChunks} where ${isAround(accountId, place)} and ${takenDownAt(place.id)} is null)`

/** Written on every chunk that may hold it: nobody looks for it in another. */
export const takeArchivedDown = (database: Database, accountId: string, place: ArchivedPlace, nowMs: number, condition: SQL = sql`true`) =>
  database
    .update(archiveChunks)
    .set({ takenDown: sql`json_set(${archiveChunks.takenDown}, ${`$.${place.id}`}, ${nowMs})` })
    .where(and(isAround(accountId, place), isNull(takenDownAt(place.id)), condition))

/** Their objects are gone; the row stays, as the reason of its opening entry. */
export const eraseChunks = (database: Database, accountId: string) => database.update(archiveChunks).set({ members: [], takenDown: {}, bytes: 0 }).where(eq(archiveChunks.accountId, accountId))
