// Statements on where accounts are. They are the directory's alone.
import { and, eq, lte } from 'drizzle-orm'
import type { Database } from './database.ts'
import { finders, homes } from './home-tables.ts'
import type { Finder, Home } from './home-tables.ts'

export const selectHome = (directory: Database, accountId: string) => directory.select().from(homes).where(eq(homes.accountId, accountId))

/** The home of whoever is found by it. */
export const selectFound = (directory: Database, hash: string) =>
  directory.select({ accountId: homes.accountId, shard: homes.shard }).from(finders).innerJoin(homes, eq(homes.accountId, finders.accountId)).where(eq(finders.hash, hash))

/** Who was first stays: of two that race, both read back the same. */
export const insertHome = (directory: Database, home: Home) => directory.insert(homes).values(home).onConflictDoNothing()

export const insertFinder = (directory: Database, finder: Finder) => directory.insert(finders).values(finder).onConflictDoNothing()

export const deleteFinder = (directory: Database, hash: string) => directory.delete(finders).where(eq(finders.hash, hash))

export const deleteOldFinders = (directory: Database, accountId: string, nowMs: number) =>
  directory.delete(finders).where(and(eq(finders.accountId, accountId), lte(finders.untilMs, nowMs)))

export const deleteFindersOf = (directory: Database, accountId: string) => directory.delete(finders).where(eq(finders.accountId, accountId))
