// Statements on balances and the ledger. A charge or a refund is written in the same batch as the row that is its
// reason, and each checks that row itself: what did not happen is not paid.
import { and, eq, ne, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Database } from './database.ts'
import { goesLow, insertLow, nextSeq } from './events.ts'
import { insertIf } from './insert-if.ts'
import type { JobKey } from './jobs.ts'
import { accounts, creditEntries, jobs } from './tables.ts'
import type { CreditEntry } from './tables.ts'

/** `gen_01h…` → `01h….charge`. */
export const chargeId = (jobId: string): string => `${jobId.slice(jobId.indexOf('_') + 1)}.charge`
export const refundId = (jobId: string): string => `${jobId.slice(jobId.indexOf('_') + 1)}.refund`
/** Of what an administrator granted, by its row of the audit log, and of what an account began with: `log_01h…` or `acc_01h…` → `01h….grant`. */
export const grantId = (reasonId: string): string => `${reasonId.slice(reasonId.indexOf('_') + 1)}.grant`

/** What a new account begins with; the same batch inserts the account. */
export const insertOpeningGrant = (database: Database, entry: Pick<CreditEntry, 'accountId' | 'id' | 'amount' | 'createdAtMs'>) =>
  database.insert(creditEntries).values({ ...entry, kind: 'GRANT' })

/**
 * That the job is there and is not charged yet. What takes its cost stands under it, the ledger's entry last: played twice,
 * the batch charges once.
 */
export const isUncharged = ({ accountId, id }: JobKey): SQL =>
  sql`exists (select 1 from ${jobs} where ${jobs.accountId} = ${accountId} and ${jobs.id} = ${id})
    and not exists (select 1 from ${creditEntries} where ${creditEntries.accountId} = ${accountId} and ${creditEntries.id} = ${chargeId(id)})`

/** Takes the cost of a job that the same batch has just inserted; nothing when it was not inserted. */
export const chargeAccount = (database: Database, key: JobKey, cost: number, nowMs: number) =>
  database
    .update(accounts)
    .set({ credits: sql`${accounts.credits} - ${cost}`, ...nextSeq(nowMs, goesLow(cost)) })
    .where(and(eq(accounts.id, key.accountId), isUncharged(key)))

/** That the charge brings the balance under the account's threshold. */
export const lowEvent = (database: Database, key: JobKey, cost: number, nowMs: number) =>
  insertLow(database, { accountId: key.accountId, subject: key.id, amount: cost }, nowMs, isUncharged(key))

export const insertCharge = (database: Database, key: JobKey, cost: number, nowMs: number) =>
  insertIf(
    database,
    creditEntries,
    { accountId: key.accountId, id: chargeId(key.id), jobId: key.id, kind: 'CHARGE', amount: -cost, createdAtMs: nowMs },
    isUncharged(key),
  )

export const insertRefund = (database: Database, key: JobKey, amount: number, nowMs: number, open: SQL) =>
  insertIf(
    database,
    creditEntries,
    { accountId: key.accountId, id: refundId(key.id), jobId: key.id, kind: 'REFUND', amount, createdAtMs: nowMs },
    sql`exists (select 1 from ${jobs} where ${open})`,
  )

/** That the entry for a row of the audit log is not written yet: what it tells of is done under this, and so once. */
export const isUngranted = (accountId: string, logId: string): SQL =>
  sql`not exists (select 1 from ${creditEntries} where ${creditEntries.accountId} = ${accountId} and ${creditEntries.id} = ${grantId(logId)})`

/** What an administrator gives or takes: an entry for the row of the audit log, if that was written. */
export const insertGrant = (database: Database, logId: string, entry: Omit<CreditEntry, 'id' | 'jobId'>, logged: SQL) =>
  insertIf(database, creditEntries, { ...entry, id: grantId(logId), jobId: null }, sql`${logged} and ${isUngranted(entry.accountId, logId)}`)

/** Puts a new webhook secret in the place of the one that signed until now. Repeating it changes nothing. */
export const rotateWebhookSecret = (database: Database, accountId: string, secret: string, previousUntilMs: number, condition: SQL) =>
  database
    .update(accounts)
    .set({ previousWebhookSecret: sql`${accounts.webhookSecret}`, previousWebhookSecretUntilMs: previousUntilMs, webhookSecret: secret })
    .where(and(eq(accounts.id, accountId), ne(accounts.webhookSecret, secret), condition))

/** A receiver of the account's webhooks was slow. */
export const markSlow = (database: Database, accountId: string, untilMs: number, condition: SQL) =>
  database.update(accounts).set({ webhooksSlowUntilMs: untilMs }).where(and(eq(accounts.id, accountId), condition))

export const selectAccount = (database: Database, accountId: string) =>
  database.select().from(accounts).where(eq(accounts.id, accountId)).limit(1)
