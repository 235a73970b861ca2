// Spending limits: exact under any number of parallel requests, by the UTC day, and given back with every refund.
import { describe, expect, it } from 'vitest'
import { counting, noCounts } from '../counting.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'
import { IMAGE, MAKE, PRICE, as, createKey, limitsOf, refusalOf } from './keys.ts'

const over = (limit: string) => ({ status: 402, code: 'INSUFFICIENT_CREDITS', limit })
const spent = async (world: World) => (await limitsOf(world)).map(({ spentToday, spent: inAll }) => [spentToday, inAll])
const DAY_MS = 86_400_000

/** A second of the UTC day that the world's clock is on, or of a later one. */
const atSecond = (world: World, second: number, daysLater = 0): void => {
  world.clock.nowMs = Math.floor(world.clock.nowMs / DAY_MS) * DAY_MS + daysLater * DAY_MS + second * 1000
}

describe('a key with spending limits', () => {
  it('spends so much a day and not a credit more, and again the next UTC day', async () => {
    const world = await createWorld()
    atSecond(world, 0, 1)
    const key = as(world, (await createKey(world, { creditsPerDay: 2 * PRICE + 1 })).secret)
    await key.ask(MAKE, { input: IMAGE })
    await key.ask(MAKE, { input: IMAGE })
    const reply = await key.post(MAKE, { input: IMAGE })
    expect(refusalOf(reply)).toEqual(over('key-day'))
    expect(reply.body.errors?.[0]?.message).toBe('This generation costs 50 credits, more than this key may still spend today (UTC).')
    atSecond(world, 86_399)
    expect(refusalOf(await key.post(MAKE, { input: IMAGE }))).toEqual(over('key-day'))
    world.clock.nowMs += 1000
    await key.ask(MAKE, { input: IMAGE })
    expect(await spent(world)).toEqual([[PRICE, 3 * PRICE]])
    expect(await world.balance()).toBe(1_000_000 - 3 * PRICE)
  })

  it('spends so much in all, on whatever day', async () => {
    const world = await createWorld()
    const key = as(world, (await createKey(world, { creditsTotal: PRICE })).secret)
    await key.ask(MAKE, { input: IMAGE })
    world.clock.nowMs += DAY_MS
    expect(refusalOf(await key.post(MAKE, { input: IMAGE }))).toEqual(over('key-total'))
  })

  it('admits exactly what fits of 40 requests at once; the rest leave no job, charge, entry or slot', async () => {
    const world = await createWorld({ credits: 10_000 })
    const key = as(world, (await createKey(world, { creditsPerDay: 7 * PRICE + 49 })).secret)
    const replies = await Promise.all(Array.from({ length: 40 }, () => key.post(MAKE, { input: IMAGE })))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(7)
    for (const reply of replies.filter(({ status }) => status !== 200)) expect(refusalOf(reply)).toEqual(over('key-day'))
    expect(await spent(world)).toEqual([[7 * PRICE, 7 * PRICE]])
    expect(await world.balance()).toBe(10_000 - 7 * PRICE)
    expect((await world.entries()).filter(({ kind }) => kind === 'CHARGE')).toHaveLength(7)
    const { me } = await world.ask('{ me { limits { concurrent { limit remaining } day { remaining } } } }')
    expect(me.limits.concurrent.limit - me.limits.concurrent.remaining).toBe(7)
  })

  it('leaves the idempotency key unused where it refuses, and counts a replay once', async () => {
    const world = await createWorld()
    const key = as(world, (await createKey(world, { creditsPerDay: 10 })).secret)
    const headers = { 'idempotency-key': 'k' }
    expect(refusalOf(await key.post(MAKE, { input: IMAGE }, headers))).toEqual(over('key-day'))
    const cheap = { type: 'IMAGE', provider: 'minimax-image', input: { text: 'A fox' } }
    const first = await key.ask(MAKE, { input: cheap }, headers)
    expect(await key.ask(MAKE, { input: cheap }, headers)).toEqual(first)
    expect(await spent(world)).toEqual([[7, 7]])
  })

  it('says that the balance is short where that is what is short', async () => {
    const world = await createWorld({ credits: 10 })
    const key = as(world, (await createKey(world, { creditsPerDay: 1000 })).secret)
    expect(refusalOf(await key.post(MAKE, { input: IMAGE }))).toEqual({ status: 402, code: 'INSUFFICIENT_CREDITS' })
    expect(await spent(world)).toEqual([[0, 0]])
  })

  it('gets back what is refunded, however often the end is told', async () => {
    const world = await createWorld()
    const key = as(world, (await createKey(world, { creditsPerDay: PRICE, creditsTotal: 2 * PRICE })).secret)
    await key.ask(MAKE, { input: { ...IMAGE, input: { text: 'A fox [[fail]]' } } })
    expect(await spent(world)).toEqual([[PRICE, PRICE]])
    world.queues.duplicate()
    await world.run(60)
    world.queues.duplicate()
    await world.run(600)
    expect(await spent(world)).toEqual([[0, 0]])
    await key.ask(MAKE, { input: IMAGE })
    await world.run(600)
    expect(await spent(world)).toEqual([[PRICE, PRICE]])
  })

  it('gets a cancelled one\'s credits back', async () => {
    const world = await createWorld()
    const key = as(world, (await createKey(world, { creditsTotal: PRICE })).secret)
    const { generate } = await key.ask(MAKE, { input: IMAGE })
    await key.ask('mutation ($id: ID!) { cancelGeneration(id: $id) }', { id: generate.id })
    expect(await spent(world)).toEqual([[0, 0]])
  })

  it('gets it once, when many cancel the same one at the same time', async () => {
    const world = await createWorld()
    const key = as(world, (await createKey(world, { creditsPerDay: 3 * PRICE })).secret)
    const { generate } = await key.ask(MAKE, { input: IMAGE })
    await key.ask(MAKE, { input: IMAGE })
    await key.ask(MAKE, { input: IMAGE })
    await Promise.all(Array.from({ length: 10 }, () => key.post('mutation ($id: ID!) { cancelGeneration(id: $id) }', { id: generate.id })))
    expect(await spent(world)).toEqual([[2 * PRICE, 2 * PRICE]])
  })

  it('does not get yesterday\'s refund for today', async () => {
    const world = await createWorld()
    atSecond(world, 86_390)
    const key = as(world, (await createKey(world, { creditsPerDay: PRICE })).secret)
    const { generate: yesterdays } = await key.ask(MAKE, { input: IMAGE })
    atSecond(world, 10, 1)
    await key.ask(MAKE, { input: IMAGE })
    await key.ask('mutation ($id: ID!) { cancelGeneration(id: $id) }', { id: yesterdays.id })
    expect(await spent(world)).toEqual([[PRICE, PRICE]])
    expect(refusalOf(await key.post(MAKE, { input: IMAGE }))).toEqual(over('key-day'))
  })

  it('tells what was spent, today as of today', async () => {
    const world = await createWorld()
    const { secret } = await createKey(world, { creditsPerDay: 100 })
    await as(world, secret).ask(MAKE, { input: IMAGE })
    const told = async (): Promise<unknown> => (await world.ask('{ apiKeys { limits { spentToday spentTotal } } }'))['apiKeys'].find((listed: { limits: unknown[] }) => listed.limits.length > 0).limits
    expect(await told()).toEqual([{ spentToday: PRICE, spentTotal: PRICE }])
    world.clock.nowMs += DAY_MS
    expect(await told()).toEqual([{ spentToday: 0, spentTotal: PRICE }])
  })

  it('costs one row more a charge, still in one round trip; a key without limits costs none', async () => {
    const counts = noCounts()
    const world = await createWorld({ bindings: counting(counts) })
    const limited = as(world, (await createKey(world, { creditsPerDay: 1000 })).secret)
    const plain = as(world, (await createKey(world)).secret)
    const rowsOf = async (key: typeof plain): Promise<number> => {
      await key.ask('{ __typename }')
      Object.assign(counts, noCounts())
      await key.ask(MAKE, { input: IMAGE })
      expect(counts.order).toEqual(['gate >', 'gate <', 'd1 >', 'd1 <'])
      return counts.rowsWritten
    }
    expect((await rowsOf(limited)) - (await rowsOf(plain))).toBe(1)
  })
})
