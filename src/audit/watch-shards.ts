// Every hour, with the audit: a database that fills up is told of while there is time to do something about it.
import type { WithAlarm, WithLog } from '../domain/effects.ts'
import type { WithDatabase } from '../store/database.ts'
import { readShards } from '../store/shards.ts'
import type { WithShards } from '../store/shards.ts'

export async function watchShards(needs: WithAlarm & WithDatabase & WithLog & WithShards): Promise<void> {
  const shards = await readShards(needs)
  needs.log('shards', { shards })
  for (const { name, bytes, mostBytes } of shards.filter(({ isAlarming }) => isAlarming)) {
    await needs.alarm({ kind: 'SHARD', subject: name, detail: `it holds ${(bytes / 1e9).toFixed(2)} of ${(mostBytes / 1e9).toFixed(0)} GB` })
  }
}
