// After the refund: what a company made too late, or without our hearing of it, is delivered free, and said to be so.
import { describe, expect, it } from 'vitest'
import { audit } from '../../src/audit/audit.ts'
import { readJob } from '../../src/jobs/create-job.ts'
import { recordAttempt } from '../../src/store/jobs.ts'
import { GENERATE, RECEIVER, createWorld } from '../world.ts'
import type { World } from '../world.ts'

const READ = `query ($id: ID!) { generation(id: $id) {
  status late url creditCost refundedCredits expiresAt pollAfterMs error { reason } errorCode metadata { format duration }
} }`

const start = async (world: World, provider: string, text: string): Promise<string> =>
  (await world.ask(GENERATE, { input: { type: 'VIDEO', provider, input: { text }, webhookUrl: RECEIVER } }))['generate'].id
const read = async (world: World, id: string) => (await world.ask(READ, { id }))['generation']

/** Minutes of sweeping and delivering, in steps that the late looks of schedule.ts fall between. */
async function pass(world: World, minutes: number, stepMinutes = 5): Promise<void> {
  for (let passed = 0; passed < minutes; passed += stepMinutes) {
    await world.run(stepMinutes * 60 - 1)
    await world.sweep()
    await world.run(1)
  }
}

const eventsOf = (world: World) => world.received.map(({ body, headers }) => {
  const { type, data } = JSON.parse(body) as { type: string; data: Record<string, unknown> }
  return { id: headers.get('webhook-id'), type, status: data['status'], late: data['late'], url: data['url'] }
})

async function expectFree(world: World): Promise<void> {
  const entries = await world.entries()
  expect(entries.map(({ kind }) => kind).toSorted()).toEqual(['CHARGE', 'GRANT', 'REFUND'])
  expect(await world.balance()).toBe(1_000_000)
  expect((await audit(world.services)).breaches.filter(({ accountId }) => accountId === world.accountId)).toEqual([])
}

describe('a success after the deadline', () => {
  it('is stored and delivered free, and said to be late', async () => {
    const world = await createWorld()
    const id = await start(world, 'kling', 'storm [[late]]')
    await pass(world, 70)
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', late: false, url: null, error: { reason: 'TIMEOUT' } })
    await pass(world, 180)
    const generation = await read(world, id)
    expect(generation).toMatchObject({ status: 'COMPLETED', late: true, error: null, errorCode: null, pollAfterMs: null, metadata: { format: 'mp4' } })
    expect(generation.refundedCredits).toBe(generation.creditCost)
    const media = await world.fetchApp(String(generation.url).replace('http://127.0.0.1:8787', ''))
    expect([media.status, media.headers.get('content-type')]).toEqual([200, 'video/mp4'])
    await expectFree(world)
  })

  it('is told by an event of its own; the event of the failure keeps saying that it failed', async () => {
    const world = await createWorld()
    const id = await start(world, 'kling', 'storm [[late]]')
    await pass(world, 250)
    const core = id.slice(4)
    expect(eventsOf(world)).toEqual([
      { id: `msg_${core}_failed`, type: 'generation.failed', status: 'FAILED', late: false, url: null },
      { id: `msg_${core}_completed`, type: 'generation.completed', status: 'COMPLETED', late: true, url: expect.any(String) as string },
    ])
    await world.ask('mutation ($id: ID!) { webhookRedeliver(id: $id) { id } }', { id: `msg_${core}_failed` })
    await world.run(10)
    expect(eventsOf(world)[2]).toMatchObject({ type: 'generation.failed', status: 'FAILED', late: false, url: null })
  })

  it('is settled once, however many sweepers find it', async () => {
    const world = await createWorld()
    const id = await start(world, 'kling', 'storm [[late]]')
    await pass(world, 70)
    world.clock.nowMs += 3 * 3_600_000
    await Promise.all([world.sweep(), world.sweep(), world.sweep()])
    await world.run(10)
    expect((await read(world, id)).status).toBe('COMPLETED')
    expect(eventsOf(world).filter(({ type }) => type === 'generation.completed')).toHaveLength(1)
    await expectFree(world)
  })

  it('is fetched at a later look when the file cannot be had at the first', async () => {
    let isDown = true
    const world = await createWorld({
      network: (url) => (isDown && url.includes('/emulators/media/') ? Promise.resolve(new Response('busy', { status: 503 })) : undefined),
    })
    const id = await start(world, 'kling', 'storm [[late]]')
    await pass(world, 200)
    expect((await read(world, id)).status).toBe('FAILED')
    isDown = false
    await pass(world, 480)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED', late: true })
  })
})

describe('an outcome that was unknown when it was refunded', () => {
  it('is asked for by our id again, and delivered free when it turns up', async () => {
    let isLost = true
    const world = await createWorld({
      // Its answer is lost, and the look-up finds nothing until long after the deadline.
      network: (url, init) => (isLost && url.includes('/emulators/kling/') && (init.method === 'POST' || url.includes('gen_')) ? lose(world, url, init) : undefined),
    })
    const id = await start(world, 'kling', 'storm')
    await pass(world, 70)
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', error: { reason: 'UNKNOWN_OUTCOME' } })
    isLost = false
    await pass(world, 60)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED', late: true })
    await expectFree(world)
  })

  it('is looked at by the handle that a slower consumer recorded after all', async () => {
    const world = await createWorld({ network: (url, init) => (init.method === 'POST' && url.includes('/emulators/minimax/') ? lose(world, url, init) : undefined) })
    const id = await start(world, 'minimax', 'storm')
    await pass(world, 70)
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', error: { reason: 'UNKNOWN_OUTCOME' } })
    const job = await readJob(world.services, { accountId: world.accountId, endUser: null }, id)
    if (!job) throw new Error('the job is gone')
    const ref = { taskId: lostIds.at(-1) ?? '' }
    const { database } = world.services
    const { upstream, model } = job.routes[0] ?? { upstream: 'minimax', model: '' }
    await database.batch([recordAttempt(database, job, { number: 1, upstream, model, outcome: 'ACCEPTED', ref, detail: null, refusal: null }, world.clock.nowMs)])
    await pass(world, 180)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED', late: true })
    await expectFree(world)
  })
})

describe('looking', () => {
  it('never begins anything: where asking is submitting again, it is not asked', async () => {
    const posts: number[] = []
    const world = await createWorld({
      network: (url, init) => {
        if (init.method !== 'POST' || !url.includes('/emulators/heygen/')) return undefined
        posts.push(world.clock.nowMs)
        return Promise.reject(new TypeError('connection lost'))
      },
    })
    const { generate } = await world.ask(GENERATE, { input: { type: 'AVATAR', provider: 'heygen', input: { text: 'Hello' } } })
    await pass(world, 40 * 60)
    const job = await readJob(world.services, { accountId: world.accountId, endUser: null }, generate.id)
    expect(job).toMatchObject({ status: 'FAILED', errorReason: 'UNKNOWN_OUTCOME', dueAtMs: null })
    expect(posts.length).toBeGreaterThan(1)
    expect(Math.max(...posts)).toBeLessThanOrEqual(job?.completedAtMs ?? 0)
  })

  it('ends after a day: five looks, and the sweeper never hears of it again', async () => {
    const looks: number[] = []
    const world = await createWorld({ network: (url, init) => (noteLook(looks, world, url, init), undefined) })
    const id = await start(world, 'kling', 'storm [[hang]]')
    await pass(world, 3 * 24 * 60)
    const { completedAtMs } = (await readJob(world.services, { accountId: world.accountId, endUser: null }, id)) ?? {}
    const minutes = looks.map((atMs) => (atMs - (completedAtMs ?? 0)) / 60_000).filter((minute) => minute > 0)
    expect(minutes.map((minute) => Math.floor(minute / 5) * 5)).toEqual([5, 30, 120, 480, 1440])
    expect((await readJob(world.services, { accountId: world.accountId, endUser: null }, id))?.dueAtMs).toBeNull()
  })

  it('is not done where the company has confirmed that it stopped', async () => {
    const world = await createWorld()
    const id = await start(world, 'luma', 'storm [[late]]')
    await pass(world, 70)
    const job = await readJob(world.services, { accountId: world.accountId, endUser: null }, id)
    expect(job).toMatchObject({ status: 'FAILED', errorReason: 'TIMEOUT', dueAtMs: null })
  })

  it("ends at the company's own verdict", async () => {
    const world = await createWorld({ network: (url, init) => (init.method === 'POST' && url.includes('/emulators/minimax/') ? lose(world, url, init) : undefined) })
    const id = await start(world, 'minimax', 'storm [[fail]]')
    await pass(world, 70)
    const { database } = world.services
    const job = await readJob(world.services, { accountId: world.accountId, endUser: null }, id)
    if (!job) throw new Error('the job is gone')
    await database.batch([recordAttempt(database, job, { number: 1, upstream: 'minimax', model: '', outcome: 'ACCEPTED', ref: { taskId: lostIds.at(-1) ?? '' }, detail: null, refusal: null }, world.clock.nowMs)])
    await pass(world, 180)
    expect(await readJob(world.services, { accountId: world.accountId, endUser: null }, id)).toMatchObject({ status: 'FAILED', dueAtMs: null })
    await expectFree(world)
  })
})

const lostIds: string[] = []

/** The company gets it; its answer never arrives. */
async function lose(world: World, url: string, init: RequestInit): Promise<Response> {
  const text = await (await world.emulators.fetch(url, init)).text()
  lostIds.push(/"task_id":"(\w[\w-]*)"/.exec(text)?.[1] ?? '')
  throw new TypeError('connection lost')
}

function noteLook(looks: number[], world: World, url: string, init: RequestInit): void {
  if (url.includes('/emulators/kling/') && init.method === 'GET') looks.push(world.clock.nowMs)
}
