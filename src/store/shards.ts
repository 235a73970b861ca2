// The databases that accounts are in. The first one is the directory too: it holds what is of no account, and tells which accounts are
// elsewhere. All that an account has stands in one of them, its home, so that every batch has all it needs.
import { sql } from 'drizzle-orm'
import { keepRecent } from '../domain/keep-recent.ts'
import { liveAccountId } from '../domain/test-account.ts'
import type { WithClock, WithLog } from '../domain/effects.ts'
import type { Selects } from './batch.ts'
import type { Database, WithDatabase } from './database.ts'
import { insertHome, selectHome } from './homes.ts'
import type { Home } from './home-tables.ts'

/** The directory's binding. The others are called DB_1, DB_2 … */
export const FIRST = 'DB'
/** What D1 lets one grow to. https://developers.cloudflare.com/d1/platform/limits/, read 2026-11-28. */
const MOST_BYTES = 10_000_000_000
/** From there on somebody is told: what is left is to last until there is another. */
const ALARMING = 0.7
/** How long an isolate believes where an account is, and of how many. */
const KEPT_MS = 30_000
const MOST_HOMES = 10_000

/** What an isolate remembers, by account. */
export type KnownHomes = Map<string, { readonly shard: string; readonly untilMs: number }>

export interface Shards {
  readonly directory: Database
  /** By their bindings, the directory first. */
  readonly all: ReadonlyMap<string, Database>
  /** @throws where the account's database is not bound */
  readonly homeOf: (accountId: string) => Promise<Database>
  /** What the directory has just told. */
  readonly learn: (home: Home) => Database
}

export interface WithShards {
  readonly shards: Shards
}

export function openShards(all: ReadonlyMap<string, Database>, directory: Database, known: KnownHomes, now: WithClock['now']): Shards {
  const open = (shard: string): Database => {
    const database = all.get(shard)
    if (!database) throw new Error(`the database ${shard} is not bound`)
    return database
  }
  const learn = ({ accountId, shard, turn }: Home): Database => {
    // It is being moved: who asks next may have to go elsewhere.
    if (turn !== null) {
      known.delete(accountId)
      return open(shard)
    }
    keepRecent(known, accountId, { shard, untilMs: now() + KEPT_MS }, MOST_HOMES)
    return open(shard)
  }
  return {
    directory,
    all,
    learn,
    homeOf: async (id) => {
      if (all.size === 1) return directory
      const accountId = liveAccountId(id)
      const believed = known.get(accountId)
      if (believed && now() < believed.untilMs) return open(believed.shard)
      const [[home = { accountId, shard: FIRST, turn: null }]] = await directory.batch([selectHome(directory, accountId)])
      return learn(home)
    },
  }
}

/** The same needs, over the database that the account is in. */
export async function atHome<Needs extends WithDatabase & WithShards>(needs: Needs, accountId: string): Promise<Needs> {
  const database = await needs.shards.homeOf(accountId)
  return database === needs.database ? needs : { ...needs, database }
}

/** The same needs, over what is of no account, or of all. */
export const inDirectory = <Needs extends WithDatabase & WithShards>(needs: Needs): Needs => ({ ...needs, database: needs.shards.directory })

/** Of pages of each database, the newest ones. */
export const newestOf = <Row extends { readonly id: string }>(pages: readonly (readonly Row[])[], limit: number): readonly Row[] =>
  pages.flat().toSorted((one, other) => (one.id < other.id ? 1 : -1)).slice(0, limit)

/** Side by side over each database. One that fails stops no other. @returns what came of it, in the order of the shards @throws AggregateError */
export async function onEachShard<Needs extends WithDatabase & WithShards, Result>(needs: Needs, work: (needs: Needs, shard: string) => Promise<Result>): Promise<readonly Result[]> {
  const outcomes = await Promise.allSettled([...needs.shards.all].map(([shard, database]) => work({ ...needs, database }, shard)))
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
  if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors)
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
}

/** What a statement reads of each database, in their order. */
export const readEach = <Row>(needs: WithDatabase & WithShards, select: (database: Database) => Selects<Row>): Promise<readonly (readonly Row[])[]> =>
  onEachShard(needs, async ({ database }) => (await database.batch([select(database)]))[0])

export interface Shard {
  readonly name: string
  readonly bytes: number
  readonly mostBytes: number
  readonly isAlarming: boolean
}

export const shardOf = (name: string, bytes: number): Shard => ({ name, bytes, mostBytes: MOST_BYTES, isAlarming: bytes >= MOST_BYTES * ALARMING })

/** How full each is that answers, by D1's own word in any answer. Reads no row. */
export async function readShards(needs: WithDatabase & WithLog & WithShards): Promise<readonly Shard[]> {
  const read = await onEachShard(needs, async ({ database, log }, name): Promise<Shard | undefined> => {
    try {
      const [{ meta }] = await database.batch([database.run(sql`select 1`)])
      return shardOf(name, meta.size_after)
    } catch (error) {
      log('database not reached', { shard: name, error: String(error) })
      return undefined
    }
  })
  return read.filter((shard) => shard !== undefined)
}

/** Where a new account is to be: in the emptiest that answers. It is written down before the account is made, so that nobody looks for it elsewhere. */
export async function settleAccount(needs: WithDatabase & WithLog & WithShards, accountId: string): Promise<Database> {
  const { directory, learn } = needs.shards
  const [emptiest] = (await readShards(needs)).toSorted((one, other) => one.bytes - other.bytes)
  const home = { accountId, shard: emptiest?.name ?? FIRST, turn: null }
  await directory.batch([insertHome(directory, home)])
  return learn(home)
}
