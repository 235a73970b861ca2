// The budgets of the design, counted: they do not depend on the machine. `npm run budget` prints them.
import { env } from 'cloudflare:workers'
import { afterAll, describe, expect, it } from 'vitest'
import { DUE_PURPOSES } from '../src/domain/job.ts'
import { tasks } from '../src/store/task-tables.ts'
import { CALLBACK_SECRET } from './callbacks/secret.ts'
import { counting, noCounts } from './counting.ts'
import type { Counts } from './counting.ts'
import { GENERATE, RECEIVER, createWorld } from './world.ts'
import type { World, WorldOptions } from './world.ts'

const STATUS = 'query ($id: ID!) { generation(id: $id) { status progress url error { code message } } }'
const table: string[][] = []
/** Purposes of jobs, the one of what has none, webhooks, uploads, tasks, and accounts with events: each is a place in an index. */
const SWEPT = DUE_PURPOSES.length + 5

async function countedWorld(options: WorldOptions = {}): Promise<{ world: World; counts: Counts; reset: () => void }> {
  const counts = noCounts()
  const world = await createWorld({ ...options, bindings: counting(counts) })
  await world.ask('{ __typename }')
  const reset = (): void => {
    Object.assign(counts, noCounts())
    Object.assign(world.queues.counts, { writes: 0, reads: 0, deletes: 0, retries: 0 })
  }
  reset()
  return { world, counts, reset }
}

/** One row of the printed table, and the check. */
function within(what: string, figures: readonly (readonly [name: string, counted: number, most: number])[]): void {
  for (const [name, counted, most] of figures) table.push([what, name, String(counted), String(most)])
  expect(figures.filter(([, counted, most]) => counted > most)).toEqual([])
}

afterAll(() => {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0), 8))
  const line = (row: readonly string[]): string => row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')
  // oxlint-disable-next-line no-console -- the table is what `npm run budget` is for
  console.log(['', line(['per', 'what', 'counted', 'at most']), ...table.map(line), ''].join('\n'))
})

const queueOperations = ({ counts }: World['queues']): number => counts.writes + counts.reads + counts.deletes

describe('the budget', () => {
  it('of a generating request, key cached', async () => {
    const { world, counts } = await countedWorld()
    await world.post({ query: GENERATE, variables: { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } } } }, { 'idempotency-key': 'k' })
    within('generating request', [
      ['gate calls', counts.gateCalls, 1],
      ['D1 round trips', counts.roundTrips, 1],
      ['queue sends', world.queues.counts.writes, 1],
      ['sequential hops', counts.order.filter((step) => step.endsWith('>')).length, 2],
    ])
    expect(counts.order).toEqual(['gate >', 'gate <', 'd1 >', 'd1 <'])
  })

  it('of a request that is repeated in the isolate that answered it before', async () => {
    const { world, counts, reset } = await countedWorld()
    const request = [{ query: GENERATE, variables: { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } } } }, { 'idempotency-key': 'k' }] as const
    await world.post(...request)
    reset()
    await world.post(...request)
    within('repeated request', [
      ['gate calls', counts.gateCalls, 1],
      ['D1 round trips', counts.roundTrips, 1],
      ['rows written', counts.rowsWritten, 0],
      ['queue sends', world.queues.counts.writes, 0],
    ])
  })

  it('of a status read, key cached', async () => {
    const { world, counts, reset } = await countedWorld()
    const { generate } = await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } } })
    reset()
    await world.ask(STATUS, { id: generate.id })
    within('status read', [
      ['gate calls', counts.gateCalls, 1],
      ['D1 round trips', counts.roundTrips, 1],
      ['rows read', counts.rowsRead, 1],
      ['rows written', counts.rowsWritten, 0],
    ])
    expect(counts.order.slice(0, 2).toSorted()).toEqual(['d1 >', 'gate >'])
  })

  it('of status reads of an open job, one every two seconds', async () => {
    const { world, counts, reset } = await countedWorld()
    const { generate } = await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } } })
    await world.ask(STATUS, { id: generate.id })
    reset()
    for (let looks = 0; looks < 30; looks += 1) {
      world.clock.nowMs += 2000
      expect((await world.ask(STATUS, { id: generate.id }))['generation'].status).toBe('QUEUED')
    }
    within('30 status reads in a minute, open job', [
      ['gate calls', counts.gateCalls, 30 + 4],
      ['D1 round trips, 2 for the key', counts.roundTrips, 4 + 2],
    ])
    await world.run(200)
    expect((await world.ask(STATUS, { id: generate.id }))['generation'].status).toBe('COMPLETED')
    reset()
    await world.ask(STATUS, { id: generate.id })
    within('status read, ended job', [
      ['gate calls', counts.gateCalls, 1],
      ['D1 round trips', counts.roundTrips, 1],
    ])
    expect(counts.order.slice(0, 2).toSorted()).toEqual(['d1 >', 'gate >'])
  })

  it('of a wait until its time is over', async () => {
    const { world, counts, reset } = await countedWorld({ waitsForClock: true })
    const { generate } = await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } } })
    reset()
    const answer = world.ask('query ($id: ID!) { generation(id: $id, wait: 60) { status } }', { id: generate.id })
    for (let quarters = 1; quarters <= 4; quarters += 1) {
      await world.clock.awaited(quarters)
      world.clock.nowMs += 15_000
    }
    expect((await answer)['generation'].status).toBe('QUEUED')
    within('wait or stream', [
      ['gate calls', counts.gateCalls, 1],
      ['D1 round trips', counts.roundTrips, 2],
    ])
  })

  it('of a whole life with ten polls and a webhook', async () => {
    let polls = 0
    const stillDreaming = (url: string, init: RequestInit): Promise<Response> | undefined => {
      if (init.method !== 'GET' || !url.includes('/luma/')) return undefined
      polls += 1
      return polls < 10 ? Promise.resolve(Response.json({ id: url.split('/').at(-1), state: 'dreaming' })) : undefined
    }
    const { world, counts } = await countedWorld({ network: stillDreaming })
    const input = { type: 'VIDEO', provider: 'luma', input: { text: 'storm' }, webhookUrl: RECEIVER }
    await world.post({ query: GENERATE, variables: { input } }, { 'idempotency-key': 'k' })
    await world.run(200)
    expect([polls, world.received.length]).toEqual([10, 1])
    within('life, 10 polls, webhook', [
      ['D1 rows written', counts.rowsWritten, 18],
      ['queue operations', queueOperations(world.queues), 18],
      ['gate calls', counts.gateCalls, 12],
      ['calls of the company’s line', counts.lineCalls, 4],
    ])
  })

  it('of a whole life with a callback and a webhook', async () => {
    const { world, counts } = await countedWorld({ settings: { CALLBACK_SECRET } })
    const input = { type: 'VIDEO', provider: 'luma', input: { text: 'storm' }, webhookUrl: RECEIVER }
    await world.post({ query: GENERATE, variables: { input } }, { 'idempotency-key': 'k' })
    await world.run(200)
    expect([world.received.length, world.queues.delivered.filter((kind) => kind === 'look').length]).toEqual([1, 1])
    within('life, callback, webhook', [
      ['D1 rows written', counts.rowsWritten, 18],
      ['queue operations', queueOperations(world.queues), 14],
      ['gate calls', counts.gateCalls, 12],
      ['calls of the company’s line', counts.lineCalls, 4],
    ])
  })

  it('of a sweep and of a page, a million jobs stored', async () => {
    const { world, counts, reset } = await countedWorld()
    await storeJobs(world.accountId, 1_000_000)
    // What other files have left is due too.
    await world.services.database.delete(tasks)
    reset()
    await world.sweep()
    within('sweep, nothing due, 1,000,000 jobs', [['rows read per index and purpose', counts.rowsRead / SWEPT, 1]])
    reset()
    await world.ask('{ generations(first: 20) { edges { node { id status } } pageInfo { hasNextPage endCursor } } }')
    within('page of 20, 1,000,000 generations', [
      ['rows read', counts.rowsRead, 22],
      ['D1 round trips', counts.roundTrips, 1],
    ])
  })
})

/** Ended jobs of one account, written in SQL since there are so many. They are due only when their media expire. */
async function storeJobs(accountId: string, count: number): Promise<void> {
  const route = JSON.stringify([{ provider: 'luma', model: 'ray-2', upstream: 'luma', addedText: '', options: {}, adjustments: [], outputs: 1, credits: 1 }])
  await env.DB.prepare(
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?1)
     insert into jobs (account_id, id, status, type, input, routes, route, reasons, fingerprint, cost, refunded, tags, retention_days,
       attempt, chain, created_at_ms, deadline_ms, completed_at_ms, expires_at_ms, due_at_ms, due_for)
     select ?2, printf('gen_00%08d', i), 'COMPLETED', 'VIDEO', '{}', ?3, 0, '[]', '', 1, 0, '[]', 7, 1, 0, i, i, i, 8000000000000000, 8000000000000000, 'DELETE' from n`,
  )
    .bind(count, accountId, route)
    .run()
}
