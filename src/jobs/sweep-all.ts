// The minute's sweep over all databases, side by side: what keeps one from being swept keeps none of the others.
import { onEachShard } from '../store/shards.ts'
import type { WithShards } from '../store/shards.ts'
import { sweep } from './sweep.ts'
import type { SweepNeeds } from './sweep.ts'

/** Who watches the heartbeat hears one only where all of them were seen to. @returns how many rows were due */
export async function sweepAll(needs: SweepNeeds & WithShards): Promise<number> {
  let beats = 0
  const heartbeat = async (): Promise<void> => void (beats += 1)
  const seen = await onEachShard(needs, (own) => sweep({ ...own, heartbeat }))
  if (beats === needs.shards.all.size) await needs.heartbeat()
  return seen.reduce((sum, count) => sum + count, 0)
}
