// Choosing by health, through the whole service: what keeps failing is left alone, named or not, and comes back.
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import type { AttemptOutcome, HealthState } from '../../src/health/arithmetic.ts'
import { consume } from '../../src/queues/consume.ts'
import type { UpstreamId } from '../../src/upstreams/contract.ts'
import { without } from '../emulators/settings.ts'
import { GENERATE, READ, createWorld } from '../world.ts'
import type { World, WorldOptions } from '../world.ts'

/** These upstreams are left out, so that the order of the few that remain is the tests' own. */
const LEFT_OUT = ['GOOGLE', 'ARK', 'DASHSCOPE', 'VIDU', 'FAL', 'STABILITY', 'HEDRA', 'GOOGLE_TTS']

function healthWorld(options: WorldOptions = {}): Promise<World> {
  return createWorld({ ...options, settings: { ...without(...LEFT_OUT), ...options.settings } })
}

const QUOTE = `query ($input: GenerateInput!) { quote(input: $input) { provider model estimatedTime reasons passedOver { provider model reason } } }`
const HEALTH = '{ providers { id health { state successRate medianSeconds since } pricing { estimatedTime } } }'

const video = (provider: string | undefined, text = 'storm') => ({ type: 'VIDEO', ...(provider && { provider }), input: { text }, priority: 'QUALITY' })
const image = (provider: string | undefined, priority = 'SPEED') => ({ type: 'IMAGE', ...(provider && { provider }), input: { text: 'A fox' }, priority })

const objectOf = (world: World, upstream: UpstreamId) => world.env.UPSTREAM_HEALTH.get(world.env.UPSTREAM_HEALTH.idFromName(upstream))
const look = (world: World, upstream: UpstreamId) => objectOf(world, upstream).look({ nowMs: world.clock.nowMs })
const outcomesOf = async (world: World, upstream: UpstreamId) =>
  (await runInDurableObject(objectOf(world, upstream), (_, { storage }) => storage.kv.get<HealthState>('state')))?.outcomes ?? []
const start = async (world: World, input: Record<string, unknown>): Promise<string> => (await world.ask(GENERATE, { input }))['generate'].id
const send = (world: World, input: Record<string, unknown>, headers: Record<string, string> = {}) => world.post({ query: GENERATE, variables: { input } }, headers)

const losing = (url: string, init: RequestInit) => (init.method === 'POST' && /\/(luma|kling)\//.test(url) ? Promise.reject(new TypeError('connection lost')) : undefined)

/** As if another isolate had told of it. */
const tell = (world: World, upstream: UpstreamId, outcome: AttemptOutcome, model = 'm', seconds = 0) =>
  objectOf(world, upstream).record({ outcome, model, seconds, nowMs: world.clock.nowMs })

/** Quotes like it, so that the isolate has heard of everything by the next request. */
async function hear(world: World, input: Record<string, unknown>): Promise<void> {
  await world.run(15)
  await world.post({ query: QUOTE, variables: { input } })
}
const quote = async (world: World, input: Record<string, unknown>, language = 'en') =>
  (await world.ask(QUOTE, { input }, { 'accept-language': language }))['quote']
const health = async (world: World, provider: string) => {
  const { providers } = await world.ask(HEALTH)
  return providers.find(({ id }: { id: string }) => id === provider)
}

describe('an upstream that keeps failing', () => {
  it('is passed over by automatic choices, which say why, and comes back through one trial', async () => {
    const world = await healthWorld()
    expect((await quote(world, video(undefined))).provider).toBe('kling')
    for (let sent = 0; sent < 5; sent += 1) await start(world, video('kling', 'storm [[fail]]'))
    for (let step = 0; step < 30 && (await look(world, 'kling')).circuit.kind === 'CLOSED'; step += 1) await world.run(2)
    await hear(world, video(undefined))

    const passing = await quote(world, video(undefined))
    expect(passing.provider).not.toBe('kling')
    const reasons = passing.passedOver.filter((one: { provider: string }) => one.provider === 'kling').map((one: { reason: string }) => one.reason)
    expect(reasons).toContainEqual(expect.stringMatching(/^Kling keeps failing at the moment; it may be tried again in \d+ s\.$/))
    const hindi = await quote(world, video(undefined), 'hi')
    expect(hindi.passedOver.find((one: { provider: string }) => one.provider === 'kling').reason).toMatch(/^Kling अभी बार-बार असफल हो रहा है/)
    expect((await world.ask(GENERATE, { input: video(undefined) }))['generate'].provider).toBe(passing.provider)
    expect(await health(world, 'kling')).toMatchObject({ health: { state: 'OPEN', successRate: 0, medianSeconds: null, since: expect.any(String) } })

    await world.run(60)
    expect((await health(world, 'kling')).health.state).toBe('HALF_OPEN')
    const { generate } = await world.ask(GENERATE, { input: video(undefined) })
    expect(generate.provider).toBe('kling')
    expect((await quote(world, video(undefined))).provider).not.toBe('kling')
    await world.run(59)
    expect((await world.ask(READ, { id: generate.id }))['generation'].status).toBe('COMPLETED')
    await hear(world, video(undefined))
    expect(await quote(world, video(undefined))).toMatchObject({ provider: 'kling' })
    expect((await health(world, 'kling')).health).toMatchObject({ state: 'CLOSED', since: expect.any(String) })
  })

  it('is left alone twice as long when the trial fails too', async () => {
    const world = await healthWorld()
    await tell(world, 'luma', 'ALARM')
    await world.run(60)
    await hear(world, video('luma'))
    await start(world, video('luma', 'storm [[fail]]'))
    await world.run(30)
    const { circuit } = await look(world, 'luma')
    expect(circuit.kind === 'OPEN' && circuit.untilMs - circuit.sinceMs).toBe(120_000)
  })

  it('is no place to fail over to until it has proved that it works', async () => {
    const world = await healthWorld({ settings: { KLING_SECRET_KEY: 'wrong' } })
    for (const upstream of ['minimax', 'runway'] as const) await tell(world, upstream, 'ALARM')
    await world.run(61)
    await hear(world, video(undefined))
    const id = await start(world, video(undefined))
    await world.run(120)
    expect((await world.ask(READ, { id }))['generation']).toMatchObject({ provider: 'luma', attempts: 2, status: 'COMPLETED' })
  })
})

describe('our key refused', () => {
  it('opens at once; when all that could serve it are open, an automatic choice is PROVIDER_UNAVAILABLE', async () => {
    const world = await healthWorld({ settings: { HEYGEN_API_KEY: 'wrong' } })
    const input = { type: 'AVATAR', input: { text: 'Hi' } }
    await start(world, input)
    await world.run(2)
    expect((await look(world, 'heygen')).circuit.kind).toBe('OPEN')
    await hear(world, input)
    const reply = await send(world, input)
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, String(reply.body.errors?.[0]?.extensions['retryAfterSeconds'])])
    expect(reply.body.errors?.[0]?.message).toMatch(/^Nothing that could make this AVATAR can be used right now\. Try again in \d+ s\.$/)
  })

  it('is not mistaken for invalid input of a model that cannot serve the request', async () => {
    const world = await healthWorld()
    const input = { ...video(undefined), options: { loop: true }, strict: true }
    const { provider } = await quote(world, input)
    expect(provider).toBe('luma')
    await tell(world, 'luma', 'ALARM')
    await hear(world, input)
    expect((await send(world, input)).body.errors?.[0]?.extensions).toMatchObject({ code: 'PROVIDER_UNAVAILABLE', retryable: true })
  })

  it('nor for a price above maxCredits', async () => {
    const world = await healthWorld()
    const cheapest = await quote(world, image(undefined, 'COST'))
    const input = { ...image(undefined, 'COST'), maxCredits: 7 }
    expect((await quote(world, input)).model).toBe(cheapest.model)
    await tell(world, 'minimax-image', 'ALARM')
    await hear(world, input)
    expect((await send(world, input)).status).toBe(503)
    expect((await send(world, { ...input, maxCredits: 6 })).body.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: 'input.maxCredits' })
  })
})

describe('a named provider whose upstream is open', () => {
  it('gets 503 with Retry-After at once, costs nothing, and leaves the idempotency key unused', async () => {
    const world = await healthWorld({ plan: 'FREE' })
    await tell(world, 'luma', 'ALARM')
    await hear(world, video('luma'))
    const reply = await send(world, video('luma'), { 'idempotency-key': 'k' })
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '45'])
    expect(reply.body.errors?.[0]).toMatchObject({
      message: 'Luma Dream Machine keeps failing at the moment. Try again in 45 s, or leave the provider out and let the service choose.',
      extensions: { code: 'PROVIDER_UNAVAILABLE', retryable: true, retryAfterSeconds: 45 },
    })
    expect((await send(world, { ...video(undefined), model: 'ray-2' })).headers.get('retry-after')).toBe('45')
    expect((await world.entries()).map(({ kind }) => kind)).toEqual(['GRANT'])
    const { me, generations } = await world.ask('{ me { limits { minute { remaining } concurrent { remaining } day { remaining } } } generations { edges { node { id } } } }')
    expect([me.limits, generations.edges]).toEqual([{ minute: { remaining: 10 }, concurrent: { remaining: 1 }, day: { remaining: 100 } }, []])
    await world.run(45)
    const retried = await send(world, video('luma'), { 'idempotency-key': 'k' })
    expect([retried.status, retried.headers.get('idempotency-replayed')]).toEqual([200, null])
  })

  it('is told in Hindi to those who read Hindi', async () => {
    const world = await healthWorld()
    await tell(world, 'luma', 'ALARM')
    await hear(world, video('luma'))
    const reply = await send(world, video('luma'), { 'accept-language': 'hi' })
    expect(reply.body.errors?.[0]?.message).toBe(
      'Luma Dream Machine अभी ठीक से काम नहीं कर रहा है। 45 सेकंड बाद प्रयास करें, या provider न दें ताकि सर्विस खुद चुन ले।',
    )
  })

  it('still answers the repetition of a request from before', async () => {
    const world = await healthWorld()
    const first = await send(world, video('luma'), { 'idempotency-key': 'k' })
    await tell(world, 'luma', 'ALARM')
    await hear(world, video('luma'))
    const again = await send(world, video('luma'), { 'idempotency-key': 'k' })
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true'])
    expect(again.body.data?.['generate'].id).toBe(first.body.data?.['generate'].id)
  })

  it('half-open lets one of many through', async () => {
    const world = await healthWorld()
    await tell(world, 'luma', 'ALARM')
    await hear(world, video('luma'))
    await world.run(45)
    const replies = await Promise.all(Array.from({ length: 5 }, () => send(world, video('luma'))))
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 503, 503, 503, 503])
    expect((await look(world, 'luma')).circuit).toMatchObject({ trialUntilMs: world.clock.nowMs + 60_000 })
  })

  it('half-open gives a trial back that was not sent', async () => {
    const world = await healthWorld({ credits: 5 })
    await tell(world, 'luma', 'ALARM')
    await hear(world, video('luma'))
    await world.run(45)
    expect([(await send(world, video('luma'))).status, (await send(world, video('luma'))).status]).toEqual([402, 402])
    expect((await look(world, 'luma')).circuit).toMatchObject({ trialUntilMs: 0 })
  })
})

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
      expect(await look(world, upstream)).toMatchObject({ circuit: { kind: 'OPEN' }, successRate: 0 })
      for (let minute = 0; minute < 90; minute += 1) {
        await world.run(60)
        await world.sweep()
      }
      expect(await outcomesOf(world, upstream)).toHaveLength(5)
    })
  }

  it('counts as a failure at the deadline, when busy, and when the file cannot be used', async () => {
    const world = await healthWorld({ network: (url) => (url.includes('/emulators/media/') ? Promise.resolve(new Response('gone', { status: 404 })) : undefined) })
    await start(world, video('luma', 'storm [[hang]]'))
    await world.run(10)
    world.clock.nowMs += 3_600_000
    await world.run(1)
    expect((await outcomesOf(world, 'luma')).map(({ isSuccess }) => isSuccess)).toEqual([false])
    await start(world, video('kling', 'storm [[429]]'))
    await start(world, image('flux-dev'))
    await world.run(120)
    expect((await outcomesOf(world, 'kling')).map(({ isSuccess }) => isSuccess)).toEqual([false, false, false, false])
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
