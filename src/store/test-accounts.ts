// Statements that make the account for a live one's test keys, with the ledger's reason for its credits. However often
// they are repeated or race, both exist once.
import { eq, sql } from 'drizzle-orm'
import { FIRST_GRANT_ID, TEST_CREDITS } from '../domain/test-account.ts'
import { insertOpeningGrant } from './credits.ts'
import type { Database } from './database.ts'
import { accounts } from './tables.ts'

export interface NewTestAccount {
  readonly id: string
  readonly liveId: string
  readonly webhookSecret: string
}

/** Its plan and limits are the live account's as they are at each request (keys.ts); the copies here are never read. */
export const insertTestAccount = (database: Database, { id, liveId, webhookSecret }: NewTestAccount, nowMs: number) =>
  database
    .insert(accounts)
    .select(
      database
        .select({
          id: sql<string>`${id}`.as('id'),
          name: accounts.name,
          plan: accounts.plan,
          credits: sql<number>`${TEST_CREDITS}`.as('credits'),
          limits: accounts.limits,
          retentionDays: accounts.retentionDays,
          webhookSecret: sql<string>`${webhookSecret}`.as('webhook_secret'),
          previousWebhookSecret: sql<null>`null`.as('previous_webhook_secret'),
          previousWebhookSecretUntilMs: sql<null>`null`.as('previous_webhook_secret_until_ms'),
          liveId: sql<string>`${liveId}`.as('live_id'),
          createdAtMs: sql<number>`${nowMs}`.as('created_at_ms'),
          suspendedAtMs: sql<null>`null`.as('suspended_at_ms'),
          closedAtMs: accounts.closedAtMs,
          erasedAtMs: accounts.erasedAtMs,
          eventSeq: sql<number>`0`.as('event_seq'),
          creditsLowAt: accounts.creditsLowAt,
          fannedSeq: sql<number>`0`.as('fanned_seq'),
          eventsDueAtMs: sql<null>`null`.as('events_due_at_ms'),
          webhooksSlowUntilMs: sql<null>`null`.as('webhooks_slow_until_ms'),
        })
        .from(accounts)
        .where(eq(accounts.id, liveId)),
    )
    .onConflictDoNothing()

export const insertTestGrant = (database: Database, accountId: string, nowMs: number) =>
  insertOpeningGrant(database, { accountId, id: FIRST_GRANT_ID, amount: TEST_CREDITS, createdAtMs: nowMs }).onConflictDoNothing()
