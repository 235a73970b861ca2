// What becomes of an endpoint's deliveries: each attempt is kept, what failed can be sent again, and who only fails is switched off.
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { webhookDeliveries } from '../../src/store/tables.ts'
import { forgetIn } from './forgetting.ts'
import { createEndpoint, openReceivers } from '../receivers/receivers.ts'
import { GENERATE, createWorld } from '../world.ts'
import type { World } from '../world.ts'

const A = 'https://a.receiver.example.com/hook'
const B = 'https://b.receiver.example.com/hook'
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const DELIVERIES = '{ webhookDeliveries(first: 50) { edges { node { id webhookId event endpointId generationId status attempts lastDetail log { at status ms detail answer } } } } }'
const ENDPOINTS = '{ webhookEndpoints { id enabled disabledReason failingSince recovering } me { notices { kind message endpointId } } }'
const RECOVER = 'mutation ($id: ID!, $since: DateTime!) { webhookRecover(endpointId: $id, since: $since) { recovering } }'
const UPDATE = 'mutation ($input: WebhookEndpointUpdateInput!) { webhookEndpointUpdate(input: $input) { enabled } }'
const EXAMPLE = 'mutation ($id: ID!, $event: String!) { webhookExample(endpointId: $id, event: $event) { delivered status detail } }'

const fox = { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } }
const start = async (world: World): Promise<string> => (await world.ask(GENERATE, { input: fox }))['generate'].id
const deliveries = async (world: World) => (await world.ask(DELIVERIES))['webhookDeliveries'].edges.map(({ node }: { node: unknown }) => node)

async function openWorld() {
  const receivers = openReceivers()
  const world = await createWorld({ network: receivers.network })
  return { world, receivers, ...(await createEndpoint(world, { url: A })) }
}

async function untilAsked(world: World, receivers: ReturnType<typeof openReceivers>): Promise<void> {
  for (let second = 0; second < 60 && receivers.got(A).length === 0; second += 1) await world.run(1)
}

async function minutes(world: World, count: number): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    await world.run(60)
    await world.sweep()
  }
}

describe('an attempt', () => {
  it('is kept with its time, status, milliseconds and the first KiB of the answer, also of what was taken', async () => {
    const { world, receivers, endpoint } = await openWorld()
    receivers.answer(A, () => {
      world.clock.nowMs += 40
      return new Response(`no such tenant ${'x'.repeat(3000)}`, { status: 500 })
    })
    const id = await start(world)
    await untilAsked(world, receivers)
    receivers.answer(A, () => new Response('thanks'))
    await world.run(60)
    const [delivery] = await deliveries(world)
    expect(delivery).toMatchObject({ event: 'generation.completed', endpointId: endpoint.id, generationId: id, status: 'DELIVERED', attempts: 2, lastDetail: null })
    const [failed, taken] = delivery.log
    expect(failed).toMatchObject({ status: 500, ms: 40, detail: expect.stringContaining('answered 500: no such tenant'), answer: expect.stringMatching(/^no such tenant x+$/) })
    expect(failed.answer.length).toBe(1024)
    expect(taken).toMatchObject({ status: 200, detail: null, answer: 'thanks' })
    expect(Date.parse(taken.at) - Date.parse(failed.at)).toBeGreaterThanOrEqual(5000)
  })

  it('is kept for 30 days, with its delivery', async () => {
    const { world } = await openWorld()
    await start(world)
    await minutes(world, 2)
    const rows = async () => {
      await forgetIn(world)
      const { database } = world.services
      return (await database.batch([database.select().from(webhookDeliveries).where(eq(webhookDeliveries.accountId, world.accountId))]))[0].length
    }
    world.clock.nowMs += 29 * DAY_MS
    expect(await rows()).toBe(1)
    const [{ id }] = await deliveries(world)
    await world.ask('mutation ($id: ID!) { webhookRedeliver(id: $id) { id } }', { id })
    world.clock.nowMs += 2 * DAY_MS
    expect(await rows()).toBe(1)
    await world.run(60)
    expect(await rows()).toBe(1)
    world.clock.nowMs += 31 * DAY_MS
    expect(await rows()).toBe(0)
  })
})

describe('an endpoint', () => {
  it('that answers 410 is switched off at once, with a notice and an event that the others are told of', async () => {
    const { world, receivers, endpoint } = await openWorld()
    await createEndpoint(world, { url: B, events: ['endpoint.disabled'] })
    receivers.answer(A, () => new Response(null, { status: 410 }))
    await start(world)
    await start(world)
    await minutes(world, 10)
    const { webhookEndpoints, me } = await world.ask(ENDPOINTS)
    // Of two that are made within a millisecond either may stand first.
    expect(webhookEndpoints.find(({ id }: { id: string }) => id === endpoint.id)).toMatchObject({ enabled: false, disabledReason: 'GONE' })
    expect(me.notices).toEqual([{ kind: 'endpoint.disabled', message: expect.stringContaining('410'), endpointId: endpoint.id }])
    expect(receivers.got(A).length).toBeLessThanOrEqual(2)
    expect(receivers.got(B).map(({ body }) => JSON.parse(body))).toEqual([{ type: 'endpoint.disabled', timestamp: expect.any(String), data: { reason: 'GONE', endpointId: endpoint.id } }])
    const { events } = await world.ask('{ events { edges { node { kind endpointId } } } }')
    expect(events.edges.filter(({ node }: { node: { kind: string } }) => node.kind === 'endpoint.disabled')).toEqual([{ node: { kind: 'endpoint.disabled', endpointId: endpoint.id } }])
    expect((await deliveries(world)).every(({ status }: { status: string }) => status !== 'PENDING')).toBe(true)
  })

  it('that only fails is switched off after five days, and one that takes something between is not', async () => {
    const { world, receivers, endpoint } = await openWorld()
    receivers.answer(A, () => new Response('down', { status: 503 }))
    const state = async () => (await world.ask(ENDPOINTS))['webhookEndpoints'][0]
    const day = async () => {
      await start(world)
      await minutes(world, 10)
      world.clock.nowMs += DAY_MS
      await minutes(world, 3)
    }
    for (let count = 0; count < 4; count += 1) await day()
    expect(await state()).toMatchObject({ enabled: true, failingSince: expect.any(String) })
    receivers.answer(A, () => new Response('ok'))
    await day()
    expect(await state()).toMatchObject({ enabled: true, failingSince: null })
    receivers.answer(A, () => new Response('down', { status: 503 }))
    for (let count = 0; count < 4; count += 1) await day()
    expect(await state()).toMatchObject({ enabled: true })
    for (let count = 0; count < 3; count += 1) await day()
    expect(await state()).toMatchObject({ enabled: false, disabledReason: 'FAILING' })
    const { me } = await world.ask(ENDPOINTS, {}, { 'accept-language': 'hi' })
    expect(me.notices).toEqual([{ kind: 'endpoint.disabled', message: expect.stringContaining('पाँच दिन'), endpointId: endpoint.id }])
    await world.ask(UPDATE, { input: { id: endpoint.id, enabled: true } })
    expect((await world.ask(ENDPOINTS))['me'].notices).toEqual([])
  })

  it('is sent once more what it has not taken, what happened while it was off too, and nothing that it has', async () => {
    const { world, receivers, endpoint } = await openWorld()
    const taken = await start(world)
    await minutes(world, 2)
    const since = new Date(world.clock.nowMs).toISOString()
    receivers.answer(A, () => new Response(null, { status: 410 }))
    const failed = await start(world)
    await minutes(world, 2)
    const missed = await start(world)
    await minutes(world, 2)
    const post = () => world.post({ query: RECOVER, variables: { id: endpoint.id, since } })
    expect((await post()).body.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: 'endpointId' })
    receivers.answer(A, () => new Response('ok'))
    await world.ask(UPDATE, { input: { id: endpoint.id, enabled: true } })
    const before = receivers.got(A).length
    await world.ask(RECOVER, { id: endpoint.id, since })
    await world.run(1)
    await post()
    await minutes(world, 3)
    const told = receivers.got(A).slice(before).map(({ body }) => JSON.parse(body)).filter(({ type }) => type === 'generation.completed').map(({ data }) => data.id)
    expect([told.length, new Set(told)]).toEqual([2, new Set([failed, missed])])
    expect(told).not.toContain(taken)
    expect((await world.ask(ENDPOINTS))['webhookEndpoints'][0]).toMatchObject({ recovering: false, enabled: true })
  })

  it('recovers more events than one look has', async () => {
    const { world, receivers, endpoint } = await openWorld()
    await world.ask(UPDATE, { input: { id: endpoint.id, enabled: false } })
    const ids: string[] = []
    for (let count = 0; count < 25; count += 1) ids.push(await start(world))
    await minutes(world, 2)
    await world.ask(UPDATE, { input: { id: endpoint.id, enabled: true } })
    await world.ask(RECOVER, { id: endpoint.id, since: '2026-11-01T00:00:00Z' })
    await minutes(world, 3)
    const told = receivers.got(A).map(({ body }) => JSON.parse(body).data.id)
    expect([told.length, new Set(told)]).toEqual([ids.length, new Set(ids)])
  })

  it('is sent an example of each event, signed, for nothing', async () => {
    const { world, receivers, endpoint } = await openWorld()
    const balance = await world.balance()
    const kinds = ['generation.completed', 'generation.failed', 'generation.cancelled', 'generation.expired', 'credits.low', 'endpoint.disabled']
    for (const event of kinds) expect(await world.ask(EXAMPLE, { id: endpoint.id, event })).toEqual({ webhookExample: { delivered: true, status: 200, detail: null } })
    expect(receivers.got(A).map(({ body }) => JSON.parse(body).type)).toEqual(kinds)
    expect(await world.balance()).toBe(balance)
    expect((await world.post({ query: EXAMPLE, variables: { id: endpoint.id, event: 'generation.done' } })).body.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: 'event' })
  })

  it('that was deleted is sent nothing more', async () => {
    const { world, receivers, endpoint } = await openWorld()
    receivers.answer(A, () => new Response(null, { status: 500 }))
    await start(world)
    await untilAsked(world, receivers)
    await world.ask('mutation ($id: ID!) { webhookEndpointDelete(id: $id) }', { id: endpoint.id })
    const before = receivers.got(A).length
    await minutes(world, 10)
    expect([receivers.got(A).length, (await deliveries(world))[0]]).toEqual([before, expect.objectContaining({ status: 'PARKED', lastDetail: 'the endpoint was deleted' })])
  })
})
