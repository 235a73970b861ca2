// What an operator takes down is gone wherever its bytes are, says so for ever, and costs nobody a credit.
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { auditLog } from '../../src/store/access-tables.ts'
import { jobs } from '../../src/store/tables.ts'
import { tasks } from '../../src/store/task-tables.ts'
import { as, createKey, refusalOf } from '../auth/keys.ts'
import { adminWorld, logOf, operator } from '../graphql/nouns/administration.ts'
import { onePicture } from '../own-pictures.ts'
import { RECEIVER, createWorld } from '../world.ts'
import type { Answer, World } from '../world.ts'

const TAKE_DOWN = 'mutation ($target: ID!, $reason: String! = "") { adminTakedown(target: $target, reason: $reason) { sha256 generations done } }'
const MAKE = 'mutation ($input: GenerateInput!) { generate(input: $input) { id } }'
const READ = 'query ($id: ID!) { generation(id: $id) { status url expired takenDownAt creditCost refundedCredits outputs { url downloadUrl metadata { sha256 } } } }'
const DAY_MS = 86_400_000

async function made(world: World, more: Record<string, unknown> = {}): Promise<Answer> {
  const { id } = (await world.ask(MAKE, { input: { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' }, ...more } }))['generate']
  await world.run(120)
  return { id, ...(await read(world, id)) }
}

const read = async (world: World, id: string): Promise<Answer> => (await world.ask(READ, { id }))['generation']
const filesOf = async ({ env, accountId }: World, id: string) => (await env.MEDIA.list({ prefix: `${accountId}/${id}/` })).objects
const get = (world: World, url: string): Promise<Response> => world.fetchApp(url.slice(url.indexOf('/media/')))
const recordOf = async (world: World, sha256: string): Promise<Answer> => (await get(world, `/media/verify/${sha256}`)).json()
const takeDown = async (world: World, target: string): Promise<Answer> => (await world.ask(TAKE_DOWN, { target, reason: 'Unlawful' }))['adminTakedown']

describe('a generation that is taken down', () => {
  it('has no file and no link any more, says so, and its money stays where it is', async () => {
    const world = await adminWorld({ network: onePicture() })
    const before = await made(world)
    const [{ downloadUrl, metadata: { sha256 } }] = before['outputs']
    expect((await get(world, before['url'])).status).toBe(200)
    expect(await takeDown(world, before['id'])).toEqual({ sha256: [sha256], generations: 1, done: true })
    expect(await filesOf(world, before['id'])).toEqual([])
    for (const url of [before['url'], downloadUrl]) expect((await get(world, url)).status).toBe(404)
    const after = await read(world, before['id'])
    expect(after).toMatchObject({ status: 'COMPLETED', url: null, expired: true, creditCost: 50, refundedCredits: 0, outputs: [{ url: null, downloadUrl: null }] })
    expect(after['takenDownAt']).toMatch(/^20/)
    expect(await recordOf(world, sha256)).toMatchObject({ sha256, generationId: before['id'], model: 'flux-dev', takenDownAt: expect.stringMatching(/^20/) })
    expect(await world.balance()).toBe(999_950)
  })

  it('is logged once, with the digests and the reason, however often it is asked', async () => {
    const world = await adminWorld({ network: onePicture() })
    const { id, outputs: [{ metadata: { sha256 } }] } = await made(world)
    const first = await takeDown(world, id)
    const { takenDownAt } = await read(world, id)
    world.clock.nowMs += 1000
    expect(await takeDown(world, id)).toEqual(first)
    expect((await read(world, id))['takenDownAt']).toBe(takenDownAt)
    const entries = (await logOf(world, world.accountId)).filter(({ action }) => action === 'media.takedown')
    expect(entries).toMatchObject([{ ...operator(world), target: id, detail: { before: { takenDown: false }, after: { takenDown: true }, sha256: [sha256], reason: 'Unlawful' } }])
  })

  it('needs the sweeper no more', async () => {
    const world = await adminWorld({ network: onePicture() })
    const { id } = await made(world)
    await takeDown(world, id)
    world.clock.nowMs += 400 * DAY_MS
    await world.sweep()
    expect((await world.services.database.select().from(jobs).where(eq(jobs.id, id)))[0]?.dueAtMs).toBeNull()
  })

  it('of a test key is taken down alone: what the test upstream delivers is the same for all', async () => {
    const world = await adminWorld()
    const test = as(world, (await createKey(world, { mode: 'TEST' })).secret)
    const { generate: { id } } = await test.ask(MAKE, { input: { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } } })
    await world.run(120)
    expect(await takeDown(world, id)).toEqual({ sha256: [], generations: 1, done: true })
    expect((await test.ask(READ, { id }))['generation']).toMatchObject({ url: null, takenDownAt: expect.any(String) })
  })
})

describe('bytes that are taken down', () => {
  it('are gone in all accounts that made them, and in none that did not', async () => {
    const network = onePicture()
    const world = await adminWorld({ network })
    const [one, other, bystander] = [await made(world), await createWorld({ network }), await createWorld({ network: onePicture() })]
    const [two, three, four] = [await made(other), await made(other), await made(bystander)]
    const [{ metadata: { sha256 } }] = one['outputs']
    expect(await takeDown(world, String(sha256).toUpperCase())).toEqual({ sha256: [sha256], generations: 3, done: true })
    for (const [its, { id }] of [[world, one], [other, two], [other, three]] as const) {
      expect([await filesOf(its, id), (await read(its, id))['takenDownAt']]).toEqual([[], expect.any(String)])
    }
    expect([(await filesOf(bystander, four['id'])).length, (await read(bystander, four['id']))['takenDownAt']]).toEqual([1, null])
    expect((await recordOf(world, four['outputs'][0].metadata.sha256))['takenDownAt']).toBeUndefined()
  })

  it('are taken down by a generation too, wherever else they are', async () => {
    const network = onePicture()
    const world = await adminWorld({ network })
    const other = await createWorld({ network })
    const [one, two] = [await made(world), await made(other)]
    expect(await takeDown(world, two['id'])).toMatchObject({ generations: 2 })
    expect([await filesOf(world, one['id']), await filesOf(other, two['id'])]).toEqual([[], []])
  })

  it('and are made again are taken down as soon as they are, and charged as made', async () => {
    const network = onePicture()
    const world = await adminWorld({ network })
    await takeDown(world, (await made(world))['id'])
    const other = await createWorld({ network })
    const again = await made(other, { webhookUrl: RECEIVER })
    expect([await filesOf(other, again['id']), again['url'], again['takenDownAt'], await other.balance()]).toEqual([[], null, expect.any(String), 999_950])
    expect(other.received.map(({ body }) => JSON.parse(body))).toMatchObject([{ type: 'generation.completed', data: { url: null, takenDownAt: expect.any(String) } }])
  })

  it('and whose generations are many are taken down step by step', async () => {
    const world = await adminWorld({ network: onePicture() })
    const { id, outputs: [{ metadata: { sha256 } }] } = await made(world)
    for (let n = 0; n < 120; n += 1) await world.services.media.record({ sha256, generationId: `gen_${String(n).padStart(26, '0')}`, accountId: world.accountId, model: 'm', company: 'c', madeAt: '' })
    expect(await takeDown(world, sha256)).toEqual({ sha256: [sha256], generations: 51, done: false })
    expect(await filesOf(world, id)).toEqual([])
    await world.run(10)
    expect(await takeDown(world, sha256)).toEqual({ sha256: [sha256], generations: 121, done: true })
  })
})

describe('a takedown that is cut off', () => {
  it('is finished by the sweeper', async () => {
    let isDown = false
    const network = onePicture()
    const world = await adminWorld({
      network,
      bindings: (env) => ({
        MEDIA: new Proxy(env.MEDIA, {
          get: (bucket, name) => {
            if (name !== 'get' && name !== 'list' && isDown) return () => Promise.reject(new Error('R2 is away'))
            const value: unknown = Reflect.get(bucket, name)
            return typeof value === 'function' ? value.bind(bucket) : value
          },
        }),
      }),
    })
    const other = await createWorld({ network })
    const [one, two] = [await made(world), await made(other)]
    const [{ metadata: { sha256 } }] = one['outputs']
    isDown = true
    expect(refusalOf(await world.post({ query: TAKE_DOWN, variables: { target: sha256 } }))).toMatchObject({ code: 'INTERNAL' })
    isDown = false
    world.clock.nowMs += 300_000
    await world.sweep()
    expect([await filesOf(world, one['id']), await filesOf(other, two['id'])]).toEqual([[], []])
    expect((await recordOf(world, sha256))['takenDownAt']).toBeDefined()
    expect((await world.services.database.select().from(tasks).where(eq(tasks.id, `tkd_${sha256}`)))[0]?.dueAtMs).toBeNull()
    expect(await takeDown(world, sha256)).toMatchObject({ done: true, generations: 2 })
    expect(await world.services.database.select().from(auditLog).where(eq(auditLog.target, sha256))).toMatchObject([{ accountId: null, action: 'media.takedown' }])
  })
})

describe('what cannot be taken down', () => {
  it.each([
    ['gen_00000000000000000000000000', 404, 'NOT_FOUND'],
    ['c'.repeat(64), 404, 'NOT_FOUND'],
    ['c'.repeat(63), 400, 'INVALID_INPUT'],
    ['../../acc_1', 400, 'INVALID_INPUT'],
    ['', 400, 'INVALID_INPUT'],
  ])('%s is refused by its field', async (target, status, code) => {
    const world = await adminWorld()
    expect(refusalOf(await world.post({ query: TAKE_DOWN, variables: { target } }))).toEqual({ status, code, field: 'target' })
  })

  it('is what has no files: work that is open, or failed', async () => {
    const world = await adminWorld()
    const { generate: { id } } = await world.ask(MAKE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } } })
    expect(refusalOf(await world.post({ query: TAKE_DOWN, variables: { target: id } }))).toMatchObject({ code: 'INVALID_INPUT', field: 'target' })
  })
})
