// Statements on webhook endpoints and on the deliveries that are made for them. All are of one account.
import { and, asc, eq, gt, gte, inArray, isNotNull, isNull, lte, ne, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Database } from './database.ts'
import type { DisabledReason } from '../domain/event.ts'
import { countEvent, insertEvent } from './events.ts'
import { events, webhookEndpoints } from './event-tables.ts'
import type { WebhookEndpoint } from './event-tables.ts'
import { insertIf } from './insert-if.ts'
import { accounts, webhookDeliveries } from './tables.ts'
import type { WebhookDelivery } from './tables.ts'

export type EndpointKey = Pick<WebhookEndpoint, 'accountId' | 'id'>

const isEndpoint = (key: EndpointKey): SQL => sql`${webhookEndpoints.accountId} = ${key.accountId} and ${webhookEndpoints.id} = ${key.id}`

const latestSeq = (accountId: string): SQL => sql`(select ${accounts.eventSeq} from ${accounts} where ${eq(accounts.id, accountId)})`

export const selectEndpoints = (database: Database, accountId: string) =>
  database.select().from(webhookEndpoints).where(eq(webhookEndpoints.accountId, accountId)).orderBy(asc(webhookEndpoints.id))

export const selectEndpoint = (database: Database, key: EndpointKey) => database.select().from(webhookEndpoints).where(isEndpoint(key)).limit(1)

/** Nothing where the account has as many as it may. It is told of events from now on. */
export const insertEndpoint = (database: Database, endpoint: Omit<WebhookEndpoint, 'sinceSeq'>, most: number, condition: SQL) => {
  const count = sql`(select count(*) from ${webhookEndpoints} where ${eq(webhookEndpoints.accountId, endpoint.accountId)})`
  return insertIf(database, webhookEndpoints, { ...endpoint, sinceSeq: latestSeq(endpoint.accountId) }, sql`${condition} and ${count} < ${most}`).onConflictDoNothing()
}

export type EndpointChange = Partial<Pick<WebhookEndpoint, 'url' | 'events' | 'description' | 'headers'>>

export const updateEndpoint = (database: Database, key: EndpointKey, change: EndpointChange, condition: SQL) =>
  database.update(webhookEndpoints).set({ description: sql`${webhookEndpoints.description}`, ...change }).where(and(isEndpoint(key), condition))

/** From now on, whatever it missed: `webhookRecover` sends that. */
export const enableEndpoint = (database: Database, key: EndpointKey, condition: SQL) =>
  database
    .update(webhookEndpoints)
    .set({ disabledAtMs: null, disabledReason: null, failingSinceMs: null, sinceSeq: latestSeq(key.accountId) })
    .where(and(isEndpoint(key), sql`${webhookEndpoints.disabledAtMs} is not null`, condition))

export const disableEndpoint = (database: Database, key: EndpointKey, reason: DisabledReason, nowMs: number, condition: SQL) =>
  database.update(webhookEndpoints).set({ disabledAtMs: nowMs, disabledReason: reason }).where(and(isEndpoint(key), isNull(webhookEndpoints.disabledAtMs), condition))

export const deleteEndpoint = (database: Database, key: EndpointKey, condition: SQL) => database.delete(webhookEndpoints).where(and(isEndpoint(key), condition))

/** Puts a new secret in the place of the one that signed until now. Repeating it changes nothing. */
export const rotateEndpointSecret = (database: Database, key: EndpointKey, secret: string, previousUntilMs: number, condition: SQL) =>
  database
    .update(webhookEndpoints)
    .set({ previousSecret: sql`${webhookEndpoints.secret}`, previousSecretUntilMs: previousUntilMs, secret })
    .where(and(isEndpoint(key), ne(webhookEndpoints.secret, secret), condition))

/** How far the account's endpoints have been told. */
export const selectFanned = (database: Database, accountId: string) =>
  database.select({ eventSeq: accounts.eventSeq, fannedSeq: accounts.fannedSeq, closedAtMs: accounts.closedAtMs }).from(accounts).where(eq(accounts.id, accountId)).limit(1)

export const selectEventsUntil = (database: Database, accountId: string, afterSeq: number, untilSeq: number) =>
  database.select().from(events).where(and(eq(events.accountId, accountId), gt(events.seq, afterSeq), lte(events.seq, untilSeq))).orderBy(asc(events.seq))

export const selectEvent = (database: Database, accountId: string, seq: number) =>
  database.select().from(events).where(and(eq(events.accountId, accountId), eq(events.seq, seq))).limit(1)

export type FreshDelivery = Pick<WebhookDelivery, 'id' | 'jobId' | 'event' | 'url' | 'createdAtMs' | 'endpointId' | 'seq'>

/** Those that are not there yet. @param dueAtMs when the sweeper sends their messages, should ours be lost */
export const insertDeliveries = (database: Database, accountId: string, fresh: readonly FreshDelivery[], dueAtMs: number) =>
  newDeliveries(database, accountId, fresh, dueAtMs).onConflictDoNothing()

/** Those that are not there yet or have failed for good; the sweeper sends their messages. */
export const recoverDeliveries = (database: Database, accountId: string, fresh: readonly FreshDelivery[], dueAtMs: number) =>
  newDeliveries(database, accountId, fresh, dueAtMs).onConflictDoUpdate({
    target: [webhookDeliveries.accountId, webhookDeliveries.id],
    set: { status: 'PENDING', attempts: 0, dueAtMs, faults: 0 },
    setWhere: inArray(webhookDeliveries.status, ['PARKED', 'STOPPED']),
  })

const newDeliveries = (database: Database, accountId: string, fresh: readonly FreshDelivery[], dueAtMs: number) => {
  const rows = JSON.stringify(fresh.map(({ id, jobId, event, url, createdAtMs, endpointId, seq }) => [id, jobId, event, url, createdAtMs, endpointId, seq]))
  return database
    .insert(webhookDeliveries)
    .select(
      sql`select ${accountId}, f.value ->> 0, f.value ->> 1, f.value ->> 2, f.value ->> 3, 'PENDING', 0, null, null, f.value ->> 4, null, ${dueAtMs}, 0, null, f.value ->> 5, f.value ->> 6, '[]'
        from json_each(${rows}) f where true`,
    )
}

/** The endpoints were told until there; with nothing more to tell the account is due no longer. */
export const moveFanned = (database: Database, accountId: string, untilSeq: number) =>
  database
    .update(accounts)
    .set({
      fannedSeq: sql`max(${accounts.fannedSeq}, ${untilSeq})`,
      eventsDueAtMs: sql`case when ${accounts.eventSeq} > ${untilSeq} or exists (
        select 1 from webhook_endpoints e where e.account_id = ${accountId} and e.recover_after_seq is not null) then ${accounts.eventsDueAtMs} end`,
    })
    .where(eq(accounts.id, accountId))

/** Begins to send once more what an endpoint was not told of since then; its account is due for it. */
export const beginRecovery = (database: Database, key: EndpointKey, sinceMs: number, dueAtMs: number, condition: SQL) => {
  const isFirst = and(eq(events.accountId, key.accountId), gte(events.atMs, sinceMs))
  const before = sql`coalesce((select ${events.seq} - 1 from ${events} where ${isFirst} order by ${events.seq} limit 1), ${latestSeq(key.accountId)})`
  return [
    database.update(webhookEndpoints).set({ recoverAfterSeq: before, recoverUntilSeq: latestSeq(key.accountId) }).where(and(isEndpoint(key), condition)),
    database.update(accounts).set({ eventsDueAtMs: sql`coalesce(${accounts.eventsDueAtMs}, ${dueAtMs})` }).where(and(eq(accounts.id, key.accountId), condition)),
  ] as const
}

/** A page of it is done. @param nextSeq null: all of it */
export const moveRecovery = (database: Database, endpoint: WebhookEndpoint, nextSeq: number | null) =>
  database
    .update(webhookEndpoints)
    .set({ recoverAfterSeq: nextSeq, ...(nextSeq === null && { recoverUntilSeq: null }) })
    .where(and(isEndpoint(endpoint), sql`${webhookEndpoints.recoverAfterSeq} is ${endpoint.recoverAfterSeq} and ${webhookEndpoints.recoverUntilSeq} is ${endpoint.recoverUntilSeq}`))

/** That it fails, since when; or that it takes what it is sent. */
export const markFailing = (database: Database, key: EndpointKey, failingSinceMs: number | null, condition: SQL) =>
  database
    .update(webhookEndpoints)
    .set({ failingSinceMs })
    .where(and(isEndpoint(key), failingSinceMs === null ? isNotNull(webhookEndpoints.failingSinceMs) : isNull(webhookEndpoints.failingSinceMs), condition))

/** Switches it off by what its receiver did, with the event of that. @param condition holds until the batch is done */
export const endEndpoint = (database: Database, key: EndpointKey, reason: Exclude<DisabledReason, 'OWNER'>, nowMs: number, condition: SQL) => {
  const isOn = sql`${condition} and exists (select 1 from ${webhookEndpoints} where ${isEndpoint(key)} and ${webhookEndpoints.disabledAtMs} is null)`
  return [
    countEvent(database, key.accountId, 0, nowMs, isOn),
    insertEvent(database, { accountId: key.accountId, kind: 'endpoint.disabled', subject: key.id, atMs: nowMs }, isOn, sql`json_object('reason', ${reason})`),
    disableEndpoint(database, key, reason, nowMs, condition),
  ] as const
}
