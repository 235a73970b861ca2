// Receivers that hang keep nobody waiting but their own account: they leave the common queue after their first time-out.
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { newId } from '../../src/domain/new-id.ts'
import type { QueueMessage } from '../../src/domain/messages.ts'
import { consume } from '../../src/queues/consume.ts'
import { createEndpoint, openReceivers } from '../receivers/receivers.ts'
import { GENERATE, RECEIVER, createWorld } from '../world.ts'
import type { World } from '../world.ts'

const HANGS = 'https://hangs.receiver.example.com/hook'
const WELL = 'https://well.receiver.example.com/hook'
const PLACES = 5
const TIMEOUT_MS = 15_000
const fox = { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } }

describe('a receiver that hangs', () => {
  it('takes the places of the common queue once: 100 healthy ones of another account wait for one time-out, not for twenty', async () => {
    const receivers = openReceivers()
    const [ill, well] = [await createWorld({ network: receivers.network }), await createWorld()]
    let hung = 0
    receivers.answer(HANGS, async () => {
      hung += 1
      await ill.clock.until(ill.clock.nowMs + TIMEOUT_MS)
      throw new Error('nothing came')
    })
    const messages = interleaved(await deliveriesOf(ill, HANGS, 100), await deliveriesOf(well, WELL, 100))
    const worker = async (): Promise<void> => {
      for (let body = messages.shift(); body; body = messages.shift()) await deliver(ill, body)
    }
    const work = Promise.all(Array.from({ length: PLACES }, worker))
    let timeouts = 0
    while (await Promise.race([work.then(() => false), ill.clock.awaited((timeouts + 1) * PLACES).then(() => true)])) {
      timeouts += 1
      ill.clock.nowMs += TIMEOUT_MS
    }
    expect(receivers.got(WELL)).toHaveLength(100)
    expect([timeouts, hung]).toEqual([1, PLACES])
    const sent = ill.queues.waiting().map(({ body }) => body)
    expect(sent).toHaveLength(100)
    expect(sent.every((body) => body.kind === 'webhook' && body.slow === true && body.accountId === ill.accountId)).toBe(true)
  })
})

describe('the queue of the slow', () => {
  it('has what was tried before, and what is for an endpoint that fails', async () => {
    const receivers = openReceivers()
    const world = await createWorld({ network: receivers.network })
    receivers.answer(HANGS, () => new Response('', { status: 500 }))
    await createEndpoint(world, { url: HANGS })
    await world.ask(GENERATE, { input: fox })
    await world.run(4)
    expect(slowOf(world)).toEqual([true])
    await world.ask(GENERATE, { input: fox })
    await world.run(5)
    expect(receivers.got(HANGS).length).toBeGreaterThan(1)
    expect(slowOf(world)).toEqual([true, true])
    receivers.answer(HANGS, () => new Response('ok'))
    await world.run(400)
    expect(slowOf(world)).toEqual([])
    const before = receivers.got(HANGS).length
    const writes = world.queues.counts.writes
    await world.ask(GENERATE, { input: fox })
    await world.run(60)
    expect(receivers.got(HANGS)).toHaveLength(before + 1)
    // One each for the submission, the events and the delivery, and as many for the polls.
    expect(world.queues.counts.writes - writes).toBeLessThan(6)
  })

  it('is left ten minutes after the last slow answer', async () => {
    const world = await createWorld()
    let answers = 0
    const slowly = (): Response => {
      answers += 1
      if (answers === 1) world.clock.nowMs += 4000
      return new Response('ok')
    }
    world.receiver.answer = slowly
    const input = { ...fox, webhookUrl: RECEIVER }
    const operations = async (): Promise<number> => {
      const before = world.queues.counts.writes
      await world.ask(GENERATE, { input })
      await world.run(60)
      return world.queues.counts.writes - before
    }
    const first = await operations()
    expect(await operations()).toBe(first + 1)
    world.clock.nowMs += 600_000
    expect(await operations()).toBe(first)
    expect(answers).toBe(3)
  })
})

const slowOf = (world: World) => world.queues.waiting().flatMap(({ body }) => (body.kind === 'webhook' ? [body.slow] : []))

const deliver = ({ services }: World, body: QueueMessage): Promise<void> =>
  consume(services, [{ body: JSON.parse(JSON.stringify(body)) as unknown, attempts: 1, ack: () => undefined, retry: () => undefined }])

const interleaved = (some: readonly QueueMessage[], others: readonly QueueMessage[]): QueueMessage[] => some.flatMap((message, index) => [message, ...others.slice(index, index + 1)])

/** So many events of one generation, on their way for the first time. */
async function deliveriesOf(world: World, url: string, count: number): Promise<readonly QueueMessage[]> {
  const { generate } = await world.ask(GENERATE, { input: fox })
  await world.run(60)
  const ids = Array.from({ length: count }, () => newId('msg', world.clock.nowMs, (bytes) => crypto.getRandomValues(new Uint8Array(bytes))))
  await env.DB.prepare(
    `insert into webhook_deliveries (account_id, id, job_id, event, url, status, attempts, created_at_ms)
     select ?1, value, ?2, 'generation.completed', ?3, 'PENDING', 0, ?4 from json_each(?5)`,
  ).bind(world.accountId, generate.id, url, world.clock.nowMs, JSON.stringify(ids)).run()
  return ids.map((deliveryId) => ({ kind: 'webhook', accountId: world.accountId, deliveryId }))
}
