// Webhooks through the whole service, verified by the npm package that receivers use.
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { webhookDeliveries } from '../../src/store/tables.ts'
import { eq } from 'drizzle-orm'
import { GENERATE, READ, RECEIVER, WEBHOOK_SECRET, createWorld } from '../world.ts'
import type { World } from '../world.ts'

const start = async (world: World, input: Record<string, unknown>): Promise<string> =>
  (await world.ask(GENERATE, { input: { webhookUrl: RECEIVER, ...input } }))['generate'].id
const speech = (text = 'Hello') => ({ type: 'AUDIO', provider: 'elevenlabs', input: { text } })
const video = (text: string) => ({ type: 'VIDEO', provider: 'luma', input: { text } })
const deliveryOf = async (world: World) =>
  (await world.services.database.select().from(webhookDeliveries).where(eq(webhookDeliveries.accountId, world.accountId)))[0]

interface Payload {
  readonly type: string
  readonly timestamp: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Throws when the signature is wrong. Its clock is the real one, so the timestamp is checked by the test. */
function verified(world: World, index: number): Payload {
  const { headers, body } = world.received[index] ?? { headers: new Headers(), body: '' }
  const seconds = Number(headers.get('webhook-timestamp'))
  expect(Math.abs(seconds - world.clock.nowMs / 1000)).toBeLessThan(4 * 86_400)
  const signature = new Webhook(WEBHOOK_SECRET).sign(headers.get('webhook-id') ?? '', new Date(seconds * 1000), body)
  expect(headers.get('webhook-signature')).toBe(signature)
  return JSON.parse(body) as Payload
}

describe('the events', () => {
  it('tell a completion with the generation as it is read', async () => {
    const world = await createWorld()
    const id = await start(world, speech())
    await world.run(10)
    const { type, timestamp, data } = verified(world, 0)
    const { generation } = await world.ask(READ, { id })
    expect(type).toBe('generation.completed')
    expect(timestamp).toBe(generation.completedAt)
    expect(data).toMatchObject({ id, status: 'COMPLETED', creditCost: generation.creditCost, metadata: { format: 'mp3' } })
    const { pathname, search } = new URL(String(data['url']))
    expect((await world.fetchApp(pathname + search)).status).toBe(200)
  })

  it('tell a failure and a cancellation', async () => {
    const world = await createWorld()
    await start(world, video('storm [[fail]]'))
    await world.run(60)
    const cancelled = await start(world, video('storm'))
    await world.ask('mutation ($id: ID!) { cancelGeneration(id: $id) }', { id: cancelled })
    await world.run(10)
    expect([verified(world, 0).type, verified(world, 1).type]).toEqual(['generation.failed', 'generation.cancelled'])
    expect(verified(world, 0).data).toMatchObject({ error: { reason: 'UPSTREAM', message: expect.stringContaining('refunded') } })
    expect(new Set(world.received.map(({ headers }) => headers.get('webhook-id'))).size).toBe(2)
  })
})

describe('a receiver that fails', () => {
  it('is tried on the published schedule with the same id, then parked', async () => {
    const world = await createWorld()
    world.receiver.answer = () => new Response('no', { status: 500 })
    await start(world, speech())
    const startedMs = world.clock.nowMs
    for (let step = 0; step < 80 * 12; step += 1) {
      await world.run(300)
      await world.sweep()
    }
    const seconds = world.received.map(({ headers }) => Number(headers.get('webhook-timestamp')) - Math.floor(startedMs / 1000))
    expect(seconds).toHaveLength(10)
    const gaps = seconds.slice(1).map((at, index) => at - (seconds[index] ?? 0))
    const asked = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
    for (const [index, gap] of gaps.entries()) expect(gap - (asked[index] ?? 0)).toBeOneOf([...Array(301).keys()])
    expect(new Set(world.received.map(({ headers }) => headers.get('webhook-id'))).size).toBe(1)
    expect(await deliveryOf(world)).toMatchObject({ status: 'PARKED', attempts: 10, lastStatus: 500, dueAtMs: null })
  })

  it('succeeds at a later attempt and is not told again', async () => {
    const world = await createWorld()
    let calls = 0
    world.receiver.answer = () => new Response(null, { status: (calls += 1) < 3 ? 503 : 204 })
    await start(world, speech())
    await world.run(1000)
    expect(calls).toBe(3)
    expect(await deliveryOf(world)).toMatchObject({ status: 'DELIVERED', attempts: 3, lastStatus: 204, dueAtMs: null })
  })

  it('with Retry-After is left in peace that long', async () => {
    const world = await createWorld()
    world.receiver.answer = () => new Response(null, { status: 429, headers: { 'retry-after': '120' } })
    await start(world, speech())
    await world.run(100)
    expect(world.received).toHaveLength(1)
    await world.run(60)
    expect(world.received).toHaveLength(2)
  })

  it('that redirects has failed, and the redirect is not followed', async () => {
    const world = await createWorld()
    world.receiver.answer = () => new Response(null, { status: 301, headers: { location: 'https://elsewhere.example.com/' } })
    await start(world, speech())
    await world.run(1)
    expect(await deliveryOf(world)).toMatchObject({ status: 'PENDING', attempts: 1, lastStatus: 301 })
  })

  it('that answers 410 is asked no more', async () => {
    const world = await createWorld()
    world.receiver.answer = () => new Response(null, { status: 410 })
    await start(world, speech())
    await world.run(4000)
    expect(world.received).toHaveLength(1)
    expect(await deliveryOf(world)).toMatchObject({ status: 'STOPPED', attempts: 1 })
  })
})
