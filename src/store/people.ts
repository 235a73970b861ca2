// Statements on people and their sessions. A sign-in is one batch: an account and its grant are written only if the same
// batch has just written the person they are for, so that of two first sign-ins at once one leaves nothing behind.
import { and, desc, eq, lte, notInArray, or, sql } from 'drizzle-orm'
import { people, sessions } from './access-tables.ts'
import type { Person, Session } from './access-tables.ts'
import type { Database } from './database.ts'
import { accountColumns } from './keys.ts'
import type { KeyRow } from './keys.ts'
import { accounts, creditEntries } from './tables.ts'
import type { EntryKind } from './tables.ts'

const isPerson = ({ issuer, subject }: Pick<Person, 'issuer' | 'subject'>) => and(eq(people.issuer, issuer), eq(people.subject, subject))
/** Not met by who was known before: the account of those is another. */
const isNewPerson = (person: Person) => and(isPerson(person), eq(people.accountId, person.accountId))

/** Whoever is known keeps id and account; what is only shown of them is renewed. */
export const insertPerson = (database: Database, person: Person) =>
  database
    .insert(people)
    .values(person)
    .onConflictDoUpdate({ target: [people.issuer, people.subject], set: { email: person.email, name: person.name } })

export const insertAccountOfPerson = (database: Database, person: Person, account: Pick<typeof accounts.$inferSelect, 'name' | 'credits' | 'webhookSecret'>) =>
  database.insert(accounts).select(
    database
      .select({
        id: people.accountId,
        name: sql<string>`${account.name}`.as('name'),
        plan: sql<'FREE'>`'FREE'`.as('plan'),
        credits: sql<number>`${account.credits}`.as('credits'),
        limits: sql<null>`null`.as('limits'),
        retentionDays: sql<null>`null`.as('retention_days'),
        webhookSecret: sql<string>`${account.webhookSecret}`.as('webhook_secret'),
        previousWebhookSecret: sql<null>`null`.as('previous_webhook_secret'),
        previousWebhookSecretUntilMs: sql<null>`null`.as('previous_webhook_secret_until_ms'),
        liveId: sql<null>`null`.as('live_id'),
        createdAtMs: people.createdAtMs,
      })
      .from(people)
      .where(isNewPerson(person)),
  )

/** @param id of the entry, sortable */
export const insertGrantOfPerson = (database: Database, person: Person, id: string, amount: number) =>
  database.insert(creditEntries).select(
    database
      .select({
        accountId: people.accountId,
        id: sql<string>`${id}`.as('id'),
        jobId: sql<null>`null`.as('job_id'),
        kind: sql<EntryKind>`'GRANT'`.as('kind'),
        amount: sql<number>`${amount}`.as('amount'),
        createdAtMs: people.createdAtMs,
      })
      .from(people)
      .where(isNewPerson(person)),
  )

/** Of the account's sessions those that have expired, and all but the newest few. */
export const deleteOldSessions = (database: Database, person: Person, nowMs: number, kept: number) => {
  const ofAccount = eq(sessions.accountId, database.select({ id: people.accountId }).from(people).where(isPerson(person)))
  const newest = database.select({ hash: sessions.hash }).from(sessions).where(ofAccount).orderBy(desc(sessions.expiresAtMs)).limit(kept)
  return database.delete(sessions).where(and(ofAccount, or(lte(sessions.expiresAtMs, nowMs), notInArray(sessions.hash, newest))))
}

export const insertSession = (database: Database, person: Person, { hash, createdAtMs, expiresAtMs }: Omit<Session, 'accountId' | 'personId'>) =>
  database
    .insert(sessions)
    .select(
      database
        .select({
          hash: sql<string>`${hash}`.as('hash'),
          accountId: people.accountId,
          personId: sql<string>`${people.id}`.as('person_id'),
          createdAtMs: sql<number>`${createdAtMs}`.as('created_at_ms'),
          expiresAtMs: sql<number>`${expiresAtMs}`.as('expires_at_ms'),
        })
        .from(people)
        .where(isPerson(person)),
    )
    .returning()

export interface SessionRow {
  readonly session: Session
  readonly account: KeyRow['account']
}

export const selectSession = (database: Database, hash: string) =>
  database
    .select({ session: sessions, account: accountColumns })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .where(eq(sessions.hash, hash))
    .limit(1)

export const deleteSession = (database: Database, hash: string) => database.delete(sessions).where(eq(sessions.hash, hash))
