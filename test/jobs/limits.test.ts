// The plans' limits through the whole service: what is over one starts and charges nothing.
import { describe, expect, it } from 'vitest'
import { counting, noCounts } from '../counting.ts'
import { GENERATE, createWorld } from '../world.ts'

const input = { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } }

describe('a request over a limit', () => {
  it('gets 429 with the limit, Retry-After and the figures, and costs nothing', async () => {
    const world = await createWorld({ plan: 'FREE', credits: 1000 })
    await world.ask(GENERATE, { input })
    const reply = await world.post({ query: GENERATE, variables: { input } })
    expect(reply.status).toBe(429)
    expect(reply.body.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMIT', limit: 'concurrent', limitFigure: 1, retryable: true })
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(reply.headers.get('x-ratelimit-limit')).toBe('10')
    expect(reply.headers.get('ratelimit-policy')).toContain('"concurrent";q=1;qu="concurrent-requests"')
    expect(await world.balance()).toBe(950)
    await world.run(30)
    await world.ask(GENERATE, { input })
    expect(await world.balance()).toBe(900)
  })

  it('admits exactly the plan\'s figure a minute, and again when the window frees', async () => {
    const world = await createWorld({ plan: 'FREE' })
    const one = async (): Promise<number> => {
      const { status } = await world.post({ query: GENERATE, variables: { input } })
      await world.run(5)
      return status
    }
    const statuses = []
    for (let sent = 0; sent < 12; sent += 1) statuses.push(await one())
    expect(statuses.filter((status) => status === 200)).toHaveLength(10)
    expect(statuses.slice(-2)).toEqual([429, 429])
    await world.run(60)
    expect(await one()).toBe(200)
  })

  it('with 999 others at the same moment admits exactly 10, and the 990 denied cost no round trip to D1', async () => {
    const counts = noCounts()
    const world = await createWorld({ plan: 'ENTERPRISE', limits: { perMinute: 10 }, bindings: counting(counts) })
    await world.ask('{ me { id } }')
    const before = counts.roundTrips
    const replies = await Promise.all(Array.from({ length: 1000 }, () => world.post({ query: GENERATE, variables: { input } })))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(10)
    expect(replies.filter(({ body }) => body.errors?.[0]?.extensions['code'] === 'RATE_LIMIT')).toHaveLength(990)
    expect(counts.roundTrips - before).toBe(10)
    expect((await world.entries()).filter(({ kind }) => kind === 'CHARGE')).toHaveLength(10)
    expect(await world.balance()).toBe(1_000_000 - 500)
  })

  it('counts each generating field, and starts none of them when they are too many', async () => {
    const world = await createWorld({ plan: 'STARTER', credits: 1000 })
    const many = `mutation ($input: GenerateInput!) { ${['a', 'b', 'c', 'd'].map((name) => `${name}: generate(input: $input) { id }`).join(' ')} }`
    const reply = await world.post({ query: many, variables: { input } })
    expect([reply.status, reply.body.data]).toEqual([429, null])
    expect(await world.balance()).toBe(1000)
    const three = many.replace(/d: .*? \} /, '').replace(/d: generate\(input: \$input\) \{ id \}/, '')
    await world.ask(three, { input })
    expect(await world.balance()).toBe(850)
  })

  it('does not count what @skip leaves out', async () => {
    const world = await createWorld({ plan: 'FREE', credits: 1000 })
    const query = 'mutation ($input: GenerateInput!, $no: Boolean!) { a: generate(input: $input) { id } b: generate(input: $input) @include(if: $no) { id } }'
    await world.ask(query, { input, no: false })
    expect(await world.balance()).toBe(950)
  })
})

describe('what is refused as invalid', () => {
  it('costs no generation of any limit', async () => {
    const world = await createWorld({ plan: 'FREE' })
    for (let sent = 0; sent < 15; sent += 1) {
      expect((await world.post({ query: GENERATE, variables: { input: { ...input, provider: 'acme' } } })).status).toBe(400)
    }
    const { me } = await world.ask('{ me { limits { minute { remaining } concurrent { remaining } day { remaining } } } }')
    expect(me.limits).toEqual({ minute: { remaining: 10 }, concurrent: { remaining: 1 }, day: { remaining: 100 } })
  })

  it('gives back what was leased for a field that failed beside one that did not', async () => {
    const world = await createWorld({ plan: 'STARTER', credits: 60 })
    const both = 'mutation ($input: GenerateInput!) { a: generate(input: $input) { id } b: generate(input: $input) { id } }'
    const reply = await world.post({ query: both, variables: { input } })
    expect(reply.status).toBe(402)
    expect(reply.body.extensions?.['createdGenerations']).toEqual([expect.stringMatching(/^gen_/)])
    const { me } = await world.ask('{ me { credits limits { concurrent { remaining } day { remaining } } } }')
    expect(me).toEqual({ credits: 10, limits: { concurrent: { remaining: 2 }, day: { remaining: 999 } } })
  })
})

describe('reading', () => {
  it('never spends the generations, and has an allowance of its own', async () => {
    const world = await createWorld({ plan: 'FREE' })
    for (let sent = 0; sent < 300; sent += 1) expect((await world.post({ query: '{ __typename }' })).status).toBe(200)
    const over = await world.post({ query: '{ __typename }' })
    expect(over.status).toBe(429)
    expect(over.body.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMIT', limit: 'reads' })
    expect(over.headers.get('x-ratelimit-remaining')).toBe('10')
    expect((await world.post({ query: GENERATE, variables: { input } })).status).toBe(200)
  })

  it('shows the figures on every response', async () => {
    const world = await createWorld({ plan: 'PRO' })
    const reply = await world.post({ query: '{ __typename }' })
    const names = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'ratelimit', 'ratelimit-policy', 'x-request-id']
    expect(names.filter((name) => !reply.headers.has(name))).toEqual([])
    expect((await world.post({ query: '{ nothing }' })).headers.get('x-ratelimit-limit')).toBe('60')
  })
})
