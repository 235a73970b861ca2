// The look-up behind every authenticated request: a key's hash to its account, in one read of two rows.
import { eq } from 'drizzle-orm'
import type { Database } from './database.ts'
import { accounts, apiKeys } from './tables.ts'

export const selectKey = (database: Database, hash: string) =>
  database
    .select({
      revokedAtMs: apiKeys.revokedAtMs,
      accountId: accounts.id,
      plan: accounts.plan,
      limits: accounts.limits,
      retentionDays: accounts.retentionDays,
    })
    .from(apiKeys)
    .innerJoin(accounts, eq(accounts.id, apiKeys.accountId))
    .where(eq(apiKeys.hash, hash))
    .limit(1)
