// The tables of people, of what administrators change, of what they changed, and of what they must mend. Few rows, written by hand: an index
// costs nothing here.
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { AlarmKind } from '../domain/alarm.ts'
import type { Plan } from '../domain/plans.ts'

/** Who may sign in, and to which account. An issuer's subject is for ever the same person. */
export const people = sqliteTable(
  'people',
  {
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    id: text('id').notNull(),
    accountId: text('account_id').notNull(),
    email: text('email'),
    name: text('name'),
    createdAtMs: integer('created_at_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.issuer, table.subject] }), index('people_account').on(table.accountId)],
)
export type Person = typeof people.$inferSelect

/** Signed-in browsers. As with keys, only the SHA-256 of what the cookie holds is stored. */
export const sessions = sqliteTable(
  'sessions',
  {
    hash: text('hash').primaryKey(),
    accountId: text('account_id').notNull(),
    personId: text('person_id').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    expiresAtMs: integer('expires_at_ms').notNull(),
  },
  (table) => [index('sessions_account').on(table.accountId, table.expiresAtMs)],
)
export type Session = typeof sessions.$inferSelect

/** End users of whom nothing new is accepted, by the live account that they are of. */
export const suspendedUsers = sqliteTable(
  'suspended_users',
  {
    accountId: text('account_id').notNull(),
    endUser: text('end_user').notNull(),
    sinceMs: integer('since_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.endUser] })],
)

/** What owners ask of the operators: credits or a plan, one of the two. */
export const asks = sqliteTable(
  'asks',
  {
    /** `ask_…`: sorts by time. */
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    credits: integer('credits'),
    plan: text('plan').$type<Plan>(),
    note: text('note').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    /** Null: it is open. */
    outcome: text('outcome').$type<AskOutcome>(),
    /** What the operator says to it. */
    reply: text('reply').notNull().default(''),
    settledAtMs: integer('settled_at_ms'),
  },
  (table) => [index('asks_account').on(table.accountId, table.id)],
)
export type Ask = typeof asks.$inferSelect
export type AskOutcome = 'GRANTED' | 'DECLINED'

/** What was changed by hand. Triggers in the database refuse every change and deletion of a row. */
export const auditLog = sqliteTable(
  'audit_log',
  {
    /** `log_…`: sorts by time. */
    id: text('id').primaryKey(),
    /** Whose data were changed; null: everybody's, as when a model is switched off. */
    accountId: text('account_id'),
    /** The account and the key, or the person, that did it. */
    actorAccountId: text('actor_account_id').notNull(),
    actor: text('actor').notNull(),
    /** Of a listed person who was signed in: who it was, for ever, whatever becomes of his account. */
    person: text('person', { mode: 'json' }).$type<{ readonly issuer: string; readonly subject: string }>(),
    action: text('action').notNull(),
    /** What it was done to: the id of an account, a key, a model. */
    target: text('target').notNull(),
    /** The figures of the change, before and after. Never a secret. */
    detail: text('detail', { mode: 'json' }).$type<Readonly<Record<string, unknown>>>().notNull(),
    requestId: text('request_id'),
    createdAtMs: integer('created_at_ms').notNull(),
  },
  (table) => [index('audit_log_account').on(table.accountId, table.id)],
)
export type AuditEntry = typeof auditLog.$inferSelect

/** Models that an administrator has switched off. No row: the model is on. */
export const modelSwitches = sqliteTable('model_switches', {
  model: text('model').primaryKey(),
  reason: text('reason').notNull(),
  offSinceMs: integer('off_since_ms').notNull(),
})

/** What somebody must mend: one row per kind, subject and hour. */
export const alarms = sqliteTable(
  'alarms',
  {
    kind: text('kind').$type<AlarmKind>().notNull(),
    /** What it is about: an upstream, a model, a job, an account. Never a secret, never a caller's words. */
    subject: text('subject').notNull(),
    /** The UTC hour, `2026-11-28T09`. */
    hour: text('hour').notNull(),
    detail: text('detail').notNull(),
    /** How often within the hour. */
    count: integer('count').notNull(),
    firstAtMs: integer('first_at_ms').notNull(),
    lastAtMs: integer('last_at_ms').notNull(),
    /** When it was posted; null: not yet. */
    postedAtMs: integer('posted_at_ms'),
    /** Of who posts it, so that of many only one does. */
    postToken: text('post_token'),
    closedAtMs: integer('closed_at_ms'),
  },
  (table) => [primaryKey({ columns: [table.kind, table.subject, table.hour] })],
)
export type AlarmRow = typeof alarms.$inferSelect

/** Written by the version before this one alone, which runs beside it for a moment of a deploy; the next release drops it. Now: usage-tables.ts. */
export const usageDays = sqliteTable(
  'usage_days',
  { accountId: text('account_id').notNull(), date: text('date').notNull(), generations: integer('generations').notNull(), credits: integer('credits').notNull() },
  (table) => [primaryKey({ columns: [table.accountId, table.date] })],
)

/** How far something that goes on from run to run has come: the audit, the roll-up of usage. */
export const marks = sqliteTable('marks', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
  updatedAtMs: integer('updated_at_ms').notNull(),
})
