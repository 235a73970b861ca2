// How full each database is, by D1's own word in any answer. There is one for now; its name is its binding's.
import { sql } from 'drizzle-orm'
import type { WithDatabase } from './database.ts'

/** What D1 lets one grow to. https://developers.cloudflare.com/d1/platform/limits/, read 2026-11-28. */
const MOST_BYTES = 10_000_000_000
/** From there on somebody is told: what is left is to last until there is another. */
const ALARMING = 0.7

export interface Shard {
  readonly name: string
  readonly bytes: number
  readonly mostBytes: number
  readonly isAlarming: boolean
}

export const shardOf = (name: string, bytes: number): Shard => ({ name, bytes, mostBytes: MOST_BYTES, isAlarming: bytes >= MOST_BYTES * ALARMING })

/** Of the databases that accounts are in. Reads no row. */
export async function readShards({ database }: WithDatabase): Promise<readonly Shard[]> {
  const [{ meta }] = await database.batch([database.run(sql`select 1`)])
  return [shardOf('DB', meta.size_after)]
}
