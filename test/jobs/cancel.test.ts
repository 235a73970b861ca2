import { describe, expect, it } from 'vitest'
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

  it('while it runs stops an upstream that can be stopped, and refunds it all', async () => {
    const world = await createWorld()
    const { id, creditCost } = await start(world, 'luma')
    await world.run(5)
    const { generationCancel } = await world.ask(CANCEL, { id })
    expect(generationCancel).toMatchObject({ outcome: 'CANCELLED_UPSTREAM', refundedCredits: creditCost })
    await world.run(300)
    expect(await world.balance()).toBe(1_000_000)
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
    const { generation } = await world.ask('query ($id: ID!) { generation(id: $id) { status creditCost } }', { id })
    const refunds = entries.filter((entry) => entry.kind === 'REFUND')
    expect(refunds).toHaveLength(generation.status === 'CANCELLED' ? 1 : 0)
    expect(await world.balance()).toBe(entries.reduce((sum, entry) => sum + entry.amount, 0))
  })
})
