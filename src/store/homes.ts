// Statements on where accounts are. They are the directory's alone.
import { and, eq, inArray, lte, sql } from 'drizzle-orm'
import { withTestAccount } from '../domain/test-account.ts'
import { people, sessions } from './access-tables.ts'
import type { Database } from './database.ts'
import { finders, homes } from './home-tables.ts'
import type { Finder, Home } from './home-tables.ts'
import { apiKeys } from './tables.ts'

export const selectHome = (directory: Database, accountId: string) => directory.select().from(homes).where(eq(homes.accountId, accountId))

/** The home of whoever is found by it. */
export const selectFound = (directory: Database, hash: string) =>
  directory.select({ accountId: homes.accountId, shard: homes.shard, turn: homes.turn }).from(finders).innerJoin(homes, eq(homes.accountId, finders.accountId)).where(eq(finders.hash, hash))

/** Who was first stays: of two that race, both read back the same. */
export const insertHome = (directory: Database, home: Home) => directory.insert(homes).values(home).onConflictDoNothing()

export const insertFinder = (directory: Database, finder: Finder) => directory.insert(finders).values(finder).onConflictDoNothing()

/** By what an account that is in that database is to be found: its keys and sessions, and who its people are. */
export const findersOf = (home: Database, accountId: string) => {
  const both = withTestAccount(accountId)
  return [
    home.select({ hash: apiKeys.hash, untilMs: sql<null>`null`.as('until_ms') }).from(apiKeys).where(inArray(apiKeys.accountId, both)),
    home.select({ hash: sessions.hash, untilMs: sessions.expiresAtMs }).from(sessions).where(inArray(sessions.accountId, both)),
    home.select({ issuer: people.issuer, subject: people.subject }).from(people).where(inArray(people.accountId, both)),
  ] as const
}

export const insertFinders = (directory: Database, accountId: string, found: readonly Pick<Finder, 'hash' | 'untilMs'>[]) =>
  directory
    .insert(finders)
    .select(sql`select page.value ->> 0, ${accountId}, page.value ->> 1 from json_each(${JSON.stringify(found.map(({ hash, untilMs }) => [hash, untilMs]))}) page where true`)
    .onConflictDoNothing()

export const deleteFinder = (directory: Database, hash: string) => directory.delete(finders).where(eq(finders.hash, hash))

export const deleteOldFinders = (directory: Database, accountId: string, nowMs: number) =>
  directory.delete(finders).where(and(eq(finders.accountId, accountId), lte(finders.untilMs, nowMs)))

export const deleteFindersOf = (directory: Database, accountId: string) => directory.delete(finders).where(eq(finders.accountId, accountId))
