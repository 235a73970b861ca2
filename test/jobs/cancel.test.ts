import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { cancelJob } from '../../src/jobs/cancel-job.ts'
import { jobs } from '../../src/store/tables.ts'
import { GENERATE, createWorld } from '../world.ts'
import type { World } from '../world.ts'

const CANCEL = 'mutation ($id: ID!) { generationCancel(id: $id) { outcome cancelled refundedCredits generation { status refundedCredits } } }'
const SIMPLE = 'mutation ($id: ID!) { cancelGeneration(id: $id) }'

const start = async (world: World, provider: string): Promise<{ id: string; creditCost: number }> =>
  (await world.ask(GENERATE, { input: { type: 'VIDEO', provider, input: { text: 'storm [[slow]]' } } }))['generate']

describe('cancelling', () => {
  it('before it started refunds it all, and the upstream never hears of it', async () => {
    const world = await createWorld()
    const { id, creditCost } = await start(world, 'luma')
    const { generationCancel } = await world.ask(CANCEL, { id })
    expect(generationCancel).toEqual({
      outcome: 'CANCELLED_BEFORE_START',
      cancelled: true,
      refundedCredits: creditCost,
      generation: { status: 'CANCELLED', refundedCredits: creditCost },
    })
    await world.run(60)
    expect(await world.balance()).toBe(1_000_000)
    expect((await world.ask('query ($id: ID!) { generation(id: $id) { status attempts } }', { id }))['generation']).toEqual({ status: 'CANCELLED', attempts: 0 })
  })

  it('while it runs stops an upstream that can be stopped, and refunds what its row says', async () => {
    const world = await createWorld()
    const { id, creditCost } = await start(world, 'luma')
    await world.run(5)
    const { generationCancel } = await world.ask(CANCEL, { id })
    expect(generationCancel).toMatchObject({ outcome: 'CANCELLED_UPSTREAM', refundedCredits: 0 })
    await world.run(300)
    expect(await world.balance()).toBe(1_000_000 - creditCost)
    expect(world.queues.waiting()).toEqual([])
  })

  it('while it runs is refused where the provider cannot stop, and the result comes all the same', async () => {
    const world = await createWorld()
    const { id, creditCost } = await start(world, 'kling')
    await world.run(5)
    expect((await world.ask(CANCEL, { id }))['generationCancel']).toMatchObject({ outcome: 'NOT_SUPPORTED_BY_PROVIDER', cancelled: false, refundedCredits: 0 })
    await world.run(300)
    expect((await world.ask(CANCEL, { id }))['generationCancel']).toMatchObject({ outcome: 'TOO_LATE', generation: { status: 'COMPLETED' } })
    expect(await world.balance()).toBe(1_000_000 - creditCost)
  })

  it('twice gives the same answer and one refund', async () => {
    const world = await createWorld()
    const { id } = await start(world, 'luma')
    expect(await world.ask(SIMPLE, { id })).toEqual({ cancelGeneration: true })
    expect(await world.ask(SIMPLE, { id })).toEqual({ cancelGeneration: true })
    expect((await world.ask(CANCEL, { id }))['generationCancel'].outcome).toBe('CANCELLED_BEFORE_START')
    expect((await world.entries()).filter((entry) => entry.kind === 'REFUND')).toHaveLength(1)
  })

  it('what has ended is too late', async () => {
    const world = await createWorld()
    const { id } = await start(world, 'luma')
    await world.run(300)
    expect(await world.ask(SIMPLE, { id })).toEqual({ cancelGeneration: false })
  })

  it('many at once, among racing deliveries, refunds once', async () => {
    const world = await createWorld()
    const { id } = await start(world, 'luma')
    world.queues.duplicate()
    await Promise.all([world.run(1), ...Array.from({ length: 5 }, () => world.ask(SIMPLE, { id }))])
    await world.run(300)
    const entries = await world.entries()
    const { generation } = await world.ask('query ($id: ID!) { generation(id: $id) { status creditCost refundedCredits } }', { id })
    const refunds = entries.filter((entry) => entry.kind === 'REFUND')
    expect(refunds).toHaveLength(generation.refundedCredits > 0 ? 1 : 0)
    expect([0, generation.creditCost]).toContain(generation.refundedCredits)
    expect(await world.balance()).toBe(entries.reduce((sum, entry) => sum + entry.amount, 0))
  })
})

/** The company answers only when it is let: until then the consumer waits, as it does in life. */
async function submitting(provider: string) {
  const gate = Promise.withResolvers<undefined>()
  const asked = Promise.withResolvers<undefined>()
  let isAsked = false
  let pauses = 0
  const world: World = await createWorld({
    network: (url, init) => {
      if (isAsked || init.method !== 'POST' || !url.includes(`/emulators/${provider}/`)) return undefined
      isAsked = true
      asked.resolve(undefined)
      return gate.promise.then(() => world.emulators.fetch(url, init))
    },
    passing: async () => {
      pauses += 1
      if (pauses !== 2) return
      gate.resolve(undefined)
      await consumer
    },
  })
  const started = await start(world, provider)
  const consumer = world.run(0.1)
  await asked.promise
  return { world, ...started, gate, consumer, pauses: () => pauses }
}

describe('cancelling while a submission is under way', () => {
  it('waits for the answer, and stops what was accepted', async () => {
    const { world, id, creditCost, pauses } = await submitting('luma')
    expect((await world.ask(CANCEL, { id }))['generationCancel']).toMatchObject({ outcome: 'CANCELLED_UPSTREAM', refundedCredits: 0 })
    expect(pauses()).toBe(2)
    await world.run(300)
    expect(await world.balance()).toBe(1_000_000 - creditCost)
  })

  it('that began in between goes the same way', async () => {
    const { world, id } = await submitting('luma')
    const { database } = world.services
    // The first read still sees it in the queue, as before the claim.
    let reads = 0
    const batch = async (statements: never): Promise<unknown> => {
      const results: readonly unknown[] = await database.batch(statements)
      reads += 1
      return reads === 1 ? [[{ ...(results[0] as object[])[0], status: 'QUEUED', attempt: 0 }]] : results
    }
    const stale = new Proxy(database, { get: (target, name) => (name === 'batch' ? batch : (Reflect.get(target, name) as unknown)) })
    const cancelled = await cancelJob({ ...world.services, database: stale }, { accountId: world.accountId, endUser: null }, id)
    expect(cancelled).toMatchObject({ outcome: 'CANCELLED_UPSTREAM', job: { status: 'CANCELLED', refunded: 0 } })
  })

  it('does not wait where the provider cannot stop', async () => {
    const { world, id, pauses, gate, consumer } = await submitting('kling')
    expect((await world.ask(CANCEL, { id }))['generationCancel']).toMatchObject({ outcome: 'NOT_SUPPORTED_BY_PROVIDER', cancelled: false })
    expect(pauses()).toBe(0)
    gate.resolve(undefined)
    await consumer
  })

  it('is too late when no answer comes in time, and says that nothing changed', async () => {
    const world = await createWorld()
    const { id } = await start(world, 'luma')
    await world.services.database.update(jobs).set({ status: 'SUBMITTING', claimedAtMs: world.clock.nowMs, attempt: 1 }).where(eq(jobs.id, id))
    const beganAtMs = world.clock.nowMs
    expect((await world.ask(CANCEL, { id }))['generationCancel']).toMatchObject({ outcome: 'TOO_LATE', cancelled: false, refundedCredits: 0, generation: { status: 'PROCESSING' } })
    expect(world.clock.nowMs - beganAtMs).toBe(8000)
  })
})

describe('cancelling what nobody can tell about', () => {
  it('finds it upstream by our id first, and stops it', async () => {
    const world: World = await createWorld({
      network: (url, init) => {
        if (!url.includes('/emulators/vidu/')) return undefined
        if (init.method === 'POST' && !url.includes('cancel')) {
          return world.emulators.fetch(url, init).then(() => Promise.reject(new TypeError('the answer was lost')))
        }
        // The look-up that follows at once does not see it yet.
        return url.includes('tasks?') && !isVisible ? Promise.resolve(Response.json({ tasks: [] })) : undefined
      },
    })
    let isVisible = false
    const { id, creditCost } = await start(world, 'vidu')
    await world.run(0.5)
    isVisible = true
    expect((await world.ask(CANCEL, { id }))['generationCancel']).toMatchObject({ outcome: 'CANCELLED_UPSTREAM', refundedCredits: 0 })
    await world.run(300)
    expect(await world.balance()).toBe(1_000_000 - creditCost)
  })

  it('is too late where it cannot be asked for: it may be running', async () => {
    const world = await createWorld({ network: (url, init) => (init.method === 'POST' && url.includes('/emulators/luma/') ? Promise.reject(new TypeError('connection lost')) : undefined) })
    const { id } = await start(world, 'luma')
    await world.run(5)
    expect((await world.ask(CANCEL, { id }))['generationCancel']).toMatchObject({ outcome: 'TOO_LATE', cancelled: false, refundedCredits: 0 })
  })
})
