import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { GENERATE, RECEIVER, WEBHOOK_SECRET, createWorld } from '../../world.ts'
import type { Reply, World } from '../../world.ts'

const LIST = '{ webhookDeliveries(first: 5) { edges { node { id generationId event url status attempts lastStatus lastDetail deliveredAt } } } }'
const REDELIVER = 'mutation ($id: ID!) { webhookRedeliver(id: $id) { id status attempts } }'
const TEST = 'mutation ($url: String!) { webhookTest(url: $url) { delivered status detail } }'

async function parked() {
  const world = await createWorld()
  world.receiver.answer = () => new Response('broken', { status: 500 })
  const input = { type: 'AUDIO', provider: 'elevenlabs', input: { text: 'Hi' }, webhookUrl: RECEIVER }
  const { generate } = await world.ask(GENERATE, { input })
  await world.run(1)
  const { webhookDeliveries } = await world.ask(LIST)
  return { world, id: generate.id, delivery: webhookDeliveries.edges[0].node }
}

/** The receiver wanted no more of it. */
async function stopped() {
  const made = await parked()
  made.world.receiver.answer = () => new Response(null, { status: 410 })
  await made.world.run(10)
  return made
}

const refusalOf = ({ status, body }: Reply) => [status, body.errors?.[0]?.extensions['code'], body.errors?.[0]?.extensions['field'] ?? body.errors?.[0]?.extensions['limit']]

describe('the deliveries', () => {
  it('tell what went wrong', async () => {
    const { id, delivery } = await parked()
    expect(delivery).toMatchObject({ generationId: id, event: 'generation.completed', url: RECEIVER, status: 'PENDING', attempts: 1, lastStatus: 500, lastDetail: 'answered 500: broken', deliveredAt: null })
  })

  it('can be sent once more, under the same id', async () => {
    const { world, delivery } = await stopped()
    world.receiver.answer = () => new Response(null, { status: 204 })
    const { webhookRedeliver } = await world.ask(REDELIVER, { id: delivery.id })
    expect(webhookRedeliver).toEqual({ id: delivery.id, status: 'PENDING', attempts: 0 })
    await world.run(1)
    const { webhookDeliveries } = await world.ask(LIST)
    expect(webhookDeliveries.edges[0].node).toMatchObject({ status: 'DELIVERED', lastStatus: 204 })
    expect(new Set(world.received.map(({ headers }) => headers.get('webhook-id')))).toEqual(new Set([delivery.id]))
  })

  it('are not sent once more while one is due, so that nobody makes a queue of us', async () => {
    const { world, delivery } = await parked()
    expect(refusalOf(await world.post({ query: REDELIVER, variables: { id: delivery.id } }))).toEqual([400, 'INVALID_INPUT', 'id'])
    world.receiver.answer = () => new Response(null, { status: 410 })
    await world.run(10)
    const replies = await Promise.all([1, 2, 3].map(() => world.post({ query: REDELIVER, variables: { id: delivery.id } })))
    expect(replies.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1)
  })

  it("of another account are neither seen nor sent", async () => {
    const { delivery } = await parked()
    const other = await createWorld()
    expect((await other.ask(LIST))['webhookDeliveries'].edges).toEqual([])
    const reply = await other.post({ query: REDELIVER, variables: { id: delivery.id } })
    expect([reply.status, reply.body.errors?.[0]?.extensions['code']]).toEqual([404, 'NOT_FOUND'])
  })
})

describe('a trial', () => {
  it('posts a signed sample and tells the answer', async () => {
    const world = await createWorld()
    expect((await world.ask(TEST, { url: RECEIVER }))['webhookTest']).toEqual({ delivered: true, status: 200, detail: null })
    const { headers, body } = world.received[0] ?? { headers: new Headers(), body: '' }
    const at = new Date(Number(headers.get('webhook-timestamp')) * 1000)
    expect(headers.get('webhook-signature')).toBe(new Webhook(WEBHOOK_SECRET).sign(headers.get('webhook-id') ?? '', at, body))
    world.receiver.answer = () => new Response('who?', { status: 401 })
    expect((await world.ask(TEST, { url: RECEIVER }))['webhookTest']).toEqual({ delivered: false, status: 401, detail: 'answered 401: who?' })
  })

  it('refuses a private address without calling it', async () => {
    const world = await createWorld()
    const reply = await world.post({ query: TEST, variables: { url: 'https://169.254.169.254/latest' } })
    expect([reply.status, reply.body.errors?.[0]?.extensions['field']]).toEqual([400, 'url'])
    expect(world.received).toEqual([])
  })
})

describe('calls of receivers', () => {
  it('are ten a minute of an account, tests and redeliveries together', async () => {
    const { world, delivery } = await stopped()
    world.receiver.answer = () => new Response(null, { status: 410 })
    world.clock.nowMs += 60_000
    await world.ask(REDELIVER, { id: delivery.id })
    for (let sent = 0; sent < 9; sent += 1) await world.ask(TEST, { url: RECEIVER })
    const called = world.received.length
    expect(refusalOf(await world.post({ query: TEST, variables: { url: RECEIVER } }))).toEqual([429, 'RATE_LIMIT', 'webhooks'])
    expect(refusalOf(await world.post({ query: REDELIVER, variables: { id: delivery.id } }))).toEqual([429, 'RATE_LIMIT', 'webhooks'])
    expect(world.received.length).toBe(called)
    await world.ask('{ __typename }')
    world.clock.nowMs += 60_000
    await world.ask(TEST, { url: RECEIVER })
  })

  it.each(['webhookTest(url: "https://receiver.example.com/hook") { delivered }', 'webhookRedeliver(id: "whd_1") { id }'])('stand once in a request: %s', async (field) => {
    const world = await createWorld()
    const reply = await world.post({ query: `mutation { a: ${field} ...again } fragment again on Mutation { b: ${field} }` })
    expect([refusalOf(reply), world.received.length]).toEqual([[400, 'INVALID_INPUT', 'query'], 0])
  })
})

const signatures = (world: World): number | undefined => world.received.at(-1)?.headers.get('webhook-signature')?.split(' ').length

describe('the secret', () => {
  const ROTATE = 'mutation ($hours: Int!) { webhookSecretRotate(overlapHours: $hours) { secret previousUntil } }'

  it('is changed without losing an event: both sign during the overlap, the new one alone after it', async () => {
    const world = await createWorld()
    const { webhookSecretRotate } = await world.ask(ROTATE, { hours: 2 })
    expect(webhookSecretRotate.secret).toMatch(/^whsec_/)
    expect(Date.parse(webhookSecretRotate.previousUntil)).toBe(world.clock.nowMs + 2 * 3_600_000)
    await world.ask(TEST, { url: RECEIVER })
    expect(signatures(world)).toBe(2)
    for (const secret of [WEBHOOK_SECRET, webhookSecretRotate.secret]) {
      const { headers, body } = world.received.at(-1) ?? { headers: new Headers(), body: '' }
      const signed = new Webhook(secret).sign(headers.get('webhook-id') ?? '', new Date(Number(headers.get('webhook-timestamp')) * 1000), body)
      expect(headers.get('webhook-signature')?.split(' ')).toContain(signed)
    }
    world.clock.nowMs += 2 * 3_600_000
    await world.ask(TEST, { url: RECEIVER })
    expect(signatures(world)).toBe(1)
  })

  it('is not changed for an overlap that cannot be', async () => {
    const world = await createWorld()
    const reply = await world.post({ query: ROTATE, variables: { hours: 169 } })
    expect([reply.status, reply.body.errors?.[0]?.extensions['field']]).toEqual([400, 'overlapHours'])
  })
})
