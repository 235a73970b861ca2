// What waits for a slot outlives everything that it goes through: the object and its storage, lost wakes, answers and batches, a
// deploy in between. Never two begin for one slot, and none waits for ever.
import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { beginJobs } from '../../src/jobs/begin-jobs.ts'
import type { Services } from '../../src/services.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'
import { GENERATE, QUEUED, cancel, forgetGate, gateStub, look, placesOf, settle, start, startMany, statusesOf } from './queueing.ts'

const DONE = ['COMPLETED', 'COMPLETED', 'COMPLETED']
const submitsIn = (world: World): string[] => world.queues.waiting().flatMap(({ body }) => (body.kind === 'submit' ? [body.jobId] : []))

/** The services, of which some calls of the gate go otherwise. */
const under = (world: World, calls: Partial<ReturnType<Services['gate']>>): Services => ({ ...world.services, gate: (accountId) => ({ ...world.services.gate(accountId), ...calls }) })

/** D1, of which some batches fail that would begin a job. */
function failingD1(fails: { count: number; isAfter: boolean }) {
  const beginning = new WeakSet<D1PreparedStatement>()
  const prepared = (statement: D1PreparedStatement, query: string): D1PreparedStatement => {
    const bind = statement.bind.bind(statement)
    return Object.assign(statement, {
      bind: (...values: unknown[]) => {
        const bound = bind(...values)
        if (query.includes('"waited_until_ms" = ?')) beginning.add(bound)
        return bound
      },
    })
  }
  return (bound: { DB: D1Database }) => ({
    DB: new Proxy(bound.DB, {
      get: (target, name) => {
        if (name === 'prepare') return (query: string) => prepared(target.prepare(query), query)
        return async (statements: D1PreparedStatement[]) => {
          const isFailing = fails.count > 0 && statements.some((statement) => beginning.has(statement))
          if (isFailing) fails.count -= 1
          if (isFailing && !fails.isAfter) throw new Error('D1_ERROR: away')
          const results = await target.batch(statements)
          if (isFailing) throw new Error('D1_ERROR: away')
          return results
        }
      },
    }),
  })
}

describe('what waits for a slot begins all the same', () => {
  it('when the object is evicted in between', async () => {
    const world = await createWorld({ plan: 'FREE' })
    const ids = await startMany(world, 3)
    await evictDurableObject(gateStub(world))
    expect(await placesOf(world, ids)).toEqual([null, 1, 2])
    await world.run(150)
    expect(await statusesOf(world)).toEqual(DONE)
  })

  it('when the object has lost all that it stored: in its order, and beside nobody who runs', async () => {
    const world = await createWorld({ limits: { concurrent: 2 } })
    const ids = await startMany(world, 5)
    // What runs hangs, and keeps its slots.
    await world.run(3)
    world.queues.lose()
    await forgetGate(world)
    world.clock.nowMs += 90_000
    await world.sweep()
    expect(await placesOf(world, ids)).toEqual([null, null, 1, 2, 3])
    expect(submitsIn(world).filter((id) => ids.slice(2).includes(id))).toEqual([])
    await settle(world, 10)
    expect(await statusesOf(world)).toEqual(Array(5).fill('COMPLETED'))
  })

  it('when the answer that names it is lost with who was told', async () => {
    const world = await createWorld({ plan: 'FREE' })
    await startMany(world, 2)
    const { gate } = world.services
    const deaf = under(world, { release: async (request) => { await gate(world.accountId).release(request); throw new Error('lost') } })
    await world.queues.run(deaf, 50)
    expect(await statusesOf(world)).toEqual(['COMPLETED', 'WAITING'])
    await settle(world, 4)
    expect(await statusesOf(world)).toEqual(['COMPLETED', 'COMPLETED'])
  })

  it('when who was told dies before it moves the row, however often the end was told', async () => {
    const world = await createWorld({ plan: 'FREE' })
    const [, second] = await startMany(world, 2)
    const { gate } = world.services
    const dying = under(world, { release: async (request) => { await gate(world.accountId).release(request); return { next: [] } } })
    await world.queues.run(dying, 50)
    expect(submitsIn(world)).toEqual([])
    // Whoever looks at it, or the sweeper after it.
    await look(world, second)
    await look(world, second)
    expect((await statusesOf(world))[1]).not.toBe('WAITING')
    await world.run(60)
    expect(await statusesOf(world)).toEqual(['COMPLETED', 'COMPLETED'])
  })

  it('when D1 fails once as it begins, and when its answer is lost after the commit', async () => {
    for (const isAfter of [false, true]) {
      const fails = { count: 1, isAfter }
      const world = await createWorld({ plan: 'FREE', bindings: failingD1(fails) })
      await startMany(world, 2)
      await settle(world, 6)
      expect([fails.count, await statusesOf(world)]).toEqual([0, ['COMPLETED', 'COMPLETED']])
    }
  })

  it('when its message is lost', async () => {
    const world = await createWorld({ plan: 'FREE' })
    const [first] = await startMany(world, 2)
    await cancel(world, first)
    world.queues.lose()
    await settle(world, 5)
    expect(await statusesOf(world)).toEqual(['CANCELLED', 'COMPLETED'])
  })

  it('when the slot came free just before its row was there', async () => {
    const world = await createWorld({ plan: 'FREE' })
    const [first] = await startMany(world, 1)
    const nowMs = world.clock.nowMs
    const limits = { perMinute: 10, concurrent: 1, perDay: 100, readsPerMinute: 300, streams: 10 }
    // Another request has its place, and is still about to make its job.
    const early = await world.services.gate(world.accountId).admit({ nowMs, limits, jobIds: ['gen_early'], mayWait: ['gen_early'], leaseUntilMs: nowMs + 1000 })
    expect(early).toMatchObject({ kind: 'ADMITTED', order: ['gen_early'] })
    await cancel(world, first)
    const telling = { jobId: 'gen_early', version: 0, isOver: false, isWaiting: true, row: '{}' }
    expect(await world.services.gate(world.accountId).tell({ telling, nowMs })).toEqual({ next: [{ jobId: 'gen_early', admittedAtMs: nowMs }] })
  })

  it('when who is before it died before it made its job', async () => {
    const world = await createWorld({ plan: 'FREE' })
    const [first] = await startMany(world, 1)
    const nowMs = world.clock.nowMs
    const limits = { perMinute: 10, concurrent: 1, perDay: 100, readsPerMinute: 300, streams: 10 }
    await world.services.gate(world.accountId).admit({ nowMs, limits, jobIds: ['gen_never'], mayWait: ['gen_never'], leaseUntilMs: nowMs + 1000 })
    const second = await start(world)
    expect(second['queuePosition']).toBe(2)
    await cancel(world, first)
    await settle(world, 8)
    expect(await statusesOf(world)).toEqual(['CANCELLED', 'COMPLETED'])
  })

  it('when who holds the slot crashed with it', async () => {
    const world = await createWorld({ plan: 'FREE' })
    const nowMs = world.clock.nowMs
    const limits = { perMinute: 10, concurrent: 1, perDay: 100, readsPerMinute: 300, streams: 10 }
    await world.services.gate(world.accountId).admit({ nowMs, limits, jobIds: ['gen_never'], leaseUntilMs: nowMs + 6 * 3_600_000 })
    await start(world)
    await settle(world, 8)
    expect(await statusesOf(world)).toEqual(['COMPLETED'])
  })

  it('when a version before this one ends what ran: it tells no time and hears nothing', async () => {
    const world = await createWorld({ plan: 'FREE' })
    await startMany(world, 2)
    const old = under(world, { release: async ({ jobIds, ended }) => {
      await gateStub(world).release({ jobIds, ...(ended && { ended }) })
      return undefined
    } })
    await world.queues.run(old, 50)
    expect(await statusesOf(world)).toEqual(['COMPLETED', 'WAITING'])
    await settle(world, 5)
    expect(await statusesOf(world)).toEqual(['COMPLETED', 'COMPLETED'])
  })

  it('as soon as the plan allows more', async () => {
    const world = await createWorld({ limits: { concurrent: 1 } })
    await startMany(world, 3)
    world.queues.lose()
    await env.DB.prepare('update accounts set limits = \'{"concurrent":3}\' where id = ?1').bind(world.accountId).run()
    world.clock.nowMs += 90_000
    await world.sweep()
    expect((await statusesOf(world)).filter((status) => status === 'WAITING')).toEqual([])
  })
})

describe('for one slot', () => {
  it('one begins, whoever is told of it and however often', async () => {
    const world = await createWorld({ plan: 'FREE' })
    const [first, second, third] = await startMany(world, 3)
    const gate = world.services.gate(world.accountId)
    const nowMs = world.clock.nowMs
    const told = await Promise.all([1, 2, 3].map(() => gate.release({ jobIds: [first ?? ''], nowMs })))
    world.queues.lose()
    await Promise.all(told.map((called) => beginJobs(world.services, world.accountId, called)))
    await beginJobs(world.services, world.accountId, await gate.release({ jobIds: [first ?? ''], nowMs: nowMs + 60_000 }))
    expect(submitsIn(world)).toEqual([second])
    expect(await placesOf(world, [second, third])).toEqual([null, 1])
  })

  it('of two that come free at once two begin, one each', async () => {
    const world = await createWorld({ limits: { concurrent: 2 } })
    const [first, second, third, fourth, fifth] = await startMany(world, 5)
    world.queues.lose()
    await Promise.all([cancel(world, first), cancel(world, second)])
    expect(submitsIn(world).toSorted((one, other) => (one < other ? -1 : 1))).toEqual([third, fourth])
    expect(await placesOf(world, [third, fourth, fifth])).toEqual([null, null, 1])
  })

  it('a request that does not wait gets in before nobody who does', async () => {
    const world = await createWorld({ plan: 'FREE' })
    const [first] = await startMany(world, 2)
    await cancel(world, first)
    expect((await world.post({ query: GENERATE, variables: { input: { ...QUEUED, onLimit: 'REJECT' } } })).status).toBe(429)
  })
})
