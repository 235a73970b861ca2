// The sweeper with very much to do: 5,000 due rows, of which some throw and some belong to a company that hangs.
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { sweep } from '../../src/jobs/sweep.ts'
import type { QueueMessage } from '../../src/domain/messages.ts'
import { createWorld } from '../world.ts'
import type { World, WorldOptions } from '../world.ts'
import { copyJobs, counted, createConsumers, emptyTables, insertDeliveries, pattern } from './due-rows.ts'

const MIX = { refunds: 600, submissions: 250, polls: 250, webhooks: 600, deletions: 3000, throwing: 200, hanging: 100 } as const
/** Of companies that are well. */
const PROVIDERS = ['luma', 'kling', 'minimax', 'seedance', 'wan'] as const

/** What D1 was asked in one invocation. */
const asked = { statements: 0, largestBytes: 0 }

const watching: WorldOptions['bindings'] = ({ DB }) => ({
  DB: new Proxy(DB, {
    get: (target, name) => {
      if (name === 'prepare') return (query: string) => target.prepare(query)
      return async (statements: D1PreparedStatement[]) => {
        const results = await target.batch(statements)
        asked.statements += statements.length
        for (const { results: rows } of results) asked.largestBytes = Math.max(asked.largestBytes, JSON.stringify(rows).length)
        return results
      }
    },
  }),
})

const isOfHung = (body: QueueMessage): boolean => 'jobId' in body && body.jobId.startsWith('gen_hanging')

beforeAll(emptyTables)

describe('of 5,000 due rows, 200 that throw and 100 of a company that hangs', () => {
  it('every other is handled within two sweeps', { timeout: 300_000 }, async () => {
    let isHanging = false
    const world = await createWorld({
      bindings: watching,
      credits: 100_000_000,
      network: (url) => (isHanging && url.includes('/emulators/vidu/') ? new Promise<Response>(() => undefined) : undefined),
    })
    const [queued, running]: [string[], string[]] = [[], []]
    for (const provider of PROVIDERS) {
      queued.push(await pattern(world, 'VIDEO', provider, 'storm [[hang]]'))
      running.push(await pattern(world, 'VIDEO', provider, 'storm [[hang]]', 3))
    }
    const hung = await pattern(world, 'VIDEO', 'vidu', 'storm [[hang]]', 3)
    const sound = await pattern(world, 'AUDIO', 'elevenlabs', 'Hi', 5)
    isHanging = true
    const nowMs = world.clock.nowMs
    const due = { due_at_ms: `${nowMs} - i`, due_for: "'WORK'" }
    const each = MIX.submissions / PROVIDERS.length
    const [first = ''] = queued
    // What must not keep the others waiting is due longest.
    await copyJobs(first, 'throwing', MIX.throwing, { ...due, due_at_ms: `${nowMs} - 100000 - i`, routes: "'[]'", status: "'HELD'", attempt: '1' })
    await copyJobs(hung, 'hanging', MIX.hanging, { ...due, due_at_ms: `${nowMs} - 200000 - i`, deadline_ms: `${nowMs}` })
    await copyJobs(first, 'refund', MIX.refunds, { ...due, deadline_ms: `${nowMs}` })
    for (const [index, id] of queued.entries()) await copyJobs(id, `submission${index}`, each, due)
    for (const [index, id] of running.entries()) await copyJobs(id, `poll${index}`, each, due)
    await copyJobs(sound, 'deletion', MIX.deletions, { ...due, due_for: "'DELETE'", due_at_ms: `${nowMs} - 300000 - i`, expires_at_ms: `${nowMs} - 300000`, outputs: "'[]'" })
    await insertDeliveries(world, sound, MIX.webhooks)
    const deliver = createConsumers(world, world.services, isOfHung)

    Object.assign(asked, { statements: 0, largestBytes: 0 })
    // All but the deletions beyond their share.
    expect(await sweep(world.services)).toBe(3500)
    expect([asked.statements < 400, asked.largestBytes < 50_000]).toEqual([true, true])
    await deliver()
    world.clock.nowMs += 60_000
    await sweep(world.services)
    await deliver()

    const done = {
      refunds: await counted("id like 'gen_refund%' and status = 'FAILED' and refunded = cost"),
      submissions: await counted("id like 'gen_submission%' and status = 'PROCESSING'"),
      polls: await counted("id like 'gen_poll%' and status = 'PROCESSING' and chain = 1"),
      webhooks: world.received.length,
      deletions: await counted("id like 'gen_deletion%' and expired_at_ms is not null"),
    }
    const { throwing, hanging, ...others } = MIX
    expect(done).toEqual(others)
    // Those are due again, later each time, and an operator hears of it.
    expect(await counted(`id like 'gen_throwing%' and faults > 0 and due_at_ms > ${nowMs}`)).toBe(throwing)
    expect(await counted(`id like 'gen_hanging%' and status = 'PROCESSING' and due_at_ms > ${nowMs}`)).toBe(hanging)
    await env.DB.prepare('delete from jobs').run()
  })
})

const handed = (world: World, prefix: string): number =>
  world.queues.waiting().filter(({ body }) => 'jobId' in body && body.jobId.startsWith(`gen_${prefix}`)).length

describe('the shares of a sweep', () => {
  it('are each purpose\'s own: what expires delays no refund', { timeout: 120_000 }, async () => {
    const world = await createWorld()
    const nowMs = world.clock.nowMs
    const sound = await pattern(world, 'AUDIO', 'elevenlabs', 'Hi', 5)
    const queued = await pattern(world, 'VIDEO', 'luma', 'storm')
    await copyJobs(sound, 'expiring', 50_000, { due_at_ms: `${nowMs} - 300000`, due_for: "'DELETE'", expires_at_ms: `${nowMs} - 300000`, outputs: "'[]'" })
    await copyJobs(queued, 'overdue', 10, { due_at_ms: `${nowMs}`, due_for: "'WORK'", deadline_ms: `${nowMs}` })
    await sweep(world.services)
    expect([handed(world, 'overdue'), handed(world, 'expiring')]).toEqual([10, 1500])
    await env.DB.prepare('delete from jobs').run()
  })

  it('are each company\'s own too: what is over a company\'s goes to the next sweep, the other companies\' work does not', { timeout: 120_000 }, async () => {
    const world = await createWorld()
    const [many, one] = [await pattern(world, 'VIDEO', 'luma', 'storm [[hang]]', 3), await pattern(world, 'VIDEO', 'kling', 'storm [[hang]]', 3)]
    await copyJobs(many, 'many', 350, { due_at_ms: '1', due_for: "'WORK'" })
    await copyJobs(one, 'one', 1, { due_at_ms: '2', due_for: "'WORK'" })
    const counts = []
    for (let minute = 0; minute < 4; minute += 1) {
      await sweep(world.services)
      counts.push([handed(world, 'many'), handed(world, 'one')])
      world.queues.lose()
      await env.DB.prepare("update jobs set due_at_ms = null where due_at_ms > ?1").bind(world.clock.nowMs + 60_000).run()
      world.clock.nowMs += 60_000
    }
    expect(counts).toEqual([[100, 1], [100, 0], [100, 0], [50, 0]])
  })

  it('are handed over once, however many sweeps overlap', { timeout: 120_000 }, async () => {
    const world = await createWorld()
    const running = await pattern(world, 'VIDEO', 'luma', 'storm [[hang]]', 3)
    await copyJobs(running, 'twice', 90, { due_at_ms: '1', due_for: "'WORK'" })
    await Promise.all([sweep(world.services), sweep(world.services), sweep(world.services)])
    expect(handed(world, 'twice')).toBe(90)
  })
})

describe('a page of due rows', () => {
  it('holds nothing that a caller stored', { timeout: 120_000 }, async () => {
    const world = await createWorld({ bindings: watching })
    const queued = await pattern(world, 'VIDEO', 'luma', 'storm')
    await copyJobs(queued, 'large', 100, { due_at_ms: '1', due_for: "'WORK'", input: `json_object('text', hex(zeroblob(100000)))`, tags: `json_array(hex(zeroblob(100000)))` })
    asked.largestBytes = 0
    await sweep(world.services)
    expect(asked.largestBytes).toBeLessThan(50_000)
    await env.DB.prepare('delete from jobs').run()
  })
})
