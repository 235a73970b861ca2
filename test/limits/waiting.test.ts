import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type { Env } from '../../src/env.ts'
import { gateOf } from '../../src/limits/attach.ts'
import type { Gate } from '../../src/limits/gate.ts'
import { noCounts } from '../counting.ts'
import { waitingWorld } from '../lines.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'

const INPUT = { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } }
const GENERATE = 'mutation ($input: GenerateInput!, $wait: Int) { generate(input: $input, wait: $wait) { id status url } }'
const READ = 'query ($id: ID!, $wait: Int) { generation(id: $id, wait: $wait) { id status url } }'

const stubOf = ({ accountId }: World) => env.ACCOUNT_GATE.get(env.ACCOUNT_GATE.idFromName(accountId))
const linesOf = (world: World) => runInDurableObject(stubOf(world), (_, state) => state.getWebSockets().length)

describe('who waits', () => {
  it('for what it generates is answered when it has ended: one gate call and one line, and no read of the database', async () => {
    const { world, counts, attached } = await waitingWorld()
    await world.ask('{ __typename }')
    Object.assign(counts, noCounts())
    const answer = world.ask(GENERATE, { input: INPUT, wait: 60 })
    await attached(1)
    expect([counts.gateCalls, counts.roundTrips]).toEqual([2, 1])
    await world.run(50)
    expect((await answer)['generate']).toMatchObject({ status: 'COMPLETED', url: expect.stringContaining('/media/') })
    expect(await linesOf(world)).toBe(0)
  })

  it('for a generation is answered when it has ended: one gate call, one read', async () => {
    const { world, counts, attached } = await waitingWorld()
    const { generate } = await world.ask(GENERATE, { input: INPUT })
    Object.assign(counts, noCounts())
    const answer = world.ask(READ, { id: generate.id, wait: 60 })
    await attached(1)
    const { gateCalls } = counts
    await world.run(50)
    expect((await answer)['generation']).toMatchObject({ id: generate.id, status: 'COMPLETED' })
    expect(gateCalls).toBe(1)
  })

  it('is answered with the present state when the time is over: a success, after two reads at most', async () => {
    const { world, counts, attached } = await waitingWorld()
    const { generate } = await world.ask(GENERATE, { input: INPUT })
    Object.assign(counts, noCounts())
    const answer = world.post({ query: READ, variables: { id: generate.id, wait: 20 } })
    await attached(1)
    world.clock.nowMs += 15_000
    world.clock.nowMs += 5000
    const { status, body } = await answer
    expect([status, body.data?.['generation'].status, body.errors]).toEqual([200, 'QUEUED', undefined])
    expect([counts.gateCalls, counts.roundTrips]).toEqual([1, 2])
  })

  it('for what has ended is answered at once', async () => {
    const world = await createWorld()
    const { generate } = await world.ask(GENERATE, { input: INPUT })
    await world.run(60)
    const startMs = world.clock.nowMs
    expect((await world.ask(READ, { id: generate.id, wait: 60 }))['generation'].status).toBe('COMPLETED')
    expect((await world.ask(READ, { id: 'gen_00000000000000000000000000', wait: 60 }))['generation']).toBeNull()
    expect((await world.ask(READ, { id: 'x'.repeat(5000), wait: 60 }))['generation']).toBeNull()
    expect([world.clock.nowMs, await linesOf(world)]).toEqual([startMs, 0])
  })

  it('by Prefer is answered as by the argument, and told so; what is no preference is ignored', async () => {
    const { world, attached } = await waitingWorld()
    const { generate } = await world.ask(GENERATE, { input: INPUT })
    const answer = world.post({ query: READ, variables: { id: generate.id } }, { prefer: 'respond-async, wait=600' })
    await attached(1)
    await world.run(50)
    const { headers, body } = await answer
    expect([headers.get('preference-applied'), body.data?.['generation'].status]).toEqual(['wait=60', 'COMPLETED'])
    for (const prefer of ['wait', 'wait=soon', 'wait=0', 'await=5']) {
      expect((await world.post({ query: READ, variables: { id: generate.id } }, { prefer })).headers.get('preference-applied'), prefer).toBeNull()
    }
    expect((await world.post({ query: '{ me { id } }' }, { prefer: 'wait=5' })).headers.get('preference-applied')).toBeNull()
  })

  it('for longer than a minute, for less than nothing or for two at once is refused', async () => {
    const world = await createWorld()
    for (const wait of [61, -1]) {
      const { status, body } = await world.post({ query: READ, variables: { id: 'gen_1', wait } })
      expect([status, body.errors?.[0]?.extensions]).toEqual([400, expect.objectContaining({ code: 'INVALID_INPUT', field: 'wait' })])
    }
    const two = await world.post({ query: '{ a: generation(id: "gen_1", wait: 1) { id } b: generation(id: "gen_2", wait: 1) { id } }' })
    expect([two.status, two.body.errors?.[0]?.extensions['field']]).toEqual([400, 'wait'])
  })

  it('is attached anew when the object goes away, by a deploy or an eviction, and hears the end', async () => {
    const { world, attached } = await waitingWorld()
    const { generate } = await world.ask(GENERATE, { input: INPUT })
    const answer = world.ask(READ, { id: generate.id, wait: 60 })
    await attached(1)
    // It sleeps between two looks of its caller; when its line breaks, it sleeps a little before it comes again.
    await world.clock.awaited(1)
    await evictDurableObject(stubOf(world), { webSockets: 'close' })
    await world.clock.awaited(2)
    world.clock.nowMs += 2500
    await attached(2)
    await world.run(50)
    expect((await answer)['generation'].status).toBe('COMPLETED')
  })

  it('sleeps in the object, which is evicted meanwhile, and hears the end all the same', async () => {
    const { world, counts, attached } = await waitingWorld()
    const { generate } = await world.ask(GENERATE, { input: INPUT })
    const answer = world.ask(READ, { id: generate.id, wait: 60 })
    await attached(1)
    await evictDurableObject(stubOf(world))
    await world.run(50)
    expect([(await answer)['generation'].status, counts.attached]).toEqual(['COMPLETED', 1])
  })

  it('hears the end from the sweeper, when it was told to nobody', async () => {
    const { world, attached } = await waitingWorld()
    const { generate } = await world.ask(GENERATE, { input: INPUT })
    const answer = world.ask(READ, { id: generate.id, wait: 60 })
    await attached(1)
    const deaf = { ...world.services, gate: () => ({ ...world.services.gate(world.accountId), tell: lost, release: lost }) }
    await world.queues.run(deaf, 30)
    world.clock.nowMs += 29_000
    const ended = await world.env.DB.prepare('update jobs set due_at_ms = ?1 where id = ?2').bind(world.clock.nowMs, generate.id).run()
    expect(ended.meta.changes).toBe(1)
    await world.sweep()
    expect((await answer)['generation'].status).toBe('COMPLETED')
  })

  it('is answered by the rows alone while the object cannot be reached', async () => {
    const world = await createWorld()
    const { generate } = await world.ask(GENERATE, { input: INPUT })
    const off = await waitingWorld({ bindings: () => ({ ACCOUNT_GATE: unreachable }), waitsForClock: false })
    await env.DB.prepare('update jobs set account_id = ?1 where id = ?2').bind(off.world.accountId, generate.id).run()
    const { status, body, headers } = await off.world.post({ query: READ, variables: { id: generate.id, wait: 30 } })
    expect([status, body.errors, body.data?.['generation'].status, headers.get('ratelimit')]).toEqual([200, undefined, 'QUEUED', null])
    expect(off.world.logs.map(({ event }) => event)).toContain('not attached')
    const look = await off.world.post({ query: READ, variables: { id: generate.id } })
    expect([look.status, look.body.data?.['generation'].status]).toEqual([200, 'QUEUED'])
  })

  it('with a client token hears of its own end user\'s alone', async () => {
    const { world } = await waitingWorld()
    const tokenOf = async (endUser: string): Promise<string> =>
      (await world.ask('mutation ($endUser: String!) { clientTokenCreate(input: { endUser: $endUser, maxCredits: 100000, expiresInSeconds: 600 }) { token } }', { endUser }))['clientTokenCreate'].token
    const [asha, ravi] = [await tokenOf('asha'), await tokenOf('ravi')]
    const { generate } = await world.ask(GENERATE, { input: INPUT }, { authorization: `Bearer ${asha}` })
    for (let looks = 0; looks < 3; looks += 1) {
      expect((await world.ask(READ, { id: generate.id }, { authorization: `Bearer ${asha}` }))['generation'].status).toBe('QUEUED')
      for (const wait of [undefined, 30]) expect((await world.ask(READ, { id: generate.id, wait }, { authorization: `Bearer ${ravi}` }))['generation']).toBeNull()
    }
    expect(await linesOf(world)).toBe(0)
  })

  it('is answered with what is known when the database is away at the end', async () => {
    let isAway = false
    const awayD1 = (): Partial<Env> => ({
      DB: new Proxy(env.DB, {
        get: (target, name) => (name === 'batch' ? (statements: D1PreparedStatement[]) => (isAway ? Promise.reject(new Error('D1_ERROR: away')) : target.batch(statements)) : target.prepare.bind(target)),
      }),
    })
    const world = await createWorld({ waitsForClock: true, bindings: awayD1 })
    const { generate } = await world.ask(GENERATE, { input: INPUT })
    const answer = world.post({ query: READ, variables: { id: generate.id, wait: 15 } })
    await world.clock.awaited(1)
    isAway = true
    world.clock.nowMs += 15_000
    const { status, body } = await answer
    expect([status, body.data?.['generation'].status]).toEqual([200, 'QUEUED'])
  })
})

const newGate = () => gateOf(env.ACCOUNT_GATE.getByName(crypto.randomUUID()))

describe('open waits', () => {
  const limits = { perMinute: 100, concurrent: 100, perDay: null, readsPerMinute: 1000, streams: 4 }
  const nowMs = Date.parse('2026-11-22T12:00:00.000Z')
  const attach = async (gate: Gate, endUser: string | null = null, laterMs = 0) => {
    const answer = await gate.attach({ limits, endUser, nowMs: nowMs + laterMs, reads: 1, jobId: 'gen_a', version: 0, untilMs: nowMs + laterMs + 60_000 })
    if (answer.kind === 'ATTACHED') answer.socket.accept()
    return answer
  }

  it('are as many as the plan allows; above it is a refusal that counts no read, also of what would generate and wait', async () => {
    const gate = newGate()
    for (let count = 0; count < 4; count += 1) expect((await attach(gate)).kind).toBe('ATTACHED')
    expect(await attach(gate)).toMatchObject({ kind: 'DENIED', limit: 'streams', figure: 4, figures: { reads: { remaining: 996 } } })
    const generate = { nowMs, limits, jobIds: ['gen_b'], leaseUntilMs: nowMs + 1000 }
    expect(await gate.admit({ ...generate, waits: true })).toMatchObject({ kind: 'DENIED', limit: 'streams', figures: { concurrent: { remaining: 100 } } })
    expect((await gate.admit(generate)).kind).toBe('ADMITTED')
  })

  it('of clients that died unheard count no longer than their time', async () => {
    const gate = newGate()
    for (let count = 0; count < 4; count += 1) await attach(gate)
    expect([(await attach(gate, null, 59_999)).kind, (await attach(gate, null, 60_000)).kind]).toEqual(['DENIED', 'ATTACHED'])
  })

  it('of one end user are a quarter, of all client tokens three, and the account has the rest', async () => {
    const gate = newGate()
    expect((await attach(gate, 'asha')).kind).toBe('ATTACHED')
    expect(await attach(gate, 'asha')).toMatchObject({ kind: 'DENIED', limit: 'streams', figure: 1, share: 'END_USER' })
    for (const other of ['ravi', 'mira']) expect((await attach(gate, other)).kind).toBe('ATTACHED')
    expect(await attach(gate, 'nila')).toMatchObject({ kind: 'DENIED', figure: 3, share: 'CLIENT_TOKENS' })
    expect([(await attach(gate)).kind, (await attach(gate)).kind]).toEqual(['ATTACHED', 'DENIED'])
  })

  it('above the plan are answered 429, with the limit and a time to wait', async () => {
    const { world, attached } = await waitingWorld({ plan: 'FREE' })
    const { generate } = await world.ask(GENERATE, { input: INPUT })
    const answers = Array.from({ length: 10 }, () => world.ask(READ, { id: generate.id, wait: 60 }))
    await attached(10)
    const over = await world.post({ query: READ, variables: { id: generate.id, wait: 60 } })
    expect([over.status, over.headers.get('retry-after'), over.body.errors?.[0]?.extensions]).toEqual([429, '5', expect.objectContaining({ code: 'RATE_LIMIT', limit: 'streams', limitFigure: 10 })])
    expect((await world.ask(READ, { id: generate.id }))['generation'].status).toBe('QUEUED')
    await world.run(50)
    expect((await Promise.all(answers)).map(({ generation }) => generation.status)).toEqual(Array(10).fill('COMPLETED'))
  })
})

const lost = (): Promise<never> => Promise.reject(new Error('the object is away'))

const unreachable = { idFromName: () => ({}), get: () => ({ fetch: lost, look: lost, tell: lost, admit: lost, release: lost }) } as unknown as Env['ACCOUNT_GATE']
