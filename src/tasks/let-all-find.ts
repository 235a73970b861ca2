// Letting the directory find an account that has moved, by all that its keys, its sessions and its people show.
import type { WithShards } from '../store/shards.ts'
import { FIRST } from '../store/shards.ts'
import { findersOf, insertFinders } from '../store/homes.ts'
import { personHash } from '../domain/digest.ts'
import type { MoveStep } from './copy-account.ts'

/** As many as go into one statement. */
const AT_ONCE = 1000

/** @param shard where it is from now on; what is in the first one is found there without */
export async function letAllFind({ shards }: WithShards, { accountId, source }: MoveStep, shard: string): Promise<void> {
  if (shard === FIRST) return
  const { directory } = shards
  const [keys, sessions, people] = await source.batch(findersOf(source, accountId))
  const hashed = await Promise.all(people.map(async (person) => ({ hash: await personHash(person), untilMs: null })))
  const all = [...keys, ...sessions, ...hashed]
  for (let at = 0; at < all.length; at += AT_ONCE) await directory.batch([insertFinders(directory, accountId, all.slice(at, at + AT_ONCE))])
}
