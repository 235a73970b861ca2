// A company that takes so many at once: the others wait without a message, and are sent for when their turn comes.
import { describe, expect, it } from 'vitest'
import type { Env } from '../../src/env.ts'
import { GENERATE, READ, createWorld } from '../world.ts'
import type { World, WorldOptions } from '../world.ts'

const ONE = { LUMA_CONCURRENCY: '1' }
const input = { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } }
const start = async (world: World): Promise<string> => {
  // Whoever comes later is later.
  world.clock.nowMs += 10
  return (await world.ask(GENERATE, { input }))['generate'].id
}
const read = async (world: World, id: string) => (await world.ask(READ, { id }))['generation']
const statuses = async (world: World, ids: readonly string[]): Promise<readonly string[]> => Promise.all(ids.map(async (id) => (await read(world, id)).status))
const waitingFor = (world: World, id: string) => world.queues.waiting().filter(({ body }) => 'jobId' in body && body.jobId === id)

/** With how many submissions Luma was sent. */
async function lumaWorld(options: WorldOptions = {}): Promise<World & { readonly sent: () => number }> {
  let sent = 0
  const world = await createWorld({
    settings: ONE,
    ...options,
    network: (url, init) => {
      if (init.method === 'POST' && url.includes('/generations/video')) sent += 1
      return options.network?.(url, init)
    },
  })
  return { ...world, sent: () => sent }
}

/** An object that cannot be reached. */
const away = (): Partial<Env> => ({ UPSTREAM_PLACES: { idFromName: () => 'none', get: () => ({ ask: () => Promise.reject(new Error('away')), free: () => Promise.reject(new Error('away')), look: () => Promise.reject(new Error('away')), order: () => Promise.reject(new Error('away')) }) } as never })

/** It takes all but those. */
const busy = (url: string, init: RequestInit): Promise<Response> | undefined =>
  init.method === 'POST' && url.includes('/generations/video') && typeof init.body === 'string' && init.body.includes('never') ? Promise.resolve(Response.json({ detail: 'Too many' }, { status: 429 })) : undefined

describe('a company that takes one at a time', () => {
  it('is sent the next when the one before is over; who waits holds no message, and begins at once', async () => {
    const world = await lumaWorld()
    const ids = [await start(world), await start(world), await start(world)]
    await world.run(2)
    expect(await statuses(world, ids)).toEqual(['PROCESSING', 'QUEUED', 'QUEUED'])
    expect([world.sent(), waitingFor(world, ids[1] ?? ''), waitingFor(world, ids[2] ?? '')]).toEqual([1, [], []])
    await world.run(12)
    expect([(await statuses(world, ids)).slice(0, 2), world.sent()]).toEqual([['COMPLETED', 'PROCESSING'], 2])
    await world.run(30)
    expect([await statuses(world, ids), world.sent()]).toEqual([['COMPLETED', 'COMPLETED', 'COMPLETED'], 3])
  })

  it('is not waited for by what was cancelled: whoever comes after it begins', async () => {
    const world = await lumaWorld()
    const ids = [await start(world), await start(world), await start(world)]
    await world.run(2)
    await world.ask('mutation ($id: ID!) { cancelGeneration(id: $id) }', { id: ids[1] })
    await world.run(14)
    expect([await statuses(world, ids), world.sent()]).toEqual([['COMPLETED', 'CANCELLED', 'PROCESSING'], 2])
  })

  it('is asked again by the sweeper for whom nobody sent, and nothing is sent twice', async () => {
    const world = await lumaWorld()
    const ids = [await start(world), await start(world)]
    await world.run(2)
    world.queues.lose()
    world.clock.nowMs += 200_000
    for (let minutes = 0; minutes < 8; minutes += 1) {
      await world.sweep()
      await world.run(60)
    }
    expect([await statuses(world, ids), world.sent()]).toEqual([['COMPLETED', 'COMPLETED'], 2])
  })

  it('takes work again for which somebody waits, when its result cannot be copied yet', async () => {
    let isStorable = false
    const world = await lumaWorld({ network: (url) => (url.includes('/media/') && !isStorable ? Promise.reject(new TypeError('connection lost')) : undefined) })
    const ids = [await start(world), await start(world)]
    await world.run(20)
    expect([await statuses(world, ids), world.sent()]).toEqual([['PROCESSING', 'PROCESSING'], 2])
    isStorable = true
    await world.run(400)
    expect(await statuses(world, ids)).toEqual(['COMPLETED', 'COMPLETED'])
  })
})

describe('without a setting', () => {
  it('all is sent at once, until the company is busy: then half as many, and it is no failure', async () => {
    let atWork = 0
    const world = await lumaWorld({
      settings: {},
      network: (url, init) => {
        if (init.method !== 'POST' || !url.includes('/generations/video')) return undefined
        if (atWork >= 4) return Promise.resolve(Response.json({ detail: 'Too many' }, { status: 429 }))
        atWork += 1
        return undefined
      },
    })
    const ids: string[] = []
    for (let count = 0; count < 6; count += 1) ids.push(await start(world))
    await world.run(3)
    expect((await statuses(world, ids)).filter((status) => status === 'QUEUED')).toHaveLength(2)
    atWork = 0
    await world.run(900)
    for (let minutes = 0; minutes < 5; minutes += 1) {
      atWork = 0
      await world.sweep()
      await world.run(60)
    }
    expect(new Set(await statuses(world, ids))).toEqual(new Set(['COMPLETED']))
    expect(await world.balance()).toBeLessThan(1_000_000)
  })
})

describe('beside one that its company takes no more of, however often', () => {
  it.each([['as many as it lets us', {}], ['one at a time', { LUMA_CONCURRENCY: '1' }]])('the others begin within a minute, without the sweeper, where it takes %s', async (_, concurrency) => {
    const world = await lumaWorld({ settings: concurrency, network: busy })
    const never = (await world.ask(GENERATE, { input: { ...input, input: { text: 'never' } } }))['generate'].id
    await world.run(1)
    const ids = [await start(world), await start(world)]
    await world.run(60)
    expect(await statuses(world, [never, ...ids])).toEqual(['QUEUED', 'COMPLETED', 'COMPLETED'])
  })

  it('whoever was refused comes again when the rest is over, which the refusals of others have made longer', async () => {
    const world = await lumaWorld({ settings: {}, network: busy })
    for (let count = 0; count < 2; count += 1) await world.ask(GENERATE, { input: { ...input, input: { text: 'never' } } })
    const sent: number[] = []
    // The first one at 0 and 5 s, the second one at 25 s, its first time; then all rest for 80 s.
    for (const seconds of [26, 70, 12]) {
      await world.run(seconds)
      sent.push(world.sent())
    }
    expect(sent).toEqual([3, 3, 4])
  })
})

describe('a line whose object', () => {
  it('cannot be reached goes on by its last known share', async () => {
    const world = await lumaWorld({ bindings: away })
    const id = await start(world)
    await world.run(30)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED' })
  })

  it('is not turned on keeps nobody', async () => {
    const world = await lumaWorld({ settings: { LUMA_CONCURRENCY: '1' }, bindings: away })
    const ids = [await start(world), await start(world)]
    await world.run(3)
    expect(world.sent()).toBe(2)
    expect(await statuses(world, ids)).toEqual(['PROCESSING', 'PROCESSING'])
  })
})

describe('the door of a company that takes one at a time', () => {
  const QUOTE = 'query ($input: GenerateInput!) { quote(input: $input) { provider estimatedTime } }'
  /** With so many that have come before, as the isolate hears of it. */
  async function crowded(count: number): Promise<World> {
    const world = await lumaWorld({ settings: ONE, limits: { concurrent: 200, perMinute: 200 } })
    for (let made = 0; made < count; made += 1) await start(world)
    await world.run(0)
    world.clock.nowMs += 15_000
    await world.ask(QUOTE, { input })
    return world
  }

  it('tells the wait, in the estimated time and as the place', async () => {
    const world = await crowded(3)
    const { quote } = await world.ask(QUOTE, { input })
    const { generate } = await world.ask('mutation ($input: GenerateInput!) { generate(input: $input) { id estimatedTime queuePosition } }', { input })
    expect(generate.estimatedTime).toBe(quote.estimatedTime)
    expect(generate.estimatedTime).toBeGreaterThan(3 * 60)
    await world.run(0)
    // The first is made by then.
    world.clock.nowMs += 15_000
    expect((await world.ask('query ($id: ID!) { generation(id: $id) { status queuePosition } }', { id: generate.id }))['generation']).toEqual({ status: 'QUEUED', queuePosition: 2 })
  })

  it('refuses who would wait longer than its patience, with the time after which it would not; nothing is charged', async () => {
    const world = await crowded(60)
    const before = await world.balance()
    const { status, headers, body } = await world.post({ query: GENERATE, variables: { input } })
    expect([status, body.errors?.[0]?.extensions['code'], Number(headers.get('retry-after')) > 0]).toEqual([503, 'PROVIDER_UNAVAILABLE', true])
    expect(await world.balance()).toBe(before)
  })

  it('leaves it out where the service chooses', async () => {
    const world = await crowded(60)
    const free = { type: 'VIDEO', priority: 'QUALITY', input: { text: 'storm' } }
    expect((await world.ask(QUOTE, { input: free }))['quote'].provider).not.toBe('luma')
  })
})
