// Runs statements as one atomic batch where their number is only known at run time, which Drizzle's tuple type
// cannot say.
import type { BatchItem } from 'drizzle-orm/batch'
import type { Database } from './database.ts'

/** A statement that reads such rows. */
export type Selects<Row> = BatchItem<'sqlite'> & { readonly _: { readonly result: readonly Row[] } }

/** Answers in the order of the statements; an empty list asks D1 nothing. */
export async function runBatch(database: Database, statements: readonly BatchItem<'sqlite'>[]): Promise<readonly unknown[]> {
  const [first, ...rest] = statements
  return first ? await database.batch([first, ...rest]) : []
}

/** Whether a select found anything. */
export const isAnyRow = (rows: unknown): boolean => Array.isArray(rows) && rows.length > 0
