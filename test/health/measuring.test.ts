// What upstreams' health is told and remembers: the ends of attempts, the times they took, in the object and in the isolate.
import { evictDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { consume } from '../../src/queues/consume.ts'
import { GENERATE, READ } from '../world.ts'
import { healthWorld, HEALTH, video, image, objectOf, look, outcomesOf, start, send, losing, tell, hear, quote, health } from './health-world.ts'

describe('an attempt\'s end', () => {
  it('counts as neither when content rules or the input ended it', async () => {
    const world = await healthWorld()
    for (let sent = 0; sent < 6; sent += 1) await start(world, video('luma', 'storm [[moderated]]'))
    await world.run(60)
    expect(await look(world, 'luma')).toEqual({ circuit: { kind: 'CLOSED', sinceMs: null }, successRate: null, medianSeconds: {} })
  })

  for (const upstream of ['luma', 'kling'] as const) {
    it(`counts as a failure when nobody can tell it, once and long before the deadline (${upstream})`, async () => {
      const world = await healthWorld({ network: losing })
      for (let sent = 0; sent < 5; sent += 1) await start(world, video(upstream))
      await world.run(2)
      expect(await look(world, upstream)).toMatchObject({ circuit: { kind: 'CLOSED' }, successRate: 0 })
      for (let minute = 0; minute < 90; minute += 1) {
        await world.run(60)
        await world.sweep()
      }
      expect(await outcomesOf(world, upstream)).toHaveLength(5)
    })
  }

  it('counts as a failure at the deadline and when the file cannot be used, and as nothing when busy', async () => {
    const world = await healthWorld({ network: (url) => (url.includes('/emulators/media/') ? Promise.resolve(new Response('gone', { status: 404 })) : undefined) })
    await start(world, video('luma', 'storm [[hang]]'))
    await world.run(10)
    world.clock.nowMs += 3_600_000
    await world.run(1)
    expect((await outcomesOf(world, 'luma')).map(({ isSuccess }) => isSuccess)).toEqual([false])
    await start(world, video('kling', 'storm [[429]]'))
    await start(world, image('flux-dev'))
    await world.run(120)
    expect(await outcomesOf(world, 'kling')).toEqual([])
    expect((await outcomesOf(world, 'bfl')).map(({ isSuccess }) => isSuccess)).toEqual([false])
  })

  it('counts once, however often its messages are delivered', async () => {
    const world = await healthWorld()
    await start(world, video('luma'))
    await start(world, video('luma', 'storm [[fail]]'))
    world.queues.duplicate()
    await world.run(1)
    world.queues.duplicate()
    await world.run(60)
    expect((await outcomesOf(world, 'luma')).map(({ isSuccess }) => Number(isSuccess)).toSorted((a, b) => a - b)).toEqual([0, 1])
  })

  it('counts once among racing deliveries', async () => {
    for (const input of [video('luma'), video('luma', 'storm [[fail]]'), video(undefined, 'storm [[fail]]')]) {
      const world = await healthWorld()
      await start(world, input)
      await world.run(1)
      const [waiting] = world.queues.waiting()
      if (!waiting) throw new Error('nothing is polled')
      world.clock.nowMs += 60_000
      const once = () => ({ body: waiting.body, attempts: 1, ack: () => undefined, retry: () => undefined })
      await consume(world.services, [once(), once(), once(), once()])
      expect(await outcomesOf(world, input.provider === 'luma' ? 'luma' : 'kling')).toHaveLength(1)
    }
  })

  it('loses nothing but itself when its object cannot be reached', async () => {
    const unreachable = { idFromName: () => undefined, get: () => ({ look: () => Promise.reject(new Error('gone')), record: () => Promise.reject(new Error('gone')) }) }
    const world = await healthWorld({ bindings: () => ({ UPSTREAM_HEALTH: unreachable as never }) })
    const id = await start(world, video('luma'))
    await world.run(60)
    expect((await world.ask(READ, { id }))['generation'].status).toBe('COMPLETED')
    expect((await health(world, 'luma')).health).toEqual({ state: 'CLOSED', successRate: null, medianSeconds: null, since: null })
  })
})

describe('what was measured', () => {
  it('ranks by SPEED and is the estimated time, of its own model alone', async () => {
    const world = await healthWorld()
    const before = await quote(world, image('flux-ultra'))
    expect((await quote(world, image(undefined))).provider).not.toBe('flux-ultra')
    for (let sent = 0; sent < 3; sent += 1) await tell(world, 'bfl', 'SUCCESS', before.model, 1.2)
    await hear(world, image(undefined))
    expect(await quote(world, image(undefined))).toMatchObject({ provider: 'flux-ultra', estimatedTime: 1 })
    const { generate } = await world.ask(GENERATE, { input: image(undefined) })
    expect(generate).toMatchObject({ provider: 'flux-ultra', estimatedTime: 1 })
    expect(await health(world, 'flux-ultra')).toEqual({ id: 'flux-ultra', health: { state: 'CLOSED', successRate: 1, medianSeconds: 1.2, since: null }, pricing: { estimatedTime: 1 } })
    expect(await health(world, 'flux-dev')).toMatchObject({ health: { medianSeconds: null } })
  })

  it('is the time from submission to the stored result', async () => {
    const world = await healthWorld()
    for (let sent = 0; sent < 3; sent += 1) await start(world, image('flux-dev'))
    await world.run(60)
    const { medianSeconds, successRate } = await look(world, 'bfl')
    const seconds = Object.values(medianSeconds)
    expect([successRate, seconds.length]).toEqual([1, 1])
    expect(seconds[0]).toBeGreaterThan(0)
    expect(seconds[0]).toBeLessThan(30)
  })

  it('of an estimate that a generation was made with does not change under it', async () => {
    const world = await healthWorld()
    const { generate } = await world.ask(GENERATE, { input: image('flux-dev') })
    for (let sent = 0; sent < 3; sent += 1) await tell(world, 'bfl', 'SUCCESS', generate.model, 500)
    await hear(world, image('flux-dev'))
    expect((await quote(world, image('flux-dev'))).estimatedTime).toBe(500)
    const { generation } = await world.ask('query ($id: ID!) { generation(id: $id) { estimatedTime } }', { id: generate.id })
    expect(generation.estimatedTime).toBe(generate.estimatedTime)
  })

  it('never appears in another provider\'s rating', async () => {
    const world = await healthWorld()
    for (const outcome of ['ALARM', 'FAILURE', 'SUCCESS'] as const) await tell(world, 'luma', outcome, 'ray-2', 7)
    const { providers } = await world.ask(HEALTH)
    const touched = providers.filter((one: { health: { state: string; successRate: number | null } }) => one.health.state !== 'CLOSED' || one.health.successRate !== null)
    expect(touched.map(({ id }: { id: string }) => id)).toEqual(['luma'])
  })
})

describe('an isolate', () => {
  it('chooses by what it has heard and waits for nothing', async () => {
    const world = await healthWorld()
    await tell(world, 'luma', 'ALARM')
    expect((await send(world, video('luma'))).status).toBe(200)
    expect((await send(world, video('luma'))).status).toBe(503)
  })

  it('asks about what it looked at, once in 15 s', async () => {
    const asked: string[] = []
    const world = await healthWorld({
      bindings: ({ UPSTREAM_HEALTH }) => ({
        UPSTREAM_HEALTH: new Proxy(UPSTREAM_HEALTH, {
          get: (target, name) => {
            if (name === 'get') return (id: DurableObjectId) => target.get(id)
            return (upstream: string) => {
              asked.push(upstream)
              return target.idFromName(upstream)
            }
          },
        }),
      }),
    })
    for (let sent = 0; sent < 5; sent += 1) await send(world, video('luma'))
    await world.ask('{ me { credits } }')
    expect(asked).toEqual(['luma'])
    world.clock.nowMs += 15_000
    await send(world, video('luma'))
    expect(asked).toEqual(['luma', 'luma'])
  })

  it('forgets nothing that matters when the object is evicted', async () => {
    const world = await healthWorld()
    for (let sent = 0; sent < 3; sent += 1) await tell(world, 'luma', 'SUCCESS', 'ray-2', 7)
    await tell(world, 'luma', 'ALARM')
    await objectOf(world, 'luma').beginTrial({ nowMs: world.clock.nowMs + 60_000 })
    const before = await look(world, 'luma')
    await evictDurableObject(objectOf(world, 'luma'))
    expect(await look(world, 'luma')).toEqual(before)
    expect(before).toMatchObject({ successRate: 0.75, medianSeconds: { 'ray-2': 7 }, circuit: { kind: 'OPEN', trialUntilMs: world.clock.nowMs + 120_000 } })
  })
})
