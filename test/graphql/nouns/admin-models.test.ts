// Models switched off and on: for everybody within 30 seconds, without a round trip of its own.
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { models } from '../../../src/catalog/catalog.ts'
import { auditLog, modelSwitches } from '../../../src/store/access-tables.ts'
import { as, createToken, refusalOf } from '../../auth/keys.ts'
import type { Answer, World, WorldOptions } from '../../world.ts'
import { SWITCH, adminWorld } from './administration.ts'

const QUOTE = 'query ($input: GenerateInput!) { quote(input: $input) { provider model passedOver { model reason } } }'
const MAKE = 'mutation ($input: GenerateInput!) { generate(input: $input) { id status model } }'

/** Each test of switches leaves all models on, since they are all accounts'. */
async function withSwitches(check: (world: World) => Promise<void>, options: WorldOptions = {}): Promise<void> {
  const world = await adminWorld(options)
  try {
    await check(world)
  } finally {
    await world.services.database.delete(modelSwitches)
  }
}

const video = (fields: Record<string, unknown>) => ({ type: 'VIDEO', input: { text: 'storm' }, ...fields })
const quote = (world: World, fields: Record<string, unknown>, headers = {}) => world.post({ query: QUOTE, variables: { input: video(fields) } }, headers)
const off = (world: World, model: string, reason = 'It flickers') => world.ask(SWITCH, { model, on: false, reason })

describe('a model switched off', () => {
  it('is refused within 30 seconds by its id, its alias and the name of what it succeeds; then comes back', () =>
    withSwitches(async (world) => {
      const retired = models.find(({ type, lifecycle }) => type === 'VIDEO' && lifecycle.state === 'retired' && lifecycle.successor !== undefined)
      const successor = models.find(({ id }) => retired?.lifecycle.state === 'retired' && id === retired.lifecycle.successor)
      if (!retired || !successor) throw new Error('the catalogue has no retired video model')
      const names = [successor.id, successor.id.toUpperCase(), ...(successor.aliases ?? []), retired.id, ...(retired.aliases ?? [])]
      for (const model of names) expect((await quote(world, { model })).body.data?.['quote'].model).toBe(successor.id)
      await off(world, successor.id)
      expect((await quote(world, { model: successor.id })).status).toBe(200)
      world.clock.nowMs += 30_000
      for (const model of names) expect(refusalOf(await quote(world, { model }))).toEqual({ status: 503, code: 'PROVIDER_UNAVAILABLE' })
      const [english, hindi] = await Promise.all(['en', 'hi'].map(async (language) => (await quote(world, { model: successor.id }, { 'accept-language': language })).body.errors?.[0]?.message))
      expect(english).toBe(`${successor.name} is switched off at the moment.`)
      expect(hindi).toContain('बंद')
      expect(refusalOf(await world.post({ query: MAKE, variables: { input: video({ model: successor.id }) } }))).toEqual({ status: 503, code: 'PROVIDER_UNAVAILABLE' })
      await world.ask(SWITCH, { model: successor.id, on: true })
      world.clock.nowMs += 30_000
      expect((await quote(world, { model: successor.id })).status).toBe(200)
    }))

  it('is passed over by its provider\'s choice and by an automatic one, which say so', () =>
    withSwitches(async (world) => {
      for (const fields of [{ provider: 'kling' }, { priority: 'QUALITY' }]) {
        const before = (await quote(world, fields)).body.data?.['quote']
        await off(world, before.model)
        world.clock.nowMs += 30_000
        const after = (await quote(world, fields)).body.data?.['quote']
        expect(after.model).not.toBe(before.model)
        if ('provider' in fields) expect(after.provider).toBe('kling')
        expect(after.passedOver).toContainEqual({ model: before.model, reason: expect.stringMatching(/ is switched off at the moment\.$/) })
      }
    }))

  it('leaves its provider to the deprecated, and refuses it when all are off', () =>
    withSwitches(async (world) => {
      const [provider, type] = ['seedance', 'VIDEO']
      const own = (state: string) => models.filter((model) => model.provider === provider && model.type === type && model.lifecycle.state === state).map(({ id }) => id)
      const switchOff = async (ids: readonly string[]): Promise<void> => {
        for (const id of ids) await off(world, id)
        world.clock.nowMs += 30_000
      }
      const isListed = async (): Promise<boolean> => (await world.ask('{ providers(type: VIDEO) { id } }'))['providers'].some(({ id }: Answer) => id === provider)
      await switchOff(own('active'))
      expect(own('deprecated')).toContain((await quote(world, { provider })).body.data?.['quote'].model)
      expect(await isListed()).toBe(true)
      await switchOff(own('deprecated'))
      expect(refusalOf(await quote(world, { provider }))).toEqual({ status: 503, code: 'PROVIDER_UNAVAILABLE' })
      expect(await isListed()).toBe(false)
    }))

  it('is not among the models of `providers`, nor is what it serves in their place', () =>
    withSwitches(async (world) => {
      const listed = async (): Promise<readonly string[]> => (await world.ask('{ providers { models { id } } }'))['providers'].flatMap((one: Answer) => one.models.map(({ id }: Answer) => id))
      const before = await listed()
      await off(world, 'ray-2')
      world.clock.nowMs += 30_000
      const left = await listed()
      const served = models.filter(({ id, lifecycle }) => id === 'ray-2' || (lifecycle.state === 'retired' && lifecycle.successor === 'ray-2')).map(({ id }) => id)
      expect(before.filter((id) => !left.includes(id)).toSorted()).toEqual(served.toSorted())
    }))

  it('still ends what was accepted before, and repeats it', () =>
    withSwitches(async (world) => {
      const make = () => world.post({ query: MAKE, variables: { input: video({ model: 'ray-2' }) } }, { 'idempotency-key': 'once' })
      const id = (await make()).body.data?.['generate'].id
      await off(world, 'ray-2')
      world.clock.nowMs += 30_000
      expect((await make()).headers.get('idempotency-replayed')).toBe('true')
      await world.run(200)
      expect(await world.ask('query ($id: ID!) { generation(id: $id) { status } }', { id })).toEqual({ generation: { status: 'COMPLETED' } })
    }))

  it('is still too dear where it was: what could not be paid is not called unavailable', () =>
    withSwitches(async (world) => {
      await off(world, 'ray-2')
      world.clock.nowMs += 30_000
      expect(refusalOf(await quote(world, { model: 'ray-2', maxCredits: 1 }))).toEqual({ status: 400, code: 'INVALID_INPUT', field: 'input.maxCredits' })
    }))

  it('is known to a client token\'s requests as well', () =>
    withSwitches(async (world) => {
      const token = await createToken(world)
      await off(world, 'ray-2')
      world.clock.nowMs += 30_000
      expect(refusalOf(await as(world, token).post(QUOTE, { input: video({ model: 'ray-2' }) }))).toEqual({ status: 503, code: 'PROVIDER_UNAVAILABLE' })
    }))

  it('is listed with its reason, and each change is logged with what was before', () =>
    withSwitches(async (world) => {
      const offSince = new Date(world.clock.nowMs).toISOString()
      expect(await off(world, 'ray-2')).toEqual({ adminModelSwitch: [{ model: 'ray-2', reason: 'It flickers', offSince }] })
      for (const reason of ['It flickers', 'Their servers burn']) {
        world.clock.nowMs += 1000
        await off(world, 'ray-2', reason)
      }
      expect(await world.ask('{ adminModels { model reason offSince } }')).toEqual({ adminModels: [{ model: 'ray-2', reason: 'Their servers burn', offSince }] })
      for (const _ of [1, 2]) {
        world.clock.nowMs += 1000
        expect(await world.ask(SWITCH, { model: 'ray-2', on: true, reason: 'Mended' })).toEqual({ adminModelSwitch: [] })
      }
      const log = await world.services.database.select().from(auditLog).where(eq(auditLog.actorAccountId, world.accountId)).orderBy(auditLog.id)
      const [flickers, burn] = [{ on: false, reason: 'It flickers' }, { on: false, reason: 'Their servers burn' }]
      expect(log.map(({ accountId, action, target, detail }) => [accountId, action, target, detail])).toEqual([
        [null, 'model.off', 'ray-2', { before: { on: true }, after: flickers }],
        [null, 'model.off', 'ray-2', { before: flickers, after: burn }],
        [null, 'model.on', 'ray-2', { before: burn, after: { on: true }, reason: 'Mended' }],
      ])
    }))

  it('by many at once is off once, and logged once', () =>
    withSwitches(async (world) => {
      await Promise.all(Array.from({ length: 8 }, () => off(world, 'ray-2')))
      expect((await world.services.database.select().from(auditLog).where(eq(auditLog.actorAccountId, world.accountId)))).toHaveLength(1)
    }))

  for (const model of ['no-such-model', 'RAY-2', '__proto__']) {
    it(`must be one that is served: ${model} is INVALID_INPUT, with those that are`, () =>
      withSwitches(async (world) => {
        const reply = await world.post({ query: SWITCH, variables: { model, on: false } })
        expect(refusalOf(reply)).toEqual({ status: 400, code: 'INVALID_INPUT', field: 'model' })
        const { allowed } = reply.body.errors?.[0]?.extensions ?? {}
        expect(allowed).toEqual(models.filter(({ lifecycle }) => lifecycle.state !== 'retired').map(({ id }) => id))
        expect(refusalOf(await world.post({ query: SWITCH, variables: { model: 'ray-2', on: false, reason: 'x'.repeat(501) } }))).toMatchObject({ field: 'reason' })
        expect(await world.ask('{ adminModels { model } }')).toEqual({ adminModels: [] })
      }))
  }
})
