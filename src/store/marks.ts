// How far something has come that goes on from run to run.
import { eq } from 'drizzle-orm'
import { marks } from './access-tables.ts'
import type { Database } from './database.ts'

/** Absent before its first run. */
export const selectMark = (database: Database, name: string) => database.select({ value: marks.value }).from(marks).where(eq(marks.name, name)).limit(1)

export const putMark = (database: Database, name: string, value: string, nowMs: number) =>
  database.insert(marks).values({ name, value, updatedAtMs: nowMs }).onConflictDoUpdate({ target: marks.name, set: { value, updatedAtMs: nowMs } })
