// What a database's sweeper gets through in a minute, by counting: 5,000 due rows of a named mix are handed over by one sweep, far under
// D1's 1,000 queries an invocation, and what comes of them is a quarter of the 60,000 round trips that a D1 answers in that minute.
import { beforeAll, expect, it } from 'vitest'
import { sweep } from '../../src/jobs/sweep.ts'
import { counting, noCounts } from '../counting.ts'
import { createWorld } from '../world.ts'
import { copyJobs, counted, createConsumers, emptyTables, insertDeliveries, pattern } from './due-rows.ts'

/** Lost messages of five companies, work that was never begun, slots and tellings that are owed, webhooks, and as many files that expire. */
const MIX = { polls: 500, submissions: 500, refunds: 1500, owed: 500, webhooks: 500, deletions: 1500 } as const
const ROWS = Object.values(MIX).reduce((sum, rows) => sum + rows, 0)
const COMPANIES = ['luma', 'kling', 'minimax', 'seedance', 'wan'] as const
const MOST = { sweepTrips: 110, sweepRowsReadOfARow: 7, tripsOfARow: 3, rowsWrittenOfARow: 6 } as const

beforeAll(emptyTables)

it(`hands over ${ROWS} rows in one sweep, and all are done by a quarter of what D1 answers in a minute`, { timeout: 300_000 }, async () => {
  const counts = noCounts()
  const world = await createWorld({ bindings: counting(counts), credits: 100_000_000 })
  const nowMs = world.clock.nowMs
  const due = { due_at_ms: `${nowMs} - i`, due_for: "'WORK'" }
  const each = MIX.polls / COMPANIES.length
  for (const company of COMPANIES) {
    const running = await pattern(world, 'VIDEO', company, 'storm [[hang]]', 3)
    await copyJobs(running, `poll_${company}`, each, due)
    const queued = await pattern(world, 'VIDEO', company, 'storm [[hang]]')
    await copyJobs(queued, `submission_${company}`, each, due)
    if (company === 'luma') await copyJobs(queued, 'refund', MIX.refunds, { ...due, deadline_ms: `${nowMs}` })
  }
  const sound = await pattern(world, 'AUDIO', 'elevenlabs', 'Hi', 5)
  await copyJobs(sound, 'owed', MIX.owed, { ...due, due_for: "'OWED'" })
  await copyJobs(sound, 'deletion', MIX.deletions, { ...due, due_for: "'DELETE'", expires_at_ms: `${nowMs} - 300000`, outputs: "'[]'" })
  await insertDeliveries(world, sound, MIX.webhooks)
  const deliver = createConsumers(world, world.services, () => false)

  Object.assign(counts, noCounts())
  expect(await sweep(world.services)).toBe(ROWS)
  const swept = { ...counts }
  Object.assign(counts, noCounts())
  await deliver()

  const done = {
    polls: await counted("id like 'gen_poll%' and chain = 1"),
    submissions: await counted("id like 'gen_submission%' and status = 'PROCESSING'"),
    refunds: await counted("id like 'gen_refund%' and status = 'FAILED' and refunded = cost"),
    owed: await counted(`id like 'gen_owed%' and (due_for <> 'OWED' or due_at_ms is null)`),
    webhooks: world.received.length,
    deletions: await counted("id like 'gen_deletion%' and expired_at_ms is not null"),
  }
  expect(done).toEqual(MIX)
  const figures = {
    sweepTrips: swept.roundTrips,
    sweepRowsReadOfARow: swept.rowsRead / ROWS,
    tripsOfARow: counts.roundTrips / ROWS,
    rowsWrittenOfARow: (swept.rowsWritten + counts.rowsWritten) / ROWS,
  }
  expect(Object.entries(figures).filter(([name, figure]) => figure > MOST[name as keyof typeof MOST])).toEqual([])
})
