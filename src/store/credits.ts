// Statements on balances and the ledger. A charge or a refund is written in the same batch as the row that is its
// reason, and each checks that row itself: what did not happen is not paid.
import { and, eq, ne, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Database } from './database.ts'
import { goesLow, insertLow, nextSeq } from './events.ts'
import { hot } from './hot.ts'
import type { Given } from './hot.ts'
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
export const isUncharged = ({ accountId, id }: JobKey): SQL => isWithout(accountId, id, chargeId(id))

const isWithout = (accountId: Given<string>, jobId: Given<string>, entryId: Given<string>): SQL =>
  sql`exists (select 1 from ${jobs} where ${jobs.accountId} = ${accountId} and ${jobs.id} = ${jobId})
    and not exists (select 1 from ${creditEntries} where ${creditEntries.accountId} = ${accountId} and ${creditEntries.id} = ${entryId})`

interface Charge {
  readonly accountId: string
  readonly jobId: string
  readonly entryId: string
  readonly cost: number
  readonly nowMs: number
}

const chargeOf = ({ accountId, id }: JobKey, cost: number, nowMs: number): Charge => ({ accountId, jobId: id, entryId: chargeId(id), cost, nowMs })

/** Takes the cost of a job that the same batch has just inserted; nothing when it was not inserted. */
export const chargeAccount = (database: Database, key: JobKey, cost: number, nowMs: number) => takeCost(database, chargeOf(key, cost, nowMs))

const takeCost = hot<Charge>()((database, place) =>
  database
    .update(accounts)
    .set({ credits: sql`${accounts.credits} - ${place('cost')}`, ...nextSeq(place('nowMs'), goesLow(place('cost'))) })
    .where(and(eq(accounts.id, place('accountId')), isWithout(place('accountId'), place('jobId'), place('entryId')))),
)

/** That the charge brings the balance under the account's threshold. */
export const lowEvent = (database: Database, key: JobKey, cost: number, nowMs: number) => insertLowOfCharge(database, chargeOf(key, cost, nowMs))

const insertLowOfCharge = hot<Charge>()((database, place) =>
  insertLow(
    database,
    { accountId: place('accountId'), subject: place('jobId'), amount: place('cost') },
    place('nowMs'),
    isWithout(place('accountId'), place('jobId'), place('entryId')),
  ),
)

export const insertCharge = (database: Database, key: JobKey, cost: number, nowMs: number) => insertChargeEntry(database, chargeOf(key, cost, nowMs))

const insertChargeEntry = hot<Charge>()((database, place) =>
  insertIf(
    database,
    creditEntries,
    { accountId: place('accountId'), id: place('entryId'), jobId: place('jobId'), kind: 'CHARGE', amount: sql`-${place('cost')}`, createdAtMs: place('nowMs') },
    isWithout(place('accountId'), place('jobId'), place('entryId')),
  ),
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

/** What an account's turn goes by. */
export const selectPlan = (database: Database, accountId: string) =>
  database.select({ plan: accounts.plan }).from(accounts).where(eq(accounts.id, accountId)).limit(1)

export const selectAccount = (database: Database, accountId: string) =>
  database.select().from(accounts).where(eq(accounts.id, accountId)).limit(1)
