// How far something has come that goes on from run to run.
import { eq, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { marks } from './access-tables.ts'
import type { Database } from './database.ts'

/** Up to where the ledger of an account is rolled up. @param account the SQL of its id */
export const rolledUntil = (account: SQL): SQL => sql`coalesce((select ${marks.value} from ${marks} where ${marks.name} = 'rolled/' || ${account}), '')`

/** Absent before its first run. */
export const selectMark = (database: Database, name: string) => database.select({ value: marks.value }).from(marks).where(eq(marks.name, name)).limit(1)

export const putMark = (database: Database, name: string, value: string, nowMs: number) =>
  database.insert(marks).values({ name, value, updatedAtMs: nowMs }).onConflictDoUpdate({ target: marks.name, set: { value, updatedAtMs: nowMs } })
