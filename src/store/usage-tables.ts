// What is rolled up of the ledger, the jobs and their submissions, so that nobody who asks for figures reads a long history. Written by
// the clock's run alone, up to an account's mark; store/usage.ts adds what came since.
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { UpstreamId } from '../domain/upstream.ts'

const figures = {
  /** Charged on that day. */
  generations: integer('generations').notNull(),
  /** Of those, how many failed. */
  failed: integer('failed').notNull(),
  /** Refunds of that day. */
  refunded: integer('refunded').notNull(),
  refundedCredits: integer('refunded_credits').notNull(),
  /** Charged, less what was refunded on that day. */
  credits: integer('credits').notNull(),
}

/** By UTC day, as `2026-11-22`. */
export const usageTotals = sqliteTable('usage_totals', { accountId: text('account_id').notNull(), date: text('date').notNull(), ...figures }, (table) => [
  primaryKey({ columns: [table.accountId, table.date] }),
])

/** The same by model, key and end user. Empty: nobody knows, or there is none. Provider and type follow from the model. */
export const usageParts = sqliteTable(
  'usage_parts',
  {
    accountId: text('account_id').notNull(),
    date: text('date').notNull(),
    model: text('model').notNull(),
    keyId: text('key_id').notNull(),
    endUser: text('end_user').notNull(),
    ...figures,
  },
  (table) => [primaryKey({ columns: [table.accountId, table.date, table.model, table.keyId, table.endUser] })],
)

/** What live accounts were charged by UTC day and model, beside what the companies' lists ask for it. */
export const modelDays = sqliteTable(
  'model_days',
  {
    date: text('date').notNull(),
    /** Empty: nobody knows. */
    model: text('model').notNull(),
    /** Charged on that day. */
    generations: integer('generations').notNull(),
    /** Of those, how many were completed, or kept of their charge all the same. */
    kept: integer('kept').notNull(),
    /** Of the kept, how many were stored before the list's price was. */
    unlisted: integer('unlisted').notNull(),
    /** Charged, less what was refunded on that day. */
    credits: integer('credits').notNull(),
    /** By the companies' lists, of the kept: millionths of a dollar. */
    listMicroUsd: integer('list_micro_usd').notNull(),
    /** Of those of the day, how many were delivered after their refund: paid by nobody, and asked for by their company. */
    late: integer('late').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.date, table.model] })],
)

/** How the submissions to an upstream ended, over all accounts, by the hour and by the day in which each was sent. */
export const healthSpans = sqliteTable(
  'health_spans',
  {
    span: text('span').$type<'HOUR' | 'DAY'>().notNull(),
    startMs: integer('start_ms').notNull(),
    upstream: text('upstream').$type<UpstreamId>().notNull(),
    model: text('model').notNull(),
    /** How many by their end; those that succeeded by how long they took: see health-spans.ts. */
    counts: text('counts', { mode: 'json' }).$type<Readonly<Record<string, number>>>().notNull(),
    /** Accounts that met the most frequent of its failures. One alone makes no incident. */
    failingAccounts: integer('failing_accounts').notNull(),
  },
  (table) => [primaryKey({ columns: [table.span, table.startMs, table.upstream, table.model] })],
)
export type HealthSpan = typeof healthSpans.$inferSelect
