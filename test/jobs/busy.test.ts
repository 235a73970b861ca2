// A company that is only busy: people wait for it as long as its row says, and what was begun late has its whole time.
import { describe, expect, it } from 'vitest'
import { modelById } from '../../src/catalog/catalog.ts'
import { look, outcomesOf } from '../health/health-world.ts'
import { GENERATE, READ, createWorld } from '../world.ts'
import type { World } from '../world.ts'

const ray = modelById('ray-2')
const DEADLINE = ray?.deadlineSeconds ?? Number.NaN
const input = { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } }
const start = async (world: World, of: Record<string, unknown> = input): Promise<string> => (await world.ask(GENERATE, { input: of }))['generate'].id
const read = async (world: World, id: string) => (await world.ask(READ, { id }))['generation']

/** Luma is busy until so many seconds after the start, and then takes work. */
async function busyFor(seconds: number, status = 429): Promise<World> {
  const world: World = await createWorld({
    network: (url, init) => (init.method === 'POST' && url.includes('/generations/video') && world.clock.nowMs < startMs + seconds * 1000 ? Promise.resolve(Response.json({ detail: 'Too many' }, { status })) : undefined),
  })
  const startMs = world.clock.nowMs
  return world
}

describe('a company that is busy', () => {
  it('for most of the time that people wait is waited for, however often it says so, and nobody is blamed', async () => {
    const world = await busyFor(DEADLINE - 400)
    const id = await start(world)
    await world.run(DEADLINE - 400)
    expect(await read(world, id)).toMatchObject({ status: 'QUEUED' })
    expect((await read(world, id)).attempts).toBeGreaterThan(4)
    await world.run(400)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED', refundedCredits: 0 })
    expect((await outcomesOf(world, 'luma')).map(({ isSuccess }) => isSuccess)).toEqual([true])
    expect((await look(world, 'luma')).circuit.kind).toBe('CLOSED')
  })

  it('for longer than people wait ends it as unavailable, refunded', async () => {
    const world = await busyFor(9 * 3600)
    const id = await start(world)
    await world.run(DEADLINE + 300)
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', error: { code: 'PROVIDER_UNAVAILABLE', retryable: true } })
    expect(await world.balance()).toBe(1_000_000)
    expect(await outcomesOf(world, 'luma')).toEqual([])
  })

  it('is no longer waited for when it is down instead: four refusals end it', async () => {
    const world = await busyFor(9 * 3600, 500)
    const id = await start(world)
    await world.run(200)
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', attempts: 4, error: { code: 'PROVIDER_UNAVAILABLE' } })
  })
})

describe('the time of the work', () => {
  it('counts from the submission that was accepted, not from the order', async () => {
    const world = await busyFor(DEADLINE - 700)
    const id = await start(world, { ...input, input: { text: 'storm [[hang]]' } })
    await world.run(DEADLINE)
    expect(await read(world, id)).toMatchObject({ status: 'PROCESSING' })
    await world.run(DEADLINE - 800)
    await world.sweep()
    expect(await read(world, id)).toMatchObject({ status: 'PROCESSING' })
    await world.run(900)
    await world.sweep()
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', error: { reason: 'TIMEOUT' } })
  })

  it('of a submission whose answer was lost counts from it as well', async () => {
    const world = await createWorld({ network: (url, init) => (init.method === 'POST' && url.includes('/generations/video') ? Promise.reject(new TypeError('connection lost')) : undefined) })
    const id = await start(world)
    world.clock.nowMs += (DEADLINE - 60) * 1000
    await world.run(1)
    await world.run(300)
    await world.sweep()
    expect(await read(world, id)).toMatchObject({ status: 'PROCESSING' })
    await world.run(DEADLINE)
    await world.sweep()
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', error: { reason: 'UNKNOWN_OUTCOME' } })
  })
})
