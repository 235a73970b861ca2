// Statements on webhook deliveries. The row is written with the settlement; only its progress changes here.
import { and, eq, getTableColumns, ne, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Database } from './database.ts'
import { isOneOf } from './is-one-of.ts'
import { webhookDeliveries } from './tables.ts'
import type { LoggedAttempt, WebhookDelivery } from './tables.ts'

type DeliveryKey = Pick<WebhookDelivery, 'accountId' | 'id'>

const isDelivery = (key: DeliveryKey) => and(eq(webhookDeliveries.accountId, key.accountId), eq(webhookDeliveries.id, key.id))

const { log: _log, ...columns } = getTableColumns(webhookDeliveries)
/** All but the log. */
export const DELIVERY_COLUMNS = columns
/** Ten attempts of the schedule, of two redeliveries too. The oldest go first. */
const MOST_LOGGED = 30

export const selectDelivery = (database: Database, key: DeliveryKey) =>
  database.select(DELIVERY_COLUMNS).from(webhookDeliveries).where(isDelivery(key)).limit(1)

const isAtAttempt = (delivery: WebhookDelivery): SQL =>
  sql`${webhookDeliveries.accountId} = ${delivery.accountId} and ${webhookDeliveries.id} = ${delivery.id} and ${webhookDeliveries.attempts} = ${delivery.attempts} and ${webhookDeliveries.status} = 'PENDING'`

/** That nobody has recorded this attempt: what follows from it stands under this, before it is recorded. */
export const isUnrecorded = (delivery: WebhookDelivery): SQL => sql`exists (select 1 from ${webhookDeliveries} where ${isAtAttempt(delivery)})`

const withLogged = (attempt: LoggedAttempt): SQL => {
  const { log } = webhookDeliveries
  return sql`json_insert(iif(json_array_length(${log}) < ${MOST_LOGGED}, ${log}, json_remove(${log}, '$[0]')), '$[#]', json(${JSON.stringify(attempt)}))`
}

/** Records an attempt, if no other consumer has recorded the same one: who has finds its token (`selectIfRecorded`). */
export const recordDeliveryAttempt = (
  database: Database,
  delivery: WebhookDelivery,
  change: Pick<WebhookDelivery, 'url' | 'status' | 'lastStatus' | 'lastDetail' | 'deliveredAtMs' | 'dueAtMs' | 'moveToken'>,
  logged: LoggedAttempt,
) =>
  database
    .update(webhookDeliveries)
    .set({ ...change, attempts: delivery.attempts + 1, faults: 0, log: withLogged(logged) })
    .where(isAtAttempt(delivery))

export const selectIfRecorded = (database: Database, key: DeliveryKey, moveToken: string) =>
  database.select({ id: webhookDeliveries.id }).from(webhookDeliveries).where(and(isDelivery(key), eq(webhookDeliveries.moveToken, moveToken))).limit(1)

/** Nobody is there to take it: its endpoint is gone or switched off. */
export const giveDeliveryUp = (database: Database, key: DeliveryKey, detail: string) =>
  database.update(webhookDeliveries).set({ status: 'PARKED', lastDetail: detail, dueAtMs: null }).where(and(isDelivery(key), eq(webhookDeliveries.status, 'PENDING')))

/** The attempts at some deliveries of the account. */
export const selectLogs = (database: Database, accountId: string, ids: readonly string[]) =>
  database
    .select({ id: webhookDeliveries.id, log: webhookDeliveries.log })
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.accountId, accountId), isOneOf(webhookDeliveries.id, ids)))

/** Begins the schedule anew, unless it is still under way. Who finds the token on the row has begun it. */
export const restartDelivery = (database: Database, key: DeliveryKey, dueAtMs: number, moveToken: string) =>
  database
    .update(webhookDeliveries)
    .set({ status: 'PENDING', attempts: 0, deliveredAtMs: null, dueAtMs, moveToken })
    .where(and(isDelivery(key), ne(webhookDeliveries.status, 'PENDING')))

/**
 * Of some accounts those deliveries that are older and not on their way; ids sort by time, so the oldest are found first.
 * @param beforeId of that time @param most of all together
 */
export const deleteOldDeliveries = (database: Database, accountIds: readonly string[], beforeId: string, beforeMs: number, most: number) =>
  database
    .delete(webhookDeliveries)
    .where(
      sql`(${webhookDeliveries.accountId}, ${webhookDeliveries.id}) in (
        select d.account_id, d.id from json_each(${JSON.stringify(accountIds)}) asked cross join webhook_deliveries d on d.account_id = asked.value
        where d.id < ${beforeId} and d.status <> 'PENDING' and d.created_at_ms < ${beforeMs} and coalesce(d.log ->> '$[#-1].atMs', 0) < ${beforeMs} limit ${most})`,
    )
