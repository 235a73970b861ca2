// What the rows tell of some jobs of an account: what each was made from, its submissions, its credits, its webhooks. Everything
// by a range of a key: rows of these jobs alone are read.
import { and, asc, eq } from 'drizzle-orm'
import { chargeId, refundId } from './credits.ts'
import type { Database } from './database.ts'
import { isOneOf } from './is-one-of.ts'
import { deliveryIdOf, EVENT_OF } from './settlements.ts'
import { GIVEN_COLUMNS, hasWords } from './job-columns.ts'
import { apiKeys, attempts, creditEntries, jobWords, jobs, webhookDeliveries } from './tables.ts'

export const selectInputs = (database: Database, accountId: string, ids: readonly string[]) =>
  database.select({ id: jobs.id, ...GIVEN_COLUMNS }).from(jobs).leftJoin(jobWords, hasWords).where(and(eq(jobs.accountId, accountId), isOneOf(jobs.id, ids)))

/** In their order. */
export const selectAttempts = (database: Database, accountId: string, ids: readonly string[]) =>
  database
    .select({ jobId: attempts.jobId, number: attempts.number, model: attempts.model, outcome: attempts.outcome, createdAtMs: attempts.createdAtMs })
    .from(attempts)
    .where(and(eq(attempts.accountId, accountId), isOneOf(attempts.jobId, ids)))
    .orderBy(asc(attempts.jobId), asc(attempts.number))

export const selectEntries = (database: Database, accountId: string, ids: readonly string[]) =>
  database
    .select({ jobId: creditEntries.jobId, kind: creditEntries.kind, amount: creditEntries.amount, createdAtMs: creditEntries.createdAtMs })
    .from(creditEntries)
    .where(and(eq(creditEntries.accountId, accountId), isOneOf(creditEntries.id, ids.flatMap((id) => [chargeId(id), refundId(id)]))))

export const selectDeliveriesOf = (database: Database, accountId: string, ids: readonly string[]) =>
  database
    .select({
      jobId: webhookDeliveries.jobId,
      status: webhookDeliveries.status,
      attempts: webhookDeliveries.attempts,
      createdAtMs: webhookDeliveries.createdAtMs,
      deliveredAtMs: webhookDeliveries.deliveredAtMs,
    })
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.accountId, accountId), isOneOf(webhookDeliveries.id, ids.flatMap((id) => Object.values(EVENT_OF).map((event) => deliveryIdOf(id, event))))))

export const selectKeyNames = (database: Database, accountId: string, ids: readonly string[]) =>
  database.select({ id: apiKeys.id, name: apiKeys.name }).from(apiKeys).where(and(eq(apiKeys.accountId, accountId), isOneOf(apiKeys.id, ids)))
