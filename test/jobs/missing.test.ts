// "Not found", said once of work that was accepted or of a fresh link, is no verdict.
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { jobs } from '../../src/store/tables.ts'
import { GENERATE, READ, createWorld } from '../world.ts'
import type { World } from '../world.ts'

const input = { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } }
const start = async (world: World): Promise<string> => (await world.ask(GENERATE, { input }))['generate'].id
const read = async (world: World, id: string) => (await world.ask(READ, { id }))['generation']
const missingOf = async (world: World, id: string) => (await world.services.database.select({ missing: jobs.missing }).from(jobs).where(eq(jobs.id, id)))[0]?.missing
const gone = () => Promise.resolve(Response.json({ detail: 'Not Found' }, { status: 404 }))

const KINDS = {
  'work that a look does not find': (url: string, init: RequestInit) => init.method === 'GET' && /\/luma\/.*\/generations\//.test(url),
  'a fresh link that leads nowhere': (url: string) => url.includes('/emulators/media/'),
} as const

describe.each(Object.entries(KINDS))('%s', (_what, isOfIt) => {
  const missing = (while_: (count: number) => boolean) => {
    let count = 0
    return createWorld({ network: (url, init) => (isOfIt(url, init) && while_((count += 1)) ? gone() : undefined) })
  }

  it('twice is found at the third look', async () => {
    const world = await missing((count) => count <= 2)
    const id = await start(world)
    await world.run(120)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED', attempts: 1, refundedCredits: 0 })
  })

  it('is believed after three looks over half a minute, and not before', async () => {
    const world = await missing(() => true)
    const id = await start(world)
    await world.run(5)
    for (let second = 0; !(await missingOf(world, id)) && second < 60; second += 1) await world.run(1)
    const { sinceMs } = (await missingOf(world, id)) ?? { sinceMs: Number.NaN }
    await world.run((sinceMs + 29_000 - world.clock.nowMs) / 1000)
    expect(await read(world, id)).toMatchObject({ status: 'PROCESSING' })
    await world.run(2)
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', attempts: 1, error: { code: 'GENERATION_FAILED' } })
    expect(await world.balance()).toBe(1_000_000)
  })

  it('now and then is forgotten in between', async () => {
    const world = await missing((count) => count % 2 === 1)
    const id = await start(world)
    await world.run(200)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED', attempts: 1 })
  })
})

it('work that is found writes nothing of it', async () => {
  const world = await createWorld()
  const id = await start(world)
  await world.run(60)
  expect(await read(world, id)).toMatchObject({ status: 'COMPLETED' })
  expect(await missingOf(world, id)).toBeNull()
})
