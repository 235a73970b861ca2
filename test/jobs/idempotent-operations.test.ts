// With several generating fields the header's key stands for the whole operation; and what means the same is the same.
import canonicalize from 'canonicalize'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { sha256Hex } from '../../src/domain/digest.ts'
import { accounts, jobs } from '../../src/store/tables.ts'
import { as, createToken } from '../auth/keys.ts'
import { GENERATE, createWorld } from '../world.ts'
import type { Reply, World } from '../world.ts'

const input = { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } }
const wolf = { ...input, input: { text: 'A wolf' } }
const header = { 'idempotency-key': 'order-1' }

/** An operation of fields by alias. */
function send(world: World, fields: Readonly<Record<string, object>>, headers: Record<string, string> = header): Promise<Reply> {
  const names = Object.keys(fields)
  const query = `mutation (${names.map((name) => `$${name}: GenerateInput!`).join(' ')}) { ${names.map((name) => `${name}: generate(input: $${name}) { id }`).join(' ')} }`
  return world.post({ query, variables: fields }, headers)
}

const idsOf = (reply: Reply): unknown => Object.fromEntries(Object.entries(reply.body.data ?? {}).map(([alias, generation]) => [alias, generation.id]))
const jobsOf = (world: World) => world.services.database.select().from(jobs).where(eq(jobs.accountId, world.accountId))

async function expectReused(world: World, reply: Reply): Promise<void> {
  expect([reply.status, reply.body.errors?.[0]?.extensions['code']]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
  expect((await jobsOf(world)).map(({ id }) => id)).toContain(reply.body.errors?.[0]?.extensions['generationId'])
}

describe('one key over several generating fields', () => {
  it('is the same generations when it is repeated', async () => {
    const world = await createWorld({ credits: 1000 })
    const first = await send(world, { a: input, b: input })
    const second = await send(world, { a: input, b: input })
    expect(idsOf(second)).toEqual(idsOf(first))
    expect(new Set(Object.values(first.body.data ?? {}).map(({ id }) => id)).size).toBe(2)
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect(await world.balance()).toBe(900)
  })

  it('charged five times for a,b then x,y then a, and is refused', async () => {
    const world = await createWorld({ credits: 1000 })
    await send(world, { a: input, b: wolf })
    for (const other of [{ x: input, y: wolf }, { a: input }, { x: input }, { a: input, y: wolf }, { b: wolf, a: input }, { a: input, b: wolf, c: input }, { a: wolf, b: input }]) {
      await expectReused(world, await send(world, other))
      expect([await world.balance(), (await jobsOf(world)).length]).toEqual([900, 2])
    }
  })

  it('after one field is refused too', async () => {
    const world = await createWorld({ credits: 1000 })
    await send(world, { a: input })
    await expectReused(world, await send(world, { a: input, b: input }))
    expect(await world.balance()).toBe(950)
  })

  it('of other operations under one name of a field is refused', async () => {
    const world = await createWorld({ credits: 5000 })
    const create = 'mutation { a: imageCreate(input: { prompt: "A fox", model: "flux-dev" }) { id } b: generate(input: { type: IMAGE, provider: "flux-dev", input: { text: "A wolf" } }) { id } }'
    const made = await world.post({ query: create }, header)
    expect(made.status).toBe(200)
    expect(idsOf(await world.post({ query: create.replaceAll('{ id }', '{ id status }') }, header))).toEqual(idsOf(made))
    await expectReused(world, await world.post({ query: create.replace('A fox', 'A cat') }, header))
    expect(await world.balance()).toBe(4900)
  })

  it('goes on where the first time stopped for want of credits', async () => {
    const world = await createWorld({ credits: 70 })
    const first = await send(world, { a: input, b: input })
    expect([first.status, first.body.extensions]).toEqual([402, { createdGenerations: [expect.stringMatching(/^gen_/)] }])
    await world.services.database.update(accounts).set({ credits: 70 }).where(eq(accounts.id, world.accountId))
    const second = await send(world, { a: input, b: input })
    expect([second.status, (await jobsOf(world)).length, await world.balance()]).toEqual([200, 2, 20])
  })

  it('in the input as well as in the header means the header', async () => {
    const world = await createWorld({ credits: 1000 })
    const named = { ...input, idempotencyKey: 'order-1' }
    const first = await send(world, { a: named, b: named })
    expect(idsOf(await send(world, { a: named, b: named }))).toEqual(idsOf(first))
    expect(await world.balance()).toBe(900)
  })

  it('that @skip leaves out does not count', async () => {
    const world = await createWorld({ credits: 1000 })
    const query = 'mutation ($i: GenerateInput!, $no: Boolean!) { a: generate(input: $i) { id } b: generate(input: $i) @include(if: $no) { id } }'
    const one = await world.post({ query, variables: { i: input, no: false } }, header)
    expect((await world.ask(GENERATE, { input }, header))['generate'].id).toBe(one.body.data?.['a'].id)
    await expectReused(world, await world.post({ query, variables: { i: input, no: true } }, header))
  })

  it('of a client token is its end user\'s own', async () => {
    const world = await createWorld({ credits: 1000 })
    const mine = await send(world, { a: input, b: input })
    for (const endUser of ['asha', 'order-1']) {
      const token = await createToken(world, { endUser })
      const query = 'mutation ($a: GenerateInput!) { a: generate(input: $a) { id } b: generate(input: $a) { id } }'
      const theirs = await as(world, token).post(query, { a: input }, header)
      expect(new Set([...Object.values(mine.body.data ?? {}), ...Object.values(theirs.body.data ?? {})].map(({ id }) => id)).size).toBe(4)
    }
  })
})

const FIRST_VERSION = canonicalize({ type: 'IMAGE', provider: 'flux-dev', model: null, input: { text: 'A fox' }, options: {}, priority: 'BALANCED', strict: false }) ?? ''

describe('a retry across a deploy', () => {
  it('of one field finds what was stored without a version', async () => {
    const world = await createWorld({ credits: 1000 })
    const { generate } = await world.ask(GENERATE, { input }, header)
    await world.services.database.update(jobs).set({ fingerprint: await sha256Hex(FIRST_VERSION) }).where(eq(jobs.id, generate.id))
    expect((await world.ask(GENERATE, { input }, header))['generate'].id).toBe(generate.id)
    await expectReused(world, await world.post({ query: GENERATE, variables: { input: wolf } }, header))
  })

  it('of one field finds what was stored by the second version, which knew addresses as they were written', async () => {
    const world = await createWorld()
    const written = { type: 'VIDEO', provider: 'kling', input: { text: 'Dance', image: 'https://example.com' } }
    const { generate } = await world.ask(GENERATE, { input: written }, header)
    const second = canonicalize({ ...written, model: null, options: {}, priority: 'BALANCED', strict: false }) ?? ''
    await world.services.database.update(jobs).set({ fingerprint: `2:${await sha256Hex(second)}` }).where(eq(jobs.id, generate.id))
    expect((await world.ask(GENERATE, { input: written }, header))['generate'].id).toBe(generate.id)
  })

  it('of several fields finds what was stored by their paths', async () => {
    const world = await createWorld({ credits: 1000 })
    const first = await send(world, { a: input, b: input })
    const { database } = world.services
    for (const [alias, { id }] of Object.entries(first.body.data ?? {})) {
      await database.update(jobs).set({ idempotencyKey: `order-1:${alias}`, fingerprint: await sha256Hex(FIRST_VERSION) }).where(eq(jobs.id, id))
    }
    const second = await send(world, { a: input, b: input })
    expect([idsOf(second), await world.balance(), second.headers.get('idempotency-replayed')]).toEqual([idsOf(first), 900, 'true'])
  })

  it('by rules that nobody here knows any more is refused, not made again', async () => {
    const world = await createWorld({ credits: 1000 })
    const { generate } = await world.ask(GENERATE, { input }, header)
    await world.services.database.update(jobs).set({ fingerprint: `99:${'0'.repeat(64)}` }).where(eq(jobs.id, generate.id))
    await expectReused(world, await world.post({ query: GENERATE, variables: { input } }, header))
  })
})

describe('the same meaning', () => {
  const same: Readonly<Record<string, object>> = {
    'null options': { ...input, options: null },
    'no options': { ...input, options: {} },
    'an option of null': { ...input, options: { seed: null } },
    'the provider in other letters': { ...input, provider: 'FLUX-Dev' },
    'nulls': { ...input, model: null, tags: null, strict: null, priority: null, input: { text: 'A fox', image: null, images: null } },
    'defaults spelled out': { ...input, strict: false, priority: 'BALANCED' },
    'another webhook and other tags': { ...input, tags: ['b'], webhookUrl: 'https://example.com/hook' },
  }
  for (const [name, other] of Object.entries(same)) {
    it(`by ${name} is the same request`, async () => {
      const world = await createWorld({ credits: 1000 })
      const { generate } = await world.ask(GENERATE, { input }, header)
      expect((await world.ask(GENERATE, { input: other }, header))['generate'].id).toBe(generate.id)
      const both = await send(world, { a: input, b: input }, { 'idempotency-key': 'order-2' })
      expect(idsOf(await send(world, { a: other, b: input }, { 'idempotency-key': 'order-2' }))).toEqual(idsOf(both))
    })
  }

  it('by a model in other letters is the same request, also as an option', async () => {
    const world = await createWorld()
    const by = async (key: string, more: object): Promise<string> => (await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'runway', input: { text: 'A river' }, ...more } }, { 'idempotency-key': key }))['generate'].id
    expect(await by('m', { model: 'GEN-4.5' })).toBe(await by('m', { model: 'gen-4.5' }))
    expect(await by('o', { options: { model: 'GEN-4.5' } })).toBe(await by('o', { options: { model: 'gen-4.5' } }))
  })
})
