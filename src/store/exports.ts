// Statements on what an account's owner is handed of it, in pages by primary key; and on how often he has asked.
import { and, asc, eq, gt, gte, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { people } from './access-tables.ts'
import type { Database } from './database.ts'
import { GIVEN_COLUMNS, VIEW_COLUMNS, hasWords } from './job-columns.ts'
import { tasks } from './task-tables.ts'
import { apiKeys, creditEntries, jobWords, jobs } from './tables.ts'
import { uploads } from './upload-tables.ts'

export const selectPeopleOf = (database: Database, accountId: string) =>
  database.select({ id: people.id, issuer: people.issuer, subject: people.subject, email: people.email, name: people.name, createdAtMs: people.createdAtMs }).from(people).where(eq(people.accountId, accountId))

/** No hash is among it. */
export const selectKeysAfter = (database: Database, accountId: string, afterId: string, limit: number) =>
  database
    .select({
      id: apiKeys.id, name: apiKeys.name, kind: apiKeys.kind, lastFour: apiKeys.lastFour, scopes: apiKeys.scopes, providers: apiKeys.providers, origins: apiKeys.origins,
      createdAtMs: apiKeys.createdAtMs, expiresAtMs: apiKeys.expiresAtMs, revokedAtMs: apiKeys.revokedAtMs, replacedBy: apiKeys.replacedBy, lastUsedAtMs: apiKeys.lastUsedAtMs,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.accountId, accountId), gt(apiKeys.id, afterId)))
    .orderBy(asc(apiKeys.id))
    .limit(limit)

export const selectUploadsAfter = (database: Database, accountId: string, afterId: string, limit: number) =>
  database
    .select({
      id: uploads.id, endUser: uploads.endUser, status: uploads.status, contentType: uploads.contentType, bytes: uploads.bytes, sha256: uploads.sha256, fileName: uploads.fileName,
      createdAtMs: uploads.createdAtMs, expiresAtMs: uploads.expiresAtMs,
    })
    .from(uploads)
    .where(and(eq(uploads.accountId, accountId), gt(uploads.id, afterId)))
    .orderBy(asc(uploads.id))
    .limit(limit)

export const selectEntriesAfter = (database: Database, accountId: string, afterId: string, limit: number) =>
  database
    .select({ id: creditEntries.id, kind: creditEntries.kind, amount: creditEntries.amount, jobId: creditEntries.jobId, createdAtMs: creditEntries.createdAtMs })
    .from(creditEntries)
    .where(and(eq(creditEntries.accountId, accountId), gt(creditEntries.id, afterId)))
    .orderBy(asc(creditEntries.id))
    .limit(limit)

/** With what they were made from. */
export const selectJobsAfter = (database: Database, accountId: string, afterId: string, limit: number) =>
  database
    .select({ ...VIEW_COLUMNS, ...GIVEN_COLUMNS, webhookUrl: jobs.webhookUrl })
    .from(jobs)
    .leftJoin(jobWords, hasWords)
    .where(and(eq(jobs.accountId, accountId), gt(jobs.id, afterId)))
    .orderBy(asc(jobs.id))
    .limit(limit)

const isExport = (accountId: string): SQL => sql`${tasks.accountId} = ${accountId} and ${tasks.kind} = 'export'`
const isRunning = sql`${tasks.state} ->> 'stage' <> 'READY'`

/** That none is being made, and fewer than so many were begun since then. */
export const canExport = (accountId: string, sinceMs: number, most: number): SQL =>
  sql`not exists (select 1 from ${tasks} where ${isExport(accountId)} and ${isRunning})
    and (select count(*) from ${tasks} where ${isExport(accountId)} and ${gte(tasks.createdAtMs, sinceMs)}) < ${most}`

/** The one being made first, then the newest. */
export const selectExports = (database: Database, accountId: string) =>
  database.select().from(tasks).where(isExport(accountId)).orderBy(sql`${isRunning} desc, ${tasks.id} desc`)
