// Runs statements as one atomic batch where their number is only known at run time, which Drizzle's tuple type
// cannot say, and reads how many rows a write changed.
import type { BatchItem } from 'drizzle-orm/batch'
import * as v from 'valibot'
import type { Database } from './database.ts'

/** Answers in the order of the statements; an empty list asks D1 nothing. */
export async function runBatch(database: Database, statements: readonly BatchItem<'sqlite'>[]): Promise<readonly unknown[]> {
  const [first, ...rest] = statements
  return first ? await database.batch([first, ...rest]) : []
}

const WriteResult = v.object({ meta: v.object({ changes: v.number() }) })

/** How many rows a write without `returning` changed. */
export function rowsChanged(result: unknown): number {
  return v.parse(WriteResult, result).meta.changes
}
