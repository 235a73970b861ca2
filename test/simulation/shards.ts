// Where the accounts of a simulated run are: all in the first database, or the one that asks for most in another.
import { env } from 'cloudflare:workers'
import { liveAccountId } from '../../src/domain/test-account.ts'
import { openDatabase } from '../../src/store/database.ts'
import type { Database } from '../../src/store/database.ts'

const ELSEWHERE = 'acc_large'
let isSharded = false

/** All that there may be, used or not. */
export const ALL_DATABASES = [env.DB, env.SHARD_ONE] as const
/** As the service is bound to it, and as its directory must be told. */
export const OTHER = { DB_1: env.SHARD_ONE }
export const HOME = { accountId: ELSEWHERE, shard: 'DB_1', turn: null }

/** For the run that begins. */
export function spread(sharded: boolean): void {
  isSharded = sharded
}

export const bindingOf = (accountId: string): D1Database => (isSharded && liveAccountId(accountId) === ELSEWHERE ? OTHER.DB_1 : env.DB)
export const databaseOf = (accountId: string): Database => openDatabase(bindingOf(accountId))

/** The rows of each statement, of all databases that accounts are in. */
export async function readAll<const Answers extends readonly (readonly unknown[])[]>(read: (database: Database) => Promise<Answers>): Promise<Answers> {
  const [first, ...others] = await Promise.all((isSharded ? ALL_DATABASES : [env.DB]).map((binding) => read(openDatabase(binding))))
  return (first?.map((rows, index) => [...rows, ...others.flatMap((answers) => answers[index] ?? [])]) ?? []) as unknown as Answers
}
