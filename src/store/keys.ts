// Statements on API keys. The look-up behind every authenticated request is one read: a key's hash, or a client
// token's id, to its key and account.
import { and, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { TEST_SUFFIX, withTestAccount } from '../domain/test-account.ts'
import { insertIf } from './insert-if.ts'
import type { Database } from './database.ts'
import { isUserSuspended } from './suspensions.ts'
import { accounts, apiKeys, spendingLimits } from './tables.ts'

export type ApiKey = typeof apiKeys.$inferSelect

/** None that is called as one of the key's: in a batch D1 gives rows by column name, and one of the two would be lost. */
export const accountColumns = { plan: accounts.plan, limits: accounts.limits, retentionDays: accounts.retentionDays, suspendedAtMs: accounts.suspendedAtMs }

export interface KeyRow {
  readonly key: ApiKey
  readonly account: Pick<typeof accounts.$inferSelect, keyof typeof accountColumns>
  /** Of a client token: nothing new is accepted of its end user. */
  readonly isUserSuspended?: number
}

/**
 * The account whose plan and limits hold for a key: its own, or of a test key the live one behind it. A live key of a test
 * account, or a test key of a live one, has none, and so does not exist; nor does any of an account that is closed.
 */
const holdsFor = sql`${accounts.id} = replace(${apiKeys.accountId}, ${TEST_SUFFIX}, '')
  and ${apiKeys.accountId} = ${accounts.id} || iif(${apiKeys.kind} = 'test', ${TEST_SUFFIX}, '') and ${accounts.closedAtMs} is null`

export const selectKey = (database: Database, hash: string) =>
  database
    .select({ key: apiKeys, account: accountColumns })
    .from(apiKeys)
    .innerJoin(accounts, holdsFor)
    .where(eq(apiKeys.hash, hash))
    .limit(1)

/** The key behind a client token, by the token's own row. */
export const selectKeyOfToken = (database: Database, accountId: string, tokenId: string, endUser: string) =>
  database
    .select({ key: apiKeys, account: accountColumns, isUserSuspended: sql<number>`${isUserSuspended(accountId, endUser)}`.as('is_user_suspended') })
    .from(spendingLimits)
    .innerJoin(apiKeys, and(eq(apiKeys.accountId, spendingLimits.accountId), eq(apiKeys.id, spendingLimits.keyId)))
    .innerJoin(accounts, holdsFor)
    .where(and(eq(spendingLimits.accountId, accountId), eq(spendingLimits.id, tokenId)))
    .limit(1)

const isKey = (accountId: string, id: string) => and(eq(apiKeys.accountId, accountId), eq(apiKeys.id, id))

const isUsable = (nowMs: number): SQL => sql`(${apiKeys.revokedAtMs} is null and (${apiKeys.expiresAtMs} is null or ${apiKeys.expiresAtMs} > ${nowMs}))`

/** That a key is neither revoked nor over, whatever an isolate remembers of it. */
export const isKeyUsable = (accountId: string, id: string, nowMs: number): SQL =>
  sql`exists (select 1 from ${apiKeys} where ${isKey(accountId, id)} and ${isUsable(nowMs)})`

/** Those of an account, another than the named one. */
const countUsable = (accountId: string, nowMs: number, exceptId: string): SQL<number> =>
  sql`(select count(*) from ${apiKeys} where ${apiKeys.accountId} = ${accountId} and ${apiKeys.id} <> ${exceptId} and ${isUsable(nowMs)})`

/** That one more key leaves an account within the limit. */
export const hasRoomForKey = (accountId: string, nowMs: number, most: number): SQL => sql`${countUsable(accountId, nowMs, '')} < ${most}`

/** As many as are usable now. */
export const selectUsableCount = (database: Database, accountId: string, nowMs: number) =>
  database.select({ count: countUsable(accountId, nowMs, '') }).from(accounts).where(eq(accounts.id, accountId))

/**
 * An account's keys: the usable ones first, then those that are over, each newest first.
 * @param afterId the last one of the page before
 */
export const selectKeys = (database: Database, accountId: string, nowMs: number, afterId: string | undefined, limit: number) => {
  const isAfterUsable = isKeyUsable(accountId, afterId ?? '', nowMs)
  const isOlder = lt(apiKeys.id, afterId ?? '')
  return database
    .select()
    .from(apiKeys)
    .where(and(
      eq(apiKeys.accountId, accountId),
      afterId === undefined ? undefined : sql`iif(${isUsable(nowMs)}, ${isAfterUsable} and ${isOlder}, ${isAfterUsable} or ${isOlder})`,
    ))
    .orderBy(desc(isUsable(nowMs)), desc(apiKeys.id))
    .limit(limit)
}

export const selectKeyById = (database: Database, accountId: string, id: string) =>
  database.select().from(apiKeys).where(isKey(accountId, id)).limit(1)

/** A key of a live account or of its test account, by an id that is unique over both. */
export const selectManagedKey = (database: Database, accountId: string, id: string) =>
  database
    .select()
    .from(apiKeys)
    .where(and(inArray(apiKeys.accountId, withTestAccount(accountId)), eq(apiKeys.id, id)))
    .limit(1)

export const insertKey = (database: Database, key: typeof apiKeys.$inferInsert) => database.insert(apiKeys).values(key).onConflictDoNothing()

/** Written only where the condition holds; repeating it changes nothing. */
export const insertKeyIf = (database: Database, key: ApiKey, condition: SQL) => insertIf(database, apiKeys, key, condition).onConflictDoNothing()

/**
 * Hands over to a new key, once: a key that was rolled or revoked already stays as it is.
 * @param most usable keys of the account, the new one and, while it works on, the old one among them
 * @param condition what must hold besides
 */
export const replaceKey = (database: Database, old: ApiKey, newId: string, nowMs: number, expiresAtMs: number, most: number, condition: SQL) => {
  const others = expiresAtMs > nowMs ? most - 1 : most
  return database
    .update(apiKeys)
    .set({ replacedBy: newId, expiresAtMs })
    .where(and(
      isKey(old.accountId, old.id), isNull(apiKeys.replacedBy), isNull(apiKeys.revokedAtMs),
      sql`${countUsable(old.accountId, nowMs, old.id)} < ${others}`, condition,
    ))
}

/** The new key of a roll, written only if the same batch has handed over to it; found again, it tells that it has. */
export const insertReplacement = (database: Database, old: ApiKey, fresh: Pick<ApiKey, 'id' | 'hash' | 'lastFour' | 'createdAtMs'>) =>
  insertIf(
    database,
    apiKeys,
    { ...old, ...fresh, revokedAtMs: null, replacedBy: null, lastUsedAtMs: null },
    sql`exists (select 1 from ${apiKeys} where ${isKey(old.accountId, old.id)} and ${eq(apiKeys.replacedBy, fresh.id)})`,
  ).onConflictDoNothing()

export const isNotRevoked = ({ accountId, id }: ApiKey): SQL =>
  sql`exists (select 1 from ${apiKeys} where ${isKey(accountId, id)} and ${isNull(apiKeys.revokedAtMs)})`

/** Repeating it keeps the first time. */
export const revokeKey = (database: Database, accountId: string, id: string, nowMs: number) =>
  database
    .update(apiKeys)
    .set({ revokedAtMs: sql`coalesce(${apiKeys.revokedAtMs}, ${nowMs})` })
    .where(isKey(accountId, id))
    .returning()

export const noteKeyUse = (database: Database, accountId: string, id: string, nowMs: number) =>
  database.update(apiKeys).set({ lastUsedAtMs: nowMs }).where(isKey(accountId, id))
