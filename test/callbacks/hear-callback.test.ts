// What comes to the addresses of callbacks: from companies, and from whoever else finds the road. test/upstreams/contract-callbacks.ts
// has the companies' own, through a whole life.
import { describe, expect, it } from 'vitest'
import { callbackAddresses } from '../../src/callbacks/callback-addresses.ts'
import { lookIn } from '../../src/callbacks/hear-callback.ts'
import type { HeardLately } from '../../src/callbacks/hear-callback.ts'
import { counting, noCounts } from '../counting.ts'
import { GENERATE, READ, RECEIVER, createWorld } from '../world.ts'
import type { World, WorldOptions } from '../world.ts'
import { CALLBACK_SECRET } from './secret.ts'

/** One job, and the address that its company was given. */
async function submitted(options: WorldOptions = {}, text = 'storm [[callback-lost]]', provider = 'luma') {
  const addresses: string[] = []
  const counts = noCounts()
  const world = await createWorld({
    ...options,
    settings: { CALLBACK_SECRET, ...options.settings },
    bindings: (env) => counting(counts)({ ...env, ...options.bindings?.(env) }),
    network: (url, init) => {
      if (init.method === 'POST' && url.includes('/generations/')) addresses.push(/http[^"]+\/callbacks\/[^"]+/.exec(JSON.stringify(init.body).replaceAll('\\', ''))?.[0] ?? '')
      return options.network?.(url, init)
    },
  })
  const { generate } = await world.ask(GENERATE, { input: { type: 'VIDEO', provider, input: { text }, webhookUrl: RECEIVER } })
  await world.run(0)
  const [address = ''] = addresses
  const path = address.replace(/^http:\/\/[^/]+/, '')
  return { world, counts, id: String(generate.id), address, path, status: async () => (await world.ask(READ, { id: generate.id }))['generation'].status }
}

const absentD1 = (binding: D1Database, isAway: () => boolean): D1Database =>
  new Proxy(binding, {
    get: (target, name) => {
      if (name === 'batch' && isAway()) return () => Promise.reject(new Error('D1 is away'))
      const member: unknown = Reflect.get(target, name)
      return typeof member === 'function' ? member.bind(target) as unknown : member
    },
  })

const told = (world: World, path: string, body: unknown = { state: 'completed' }, init: RequestInit = {}): Promise<Response> =>
  world.fetchApp(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: typeof body === 'string' ? body : JSON.stringify(body), ...init })

const looks = (world: World): number => world.queues.waiting().filter(({ body }) => body.kind === 'look').length

describe('a callback', () => {
  it('has us look, and never brings the result', async () => {
    const { world, path, status } = await submitted()
    const answer = await told(world, path, { state: 'completed', assets: { video: 'https://evil.example.com/x.mp4' } })
    expect([answer.status, await answer.text()]).toEqual([200, ''])
    await world.run(1)
    expect(await status()).toBe('PROCESSING')
    world.clock.nowMs += 10_000
    await told(world, path)
    await world.run(6)
    expect(await status()).toBe('COMPLETED')
  })

  it('with a forged, a cut, another upstream\'s or no token is not found, and costs no read', async () => {
    const { world, counts, path } = await submitted()
    Object.assign(counts, noCounts())
    const last = path.at(-1) === '0' ? '1' : '0'
    const forged = [`${path.slice(0, -1)}${last}`, path.slice(0, -1), path.replace('/luma/', '/vidu/'), path.replace('/luma/', '/runway/'), path.replace('/luma/', '/__proto__/'), path.replace(/\.1\./, '.2.'), '/callbacks/luma/x']
    for (const wrong of forged) expect((await told(world, wrong)).status).toBe(404)
    for (const bare of ['/callbacks/luma/', '/callbacks/luma', '/callbacks']) expect((await told(world, bare)).status).toBe(404)
    expect(looks(world)).toBe(0)
    expect([counts.roundTrips, counts.gateCalls]).toEqual([0, 0])
  })

  it('is refused by GET, with a huge body, and with one that is no text; nothing of it is kept', async () => {
    const { world, path } = await submitted()
    expect((await world.fetchApp(path)).status).toBe(405)
    expect((await told(world, path, 'x'.repeat(64 * 1024 + 1))).status).toBe(413)
    expect((await told(world, path, '', { body: Uint8Array.of(0xff, 0xfe) })).status).toBe(400)
    expect(looks(world)).toBe(0)
  })

  it('in words that nobody can read has us look all the same', async () => {
    const { world, path } = await submitted()
    expect((await told(world, path, 'not JSON')).status).toBe(200)
    expect(looks(world)).toBe(1)
  })

  it('that says that the work goes on asks for no look', async () => {
    const { world, path } = await submitted()
    for (const state of ['queued', 'dreaming']) expect((await told(world, path, { state })).status).toBe(200)
    expect(looks(world)).toBe(0)
  })

  it('that is repeated a thousand times asks for two looks, and writes nothing', async () => {
    const { world, counts, path } = await submitted()
    Object.assign(counts, noCounts())
    for (let times = 0; times < 1000; times += 1) expect((await told(world, path)).status).toBe(200)
    expect(looks(world)).toBe(2)
    await world.run(60)
    expect(counts.roundTrips).toBeLessThan(30)
  })

  it('of a job that has ended changes nothing', async () => {
    const { world, path, status, id } = await submitted()
    world.clock.nowMs += 10_000
    await told(world, path)
    await world.run(10)
    expect(await status()).toBe('COMPLETED')
    world.clock.nowMs += 60_000
    expect((await told(world, path)).status).toBe(200)
    await world.run(5)
    expect([await status(), world.received.length]).toEqual(['COMPLETED', 1])
    expect((await world.entries()).map(({ kind }) => kind).toSorted()).toEqual(['CHARGE', 'GRANT'])
    expect(id).toMatch(/^gen_/)
  })

  it('of a job that was given up delivers it at once', async () => {
    const { world, path, status } = await submitted({}, 'storm [[late]]', 'seedance')
    world.clock.nowMs += 3_600_000
    await world.run(10)
    await world.sweep()
    await world.run(10)
    expect(await status()).toBe('FAILED')
    world.clock.nowMs += 7_200_000
    await told(world, path)
    await world.run(10)
    expect(await status()).toBe('COMPLETED')
  })

  it('is taken and kept while the database is away', async () => {
    let isAway = false
    const { world, path, status } = await submitted({ bindings: ({ DB }) => ({ DB: absentD1(DB, () => isAway) }) })
    world.clock.nowMs += 10_000
    world.queues.lose()
    isAway = true
    expect((await told(world, path)).status).toBe(200)
    await world.run(5)
    isAway = false
    await world.run(300)
    expect(await status()).toBe('COMPLETED')
  })

  it('costs a life four queue operations less, and no row more', async () => {
    const { world, counts } = await submitted({}, 'storm')
    await world.run(600)
    const { writes, reads, deletes } = world.queues.counts
    expect(world.received).toHaveLength(1)
    expect(writes + reads + deletes).toBeLessThanOrEqual(14)
    expect(counts.rowsWritten).toBeLessThanOrEqual(18)
  })

  it('is waited for no longer than the sweeper, when the messages are lost', async () => {
    const { world, status } = await submitted()
    world.queues.lose()
    await world.run(240)
    await world.sweep()
    await world.run(1)
    expect(await status()).toBe('COMPLETED')
  })

  it('does not keep a cancellation waiting that could not be told at once', async () => {
    let isOpen = false
    const { world, id, status } = await submitted({
      network: (url, init) => (init.method === 'GET' && url.includes('/generations/') && !isOpen ? Promise.resolve(new Response(null, { status: 503 })) : undefined),
    })
    await world.ask('mutation ($id: ID!) { cancelGeneration(id: $id) }', { id })
    isOpen = true
    await world.run(6)
    expect(await status()).toBe('CANCELLED')
  })
})

const tokenOf = (url: string | undefined): string => url?.split('/').at(-1) ?? ''

describe('the address of a callback', () => {
  const needs = { publicUrl: 'https://api.example.com', isReachable: () => true, callsBack: (upstream: string) => upstream === 'luma' || upstream === 'vidu' }
  const attempt = { accountId: 'acc_1', jobId: 'gen_1', attempt: 2, upstream: 'luma' } as const

  it('is the same each time, and another for each attempt, upstream and secret', async () => {
    const { addressOf } = callbackAddresses({ ...needs, setting: CALLBACK_SECRET })
    const first = await addressOf(attempt)
    expect(first).toEqual(await addressOf(attempt))
    const others = [await addressOf({ ...attempt, attempt: 3 }), await addressOf({ ...attempt, upstream: 'vidu' }), await callbackAddresses({ ...needs, setting: `${CALLBACK_SECRET} 2` }).addressOf(attempt)]
    expect(new Set([first, ...others].flatMap((one) => [tokenOf(one?.url).split('.').at(-1), one?.secret])).size).toBe(8)
  })

  it('is read again by the secret before, and by no other', async () => {
    const [before, after] = [CALLBACK_SECRET, `${CALLBACK_SECRET} changed`]
    const token = tokenOf((await callbackAddresses({ ...needs, setting: before }).addressOf(attempt))?.url)
    const read = (setting: string | undefined) => callbackAddresses({ ...needs, setting }).read('luma', token)
    expect(await read(`${before},${after}`)).toMatchObject(attempt)
    for (const setting of [after, `,${after}`, 'short', undefined]) expect(await read(setting)).toBeUndefined()
  })

  it('is given to nobody where there is no secret, where it cannot be reached, and to none that does not call back', async () => {
    for (const setting of [undefined, '', 'short']) expect(await callbackAddresses({ ...needs, setting }).addressOf(attempt)).toBeUndefined()
    expect(await callbackAddresses({ ...needs, setting: CALLBACK_SECRET, isReachable: () => false }).addressOf(attempt)).toBeUndefined()
    expect(await callbackAddresses({ ...needs, setting: CALLBACK_SECRET }).addressOf({ ...attempt, upstream: 'runway' })).toBeUndefined()
  })
})

describe('the looks that callbacks ask for', () => {
  it('come at once, then after pauses that double, and the last is never dropped', () => {
    const heard: HeardLately = new Map()
    expect([0, 0, 0].map(() => lookIn(heard, 'a', 1000))).toEqual([0, 5, undefined])
    expect(lookIn(heard, 'b', 1000)).toBe(0)
    expect([lookIn(heard, 'a', 6000), lookIn(heard, 'a', 6000)]).toEqual([10, undefined])
    expect(lookIn(heard, 'a', 600_000)).toBe(0)
  })

  it('are remembered of five thousand attempts', () => {
    const heard: HeardLately = new Map()
    for (let count = 0; count < 5001; count += 1) lookIn(heard, `job ${count}`, 1000)
    expect([heard.size, heard.has('job 0')]).toEqual([5000, false])
  })
})
