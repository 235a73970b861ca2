// A company that cannot be asked for now, by a fault of ours: its secret is gone, or a deploy cannot read the handle that another
// stored. It says nothing of the work: an alarm is raised, and the job goes on as soon as it can.
import { eq } from 'drizzle-orm'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { cancelJob } from '../../src/jobs/cancel-job.ts'
import type { Services } from '../../src/services.ts'
import { jobs } from '../../src/store/tables.ts'
import { GENERATE, READ, createWorld } from '../world.ts'
import type { World } from '../world.ts'

const TYPES = { luma: 'VIDEO', kling: 'VIDEO', heygen: 'AVATAR', elevenlabs: 'AUDIO', 'flux-dev': 'IMAGE' } as const
/** Sounds and images are given up after ten minutes. */
const MINUTES = { VIDEO: 10, AVATAR: 10, AUDIO: 5, IMAGE: 5 } as const

const start = async (world: World, provider: keyof typeof TYPES, text = 'storm'): Promise<string> =>
  (await world.ask(GENERATE, { input: { type: TYPES[provider], provider, input: { text } } }))['generate'].id
const read = async (world: World, id: string) => (await world.ask(READ, { id }))['generation']

type Get = Services['upstreams']['get']

/** The service after a deploy, over the same world. */
const deployed = ({ services }: World, get: (upstream: Parameters<Get>[0], reached: ReturnType<Get>) => ReturnType<Get>): Services =>
  ({ ...services, upstreams: { ...services.upstreams, get: (id) => get(id, services.upstreams.get(id)) } })

const withoutSecret = (world: World) => deployed(world, () => undefined)

const unreadable = async () => v.parse(v.object({ newHandle: v.string() }), {}) as never

/** Every upstream's handle has another form now. */
const withOtherForm = (world: World) =>
  deployed(world, (_, reached) => {
    if (!reached?.upstream.poll) return reached
    return { ...reached, upstream: { ...reached.upstream, poll: unreadable, ...(reached.upstream.cancel && { cancel: unreadable }) } }
  })

async function minutesOf(world: World, services: Services, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await world.queues.run(services, 60)
    await world.sweepAs(services)
  }
}

const alarms = (world: World, kind: string) => world.logs.filter((line) => line['event'] === 'alarm' && line['kind'] === kind)

describe('a secret that is gone for minutes and back', () => {
  it.each(Object.keys(TYPES) as (keyof typeof TYPES)[])('ends no job of %s: not one that waits, nor one under way', async (provider) => {
    const world = await createWorld()
    const running = await start(world, provider, 'storm [[slow]]')
    await world.run(2)
    const waiting = await start(world, provider)
    await minutesOf(world, withoutSecret(world), MINUTES[TYPES[provider]])
    expect(alarms(world, 'UPSTREAM_KEY').length).toBeGreaterThan(0)
    expect(world.logs.filter(({ event }) => event === 'message failed')).toEqual([])
    await minutesOf(world, world.services, 8)
    expect([await read(world, running), await read(world, waiting)]).toMatchObject([{ status: 'COMPLETED', attempts: 1 }, { status: 'COMPLETED', attempts: 1 }])
  })

  it('lets nothing be stopped for now: a cancellation says that it came too late', async () => {
    const world = await createWorld()
    const id = await start(world, 'luma', 'storm [[slow]]')
    await world.run(3)
    const cancelled = await cancelJob(withoutSecret(world), { accountId: world.accountId, endUser: null }, id)
    expect(cancelled).toMatchObject({ outcome: 'TOO_LATE', job: { status: 'PROCESSING' } })
  })

  it('is refunded when it stays away until the deadline', async () => {
    const world = await createWorld()
    const id = await start(world, 'luma', 'storm [[hang]]')
    await world.run(3)
    await minutesOf(world, withoutSecret(world), 70)
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', error: { reason: 'TIMEOUT' } })
    expect(await world.balance()).toBe(1_000_000)
  })
})

describe('a form of stored handles that changed with a deploy and back', () => {
  it.each(['luma', 'kling', 'heygen'] as const)('ends no job of %s', async (provider) => {
    const world = await createWorld()
    const id = await start(world, provider, 'storm [[slow]]')
    await world.run(3)
    await minutesOf(world, withOtherForm(world), 10)
    expect(await read(world, id)).toMatchObject({ status: 'PROCESSING' })
    expect(alarms(world, 'UNREADABLE').length).toBeGreaterThan(0)
    await minutesOf(world, world.services, 8)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED', attempts: 1 })
  })

  it('is given up at the deadline alone, and refunded', async () => {
    const world = await createWorld()
    const id = await start(world, 'luma', 'storm [[hang]]')
    await world.run(3)
    await minutesOf(world, withOtherForm(world), 70)
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', error: { reason: 'TIMEOUT' } })
  })
})

describe('work at a due row that throws', () => {
  it('is due again later each time, tells an operator the third time, and forgets it when it goes well', async () => {
    const world = await createWorld()
    const id = await start(world, 'luma', 'storm [[hang]]')
    await world.run(3)
    const throwing = deployed(world, () => { throw new Error('a fault of ours') })
    const pauses: number[] = []
    for (let times = 0; times < 4; times += 1) {
      const [before] = await rowOf(world, id)
      world.clock.nowMs = Math.max(world.clock.nowMs, before?.dueAtMs ?? 0)
      world.queues.lose()
      await world.sweepAs(throwing)
      await world.queues.run(throwing, 0)
      const [after] = await rowOf(world, id)
      pauses.push(((after?.dueAtMs ?? 0) - world.clock.nowMs) / 60_000)
    }
    expect(pauses).toEqual([1, 2, 4, 8])
    expect(alarms(world, 'SWEEPER').filter(({ subject }) => subject === 'faults')).toHaveLength(2)
    world.clock.nowMs += 8 * 60_000
    await world.sweep()
    await world.run(0)
    expect((await rowOf(world, id))[0]).toMatchObject({ faults: 0, status: 'PROCESSING' })
  })
})

const rowOf = ({ services: { database } }: World, id: string) => database.select({ dueAtMs: jobs.dueAtMs, faults: jobs.faults, status: jobs.status }).from(jobs).where(eq(jobs.id, id))
