// Statements on suspensions. An account's stands on its row, and holds for its test keys too; those of end users have a table.
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { liveAccountId } from '../domain/test-account.ts'
import { suspendedUsers } from './access-tables.ts'
import type { Database } from './database.ts'
import type { Given } from './hot.ts'
import { insertIf } from './insert-if.ts'
import { accounts } from './tables.ts'

const isUser = (accountId: string, endUser: string | SQL): SQL | undefined => and(eq(suspendedUsers.accountId, liveAccountId(accountId)), eq(suspendedUsers.endUser, endUser))

const isAccount = (liveId: Given<string>, state: SQL): SQL => sql`exists (select 1 from ${accounts} where ${eq(accounts.id, liveId)} and ${state})`

export const isAccountSuspended = (accountId: string): SQL => isAccount(liveAccountId(accountId), sql`${accounts.suspendedAtMs} is not null`)

export const isClosed = (accountId: string): SQL => isAccount(liveAccountId(accountId), sql`${accounts.closedAtMs} is not null`)

/** Or it was closed. @param liveId of the live account */
export const isShut = (liveId: Given<string>): SQL => isAccount(liveId, sql`(${accounts.suspendedAtMs} is not null or ${accounts.closedAtMs} is not null)`)

export const isUserSuspended = (accountId: string, endUser: string | SQL): SQL => sql`exists (select 1 from ${suspendedUsers} where ${isUser(accountId, endUser)})`

/** That nothing new is accepted, by the database and not by what an isolate remembers. @param endUser null: the account itself asks */
export const isHalted = (accountId: string, endUser: string | SQL | null): SQL =>
  endUser === null ? isShut(liveAccountId(accountId)) : sql`(${isShut(liveAccountId(accountId))} or ${isUserSuspended(accountId, endUser)})`

/** A row where that is so. */
export const selectIsHalted = (database: Database, accountId: string, endUser: string | SQL | null) =>
  database.select({ isHalted: sql<number>`1`.as('is_halted') }).from(sql`(select 1)`).where(isHalted(accountId, endUser))

/** Repeating it keeps the first time. */
export const suspendAccount = (database: Database, accountId: string, nowMs: number, condition: SQL) =>
  database.update(accounts).set({ suspendedAtMs: nowMs }).where(and(eq(accounts.id, accountId), isNull(accounts.suspendedAtMs), condition))

export const unsuspendAccount = (database: Database, accountId: string, condition: SQL) =>
  database.update(accounts).set({ suspendedAtMs: null }).where(and(eq(accounts.id, accountId), condition))

export const suspendUser = (database: Database, accountId: string, endUser: string, nowMs: number, condition: SQL) =>
  insertIf(database, suspendedUsers, { accountId, endUser, sinceMs: nowMs }, condition).onConflictDoNothing()

export const unsuspendUser = (database: Database, accountId: string, endUser: string, condition: SQL) =>
  database.delete(suspendedUsers).where(and(isUser(accountId, endUser), condition))

export const selectSuspendedUsers = (database: Database, accountId: string, limit: number) =>
  database.select().from(suspendedUsers).where(eq(suspendedUsers.accountId, accountId)).orderBy(asc(suspendedUsers.endUser)).limit(limit)
