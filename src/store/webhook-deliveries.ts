// Statements on webhook deliveries. The row is written with the settlement; only its progress changes here.
import { and, asc, eq, lte } from 'drizzle-orm'
import type { Database } from './database.ts'
import { webhookDeliveries } from './tables.ts'
import type { WebhookDelivery } from './tables.ts'

type DeliveryKey = Pick<WebhookDelivery, 'accountId' | 'id'>

const isDelivery = (key: DeliveryKey) => and(eq(webhookDeliveries.accountId, key.accountId), eq(webhookDeliveries.id, key.id))

export const selectDelivery = (database: Database, key: DeliveryKey) =>
  database.select().from(webhookDeliveries).where(isDelivery(key)).limit(1)

/** Records an attempt, if no other consumer has recorded the same one. */
export const recordDeliveryAttempt = (
  database: Database,
  delivery: WebhookDelivery,
  change: Pick<WebhookDelivery, 'status' | 'lastStatus' | 'lastDetail' | 'deliveredAtMs' | 'dueAtMs'>,
) =>
  database
    .update(webhookDeliveries)
    .set({ ...change, attempts: delivery.attempts + 1 })
    .where(and(isDelivery(delivery), eq(webhookDeliveries.attempts, delivery.attempts), eq(webhookDeliveries.status, 'PENDING')))

/** What the sweeper must send again, oldest first; over all accounts. */
export const selectDueDeliveries = (database: Database, nowMs: number, limit: number) =>
  database
    .select()
    .from(webhookDeliveries)
    .where(lte(webhookDeliveries.dueAtMs, nowMs))
    .orderBy(asc(webhookDeliveries.dueAtMs))
    .limit(limit)

export const postponeDelivery = (database: Database, delivery: WebhookDelivery, dueAtMs: number) =>
  database
    .update(webhookDeliveries)
    .set({ dueAtMs })
    .where(and(isDelivery(delivery), eq(webhookDeliveries.attempts, delivery.attempts), eq(webhookDeliveries.status, 'PENDING')))
