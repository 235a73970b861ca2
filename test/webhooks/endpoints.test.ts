// Endpoints through the whole service: each is told of what it wants to hear, once, whatever gets lost on the way.
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { createEndpoint, openReceivers, postEndpoint } from '../receivers/receivers.ts'
import type { Received } from '../receivers/receivers.ts'
import { GENERATE, RECEIVER, createWorld } from '../world.ts'
import type { Reply, World, WorldOptions } from '../world.ts'

const A = 'https://a.receiver.example.com/hook'
const B = 'https://b.receiver.example.com/hook'
const LIST = '{ webhookEndpoints { id url events description headers enabled disabledReason failingSince recovering } }'
const UPDATE = 'mutation ($input: WebhookEndpointUpdateInput!) { webhookEndpointUpdate(input: $input) { id url events description headers enabled disabledReason } }'
const DELETE = 'mutation ($id: ID!) { webhookEndpointDelete(id: $id) }'
const ROTATE = 'mutation ($id: ID!, $overlapHours: Int!) { webhookEndpointSecretRotate(id: $id, overlapHours: $overlapHours) { secret endpoint { previousSecretUntil } } }'

const fox = { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } }
const failing = { type: 'VIDEO', provider: 'luma', input: { text: 'storm [[fail]]' } }
const start = async (world: World, input: Record<string, unknown> = fox): Promise<string> => (await world.ask(GENERATE, { input }))['generate'].id

async function openWorld(options: WorldOptions = {}) {
  const receivers = openReceivers()
  const world = await createWorld({ ...options, network: receivers.network })
  return { world, receivers }
}

const bodyOf = ({ body }: Received): { type: string; data: Record<string, unknown> } => JSON.parse(body)
const kinds = (got: readonly Received[]): readonly string[] => got.map((one) => bodyOf(one).type)
const refusalOf = ({ status, body }: Reply) => [status, body.errors?.[0]?.extensions['code'], body.errors?.[0]?.extensions['field']]

describe('endpoints', () => {
  it('are told of each event that they want, signed by their own secret, beside the URL of the request', async () => {
    const { world, receivers } = await openWorld()
    const all = await createEndpoint(world, { url: A })
    await createEndpoint(world, { url: B, events: ['generation.failed'] })
    const made = await start(world, { ...fox, webhookUrl: RECEIVER })
    await world.run(60)
    await start(world, failing)
    await world.run(60)
    expect([kinds(receivers.got(A)), kinds(receivers.got(B))]).toEqual([['generation.completed', 'generation.failed'], ['generation.failed']])
    const [first] = receivers.got(A)
    if (!first) throw new Error('nothing came')
    const seconds = Number(first.headers.get('webhook-timestamp'))
    expect(new Webhook(all.secret).sign(first.headers.get('webhook-id') ?? '', new Date(seconds * 1000), first.body)).toBe(first.headers.get('webhook-signature'))
    expect(bodyOf(first).data).toMatchObject({ id: made, status: 'COMPLETED', url: expect.stringContaining('/media/') })
    expect(Object.keys(bodyOf(first).data).filter((name) => ['input', 'options', 'timeline'].includes(name))).toEqual([])
    expect(world.received[0]?.headers.get('webhook-id')).toBe(first.headers.get('webhook-id'))
  })

  it('hear of a low balance and of files that expired by the next sweep', async () => {
    const { world, receivers } = await openWorld({ credits: 1040, plan: 'FREE' })
    await createEndpoint(world, { url: A, events: ['credits.low', 'generation.expired'] })
    const id = await start(world)
    await world.run(60)
    await world.sweep()
    await world.run(5)
    expect(receivers.got(A).map(bodyOf)).toEqual([{ type: 'credits.low', timestamp: expect.any(String), data: { credits: 990, creditsLowAt: 1000, generationId: id } }])
    world.clock.nowMs += 7 * 86_400_000
    await world.sweep()
    await world.run(60)
    await world.sweep()
    await world.run(5)
    expect(receivers.got(A).map(bodyOf)[1]).toMatchObject({ type: 'generation.expired', data: { id, expired: true, url: null } })
  })

  it('lose nothing when the messages are lost, and get nothing twice when they come twice', async () => {
    const { world, receivers } = await openWorld()
    await createEndpoint(world, { url: A })
    await start(world)
    await world.run(1)
    for (let minute = 0; minute < 6; minute += 1) {
      world.queues.lose()
      world.clock.nowMs += 100_000
      await world.sweep()
      world.queues.duplicate()
    }
    await world.run(60)
    world.queues.duplicate()
    await world.run(60)
    await world.sweep()
    await world.run(60)
    expect(kinds(receivers.got(A))).toEqual(['generation.completed'])
  })

  it('hear of nothing that was before them, or while they were off', async () => {
    const { world, receivers } = await openWorld()
    await start(world)
    await world.run(60)
    const { endpoint } = await createEndpoint(world, { url: A })
    const enable = (enabled: boolean) => world.ask(UPDATE, { input: { id: endpoint.id, enabled } })
    await enable(false)
    await start(world)
    await world.run(60)
    expect((await enable(true))['webhookEndpointUpdate']).toMatchObject({ enabled: true, disabledReason: null })
    const later = await start(world)
    await world.run(60)
    expect(receivers.got(A).map((one) => bodyOf(one).data['id'])).toEqual([later])
  })

  it('are ten at most, and each is refused what cannot be', async () => {
    const { world } = await openWorld()
    const refused: readonly (readonly [Record<string, unknown>, string])[] = [
      [{ url: 'http://a.receiver.example.com' }, 'input.url'],
      [{ url: 'https://10.0.0.1/' }, 'input.url'],
      [{ url: A, events: ['generation.done'] }, 'input.events'],
      [{ url: A, description: 'x'.repeat(201) }, 'input.description'],
      ...['Connection', 'transfer-encoding', 'Host', 'content-length', 'webhook-id', 'Proxy-Authorization', 'Upgrade', 'TE', 'keep-alive', 'Trailer', 'Expect', 'CF-Connecting-IP'].map(
        (name) => [{ url: A, headers: { [name]: 'x' } }, 'input.headers'] as const,
      ),
      [{ url: A, headers: { 'x-own': 'a\r\nb' } }, 'input.headers'],
      [{ url: A, headers: { 'x own': 'a' } }, 'input.headers'],
      [{ url: A, headers: { 'x-own': 1 } }, 'input.headers'],
      [{ url: A, headers: { 'x-own': 'a', 'X-Own': 'b' } }, 'input.headers'],
      [{ url: A, headers: Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`x-${index}`, 'v'])) }, 'input.headers'],
    ]
    for (const [input, field] of refused) expect([input, refusalOf(await postEndpoint(world, input))]).toEqual([input, [400, 'INVALID_INPUT', field]])
    const replies = await Promise.all(Array.from({ length: 12 }, () => postEndpoint(world, { url: A })))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(10)
    expect(refusalOf(await postEndpoint(world, { url: A }))).toEqual([400, 'INVALID_INPUT', 'input'])
  })

  it('send the headers of their owner, whose values nobody is shown', async () => {
    const { world, receivers } = await openWorld()
    const { endpoint } = await createEndpoint(world, { url: A, headers: { 'Authorization': 'Bearer own', 'X-Tenant': '7' }, description: 'Mine' })
    expect((await world.ask(LIST))['webhookEndpoints']).toEqual([
      { id: endpoint.id, url: A, events: null, description: 'Mine', headers: ['authorization', 'x-tenant'], enabled: true, disabledReason: null, failingSince: null, recovering: false },
    ])
    await start(world)
    await world.run(60)
    expect([receivers.got(A)[0]?.headers.get('authorization'), receivers.got(A)[0]?.headers.get('x-tenant')]).toEqual(['Bearer own', '7'])
  })

  it('are changed and deleted; what was on its way follows', async () => {
    const { world, receivers } = await openWorld()
    const { endpoint } = await createEndpoint(world, { url: A, events: ['generation.completed'] })
    receivers.answer(A, () => new Response('no', { status: 500 }))
    await start(world)
    await world.run(6)
    const { webhookEndpointUpdate } = await world.ask(UPDATE, { input: { id: endpoint.id, url: B, events: null, description: 'Moved', headers: { 'x-a': '1' } } })
    expect(webhookEndpointUpdate).toEqual({ id: endpoint.id, url: B, events: null, description: 'Moved', headers: ['x-a'], enabled: true, disabledReason: null })
    await world.run(400)
    expect([receivers.got(A).length, kinds(receivers.got(B))]).toEqual([1, ['generation.completed']])
    await start(world)
    expect(await world.ask(DELETE, { id: endpoint.id })).toEqual({ webhookEndpointDelete: true })
    await world.run(60)
    expect([receivers.got(B).length, (await world.ask(LIST))['webhookEndpoints']]).toEqual([1, []])
  })

  it('sign with the old and with the new secret while it changes', async () => {
    const { world, receivers } = await openWorld()
    const { endpoint, secret } = await createEndpoint(world, { url: A })
    const { webhookEndpointSecretRotate: rotated } = await world.ask(ROTATE, { id: endpoint.id, overlapHours: 24 })
    const signatures = async () => {
      await start(world)
      await world.run(60)
      const last = receivers.got(A).at(-1)
      if (!last) throw new Error('nothing came')
      const sign = (own: string) => new Webhook(own).sign(last.headers.get('webhook-id') ?? '', new Date(Number(last.headers.get('webhook-timestamp')) * 1000), last.body)
      const sent = (last.headers.get('webhook-signature') ?? '').split(' ')
      return [secret, rotated.secret].map((own) => sent.includes(sign(own)))
    }
    expect(await signatures()).toEqual([true, true])
    world.clock.nowMs += 25 * 3_600_000
    expect(await signatures()).toEqual([false, true])
    expect(refusalOf(await world.post({ query: ROTATE, variables: { id: endpoint.id, overlapHours: 169 } }))).toEqual([400, 'INVALID_INPUT', 'overlapHours'])
  })

  it('of another account are neither seen nor changed nor told', async () => {
    const { world, receivers } = await openWorld()
    const { endpoint } = await createEndpoint(world, { url: A })
    const { world: other } = await openWorld()
    await start(other)
    await other.run(60)
    expect([(await other.ask(LIST))['webhookEndpoints'], receivers.got(A)]).toEqual([[], []])
    const tries: readonly (readonly [string, Record<string, unknown>])[] = [
      [UPDATE, { input: { id: endpoint.id, url: B } }],
      [DELETE, { id: endpoint.id }],
      [ROTATE, { id: endpoint.id, overlapHours: 1 }],
      ['mutation ($id: ID!) { webhookExample(endpointId: $id, event: "credits.low") { delivered } }', { id: endpoint.id }],
      ['mutation ($id: ID!) { webhookRecover(endpointId: $id, since: "2026-11-01T00:00:00Z") { id } }', { id: endpoint.id }],
    ]
    for (const [query, variables] of tries) expect(refusalOf(await other.post({ query, variables })).slice(0, 2)).toEqual([404, 'NOT_FOUND'])
    expect((await world.ask(LIST))['webhookEndpoints']).toMatchObject([{ url: A }])
  })
})
