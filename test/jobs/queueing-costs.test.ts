// What waiting for a slot costs, counted.
import { describe, expect, it } from 'vitest'
import { counting, noCounts } from '../counting.ts'
import { waitingWorld } from '../lines.ts'
import { createWorld } from '../world.ts'
import { beginJobs } from '../../src/jobs/begin-jobs.ts'
import { QUEUED, cancel, gateStub, look, placesOf, start, startMany, statusesOf } from './queueing.ts'

const FOLLOW = 'subscription ($id: ID!) { generation(id: $id) { status queuePosition } }'

describe('a life that waits for a slot', () => {
  it('costs two gate calls, two round trips and two rows more than one that does not, and no message', async () => {
    const lives: Readonly<Record<string, number>>[] = []
    for (const isWaiting of [false, true]) {
      const counts = noCounts()
      const world = await createWorld({ plan: 'FREE', bindings: counting(counts) })
      const [first] = isWaiting ? await startMany(world, 1) : []
      world.queues.lose()
      await world.ask('{ me { id } }')
      // The one that it waits for is gone: no cost of its own is counted.
      if (first !== undefined) await world.env.DB.prepare(`update jobs set status = 'CANCELLED', due_at_ms = null where id = ?1`).bind(first).run()
      Object.assign(counts, noCounts())
      Object.assign(world.queues.counts, { writes: 0, reads: 0, deletes: 0 })
      await start(world)
      if (first !== undefined) {
        const called = await gateStub(world).release({ jobIds: [first], nowMs: world.clock.nowMs })
        await beginJobs(world.services, world.accountId, called)
        counts.gateCalls += 1
      }
      await world.run(60)
      expect((await statusesOf(world)).at(-1)).toBe('COMPLETED')
      const { writes, reads, deletes } = world.queues.counts
      lives.push({ gateCalls: counts.gateCalls, roundTrips: counts.roundTrips, rowsWritten: counts.rowsWritten, queueOperations: writes + reads + deletes })
    }
    const [plain = {}, waiting = {}] = lives
    expect(Object.fromEntries(Object.entries(waiting).map(([name, figure]) => [name, figure - (plain[name] ?? 0)]))).toEqual({ gateCalls: 2, roundTrips: 2, rowsWritten: 2, queueOperations: 0 })
  })

  it('is looked at by whoever waits for it without a read of the database, and its place is told', async () => {
    const counts = noCounts()
    const world = await createWorld({ plan: 'FREE', bindings: counting(counts) })
    const [first, second, third] = await startMany(world, 3)
    await placesOf(world, [second, third])
    await placesOf(world, [second, third])
    Object.assign(counts, noCounts())
    expect(await world.ask('query ($id: ID!) { generation(id: $id) { status queuePosition } }', { id: third })).toEqual({ generation: { status: 'QUEUED', queuePosition: 2 } })
    expect([counts.gateCalls, counts.roundTrips]).toEqual([1, 0])
    await cancel(world, second)
    Object.assign(counts, noCounts())
    expect(await world.ask('query ($id: ID!) { generation(id: $id) { status queuePosition } }', { id: third })).toEqual({ generation: { status: 'QUEUED', queuePosition: 1 } })
    expect([counts.gateCalls, counts.roundTrips]).toEqual([1, 0])
    await cancel(world, first)
    expect((await look(world, third))['queuePosition']).toBeNull()
  })

  it('moves on a live stream, which costs no read of the database', async () => {
    const { world, counts, attached } = await waitingWorld({ plan: 'FREE' })
    const [first, second, third] = await startMany(world, 3)
    const response = await world.fetchApp('/graphql', {
      method: 'POST',
      headers: { 'authorization': `Bearer ${world.key}`, 'content-type': 'application/json', 'accept': 'text/event-stream' },
      body: JSON.stringify({ query: FOLLOW, variables: { id: third } }),
    })
    const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader()
    const decoder = new TextDecoder()
    let text = ''
    const until = async (words: string): Promise<void> => {
      while (!text.includes(words)) {
        const { done, value } = await reader.read()
        if (done) throw new Error(`ended without ${words}: ${text}`)
        text += decoder.decode(value, { stream: true })
      }
    }
    await attached(1)
    await until('"queuePosition":2')
    await cancel(world, second)
    Object.assign(counts, noCounts())
    await until('"queuePosition":1')
    expect(counts.roundTrips).toBe(0)
    await cancel(world, first)
    await until('"queuePosition":null')
    await world.run(60)
    await until('COMPLETED')
    expect([...text.matchAll(/"status":"(\w+)","queuePosition":(\w+)/g)].map(([, status, place]) => `${status} ${place}`)).toEqual(['QUEUED 2', 'QUEUED 1', 'QUEUED null', 'PROCESSING null', 'COMPLETED null'])
  })

  it('is answered to who waits for its end, with its place when the time is over', async () => {
    const { world, attached } = await waitingWorld({ plan: 'FREE' })
    await startMany(world, 2)
    const answer = world.ask('mutation ($input: GenerateInput!) { generate(input: $input, wait: 20) { status queuePosition } }', { input: QUEUED })
    await attached(1)
    await world.clock.awaited(1)
    world.clock.nowMs += 15_000
    await world.clock.awaited(2)
    world.clock.nowMs += 5000
    expect((await answer)['generate']).toEqual({ status: 'QUEUED', queuePosition: 2 })
  })

  it('of which 100 wait costs the sweeper one call of the gate at a time, later each time', async () => {
    const counts = noCounts()
    const world = await createWorld({ limits: { concurrent: 1, perMinute: 1000 }, bindings: counting(counts) })
    const ten = `mutation ($input: GenerateInput!) { ${Array.from({ length: 10 }, (_, index) => `a${index}: generate(input: $input) { id }`).join(' ')} }`
    for (let sent = 0; sent < 10; sent += 1) await world.ask(ten, { input: QUEUED })
    await start(world)
    world.queues.lose()
    Object.assign(counts, noCounts())
    await world.env.DB.prepare(`update jobs set deadline_ms = ?1, due_at_ms = ?1 where account_id = ?2 and status = 'QUEUED'`).bind(world.clock.nowMs + 90 * 3_600_000, world.accountId).run()
    for (let minute = 0; minute < 60; minute += 1) {
      world.clock.nowMs += 60_000
      await world.sweep()
    }
    expect(counts.gateCalls).toBeLessThanOrEqual(18)
    expect((await statusesOf(world)).filter((status) => status === 'WAITING')).toHaveLength(100)
  })
})
