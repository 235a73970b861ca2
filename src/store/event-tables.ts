// The tables of events and of who is told of them. An event's rows are written within the batches that make them true, so it has no index but its key.
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { DisabledReason, EventDetail, EventKind } from '../domain/event.ts'

/** One row for each terminal fact, numbered without gaps within its account by `accounts.eventSeq`. */
export const events = sqliteTable(
  'events',
  {
    accountId: text('account_id').notNull(),
    seq: integer('seq').notNull(),
    kind: text('kind').$type<EventKind>().notNull(),
    /** What it is about: the generation's id; of `credits.low` what was charged, a generation or a row of the log; else the endpoint's. */
    subject: text('subject').notNull(),
    detail: text('detail', { mode: 'json' }).$type<EventDetail>(),
    atMs: integer('at_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.seq] })],
)
export type EventRow = typeof events.$inferSelect

/** Where an account is told of its events, besides what a request names. Few rows, changed by hand. */
export const webhookEndpoints = sqliteTable(
  'webhook_endpoints',
  {
    accountId: text('account_id').notNull(),
    id: text('id').notNull(),
    url: text('url').notNull(),
    /** The only kinds it is told of; null: all, also those that will be added. */
    events: text('events', { mode: 'json' }).$type<readonly EventKind[]>(),
    description: text('description'),
    /** The owner's own headers. They may hold a password, so nobody is shown their values. */
    headers: text('headers', { mode: 'json' }).$type<Readonly<Record<string, string>>>().notNull(),
    secret: text('secret').notNull(),
    /** The one before, which signs as well until then. */
    previousSecret: text('previous_secret'),
    previousSecretUntilMs: integer('previous_secret_until_ms'),
    /** The account's latest event when it was made or switched on: it is told of later ones. */
    sinceSeq: integer('since_seq').notNull(),
    /** Its first failure since it last took something; null: none. */
    failingSinceMs: integer('failing_since_ms'),
    disabledAtMs: integer('disabled_at_ms'),
    disabledReason: text('disabled_reason').$type<DisabledReason>(),
    /** What it was not told of is sent once more: behind this event, until that one. Null: nothing is. */
    recoverAfterSeq: integer('recover_after_seq'),
    recoverUntilSeq: integer('recover_until_seq'),
    createdAtMs: integer('created_at_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
)
export type WebhookEndpoint = typeof webhookEndpoints.$inferSelect
