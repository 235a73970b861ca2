// Statements on people and their sessions.
import { and, desc, eq, getTableColumns, gt, isNull, lte, ne, notInArray, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { people, sessions } from './access-tables.ts'
import type { Person, Session } from './access-tables.ts'
import type { Database } from './database.ts'
import { accountColumns } from './keys.ts'
import type { KeyRow } from './keys.ts'
import { accounts } from './tables.ts'

/** With when the account was closed, if it was. */
export const selectPerson = (database: Database, { issuer, subject }: Pick<Person, 'issuer' | 'subject'>) =>
  database
    .select({ ...getTableColumns(people), closedAtMs: accounts.closedAtMs })
    .from(people)
    .leftJoin(accounts, eq(accounts.id, people.accountId))
    .where(and(eq(people.issuer, issuer), eq(people.subject, subject)))

/** Fails, and with it its batch, for a person who is there already. */
export const insertPerson = (database: Database, person: Person) => database.insert(people).values(person)

/** Of an account those that have expired, and all but the newest few. @param newHash of the one that the same batch opens, which stays */
export const deleteOldSessions = (database: Database, { accountId, hash: newHash }: Pick<Session, 'accountId' | 'hash'>, nowMs: number, kept: number) => {
  const ofAccount = and(eq(sessions.accountId, accountId), ne(sessions.hash, newHash))
  const newest = database.select({ hash: sessions.hash }).from(sessions).where(ofAccount).orderBy(desc(sessions.expiresAtMs)).limit(kept)
  return database.delete(sessions).where(and(ofAccount, or(lte(sessions.expiresAtMs, nowMs), notInArray(sessions.hash, newest))))
}

export const insertSession = (database: Database, session: Session) => database.insert(sessions).values(session).onConflictDoNothing()

export interface SessionRow {
  readonly session: Session
  readonly account: KeyRow['account']
  /** Who it is. */
  readonly issuer: string | null
  readonly subject: string | null
}

export const selectSession = (database: Database, hash: string) =>
  database
    .select({ session: sessions, account: accountColumns, issuer: people.issuer, subject: people.subject })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .leftJoin(people, and(eq(people.accountId, sessions.accountId), eq(people.id, sessions.personId)))
    .where(and(eq(sessions.hash, hash), isNull(accounts.closedAtMs)))

export const deleteSessionsOf = (database: Database, accountId: string, condition: SQL) => database.delete(sessions).where(and(eq(sessions.accountId, accountId), condition))

export const deleteSession = (database: Database, hash: string) => database.delete(sessions).where(eq(sessions.hash, hash))

/** That a person has a session of the account, whatever an isolate remembers of it. */
export const isSignedIn = (accountId: string, personId: string, nowMs: number): SQL =>
  sql`exists (select 1 from ${sessions} where ${and(eq(sessions.accountId, accountId), eq(sessions.personId, personId), gt(sessions.expiresAtMs, nowMs))})`
