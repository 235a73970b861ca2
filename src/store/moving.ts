// Statements on an account's move from one database to another: who has the turn, what is kept free, what has changed, and the switch.
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { withTestAccount } from '../domain/test-account.ts'
import type { Database } from './database.ts'
import { changedRows, homes, movingAccounts } from './home-tables.ts'
import { jobWords, jobs } from './tables.ts'

/** Of whatever goes over all accounts: it leaves those alone. While none is moved that is asked once, and not of each row. */
export const isSettled = (accountId: SQLiteColumn): SQL =>
  sql`(not exists (select 1 from ${movingAccounts}) or ${accountId} not in (select ${movingAccounts.accountId} from ${movingAccounts}))`

/** From now on its rows are left alone here. */
export const putMoving = (source: Database, accountId: string) =>
  source.insert(movingAccounts).values(withTestAccount(accountId).map((id) => ({ accountId: id }))).onConflictDoNothing()

/**
 * The same where it comes: its words will have the numbers behind the last one that is given, and as many more are kept free.
 * @param words the lowest number of its own, and the highest of all where it comes from
 */
export const expectAccount = (target: Database, accountId: string, { first, last }: { readonly first: number; readonly last: number }, more: number) => {
  const wordsAfter = sql`(select coalesce(max(${jobWords.id}), 0) + 1 - ${first} from ${jobWords})`
  return [
    target.insert(movingAccounts).values(withTestAccount(accountId).map((id) => ({ accountId: id, wordsAfter, wordsUntil: sql`${wordsAfter} + ${last + more}` }))).onConflictDoNothing(),
    // The next number that is given is behind it.
    target.insert(jobWords).select(sql`select words_until, x'', '' from moving_accounts where account_id = ${accountId}`).onConflictDoNothing(),
  ] as const
}

export const selectMoving = (database: Database, accountId: string) => database.select().from(movingAccounts).where(eq(movingAccounts.accountId, accountId))

export const deleteMoving = (database: Database, accountId: string) => database.delete(movingAccounts).where(inArray(movingAccounts.accountId, withTestAccount(accountId)))

/** The step before has the turn no more. */
export const takeTurn = (target: Database, accountId: string, turn: string) => target.update(movingAccounts).set({ turn }).where(inArray(movingAccounts.accountId, withTestAccount(accountId)))

/** A row where nobody else has had it since. */
export const selectTurn = (target: Database, accountId: string, turn: string) =>
  target.select({ turn: movingAccounts.turn }).from(movingAccounts).where(and(eq(movingAccounts.accountId, accountId), eq(movingAccounts.turn, turn)))

/** Nobody remembers from now on where it is. Where the directory had no word of it, it was in the first database. */
export const takeTurnAtHome = (directory: Database, accountId: string, turn: string, from: string) =>
  directory.insert(homes).values({ accountId, shard: from, turn }).onConflictDoUpdate({ target: homes.accountId, set: { turn }, setWhere: eq(homes.shard, from) })

/** It is there from now on, if nobody else has had the turn since. */
export const switchHome = (directory: Database, accountId: string, turn: string, shard: string) =>
  directory.update(homes).set({ shard, turn: null }).where(and(eq(homes.accountId, accountId), eq(homes.turn, turn)))

/** The highest number of words in use. */
export const selectLastWords = (database: Database) => database.select({ last: sql<number>`coalesce(max(${jobWords.id}), 0)` }).from(jobWords)

/** The lowest and the highest of the account's. Null: it has none. */
export const selectOwnWords = (database: Database, accountId: string) =>
  database.select({ first: sql<number | null>`min(${jobs.words})`, last: sql<number | null>`max(${jobs.words})` }).from(jobs).where(inArray(jobs.accountId, withTestAccount(accountId)))

/** It has come: the numbers that it did not need are given again. */
export const dropKeptWords = (target: Database, accountId: string) =>
  target.delete(jobWords).where(sql`${jobWords.id} = (select words_until from moving_accounts where account_id = ${accountId}) and length(${jobWords.packed}) = 0`)

/** What has changed, oldest first. */
export const selectChanges = (source: Database, accountId: string, limit: number) =>
  source.select().from(changedRows).where(eq(changedRows.accountId, accountId)).orderBy(asc(changedRows.id)).limit(limit)

export const deleteChanges = (source: Database, accountId: string, untilId: number) => source.delete(changedRows).where(and(eq(changedRows.accountId, accountId), lte(changedRows.id, untilId)))
