// Four databases in one minute, by counting: 20,000 due rows of a named mix are handed over by one invocation, under the 1,000 statements
// that D1 lets it ask.
import { expect, it } from 'vitest'
import { sweepAll } from '../../src/jobs/sweep-all.ts'
import { MAKE, as } from '../auth/keys.ts'
import { countingD1, noCounts } from '../counting.ts'
import { copyJobs, emptyTables, insertDeliveries } from '../jobs/due-rows.ts'
import { ALL, shardedWorld, tenantIn } from './three-shards.ts'
import type { ShardName } from './three-shards.ts'

/** In each: lost submissions, as many as one company is sent a minute, refunds, files that expire, webhooks. */
const MIX = { submissions: 100, refunds: 2400, deletions: 1500, webhooks: 1000 } as const
const ROWS = Object.values(MIX).reduce((sum, rows) => sum + rows, 0)
const MOST = { statements: 1000, trips: 440 } as const

it(`hands over ${4 * ROWS} rows in one invocation`, { timeout: 300_000 }, async () => {
  const counts = noCounts()
  const counted = { DB: countingD1(ALL.DB, counts), DB_1: countingD1(ALL.DB_1, counts), DB_2: countingD1(ALL.DB_2, counts), DB_3: countingD1(ALL.DB_3, counts) }
  await emptyTables()
  const world = await shardedWorld({ bindings: () => counted })
  for (const [shard, binding] of Object.entries(ALL) as [ShardName, D1Database][]) {
    const { id: accountId, secret } = shard === 'DB' ? { id: world.accountId, secret: world.key } : await tenantIn(world, shard)
    const { generate } = await as(world, secret).ask(MAKE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } } })
    world.queues.lose()
    const { nowMs } = world.clock
    await binding.prepare('update jobs set due_at_ms = null').run()
    await binding.prepare('update accounts set events_due_at_ms = null').run()
    const due = { due_at_ms: `${nowMs} - i`, due_for: "'WORK'" }
    await copyJobs(generate.id, 'submission', MIX.submissions, due, binding)
    await copyJobs(generate.id, 'refund', MIX.refunds, { ...due, deadline_ms: `${nowMs}` }, binding)
    await copyJobs(generate.id, 'deletion', MIX.deletions, { ...due, status: "'COMPLETED'", due_for: "'DELETE'", expires_at_ms: `${nowMs} - 300000`, outputs: "'[]'" }, binding)
    await insertDeliveries({ accountId, clock: world.clock }, generate.id, MIX.webhooks, binding)
  }
  Object.assign(counts, noCounts())
  expect(await sweepAll(world.services)).toBe(4 * ROWS)
  expect(world.queues.waiting()).toHaveLength(4 * ROWS)
  expect([counts.statements <= MOST.statements, counts.roundTrips <= MOST.trips], `${counts.statements} statements, ${counts.roundTrips} round trips`).toEqual([true, true])
})
