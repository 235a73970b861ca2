// The tables. Every primary key begins with the account, so that D1 can be split by account later and a page of an
// account's rows is one range of the key. Each further index costs a written row per change: there are few.
import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { AttemptEnd, AttemptOutcome, DeliveryStatus, DuePurpose, EntryKind, FailureCode, FailureReason, JobStatus, Reason } from '../domain/job.ts'
import type { EventKind } from '../domain/event.ts'
import type { KeyKind } from '../domain/key-format.ts'
import type { Scope } from '../domain/scope.ts'
import { packedColumn } from './packed.ts'
import { outputsColumn, routesColumn } from './short.ts'
import type { SubmissionInput, UpstreamId, UpstreamRef } from '../domain/upstream.ts'
import type { GenerationType, ProviderId } from '../domain/model.ts'
import type { Plan, Limits } from '../domain/plans.ts'

export const accounts = sqliteTable(
  'accounts',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    plan: text('plan').$type<Plan>().notNull(),
    credits: integer('credits').notNull(),
    /** Enterprise's own limits; null: the plan's. */
    limits: text('limits', { mode: 'json' }).$type<Partial<Limits>>(),
    /** Days that media are kept; null: the plan's. */
    retentionDays: integer('retention_days'),
    webhookSecret: text('webhook_secret').notNull(),
    /** The one before, which signs as well until then. */
    previousWebhookSecret: text('previous_webhook_secret'),
    previousWebhookSecretUntilMs: integer('previous_webhook_secret_until_ms'),
    /** Of an account for test keys: the live one it belongs to. Null: it is a live one itself. */
    liveId: text('live_id'),
    createdAtMs: integer('created_at_ms').notNull(),
    /** Since when nothing new is accepted of it, nor of its test keys; null: it is. */
    suspendedAtMs: integer('suspended_at_ms'),
    /** When its owner closed it: from then on it has no key, and nothing new is accepted. */
    closedAtMs: integer('closed_at_ms'),
    /** When it was begun to delete what is personal in it: no way back. */
    erasedAtMs: integer('erased_at_ms'),
    /** The number of its latest event. It outlives the rows. */
    eventSeq: integer('event_seq').notNull().default(0),
    /** A charge that brings the balance under it is an event; 0: none is. */
    creditsLowAt: integer('credits_low_at').notNull().default(1000),
    /** The number of the last event that its webhook endpoints were told of. */
    fannedSeq: integer('fanned_seq').notNull().default(0),
    /** When the sweeper has its endpoints told of new events, if nobody has before; null: there are none, or it has no endpoint. */
    eventsDueAtMs: integer('events_due_at_ms'),
    /** Until when its webhooks go by the queue of the slow ones; null: they never had to. */
    webhooksSlowUntilMs: integer('webhooks_slow_until_ms'),
  },
  (table) => [
    check('credits_not_negative', sql`${table.credits} >= 0`),
    index('accounts_events_due').on(table.eventsDueAtMs).where(sql`${table.eventsDueAtMs} is not null`),
  ],
)

export const apiKeys = sqliteTable(
  'api_keys',
  {
    /** SHA-256 of the key, hex. The key itself is shown once and never stored. */
    hash: text('hash').primaryKey(),
    accountId: text('account_id').notNull(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    kind: text('kind').$type<KeyKind>().notNull().default('live'),
    lastFour: text('last_four').notNull(),
    scopes: text('scopes', { mode: 'json' }).$type<readonly Scope[]>().notNull().default(['generate', 'read', 'keys', 'billing']),
    /** The only ones it may use; null: all. */
    providers: text('providers', { mode: 'json' }).$type<readonly ProviderId[]>(),
    origins: text('origins', { mode: 'json' }).$type<readonly string[]>(),
    /** Its own spending limit and those of the key that made it: ids of `spending_limits`. */
    spendingIds: text('spending_ids', { mode: 'json' }).$type<readonly string[]>().notNull().default([]),
    createdAtMs: integer('created_at_ms').notNull(),
    expiresAtMs: integer('expires_at_ms'),
    revokedAtMs: integer('revoked_at_ms'),
    /** The key it was rolled to. */
    replacedBy: text('replaced_by'),
    /** Renewed once an hour at most. */
    lastUsedAtMs: integer('last_used_at_ms'),
  },
  (table) => [uniqueIndex('api_keys_account').on(table.accountId, table.id)],
)

/**
 * Hard limits on what a key or a client token may spend. The charge counts here in its own batch, so that a failed
 * CHECK rolls all of it back: nobody is ever over a limit, however many requests race.
 */
export const spendingLimits = sqliteTable(
  'spending_limits',
  {
    accountId: text('account_id').notNull(),
    /** `lim_…` of a key, `tok_…` of a client token. */
    id: text('id').notNull(),
    /** The key it was made for or by. */
    keyId: text('key_id').notNull(),
    /** Credits per UTC day. Null: no such limit. */
    perDay: integer('per_day'),
    /** Credits in all. */
    inAll: integer('in_all'),
    /** The last UTC day on which something was charged, and what was on it. */
    date: text('date').notNull(),
    spentToday: integer('spent_today').notNull(),
    spent: integer('spent').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    check('key_day_limit', sql`${table.perDay} is null or ${table.spentToday} <= ${table.perDay}`),
    check('key_total_limit', sql`${table.inAll} is null or ${table.spent} <= ${table.inAll} or ${table.id} >= 'tok'`),
    check('token_total_limit', sql`${table.inAll} is null or ${table.spent} <= ${table.inAll} or ${table.id} < 'tok'`),
  ],
)
export type SpendingLimit = typeof spendingLimits.$inferSelect

/** Media that came as bytes are words of kept-media.ts. `aside`: the object that holds the fields which are missing here. */
export interface KeptInput extends SubmissionInput {
  readonly aside?: number
}

export const jobs = sqliteTable(
  'jobs',
  {
    accountId: text('account_id').notNull(),
    id: text('id').notNull(),
    status: text('status').$type<JobStatus>().notNull(),
    type: text('type').$type<GenerationType>().notNull(),
    /** The row of `job_words` with what it is made from. Null: that stands here, as versions before this one wrote it. */
    words: integer('words'),
    /** As the caller gave it, but for bytes and for what is long: that stands in R2. Null where `words` names a row. */
    input: text('input', { mode: 'json' }).$type<KeptInput | null>().notNull(),
    /** The ways to serve it, best first; `route` says which is in use. */
    routes: routesColumn('routes').notNull(),
    route: integer('route').notNull(),
    /** Why this model: facts for the caller. */
    reasons: text('reasons', { mode: 'json' }).$type<readonly Reason[]>().notNull(),
    idempotencyKey: text('idempotency_key'),
    /** Empty where `words` names a row. */
    fingerprint: text('fingerprint').notNull(),
    cost: integer('cost').notNull(),
    refunded: integer('refunded').notNull(),
    webhookUrl: text('webhook_url'),
    tags: text('tags', { mode: 'json' }).$type<readonly string[]>().notNull(),
    /** The key that made it, or that minted the token; of a session the person. Null: made before it was kept. */
    keyId: text('key_id'),
    /** The caller's own user, of a client token's job. */
    endUser: text('end_user'),
    /** The spending limits it was charged against, which a refund gives back to; null: none. */
    spendingIds: text('spending_ids', { mode: 'json' }).$type<readonly string[]>(),
    /** Days that its media are kept, by the plan it was made under. */
    retentionDays: integer('retention_days').notNull(),
    /** Submissions made so far; the current attempt's number. */
    attempt: integer('attempt').notNull(),
    /** Rises when the sweeper re-drives the polls. */
    chain: integer('chain').notNull(),
    /** 0 to 1, as the upstream last told; null where it does not tell. */
    progress: real('progress'),
    outputs: outputsColumn('outputs'),
    errorCode: text('error_code').$type<FailureCode>(),
    errorReason: text('error_reason').$type<FailureReason>(),
    /** The input that could not be used, by its name: `image`, `images.2`. */
    errorField: text('error_field'),
    createdAtMs: integer('created_at_ms').notNull(),
    /** Until when it waited for a slot of its account; null: it did not, or waits still. */
    waitedUntilMs: integer('waited_until_ms'),
    claimedAtMs: integer('claimed_at_ms'),
    startedAtMs: integer('started_at_ms'),
    completedAtMs: integer('completed_at_ms'),
    deadlineMs: integer('deadline_ms').notNull(),
    /** When its media are deleted; and that it was done. */
    expiresAtMs: integer('expires_at_ms'),
    expiredAtMs: integer('expired_at_ms'),
    /** When an operator took its files down. */
    takenDownAtMs: integer('taken_down_at_ms'),
    /** When the sweeper must look at it; null: never again. */
    dueAtMs: integer('due_at_ms'),
    /** What it is due for. Each purpose has its own order and share of the sweeper. */
    dueFor: text('due_for').$type<DuePurpose>(),
    /** Looks of the sweeper that threw, one after the other: they make the next one later. */
    faults: integer('faults').notNull().default(0),
    /** Written anew by whoever moves the row, and read back in the same batch: who finds his own has won. */
    moveToken: text('move_token'),
    /** When the caller wished it cancelled; written before the company is asked. */
    cancelAskedAtMs: integer('cancel_asked_at_ms'),
    /** How often in a row the upstream or a fresh link of it said "not found", and since when. */
    missing: text('missing', { mode: 'json' }).$type<{ readonly count: number; readonly sinceMs: number }>(),
    /** Submissions that were definitely refused, but for those that only met a company too busy. */
    refusals: integer('refusals').notNull().default(0),
    /** Objects of the caller's input that are kept in R2 for it. */
    storedInputs: integer('stored_inputs').notNull().default(0),
    /** How often upstreams were asked whether it is done: written when an attempt ends, with the row that changes then anyway. */
    polls: integer('polls').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    uniqueIndex('jobs_idempotency').on(table.accountId, table.idempotencyKey).where(sql`${table.idempotencyKey} is not null`),
    index('jobs_due').on(table.dueFor, table.dueAtMs).where(sql`${table.dueAtMs} is not null`),
  ],
)
/** Where its words stand is the store's. */
export type JobRow = Omit<typeof jobs.$inferSelect, 'words'>
/** As one is made. */
export type NewJobRow = JobRow & { readonly input: KeptInput }

/** What jobs are made from, aside: a job's row over 1,002 bytes would take a page of 4 KB more. Found by its number alone, it has no index. */
export const jobWords = sqliteTable('job_words', {
  id: integer('id').primaryKey(),
  packed: packedColumn('packed').notNull(),
  fingerprint: text('fingerprint').notNull(),
})
/** A job as it is read: all but what was given to make it from. */
export type Job = Omit<JobRow, 'input' | 'fingerprint' | 'idempotencyKey'>
/** As callers see it in a list. */
export type ViewedJob = Pick<
  Job,
  | 'id' | 'status' | 'type' | 'routes' | 'route' | 'reasons' | 'cost' | 'refunded' | 'tags' | 'keyId' | 'endUser' | 'attempt' | 'polls' | 'progress' | 'outputs' | 'errorCode'
  | 'errorReason' | 'errorField' | 'createdAtMs' | 'waitedUntilMs' | 'claimedAtMs' | 'startedAtMs' | 'completedAtMs' | 'expiresAtMs' | 'expiredAtMs' | 'takenDownAtMs'
>

/** One submission that was answered, or whose answer was lost. The upstream's ids live here, never on the job. */
export const attempts = sqliteTable(
  'attempts',
  {
    accountId: text('account_id').notNull(),
    jobId: text('job_id').notNull(),
    number: integer('number').notNull(),
    upstream: text('upstream').$type<UpstreamId>().notNull(),
    model: text('model').notNull(),
    outcome: text('outcome').$type<AttemptOutcome>().notNull(),
    ref: text('ref', { mode: 'json' }).$type<UpstreamRef>(),
    /** The upstream's words, for operators alone. */
    detail: text('detail'),
    /** Of one that was refused: why, as it counts for health. Null also in what was written before it was kept. */
    refusal: text('refusal').$type<AttemptEnd>(),
    createdAtMs: integer('created_at_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.jobId, table.number] })],
)

/** The ledger. Append-only; a job has one CHARGE and at most one REFUND, by the primary key. */
export const creditEntries = sqliteTable(
  'credit_entries',
  {
    accountId: text('account_id').notNull(),
    /** `<sortable part of the job's id>.charge`, `….refund`; `<that of the log's id>.grant`. */
    id: text('id').notNull(),
    jobId: text('job_id'),
    kind: text('kind').$type<EntryKind>().notNull(),
    /** Signed: a charge is negative. */
    amount: integer('amount').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
)
export type CreditEntry = typeof creditEntries.$inferSelect

export interface LoggedAttempt {
  readonly atMs: number
  /** Of the answer; null: none came. */
  readonly status: number | null
  readonly ms: number
  /** What was wrong; null: it was taken. */
  readonly detail: string | null
  /** The first 1 KiB of the answer. */
  readonly answer: string
}

export const webhookDeliveries = sqliteTable(
  'webhook_deliveries',
  {
    accountId: text('account_id').notNull(),
    /** `webhook-id`, for an endpoint with its name behind: the same over all attempts. One per event and receiver, by construction. */
    id: text('id').notNull(),
    /** What its event is about. */
    jobId: text('job_id').notNull(),
    event: text('event').$type<EventKind>().notNull(),
    url: text('url').notNull(),
    status: text('status').$type<DeliveryStatus>().notNull(),
    attempts: integer('attempts').notNull(),
    lastStatus: integer('last_status'),
    lastDetail: text('last_detail'),
    createdAtMs: integer('created_at_ms').notNull(),
    deliveredAtMs: integer('delivered_at_ms'),
    dueAtMs: integer('due_at_ms'),
    /** Looks of the sweeper that threw, one after the other. */
    faults: integer('faults').notNull().default(0),
    /** As that of a job. */
    moveToken: text('move_token'),
    /** Whom it is for; null: whom its request names. */
    endpointId: text('endpoint_id'),
    /** The event's number, of an endpoint's. */
    seq: integer('seq'),
    /** Its latest attempts, the newest last. It goes with the row. */
    log: text('log', { mode: 'json' }).$type<readonly LoggedAttempt[]>().notNull().default([]),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    index('webhook_deliveries_due').on(table.dueAtMs).where(sql`${table.dueAtMs} is not null`),
  ],
)
/** As it is read but for its log, which may be long. */
export type WebhookDelivery = Omit<typeof webhookDeliveries.$inferSelect, 'log'>
