// Statements on accounts that are closed, opened again, and erased. A live account and that of its test keys go together.
import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { AnySQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { withTestAccount } from '../domain/test-account.ts'
import { asks, people, sessions, suspendedUsers } from './access-tables.ts'
import type { Database } from './database.ts'
import { events, webhookEndpoints } from './event-tables.ts'
import { OPEN_STATUSES } from './jobs.ts'
import { accounts, apiKeys, attempts, jobWords, jobs, spendingLimits, webhookDeliveries } from './tables.ts'
import { uploadShares, uploads } from './upload-tables.ts'
import { usageParts } from './usage-tables.ts'

/** That the live account is there, and is not closed. */
export const isOpenAccount = (accountId: string): SQL =>
  sql`exists (select 1 from ${accounts} where ${eq(accounts.id, accountId)} and ${accounts.liveId} is null and ${accounts.closedAtMs} is null)`

/** That it is closed, and nothing of it is erased yet. */
export const canReopen = (accountId: string): SQL =>
  sql`exists (select 1 from ${accounts} where ${eq(accounts.id, accountId)} and ${accounts.closedAtMs} is not null and ${accounts.erasedAtMs} is null)`

export const closeAccounts = (database: Database, accountId: string, nowMs: number, condition: SQL) =>
  database.update(accounts).set({ closedAtMs: nowMs }).where(and(inArray(accounts.id, withTestAccount(accountId)), isNull(accounts.closedAtMs), condition))

export const reopenAccounts = (database: Database, accountId: string, condition: SQL) =>
  database.update(accounts).set({ closedAtMs: null }).where(and(inArray(accounts.id, withTestAccount(accountId)), isNull(accounts.erasedAtMs), condition))

/** From then on nobody opens it again. @param closedBeforeMs what was closed later is left alone */
export const beginErasure = (database: Database, accountId: string, closedBeforeMs: number, nowMs: number) =>
  database
    .update(accounts)
    .set({ erasedAtMs: nowMs })
    .where(and(inArray(accounts.id, withTestAccount(accountId)), isNull(accounts.erasedAtMs), isNotNull(accounts.closedAtMs), lte(accounts.closedAtMs, closedBeforeMs)))

/** Open jobs of both, the live one's first. */
export const selectOpenJobs = (database: Database, accountId: string, after: { readonly accountId: string; readonly id: string }, limit: number) =>
  database
    .select({ accountId: jobs.accountId, id: jobs.id })
    .from(jobs)
    .where(and(inArray(jobs.accountId, withTestAccount(accountId)), sql`(${jobs.accountId}, ${jobs.id}) > (${after.accountId}, ${after.id})`, inArray(jobs.status, [...OPEN_STATUSES])))
    .orderBy(asc(jobs.accountId), asc(jobs.id))
    .limit(limit)

export const selectJobIds = (database: Database, accountId: string, afterId: string, limit: number) =>
  database.select({ id: jobs.id }).from(jobs).where(and(eq(jobs.accountId, accountId), gt(jobs.id, afterId))).orderBy(asc(jobs.id)).limit(limit)

/** What a caller's own words may be in. */
const bareRoutes = sql`(select json_group_array(json_set(json_remove(r.value, '$.voice', '$.options.voice', '$.options.avatarId'), '$.addedText', '', '$.adjustments', json('[]'))) from json_each(${jobs.routes}) r)`
const core = (jobId: string): string => jobId.slice(jobId.indexOf('_') + 1)

/** Of a page of an account's jobs: what was asked for and by whom goes, what it cost and came to stays, as the ledger's reason. With it go what was tried and told of them. */
export function eraseJobs(database: Database, accountId: string, afterId: string, lastId: string) {
  const within = (column: AnySQLiteColumn) => sql`${column} > ${afterId} and ${column} <= ${lastId}`
  return [
    database.delete(attempts).where(and(eq(attempts.accountId, accountId), within(attempts.jobId))),
    database.delete(jobWords).where(inArray(jobWords.id, database.select({ words: jobs.words }).from(jobs).where(and(eq(jobs.accountId, accountId), within(jobs.id))))),
    database.delete(webhookDeliveries).where(and(eq(webhookDeliveries.accountId, accountId), sql`${webhookDeliveries.id} > ${`msg_${core(afterId)}`} and ${webhookDeliveries.id} < ${`msg_${core(lastId)}~`}`)),
    database
      .update(jobs)
      .set({ words: null, input: { text: '' }, routes: bareRoutes, idempotencyKey: null, fingerprint: '', webhookUrl: null, tags: [], keyId: null, endUser: null, spendingIds: null, dueAtMs: null })
      .where(and(eq(jobs.accountId, accountId), within(jobs.id))),
  ] as const
}

/** Tables all of whose rows go, by the columns of their keys. The account's ledger, its days of usage and its row stay: they are a number's. */
const PERSONAL: readonly (readonly [SQLiteTable, accountId: AnySQLiteColumn, ...key: AnySQLiteColumn[]])[] = [
  [webhookDeliveries, webhookDeliveries.accountId, webhookDeliveries.id],
  [events, events.accountId, events.seq],
  [webhookEndpoints, webhookEndpoints.accountId, webhookEndpoints.id],
  [uploads, uploads.accountId, uploads.id],
  [usageParts, usageParts.accountId, usageParts.date, usageParts.model, usageParts.keyId, usageParts.endUser],
  [uploadShares, uploadShares.accountId, uploadShares.party],
  [spendingLimits, spendingLimits.accountId, spendingLimits.id],
  [asks, asks.accountId, asks.id],
  [sessions, sessions.accountId, sessions.hash],
  [suspendedUsers, suspendedUsers.accountId, suspendedUsers.endUser],
  [apiKeys, apiKeys.accountId, apiKeys.hash],
  [people, people.accountId, people.issuer, people.subject],
]

/** Some rows of each. */
export const erasePersonal = (database: Database, accountId: string, most: number): readonly BatchItem<'sqlite'>[] =>
  PERSONAL.map(([table, ofAccount, ...key]) => {
    const columns = sql.join(key, sql`, `)
    return database.delete(table).where(and(eq(ofAccount, accountId), sql`(${columns}) in (select ${columns} from ${table} where ${eq(ofAccount, accountId)} limit ${most})`))
  })

/** A row where anything of that is left. */
export const selectIsPersonal = (database: Database, accountId: string) =>
  database
    .select({ isLeft: sql<number>`1`.as('is_left') })
    .from(sql`(select 1)`)
    .where(sql.join(PERSONAL.map(([table, ofAccount]) => sql`exists (select 1 from ${table} where ${eq(ofAccount, accountId)})`), sql` or `))

export const eraseAccount = (database: Database, accountId: string) =>
  database
    .update(accounts)
    .set({ name: '', webhookSecret: '', previousWebhookSecret: null, previousWebhookSecretUntilMs: null, eventsDueAtMs: null })
    .where(and(eq(accounts.id, accountId), isNotNull(accounts.erasedAtMs)))
