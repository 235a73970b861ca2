// Statements on API keys. The look-up behind every authenticated request is one read: a key's hash, or a client
// token's id, to its key and account.
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from './database.ts'
import { accounts, apiKeys, spendingLimits } from './tables.ts'

export type ApiKey = typeof apiKeys.$inferSelect

/** None that is called as one of the key's: in a batch D1 gives rows by column name, and one of the two would be lost. */
export const accountColumns = { plan: accounts.plan, limits: accounts.limits, retentionDays: accounts.retentionDays }

export interface KeyRow {
  readonly key: ApiKey
  readonly account: Pick<typeof accounts.$inferSelect, keyof typeof accountColumns>
}

export const selectKey = (database: Database, hash: string) =>
  database
    .select({ key: apiKeys, account: accountColumns })
    .from(apiKeys)
    .innerJoin(accounts, eq(accounts.id, apiKeys.accountId))
    .where(eq(apiKeys.hash, hash))
    .limit(1)

/** The key behind a client token, by the token's own row. */
export const selectKeyOfToken = (database: Database, accountId: string, tokenId: string) =>
  database
    .select({ key: apiKeys, account: accountColumns })
    .from(spendingLimits)
    .innerJoin(apiKeys, and(eq(apiKeys.accountId, spendingLimits.accountId), eq(apiKeys.id, spendingLimits.keyId)))
    .innerJoin(accounts, eq(accounts.id, spendingLimits.accountId))
    .where(and(eq(spendingLimits.accountId, accountId), eq(spendingLimits.id, tokenId)))
    .limit(1)

/** An account's keys, newest first. */
export const selectKeys = (database: Database, accountId: string, limit: number) =>
  database.select().from(apiKeys).where(eq(apiKeys.accountId, accountId)).orderBy(desc(apiKeys.id)).limit(limit)

const isKey = (accountId: string, id: string) => and(eq(apiKeys.accountId, accountId), eq(apiKeys.id, id))

export const selectKeyById = (database: Database, accountId: string, id: string) =>
  database.select().from(apiKeys).where(isKey(accountId, id)).limit(1)

export const insertKey = (database: Database, key: ApiKey) => database.insert(apiKeys).values(key)

/** Hands over to a new key, once: a key that was rolled or revoked already stays as it is. */
export const replaceKey = (database: Database, old: ApiKey, newId: string, expiresAtMs: number) =>
  database
    .update(apiKeys)
    .set({ replacedBy: newId, expiresAtMs })
    .where(and(isKey(old.accountId, old.id), isNull(apiKeys.replacedBy), isNull(apiKeys.revokedAtMs)))

/** The new key of a roll, written only if the same batch has handed over to it. */
export const insertReplacement = (database: Database, old: ApiKey, { id, hash, lastFour, createdAtMs }: ApiKey) =>
  database.insert(apiKeys).select(
    database
      .select({
        hash: sql<string>`${hash}`.as('hash'),
        accountId: apiKeys.accountId,
        id: sql<string>`${id}`.as('id'),
        name: apiKeys.name,
        kind: apiKeys.kind,
        lastFour: sql<string>`${lastFour}`.as('last_four'),
        scopes: apiKeys.scopes,
        providers: apiKeys.providers,
        origins: apiKeys.origins,
        spendingIds: apiKeys.spendingIds,
        createdAtMs: sql<number>`${createdAtMs}`.as('created_at_ms'),
        expiresAtMs: sql<number | null>`${old.expiresAtMs}`.as('expires_at_ms'),
        revokedAtMs: sql<null>`null`.as('revoked_at_ms'),
        replacedBy: sql<null>`null`.as('replaced_by'),
        lastUsedAtMs: sql<null>`null`.as('last_used_at_ms'),
      })
      .from(apiKeys)
      .where(and(isKey(old.accountId, old.id), eq(apiKeys.replacedBy, id))),
  )

/** Repeating it keeps the first time. */
export const revokeKey = (database: Database, accountId: string, id: string, nowMs: number) =>
  database
    .update(apiKeys)
    .set({ revokedAtMs: sql`coalesce(${apiKeys.revokedAtMs}, ${nowMs})` })
    .where(isKey(accountId, id))
    .returning()

export const noteKeyUse = (database: Database, accountId: string, id: string, nowMs: number) =>
  database.update(apiKeys).set({ lastUsedAtMs: nowMs }).where(isKey(accountId, id))
