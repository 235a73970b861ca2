import { describe, expect, it } from 'vitest'
import { mintKey } from '../../src/domain/key-format.ts'
import { networkOf } from '../../src/auth/look-ups.ts'
import { counting, noCounts } from '../counting.ts'
import { createWorld } from '../world.ts'
import { as, createKey, refusalOf } from './keys.ts'

const bytes = (byteCount: number): Uint8Array => crypto.getRandomValues(new Uint8Array(byteCount))
const ME = '{ __typename }'

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:DB8:0:0:ffff:1:2:3', '2001:db8:0:0::/64'],
  ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
  ['no address', 'no address'],
])('of %s all of %s is counted', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

/** A counter that admits so many of a name. */
function counterOf(most: number) {
  const names: string[] = []
  const limit = async ({ key }: { readonly key: string }) => {
    names.push(key)
    return { success: names.filter((name) => name === key).length <= most }
  }
  return { names, binding: { limit } }
}

const from = (last: number) => ({ 'cf-connecting-ip': `2001:db8:7:7::${last}` })

describe('a look-up', () => {
  it('that finds a key counts nothing, however many there are', async () => {
    const { names, binding } = counterOf(0)
    const world = await createWorld({ bindings: () => ({ KEY_LOOKUPS: binding }) })
    const keys = [world.key, (await createKey(world)).secret, (await createKey(world)).secret]
    for (const key of keys) await as(world, key).ask(ME, {}, { 'cf-connecting-ip': '203.0.113.7' })
    expect(names).toEqual([])
  })

  it('that finds none counts for the whole /64, which is then refused without a D1 read for a minute', async () => {
    const counts = noCounts()
    const { names, binding } = counterOf(2)
    const world = await createWorld({ bindings: (env) => ({ ...counting(counts)(env), KEY_LOOKUPS: binding }) })
    await world.ask(ME, {}, from(9))
    const tryFrom = (last: number) => as(world, mintKey('live', bytes)).post(ME, {}, from(last))
    for (const last of [1, 2, 3]) expect((await tryFrom(last)).status).toBe(401)
    const before = counts.roundTrips
    for (const last of [4, 1]) expect(refusalOf(await tryFrom(last))).toEqual({ status: 429, code: 'RATE_LIMIT', limit: 'key-lookups' })
    expect([counts.roundTrips - before, new Set(names), names.length]).toEqual([0, new Set(['2001:db8:7:7::/64']), 3])
    expect((await as(world, mintKey('live', bytes)).post(ME, {}, { 'cf-connecting-ip': '2001:db8:7:8::1' })).status).toBe(401)
    await world.ask(ME, {}, from(9))
    world.clock.nowMs += 60_000
    expect((await tryFrom(5)).status).toBe(401)
  })
})
