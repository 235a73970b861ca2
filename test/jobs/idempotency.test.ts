// A repeated request creates and charges nothing, whether the isolate that answers it has answered the first or not.
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { limitsOf } from '../../src/domain/plans.ts'
import { jobs } from '../../src/store/tables.ts'
import { GENERATE, createWorld as createAnyWorld } from '../world.ts'
import type { World, WorldOptions } from '../world.ts'

const input = { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } }
const key = { 'idempotency-key': 'order-1' }

/** All that its plan has in a minute. */
function spendReads({ services, accountId, clock }: World) {
  const limits = limitsOf('ENTERPRISE', null)
  return services.gate(accountId).look({ limits, nowMs: clock.nowMs, reads: limits.readsPerMinute })
}

describe.each([['the same isolate', false], ['another isolate', true]] as const)('in %s', (_, isForgetful) => {
  const createWorld = (options: WorldOptions = {}) => createAnyWorld({ ...options, isForgetful })

  describe('the same key with the same request', () => {
    it('is the same generation, charged once, and says so', async () => {
      const world = await createWorld({ credits: 1000 })
      const first = await world.post({ query: GENERATE, variables: { input } }, key)
      const second = await world.post({ query: GENERATE, variables: { input } }, key)
      expect(second.body.data?.['generate'].id).toBe(first.body.data?.['generate'].id)
      expect([first, second].map((reply) => reply.headers.get('idempotency-replayed'))).toEqual([null, 'true'])
      expect(await world.balance()).toBe(950)
      expect(world.queues.counts.writes).toBe(1)
    })

    it('shows the generation as it stands now, in the selection of now', async () => {
      const world = await createWorld()
      await world.ask(GENERATE, { input }, key)
      await world.run(30)
      const { again } = await world.ask('mutation ($input: GenerateInput!) { again: generate(input: $input) { status metadata { format } } }', { input }, key)
      expect(again).toEqual({ status: 'COMPLETED', metadata: { format: 'jpeg' } })
    })

    it('costs no concurrency, no daily count, and is answered although the limit is used up by the first', async () => {
      const world = await createWorld({ plan: 'FREE' })
      await world.ask(GENERATE, { input }, key)
      const replies = []
      for (let repeat = 0; repeat < 4; repeat += 1) replies.push(await world.post({ query: GENERATE, variables: { input } }, key))
      expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200, 200])
      const { me } = await world.ask('{ me { limits { minute { remaining } concurrent { remaining } day { remaining } } } }')
      expect(me.limits).toEqual({ minute: { remaining: 9 }, concurrent: { remaining: 0 }, day: { remaining: 99 } })
      await world.run(30)
      expect((await world.ask('{ me { limits { concurrent { remaining } } } }'))['me'].limits.concurrent.remaining).toBe(1)
    })

    it('is answered also when no read is left: then it counts as a new one', async () => {
      const world = await createWorld()
      await world.ask(GENERATE, { input }, key)
      await spendReads(world)
      const replies = []
      for (let repeat = 0; repeat < 3; repeat += 1) replies.push(await world.post({ query: GENERATE, variables: { input } }, key))
      expect(replies.map(({ status, headers }) => [status, headers.get('idempotency-replayed')])).toEqual([[200, 'true'], [200, 'true'], [200, 'true']])
      const left = replies.map(({ headers }) => Number(headers.get('x-ratelimit-remaining')))
      expect(left[0]).toBe((left[2] ?? 0) + 2)
      expect(await world.balance()).toBe(999_950)
    })

    it('charges once when many arrive at the same time', async () => {
      const world = await createWorld({ credits: 1000 })
      const replies = await Promise.all(Array.from({ length: 8 }, () => world.post({ query: GENERATE, variables: { input } }, key)))
      expect(new Set(replies.map((reply) => reply.body.data?.['generate'].id)).size).toBe(1)
      expect(await world.balance()).toBe(950)
      const { me } = await world.ask('{ me { limits { day { limit } concurrent { limit remaining } } } }')
      expect(me.limits.concurrent).toEqual({ limit: 50, remaining: 49 })
    })

    it('is remembered until 30 days after its end, and then is a new one, charged anew', async () => {
      const world = await createWorld({ credits: 1000 })
      const generate = async (): Promise<string> => (await world.ask(GENERATE, { input }, key))['generate'].id
      const first = await generate()
      await world.run(30)
      const [ended] = await world.services.database.select().from(jobs).where(eq(jobs.id, first))
      world.clock.nowMs = (ended?.completedAtMs ?? 0) + 30 * 86_400_000 - 1
      expect([await generate(), await world.balance()]).toEqual([first, 950])
      world.clock.nowMs += 1
      const second = await generate()
      expect([second === first, await world.balance()]).toEqual([false, 900])
      expect([await generate(), await world.balance()]).toEqual([second, 900])
      expect((await world.ask('query ($id: ID!) { generation(id: $id) { status } }', { id: first }))['generation']).toEqual({ status: 'COMPLETED' })
    })

    it('is remembered as long as its generation has not ended', async () => {
      const world = await createWorld({ credits: 1000 })
      const first = (await world.ask(GENERATE, { input }, key))['generate'].id
      world.clock.nowMs += 31 * 86_400_000
      expect((await world.ask(GENERATE, { input }, key))['generate'].id).toBe(first)
    })

    it('is understood bare and quoted, in the header and in the input', async () => {
      const world = await createWorld({ credits: 1000 })
      const ids = [
        (await world.ask(GENERATE, { input }, { 'idempotency-key': 'k-1' }))['generate'].id,
        (await world.ask(GENERATE, { input }, { 'idempotency-key': '"k-1"' }))['generate'].id,
        (await world.ask(GENERATE, { input: { ...input, idempotencyKey: 'k-1' } }))['generate'].id,
        (await world.ask(GENERATE, { input: { ...input, idempotencyKey: 'k-1' } }, { 'idempotency-key': 'k-1' }))['generate'].id,
      ]
      expect(new Set(ids).size).toBe(1)
    })

    it('does not mind another order of names, another webhook or other tags', async () => {
      const world = await createWorld({ credits: 1000 })
      const one = { ...input, options: { seed: 1, aspectRatio: '1:1' }, tags: ['a'] }
      const two = { ...input, options: { aspectRatio: '1:1', seed: 1 }, tags: ['b'], webhookUrl: 'https://example.com/hook' }
      expect((await world.ask(GENERATE, { input: two }, key))['generate'].id).toBe((await world.ask(GENERATE, { input: one }, key))['generate'].id)
    })
  })

  describe('the same key with another request', () => {
    it('is refused, naming the first generation, and charges nothing', async () => {
      const world = await createWorld({ credits: 1000 })
      const { generate } = await world.ask(GENERATE, { input }, key)
      const reply = await world.post({ query: GENERATE, variables: { input: { ...input, input: { text: 'A wolf' } } } }, key)
      expect(reply.status).toBe(422)
      expect(reply.body.errors?.[0]?.extensions).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', generationId: generate.id })
      expect(reply.body.errors?.[0]?.message).toContain(generate.id)
      expect(await world.balance()).toBe(950)
      const { me } = await world.ask('{ me { limits { concurrent { remaining } } } }')
      expect(me.limits.concurrent.remaining).toBe(49)
    })
  })

  describe('keys of two accounts', () => {
    it('have nothing to do with each other', async () => {
      const [one, two] = [await createWorld({ credits: 1000 }), await createWorld({ credits: 1000 })]
      const ids = [(await one.ask(GENERATE, { input }, key))['generate'].id, (await two.ask(GENERATE, { input }, key))['generate'].id]
      expect(new Set(ids).size).toBe(2)
      expect([await one.balance(), await two.balance()]).toEqual([950, 950])
    })
  })
})
