// Choosing by health, through the whole service: what keeps failing is left alone, named or not, and comes back.
import { describe, expect, it } from 'vitest'
import { GENERATE, READ } from '../world.ts'
import { healthWorld, video, image, look, start, send, tell, hear, quote, health } from './health-world.ts'

describe('an upstream that keeps failing', () => {
  it('is passed over by automatic choices, which say why, and comes back through one trial', async () => {
    const world = await healthWorld()
    expect((await quote(world, video(undefined))).provider).toBe('kling')
    for (let failed = 0; failed < 5; failed += 1) await tell(world, 'kling', 'FAILURE')
    await hear(world, video(undefined))

    const passing = await quote(world, video(undefined))
    expect(passing.provider).not.toBe('kling')
    const reasons = passing.passedOver.filter((one: { provider: string }) => one.provider === 'kling').map((one: { reason: string }) => one.reason)
    expect(reasons).toContainEqual(expect.stringMatching(/^Kling keeps failing at the moment; it may be tried again in \d+ s\.$/))
    const hindi = await quote(world, video(undefined), 'hi')
    expect(hindi.passedOver.map((one: { reason: string }) => one.reason)).toContainEqual(expect.stringMatching(/^Kling अभी बार-बार असफल हो रहा है/))
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
    const world = await healthWorld({ settings: { KLING_API_KEY: 'api-key-wrong' } })
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
      'Luma Dream Machine अभी ठीक से काम नहीं कर रहा है। 45 सेकंड बाद प्रयास करें, या provider खाली छोड़ दें, सर्विस खुद चुन लेगी।',
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
