// A database that fills up: from 70 % on there is an alarm each hour, and administrators see how full it is at any time.
import { describe, expect, it } from 'vitest'
import { watchShards } from '../../src/audit/watch-shards.ts'
import type { Alarm } from '../../src/domain/alarm.ts'
import { shardOf } from '../../src/store/shards.ts'
import { adminWorld } from '../graphql/nouns/administration.ts'

/** As D1 would answer if it held so much. */
const holding = (DB: D1Database, bytes: number): D1Database =>
  new Proxy(DB, {
    get: (target, name) => {
      if (name !== 'batch') return target.prepare.bind(target)
      return async (statements: D1PreparedStatement[]) => (await target.batch(statements)).map((result) => ({ ...result, meta: { ...result.meta, size_after: bytes } }))
    },
  })

async function alarmsAt(bytes: number): Promise<readonly Alarm[]> {
  const { services } = await adminWorld({ bindings: ({ DB }) => ({ DB: holding(DB, bytes) }) })
  const alarms: Alarm[] = []
  await watchShards({ ...services, alarm: async (alarm) => void alarms.push(alarm) })
  return alarms
}

describe('a database', () => {
  it('rings at 70 % of what it may hold, and not below', async () => {
    expect(await alarmsAt(6_999_999_999)).toEqual([])
    expect(await alarmsAt(7_000_000_000)).toEqual([{ kind: 'SHARD', subject: 'DB', detail: 'it holds 7.00 of 10 GB' }])
  })

  it('is shown to administrators as full as it is', async () => {
    const world = await adminWorld({ bindings: ({ DB }) => ({ DB: holding(DB, 7_100_000_000) }) })
    expect(await world.ask('{ adminShards { name bytes mostBytes isAlarming } }')).toEqual({ adminShards: [shardOf('DB', 7_100_000_000)] })
    expect(shardOf('DB', 7_100_000_000)).toEqual({ name: 'DB', bytes: 7_100_000_000, mostBytes: 10_000_000_000, isAlarming: true })
  })

  it('tells its size by itself', async () => {
    const world = await adminWorld()
    const { adminShards } = await world.ask('{ adminShards { name bytes isAlarming } }')
    expect(adminShards).toEqual([{ name: 'DB', bytes: expect.any(Number), isAlarming: false }])
    expect(adminShards[0].bytes).toBeGreaterThan(10_000)
  })
})
