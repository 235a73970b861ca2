// Limits come before the work, through the whole service: over one nothing is done, and pressing costs nothing.
import { describe, expect, it } from 'vitest'
import { IMAGE, MAKE, as, createToken, refusalOf } from '../auth/keys.ts'
import { counting, noCounts } from '../counting.ts'
import { RECEIVER, createWorld } from '../world.ts'
import type { World } from '../world.ts'

const TEST = `mutation { webhookTest(url: "${RECEIVER}") { delivered } }`
const MAKE_KEY = 'mutation { apiKeyCreate(input: { name: "more" }) { secret } }'
const FIELDS = 'id status type provider model url late tags creditCost progress attempts reasons createdAt completedAt'
const TOO_DEAR = `{ ${Array.from({ length: 20 }, (_, index) => `a${index}: generations(first: 100) { edges { node { ${FIELDS} } } }`).join(' ')} }`
const LIST_KEYS = '{ apiKeys { id } }'

/** Spends all reads of a minute that are left. */
async function spendReads(world: World): Promise<void> {
  const gate = world.services.gate(world.accountId)
  const { figures } = await gate.look({ nowMs: world.clock.nowMs, limits: FREE, endUser: null })
  if (figures.reads.remaining > 0) await gate.look({ nowMs: world.clock.nowMs, limits: FREE, endUser: null, reads: figures.reads.remaining })
}

const FREE = { perMinute: 10, concurrent: 1, perDay: 100, readsPerMinute: 300, streams: 100 }
const overReads = { status: 429, code: 'RATE_LIMIT', limit: 'reads' }

describe('over the reads', () => {
  it('a mutation that generates nothing does nothing', async () => {
    const world = await createWorld({ plan: 'FREE' })
    await spendReads(world)
    expect(refusalOf(await world.post({ query: TEST }))).toEqual(overReads)
    expect(refusalOf(await world.post({ query: MAKE_KEY }))).toEqual(overReads)
    expect(world.received).toEqual([])
    world.clock.nowMs += 60_000
    expect((await world.ask(LIST_KEYS))['apiKeys']).toHaveLength(1)
  })

  it('neither does one that generates besides', async () => {
    const world = await createWorld({ plan: 'FREE', credits: 1000 })
    await spendReads(world)
    const both = `mutation ($input: GenerateInput!) { webhookTest(url: "${RECEIVER}") { delivered } generate(input: $input) { id } }`
    expect(refusalOf(await world.post({ query: both, variables: { input: IMAGE } }))).toEqual(overReads)
    expect([world.received.length, await world.balance()]).toEqual([0, 1000])
  })

  it('what only generates goes on', async () => {
    const world = await createWorld({ plan: 'FREE', credits: 1000 })
    await spendReads(world)
    await world.ask(MAKE, { input: IMAGE })
    expect(await world.balance()).toBe(950)
  })

  const refusable: readonly (readonly [string, unknown])[] = [
    ['is no GraphQL', { query: '{' }],
    ['names no field of ours', { query: '{ nothing }' }],
    ['costs too much', { query: TOO_DEAR }],
    ['is no JSON', '{'],
  ]
  it.each(refusable)('a request that %s counts as a read, and is refused as one', async (_what, body) => {
    const world = await createWorld({ plan: 'FREE' })
    const first = await world.post(body)
    expect([first.status, first.headers.get('ratelimit')]).toEqual([400, expect.stringContaining('"reads";r=299')])
    await spendReads(world)
    await world.post({ query: '{ __typename }' })
    expect(refusalOf(await world.post(body))).toEqual(overReads)
  })
})

describe('who presses against a limit', () => {
  it('costs no call of the gate until the time that was told', async () => {
    const counts = noCounts()
    const world = await createWorld({ plan: 'FREE', bindings: counting(counts) })
    await spendReads(world)
    const first = await world.post({ query: '{ __typename }' })
    const before = counts.gateCalls
    world.clock.nowMs += 20_000
    const replies = [await world.post({ query: '{ __typename }' }), await world.post({ query: '{' }), await world.post({ query: MAKE_KEY })]
    expect(counts.gateCalls).toBe(before)
    expect([first, ...replies].map((reply) => [reply.status, reply.headers.get('retry-after')])).toEqual([[429, '60'], [429, '40'], [429, '40'], [429, '40']])
    world.clock.nowMs += 40_000
    await world.ask('{ __typename }')
  })

  it('costs none for the minute of generating either, and other accounts are asked for', async () => {
    const counts = noCounts()
    const world = await createWorld({ plan: 'ENTERPRISE', limits: { perMinute: 2 }, bindings: counting(counts) })
    for (let sent = 0; sent < 3; sent += 1) await world.post({ query: MAKE, variables: { input: IMAGE } })
    const before = counts.gateCalls
    const denied = await world.post({ query: MAKE, variables: { input: IMAGE } })
    expect([denied.status, counts.gateCalls]).toEqual([429, before])
    await world.ask('{ __typename }')
    expect(counts.gateCalls).toBe(before + 1)
  })

  it('and looks for an earlier generation by its idempotency key spends reads with it', async () => {
    const world = await createWorld({ plan: 'FREE' })
    await world.ask(MAKE, { input: IMAGE }, { 'idempotency-key': 'first' })
    const again = () => world.post({ query: MAKE, variables: { input: IMAGE } }, { 'idempotency-key': 'first' })
    expect([(await again()).status, (await again()).headers.get('idempotency-replayed')]).toEqual([200, 'true'])
    await spendReads(world)
    expect((await again()).status).toBe(429)
  })
})

describe('what its credits refuse', () => {
  it('gives the minute back, and is a read instead', async () => {
    const world = await createWorld({ plan: 'FREE', credits: 10 })
    const reply = await world.post({ query: MAKE, variables: { input: IMAGE } })
    expect(reply.status).toBe(402)
    const { me } = await world.ask('{ me { limits { minute { remaining } concurrent { remaining } day { remaining } reads { remaining } } } }')
    expect(me.limits).toEqual({ minute: { remaining: 10 }, concurrent: { remaining: 1 }, day: { remaining: 100 }, reads: { remaining: 298 } })
  })

  it('cannot be asked without end: when no read is left, the minute stays spent', async () => {
    const world = await createWorld({ plan: 'FREE', credits: 10 })
    await spendReads(world)
    const statuses = []
    for (let sent = 0; sent < 12; sent += 1) statuses.push((await world.post({ query: MAKE, variables: { input: IMAGE } })).status)
    expect(statuses.filter((status) => status === 402)).toHaveLength(10)
    expect(statuses.slice(-2)).toEqual([429, 429])
  })
})

describe('client tokens', () => {
  it('of one end user use a quarter of the reads, and the account reads on', async () => {
    const world = await createWorld({ plan: 'FREE' })
    const [asha, ravi] = [await createToken(world), await createToken(world, { endUser: 'ravi' })]
    const read = '{ generation(id: "gen_0") { id } }'
    for (let sent = 0; sent < 75; sent += 1) expect((await as(world, asha).post(read)).status).toBe(200)
    const over = await as(world, asha).post(read)
    expect([over.status, over.body.errors?.[0]?.extensions]).toMatchObject([429, { limit: 'reads', limitFigure: 75, share: 'END_USER' }])
    expect(over.body.errors?.[0]?.message).toMatch(/^One end user may use 75 reads a minute\./)
    expect((await as(world, ravi).post(read)).status).toBe(200)
    expect((await world.post({ query: read })).status).toBe(200)
  })

  it('leave the last slot to the keys', async () => {
    const world = await createWorld({ plan: 'STARTER' })
    const tokens = [await createToken(world), await createToken(world, { endUser: 'ravi' }), await createToken(world, { endUser: 'mira' })]
    const statuses = []
    for (const token of tokens) statuses.push((await as(world, token).post(MAKE, { input: IMAGE })).status)
    expect(statuses).toEqual([200, 200, 429])
    await world.ask(MAKE, { input: IMAGE })
  })
})
