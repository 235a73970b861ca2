// The door to D1. Statements are built by the functions beside this file and run together by `batch`, which is the
// only atomic unit D1 has: `transaction` type-checks and fails at run time.
import { drizzle } from 'drizzle-orm/d1'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import { repeat } from '../net/repeat.ts'
import type { Patience } from '../net/repeat.ts'
import { isMoving, isTransient } from './transient.ts'

export type Database = DrizzleD1Database & { readonly $client: D1Database }

/**
 * D1 repeats reads by itself and writes never. Here a batch is repeated on errors that pass, also where it has happened and
 * only its answer was lost: every batch must be harmless and truthful when it is played twice.
 */
export function openDatabase(binding: D1Database, patience: Patience = NONE): Database {
  const database = drizzle(binding)
  const once = database.batch.bind(database)
  const batch: Database['batch'] = (statements) => repeat(patience, (error) => isTransient(error) && !isMoving(error), () => once(statements))
  return Object.assign(database, { batch })
}

const NONE: Patience = { pause: async () => undefined, pausesMs: [] }

/** True when a batch was rolled back because an account's credits would have become negative. */
export function isOverdraft(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : ''
  return error instanceof Error && /credits_not_negative/.test(`${error.message} ${cause}`)
}

export interface WithDatabase {
  readonly database: Database
}
