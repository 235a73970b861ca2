// Statements on webhook deliveries. The row is written with the settlement; only its progress changes here.
import { and, desc, eq, lt, ne } from 'drizzle-orm'
import type { Database } from './database.ts'
import { webhookDeliveries } from './tables.ts'
import type { WebhookDelivery } from './tables.ts'

type DeliveryKey = Pick<WebhookDelivery, 'accountId' | 'id'>

const isDelivery = (key: DeliveryKey) => and(eq(webhookDeliveries.accountId, key.accountId), eq(webhookDeliveries.id, key.id))

export const selectDelivery = (database: Database, key: DeliveryKey) =>
  database.select().from(webhookDeliveries).where(isDelivery(key)).limit(1)

/** Records an attempt, if no other consumer has recorded the same one: who has finds its token (`selectIfRecorded`). */
export const recordDeliveryAttempt = (
  database: Database,
  delivery: WebhookDelivery,
  change: Pick<WebhookDelivery, 'status' | 'lastStatus' | 'lastDetail' | 'deliveredAtMs' | 'dueAtMs' | 'moveToken'>,
) =>
  database
    .update(webhookDeliveries)
    .set({ ...change, attempts: delivery.attempts + 1, faults: 0 })
    .where(and(isDelivery(delivery), eq(webhookDeliveries.attempts, delivery.attempts), eq(webhookDeliveries.status, 'PENDING')))

export const selectIfRecorded = (database: Database, key: DeliveryKey, moveToken: string) =>
  database.select({ id: webhookDeliveries.id }).from(webhookDeliveries).where(and(isDelivery(key), eq(webhookDeliveries.moveToken, moveToken))).limit(1)

/** A page of an account's deliveries, newest generation first (ids sort by the generation's time). */
export const selectDeliveries = (database: Database, accountId: string, beforeId: string | undefined, limit: number) =>
  database
    .select()
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.accountId, accountId), beforeId === undefined ? undefined : lt(webhookDeliveries.id, beforeId)))
    .orderBy(desc(webhookDeliveries.id))
    .limit(limit)

/** Begins the schedule anew, unless it is still under way. Who finds the token on the row has begun it. */
export const restartDelivery = (database: Database, key: DeliveryKey, dueAtMs: number, moveToken: string) =>
  database
    .update(webhookDeliveries)
    .set({ status: 'PENDING', attempts: 0, deliveredAtMs: null, dueAtMs, moveToken })
    .where(and(isDelivery(key), ne(webhookDeliveries.status, 'PENDING')))
