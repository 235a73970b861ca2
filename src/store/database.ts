// The door to D1. Statements are built by the functions beside this file and run together by `batch`, which is the
// only atomic unit D1 has: `transaction` type-checks and fails at run time.
import { drizzle } from 'drizzle-orm/d1'
import type { DrizzleD1Database } from 'drizzle-orm/d1'

export type Database = DrizzleD1Database

export function openDatabase(binding: D1Database): Database {
  return drizzle(binding)
}

/** True when a batch was rolled back because an account's credits would have become negative. */
export function isOverdraft(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : ''
  return error instanceof Error && /credits_not_negative/.test(`${error.message} ${cause}`)
}
