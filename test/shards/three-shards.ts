// What the tests of several databases share: a world with three, and accounts that are in each of them.
import { env } from 'cloudflare:workers'
import { eq, getTableName } from 'drizzle-orm'
import { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import * as accessTables from '../../src/store/access-tables.ts'
import { openDatabase } from '../../src/store/database.ts'
import type { Database } from '../../src/store/database.ts'
import * as eventTables from '../../src/store/event-tables.ts'
import { homes } from '../../src/store/home-tables.ts'
import * as tables from '../../src/store/tables.ts'
import * as taskTables from '../../src/store/task-tables.ts'
import * as uploadTables from '../../src/store/upload-tables.ts'
import * as usageTables from '../../src/store/usage-tables.ts'
import { createAccount } from '../../src/admin/accounts.ts'
import { adminWorld } from '../graphql/nouns/administration.ts'
import { faultyD1 } from '../store/faulty-d1.ts'
import type { Answer, World, WorldOptions } from '../world.ts'

export const OTHERS = { DB_1: env.SHARD_ONE, DB_2: env.SHARD_TWO }
/** With one more, which few tests have. */
export const ALL = { DB: env.DB, ...OTHERS, DB_3: env.SHARD_THREE }
export type ShardName = keyof typeof ALL

const all = Object.values({ ...accessTables, ...eventTables, ...tables, ...taskTables, ...uploadTables, ...usageTables }).filter((table) => table instanceof SQLiteTable)

/** With the administrator's account in the first database, which is the fullest, and the others empty. */
export async function shardedWorld(options: WorldOptions = {}): Promise<World> {
  await fill('DB')
  for (const binding of [env.SHARD_ONE, env.SHARD_TWO, env.SHARD_THREE]) {
    await binding.batch(all.filter((table) => getTableName(table) !== 'audit_log').map((table) => binding.prepare(`delete from ${getTableName(table)}`)))
  }
  return adminWorld({ ...options, bindings: (bound) => ({ ...OTHERS, ...options.bindings?.(bound) }) })
}

/** So that another one is emptier, in whatever order the tests come. */
export async function fill(shard: ShardName): Promise<void> {
  await openDatabase(ALL[shard]).insert(accessTables.marks).values({ name: `filler ${crypto.randomUUID()}`, value: 'x'.repeat(1_000_000), updatedAtMs: 0 })
}

export async function emptiestOf(world: World): Promise<ShardName> {
  const { adminShards } = await world.ask('{ adminShards { name bytes } }')
  return adminShards.toSorted((one: Answer, other: Answer) => one['bytes'] - other['bytes'])[0].name
}

/** By its first key. */
export interface Tenant {
  readonly id: string
  readonly secret: string
  readonly shard: ShardName
  readonly database: Database
}

/** An account made as an administrator makes one, where there is room in the named database alone. */
export async function tenantIn(world: World, shard: ShardName): Promise<Tenant> {
  const { services, accountId } = world
  const database = openDatabase(ALL[shard])
  const onlyThere = { ...services, shards: { ...services.shards, all: new Map([[shard, database]]) } }
  const { id, secret } = await createAccount(onlyThere, { actorAccountId: accountId, actor: `key_${accountId}`, person: null, requestId: null }, { name: 'Asha Studio', plan: 'PRO', credits: 100_000 })
  return { id, secret, shard, database }
}

/** In which databases there is something of the account, and in how many tables. The log stays where it was written. */
export async function tracesOf(accountId: string): Promise<Readonly<Record<string, number>>> {
  const traces = await Promise.all(Object.entries(ALL).map(async ([name, binding]) => {
    const database = openDatabase(binding)
    const counts = await Promise.all(all.filter((table) => getTableName(table) !== 'audit_log').map(async (table) => {
      const column = Object.values(table).find((one): one is SQLiteColumn => one instanceof SQLiteColumn && (one.name === 'account_id' || (getTableName(table) === 'accounts' && one.name === 'id')))
      return column ? (await database.select().from(table).where(eq(column, accountId)).limit(1)).length : 0
    }))
    return [name, counts.reduce((sum, count) => sum + count, 0)] as const
  }))
  return Object.fromEntries(traces.filter(([, count]) => count > 0))
}

/** As one that cannot be reached where it is told so. */
export const failing = (binding: D1Database, isAway: (statements: number) => boolean): D1Database => faultyD1(binding, ({ length }) => (isAway(length) ? 'BEFORE' : undefined), 'away')

export const homeOf = async (accountId: string) => (await openDatabase(env.DB).select().from(homes).where(eq(homes.accountId, accountId)))[0]?.shard
