// Files that a caller wants gone are gone at once; the row, the ledger and what else is owed stay.
import { describe, expect, it } from 'vitest'
import { eq } from 'drizzle-orm'
import { jobs } from '../../src/store/tables.ts'
import { as, createToken, refusalOf } from '../auth/keys.ts'
import { createWorld, RECEIVER } from '../world.ts'
import type { World } from '../world.ts'

const MAKE = 'mutation ($input: GenerateInput!) { generate(input: $input) { id creditCost expiresAt } }'
const READ = 'query ($id: ID!) { generation(id: $id) { status url expired creditCost refundedCredits expiresAt outputs { url downloadUrl metadata { sha256 } } } }'
const DELETE = 'mutation ($id: ID!) { mediaDelete(generationId: $id) { id expired url creditCost refundedCredits } }'
const image = { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } }
const DAY_MS = 86_400_000

function get(world: World, url: string): Promise<Response> {
  const { pathname, search } = new URL(url, 'http://127.0.0.1:8787')
  return world.fetchApp(pathname + search)
}

async function made(world: World, more: Record<string, unknown> = {}): Promise<string> {
  const { id } = (await world.ask(MAKE, { input: { ...image, ...more } }))['generate']
  await world.run(120)
  return id
}

const rowOf = async ({ services: { database } }: World, id: string) => (await database.select().from(jobs).where(eq(jobs.id, id)))[0]
const filesOf = async ({ env, accountId }: World, id: string) => (await env.MEDIA.list({ prefix: `${accountId}/${id}/` })).objects

describe('media that are deleted on request', () => {
  it('are gone at once, and nothing of the money moves', async () => {
    const world = await createWorld()
    const id = await made(world)
    const before = (await world.ask(READ, { id }))['generation']
    expect((await get(world, before.url)).status).toBe(200)
    expect((await world.ask(DELETE, { id }))['mediaDelete']).toMatchObject({ id, expired: true, url: null, creditCost: 50, refundedCredits: 0 })
    expect(await filesOf(world, id)).toEqual([])
    expect((await get(world, before.url)).status).toBe(404)
    expect((await world.ask('{ me { credits } }'))['me'].credits).toBe(999_950)
  })

  it('are deleted once: asking again changes nothing', async () => {
    const world = await createWorld()
    const id = await made(world)
    await world.ask(DELETE, { id })
    const row = await rowOf(world, id)
    world.clock.nowMs += 5000
    expect((await world.ask(DELETE, { id }))['mediaDelete'].expired).toBe(true)
    expect(await rowOf(world, id)).toEqual(row)
  })

  it('need the sweeper no more, also where the webhook was still owed', async () => {
    const world = await createWorld()
    const { id } = (await world.ask(MAKE, { input: { ...image, webhookUrl: RECEIVER } }))['generate']
    world.receiver.answer = () => new Response('down', { status: 500 })
    await world.run(30)
    await world.ask(DELETE, { id })
    world.receiver.answer = () => new Response('ok')
    await world.run(600)
    expect(world.received.some(({ body }) => JSON.parse(body).data.expired === true)).toBe(true)
    world.clock.nowMs += 100 * DAY_MS
    await world.sweep()
    expect((await rowOf(world, id))?.dueAtMs).toBeNull()
  })

  it('that storage would not delete are deleted by the sweeper', async () => {
    let isDown = false
    const world = await createWorld({
      bindings: (env) => ({
        MEDIA: new Proxy(env.MEDIA, {
          get: (bucket, name) => {
            if (name === 'delete' && isDown) return () => Promise.reject(new Error('R2 is away'))
            const value: unknown = Reflect.get(bucket, name)
            return typeof value === 'function' ? value.bind(bucket) : value
          },
        }),
      }),
    })
    const id = await made(world)
    isDown = true
    expect((await world.post({ query: DELETE, variables: { id } })).body.errors?.[0]?.extensions['code']).toBe('INTERNAL')
    expect((await world.ask(READ, { id }))['generation'].url).toBeNull()
    isDown = false
    world.clock.nowMs += 60_000
    await world.sweep()
    expect(await filesOf(world, id)).toEqual([])
    expect((await rowOf(world, id))?.expiredAtMs).not.toBeNull()
  })

  it('that are wished gone while their end is still seen to, and storage fails, are deleted by the next sweep all the same', async () => {
    let wish: (() => Promise<unknown>) | undefined
    let isDown = false
    const world = await createWorld({
      bindings: (env) => ({
        MEDIA: new Proxy(env.MEDIA, {
          get: (bucket, name) => {
            if (name === 'delete' && isDown) return () => Promise.reject(new Error('R2 is away'))
            const value: unknown = Reflect.get(bucket, name)
            if (typeof value !== 'function') return value
            return async (...given: readonly unknown[]): Promise<unknown> => {
              // The record of whose work it is comes between the end and what the row is due for then.
              const first = name === 'put' && String(given[0]).startsWith('verify/') ? wish : undefined
              if (first) wish = undefined
              await first?.()
              return Reflect.apply(value, bucket, given)
            }
          },
        }),
      }),
    })
    const { id } = (await world.ask(MAKE, { input: image }))['generate']
    wish = async () => {
      isDown = true
      await world.post({ query: DELETE, variables: { id } })
      isDown = false
    }
    await world.run(120)
    expect(await filesOf(world, id)).toHaveLength(1)
    world.clock.nowMs += 60_000
    await world.sweep()
    expect(await filesOf(world, id)).toEqual([])
    expect((await rowOf(world, id))?.expiredAtMs).not.toBeNull()
  })

  it('do not come back by a look that was slow to store them', async () => {
    let meanwhile: (() => Promise<unknown>) | undefined
    const world = await createWorld({
      bindings: (env) => ({
        MEDIA: new Proxy(env.MEDIA, {
          get: (bucket, name) => {
            const value: unknown = Reflect.get(bucket, name)
            if (typeof value !== 'function') return value
            return async (...given: readonly unknown[]): Promise<unknown> => {
              const first = name === 'put' && String(given[0]).startsWith('acc_') ? meanwhile : undefined
              if (first) meanwhile = undefined
              await first?.()
              return Reflect.apply(value, bucket, given)
            }
          },
        }),
      }),
    })
    const { id } = (await world.ask(MAKE, { input: { type: 'VIDEO', provider: 'runway', input: { text: 'storm' } } }))['generate']
    const deleted: unknown[] = []
    meanwhile = async () => {
      await world.ask('mutation ($id: ID!) { generationCancel(id: $id) { outcome } }', { id })
      deleted.push((await world.ask(DELETE, { id }))['mediaDelete'].expired)
    }
    await world.run(120)
    expect(deleted).toEqual([true])
    expect(await filesOf(world, id)).toEqual([])
    expect(await rowOf(world, id)).toMatchObject({ status: 'COMPLETED', refunded: 0 })
  })

  it('are nobody else\'s to delete, and not those of open work', async () => {
    const world = await createWorld({ plan: 'PRO' })
    const id = await made(world)
    const asha = await createToken(world, { endUser: 'asha' })
    expect(refusalOf(await as(world, asha).post(DELETE, { id }))).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    expect(refusalOf(await (await createWorld()).post({ query: DELETE, variables: { id } }))).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    const open = (await world.ask(MAKE, { input: image }))['generate'].id
    expect(refusalOf(await world.post({ query: DELETE, variables: { id: open } }))).toMatchObject({ status: 400, code: 'INVALID_INPUT', field: 'generationId' })
    expect(await filesOf(world, id)).toHaveLength(1)
  })
})

describe('storeDays', () => {
  it('keeps files for less than the plan does', async () => {
    const world = await createWorld({ plan: 'PRO' })
    const id = await made(world, { storeDays: 2 })
    const { completedAtMs, expiresAtMs } = (await rowOf(world, id)) ?? {}
    expect((expiresAtMs ?? 0) - (completedAtMs ?? 0)).toBe(2 * DAY_MS)
  })

  it.each([0, -1, 91])('of %i is refused where the plan keeps them for 90', async (storeDays) => {
    const world = await createWorld({ plan: 'PRO' })
    const reply = await world.post({ query: MAKE, variables: { input: { ...image, storeDays } } })
    expect(refusalOf(reply)).toMatchObject({ status: 400, code: 'INVALID_INPUT', field: 'input.storeDays' })
    expect((await world.ask('{ me { credits } }'))['me'].credits).toBe(1_000_000)
  })
})
