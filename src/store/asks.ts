// Statements on what owners ask of the operators. Few rows, written by hand.
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { asks } from './access-tables.ts'
import type { Ask } from './access-tables.ts'
import type { Database } from './database.ts'
import { insertIf } from './insert-if.ts'

/** Only while fewer than so many of the account are open. Repeating it changes nothing. */
export const insertAsk = (database: Database, ask: Ask, most: number) =>
  insertIf(
    database,
    asks,
    ask,
    sql`(select count(*) from ${asks} where ${and(eq(asks.accountId, ask.accountId), isNull(asks.outcome))}) < ${most} and not exists (select 1 from ${asks} where ${eq(asks.id, ask.id)})`,
  )

export const selectAsk = (database: Database, id: string) => database.select().from(asks).where(eq(asks.id, id)).limit(1)

/** Newest first. */
export const selectAsksOf = (database: Database, accountId: string, limit: number) =>
  database.select().from(asks).where(eq(asks.accountId, accountId)).orderBy(desc(asks.id)).limit(limit)

/** Of all accounts, newest first. @param isOpenOnly without those that are settled */
export const selectAsks = (database: Database, isOpenOnly: boolean, limit: number) =>
  database.select().from(asks).where(isOpenOnly ? isNull(asks.outcome) : undefined).orderBy(desc(asks.id)).limit(limit)

export const isOpenAsk = (id: string): SQL => sql`exists (select 1 from ${asks} where ${and(eq(asks.id, id), isNull(asks.outcome))})`

export const settleAsk = (database: Database, id: string, settled: Pick<Ask, 'outcome' | 'reply' | 'settledAtMs'>, condition: SQL) =>
  database.update(asks).set(settled).where(and(eq(asks.id, id), isNull(asks.outcome), condition))
