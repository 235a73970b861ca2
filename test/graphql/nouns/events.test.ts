// Events: one for each fact, numbered without gaps, and read behind a cursor.
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { readJob } from '../../../src/jobs/create-job.ts'
import { settleJob } from '../../../src/store/settlements.ts'
import { events } from '../../../src/store/event-tables.ts'
import { forgetIn } from '../../webhooks/forgetting.ts'
import { GRANT } from './administration.ts'
import { CREATE_TOKEN, as, createKey } from '../../auth/keys.ts'
import { GENERATE, createWorld } from '../../world.ts'
import type { World } from '../../world.ts'

const FEED = 'query ($first: Int!, $after: String) { events(first: $first, after: $after) { edges { cursor node { seq kind at credits generation { id status expired } } } pageInfo { hasNextPage endCursor } } }'
const THRESHOLD = 'mutation ($at: Int) { accountUpdate(input: { creditsLowAt: $at }) { creditsLowAt credits } }'
const DAY_MS = 86_400_000

const fox = { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } }
const video = (text: string) => ({ type: 'VIDEO', provider: 'luma', input: { text } })
const start = async (world: World, input: Record<string, unknown> = fox): Promise<string> => (await world.ask(GENERATE, { input }))['generate'].id

/** [number, kind, generation] */
async function told(world: World): Promise<readonly (readonly [number, string, string | undefined])[]> {
  const { events: page } = await world.ask(FEED, { first: 100 })
  return page.edges.map(({ node }: { node: { seq: number; kind: string; generation: { id: string } | null } }) => [node.seq, node.kind, node.generation?.id])
}

describe('the events', () => {
  it('tell each end of a generation once', async () => {
    const world = await createWorld()
    const made = await start(world)
    await world.run(60)
    const failed = await start(world, video('storm [[fail]]'))
    await world.run(60)
    const cancelled = await start(world, video('storm'))
    await world.ask('mutation ($id: ID!) { cancelGeneration(id: $id) }', { id: cancelled })
    world.queues.duplicate()
    await world.run(200)
    expect(await told(world)).toEqual([[1, 'generation.completed', made], [2, 'generation.failed', failed], [3, 'generation.cancelled', cancelled]])
  })

  it('tell a success after the refund as a second one', async () => {
    const world = await createWorld()
    const id = await start(world, { ...video('storm [[late]]'), provider: 'kling' })
    await world.run(5)
    world.queues.lose()
    world.clock.nowMs += 3_600_000
    await world.sweep()
    await world.run(60)
    world.clock.nowMs += 3 * 3_600_000
    for (let minute = 0; minute < 12; minute += 1) {
      await world.sweep()
      await world.run(60)
    }
    expect(await told(world)).toEqual([[1, 'generation.failed', id], [2, 'generation.completed', id]])
  })

  it('tell files that expired, once', async () => {
    const world = await createWorld({ plan: 'FREE' })
    const id = await start(world)
    await world.run(60)
    world.clock.nowMs += 7 * DAY_MS
    await world.sweep()
    world.queues.duplicate()
    await world.sweep()
    expect(await told(world)).toEqual([[1, 'generation.completed', id], [2, 'generation.expired', id]])
    const { events: page } = await world.ask(FEED, { first: 1, after: btoa('cursor:1') })
    expect(page.edges[0].node).toMatchObject({ generation: { status: 'COMPLETED', expired: true } })
  })

  it('have no gaps and no doubles when many end at once', async () => {
    const world = await createWorld()
    const ids = await Promise.all(Array.from({ length: 8 }, () => start(world)))
    const { database } = world.services
    await Promise.all(ids.flatMap((id) => [1, 2, 3].map(async (number) => {
      const job = await readJob(world.services, { accountId: world.accountId, endUser: null }, id)
      if (job) await settleJob(database, job, { status: 'FAILED', outputs: null, refund: 50, errorCode: 'GENERATION_FAILED', errorReason: 'UPSTREAM', expiresAtMs: null }, 1, `${id}${number}`)
    })))
    const [rows] = await database.batch([database.select().from(events).where(eq(events.accountId, world.accountId))])
    expect(rows.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(new Set(rows.map(({ subject }) => subject))).toEqual(new Set(ids))
  })
})

describe('a low balance', () => {
  it('is told once for each crossing of the threshold', async () => {
    const world = await createWorld({ credits: 1100 })
    const ids = [await start(world), await start(world), await start(world), await start(world)]
    const low = (await world.ask(FEED, { first: 10 }))['events'].edges.map(({ node }: { node: unknown }) => node)
    expect(low).toEqual([{ seq: 1, kind: 'credits.low', at: expect.any(String), credits: 950, generation: expect.objectContaining({ id: ids[2] }) }])
    await Promise.all(ids.map((id) => world.ask('mutation ($id: ID!) { cancelGeneration(id: $id) }', { id })))
    expect(await world.balance()).toBe(1100)
    for (let count = 0; count < 3; count += 1) await start(world)
    expect((await told(world)).filter(([, kind]) => kind === 'credits.low')).toHaveLength(2)
  })

  it('is where the owner says, or nowhere', async () => {
    const world = await createWorld({ credits: 1100 })
    expect(await world.ask(THRESHOLD, { at: 1060 })).toEqual({ accountUpdate: { creditsLowAt: 1060, credits: 1100 } })
    await start(world)
    expect((await told(world)).map(([, kind]) => kind)).toEqual(['credits.low'])
    await world.ask(THRESHOLD, { at: 0 })
    await start(world)
    await start(world)
    expect(await told(world)).toHaveLength(1)
    expect((await world.ask(THRESHOLD, {}))['accountUpdate'].creditsLowAt).toBe(0)
    expect((await world.post({ query: THRESHOLD, variables: { at: -1 } })).body.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: 'input.creditsLowAt' })
  })

  it('is told too when an administrator takes credits back, and not when he gives some', async () => {
    const world = await createWorld({ credits: 1100, key: { scopes: ['read', 'billing', 'admin'] } })
    const input = { accountId: world.accountId, amount: -200, kind: 'ADJUSTMENT', note: 'n', idempotencyKey: 'k' }
    await world.ask(GRANT, { input })
    await world.ask(GRANT, { input })
    await world.ask(GRANT, { input: { ...input, amount: 300, kind: 'GRANT', idempotencyKey: 'l' } })
    expect(await told(world)).toEqual([[1, 'credits.low', undefined]])
  })
})

describe('the feed', () => {
  it('goes on behind the cursor, also where it had ended', async () => {
    const world = await createWorld()
    const ids = [await start(world), await start(world), await start(world)]
    await world.run(60)
    const page = async (after?: string) => (await world.ask(FEED, { first: 2, after }))['events']
    const first = await page()
    expect(first.pageInfo.hasNextPage).toBe(true)
    const second = await page(first.pageInfo.endCursor)
    expect([...first.edges, ...second.edges].map(({ node }: { node: { seq: number } }) => node.seq)).toEqual([1, 2, 3])
    expect(second.pageInfo.hasNextPage).toBe(false)
    const nothing = await page(second.pageInfo.endCursor)
    expect(nothing).toMatchObject({ edges: [], pageInfo: { hasNextPage: false, endCursor: second.pageInfo.endCursor } })
    ids.push(await start(world))
    await world.run(60)
    expect((await page(nothing.pageInfo.endCursor)).edges.map(({ node }: { node: { generation: { id: string } } }) => node.generation.id)).toEqual([ids[3]])
  })

  it('is kept for 30 days, and its numbers go on', async () => {
    const world = await createWorld()
    await start(world)
    await world.run(60)
    world.clock.nowMs += 29 * DAY_MS
    const later = await start(world)
    await world.run(60)
    const rows = async () => {
      const { database } = world.services
      await forgetIn(world)
      return (await database.batch([database.select().from(events).where(eq(events.accountId, world.accountId))]))[0].length
    }
    expect([await rows(), (await told(world)).length]).toEqual([2, 2])
    world.clock.nowMs += DAY_MS
    expect(await told(world)).toEqual([[2, 'generation.completed', later]])
    expect(await rows()).toBe(1)
    world.clock.nowMs += 31 * DAY_MS
    expect(await rows()).toBe(0)
    const last = await start(world)
    await world.run(60)
    expect(await told(world)).toEqual([[3, 'generation.completed', last]])
  })

  it('is of the own account alone, and of no client token', async () => {
    const world = await createWorld()
    await start(world)
    await world.run(60)
    const other = await createWorld()
    expect(await told(other)).toEqual([])
    const reader = await createKey(world, { scopes: ['READ'] })
    const { clientTokenCreate } = await world.ask(CREATE_TOKEN, { input: { endUser: 'asha', maxCredits: 1000 } })
    for (const secret of [reader.secret, clientTokenCreate.token]) {
      expect((await as(world, secret).post(FEED, { first: 1 })).body.errors?.[0]?.extensions['code']).toBe('FORBIDDEN')
    }
  })
})
