// What crashes and lost answers once left behind, each by its symptom. The simulation found these (test/simulation).
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { recordAttempt, selectAttempt } from '../../src/store/jobs.ts'
import { jobs } from '../../src/store/tables.ts'
import { faultyD1 } from '../store/faulty-d1.ts'
import { GENERATE, READ, createWorld } from '../world.ts'
import type { World } from '../world.ts'

const speech = { input: { type: 'AUDIO', provider: 'elevenlabs', input: { text: 'Hi' } } }
const video = (text: string) => ({ input: { type: 'VIDEO', provider: 'luma', input: { text } } })
const leaseOf = (world: World, jobId: string) => {
  const nowMs = world.clock.nowMs
  return world.services.gate(world.accountId).admit({
    nowMs, jobIds: [jobId], leaseUntilMs: nowMs + 7_200_000, limits: { perMinute: 300, concurrent: 1, perDay: 100, readsPerMinute: 3000, streams: 100 },
  })
}

async function sweepEveryMinute(world: World, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await world.run(60)
    await world.sweep()
  }
}

describe('a slot that a crash left leased', () => {
  it('by a job that is over does not keep the next generation waiting', async () => {
    const world = await createWorld({ plan: 'FREE' })
    const { generate } = await world.ask(GENERATE, speech)
    await world.run(5)
    // As if the consumer had died between the settlement and the release.
    await leaseOf(world, generate.id)
    expect((await world.post({ query: GENERATE, variables: speech })).status).toBe(200)
  })

  it('by a request that died before it made a job is free again two minutes later, and its day is not counted', async () => {
    const world = await createWorld({ plan: 'FREE' })
    await leaseOf(world, 'gen_never')
    expect((await world.post({ query: GENERATE, variables: speech })).status).toBe(429)
    world.clock.nowMs += 120_000
    expect((await world.post({ query: GENERATE, variables: speech })).status).toBe(200)
    await world.run(5)
    expect(await leaseOf(world, 'gen_next')).toMatchObject({ figures: { day: { remaining: 98 } } })
  })

  it('is not looked for at each refusal: pressing costs the database nothing', async () => {
    const world = await createWorld({ plan: 'FREE' })
    await world.ask(GENERATE, video('storm'))
    const gate = world.services.gate(world.accountId)
    const press = () => gate.admit({ nowMs: world.clock.nowMs, jobIds: ['gen_other'], leaseUntilMs: 0, limits: { perMinute: 10, concurrent: 1, perDay: 100, readsPerMinute: 300, streams: 100 } })
    expect(await press()).toHaveProperty('held')
    expect(await press()).not.toHaveProperty('held')
    world.clock.nowMs += 5000
    expect(await press()).toHaveProperty('held')
  })
})

it('a mistake of ours while it is charged is told as that, and as no lack of credits', async () => {
  let isBroken = false
  const world = await createWorld({ bindings: (bound) => ({ DB: faultyD1(bound.DB, (statements) => (isBroken && statements.length > 3 ? 'BEFORE' : undefined), 'D1_ERROR: no such column: nothing: SQLITE_ERROR') }) })
  await world.ask('{ me { id } }')
  isBroken = true
  const { status, body } = await world.post({ query: GENERATE, variables: speech })
  isBroken = false
  expect([status, body.errors?.map(({ extensions }) => extensions['code'])]).toEqual([500, ['INTERNAL']])
  expect(await world.balance()).toBe(1_000_000)
})

describe('a generation whose database answer was lost', () => {
  it('was made all the same, and keeps its slot and its count', async () => {
    let isLosing = false
    const lost = (statements: readonly unknown[]) => (isLosing && statements.length > 3 ? 'AFTER' : undefined)
    const world = await createWorld({ plan: 'FREE', bindings: (bound) => ({ DB: faultyD1(bound.DB, lost, 'D1_ERROR: the connection was lost') }) })
    isLosing = true
    expect((await world.post({ query: GENERATE, variables: video('storm') })).status).toBe(500)
    isLosing = false
    expect((await world.post({ query: GENERATE, variables: video('storm') })).status).toBe(429)
    await sweepEveryMinute(world, 4)
    const { generations } = await world.ask('{ generations { edges { node { status } } } }')
    expect(generations.edges).toEqual([{ node: { status: 'COMPLETED' } }])
    expect((await world.post({ query: GENERATE, variables: speech })).status).toBe(200)
  })
})

describe('an attempt that was accepted', () => {
  it('keeps its handle when a slower look at it finds its outcome unknown', async () => {
    const world = await createWorld()
    const { generate } = await world.ask(GENERATE, video('storm [[slow]]'))
    await world.run(3)
    const key = { accountId: world.accountId, id: generate.id as string }
    const { database } = world.services
    const unknown = { number: 1, upstream: 'luma', model: 'ray-2', outcome: 'UNKNOWN', ref: null, detail: 'cut off', refusal: null } as const
    await database.batch([recordAttempt(database, key, unknown, world.clock.nowMs)])
    expect((await selectAttempt(database, key, 1))[0]).toMatchObject({ outcome: 'ACCEPTED', ref: { id: expect.any(String) } })
  })
})

describe('a generation whose messages are all lost', () => {
  it('ends at its deadline, not a quarter of an hour later', async () => {
    const world = await createWorld()
    const { generate } = await world.ask(GENERATE, video('storm [[hang]]'))
    await world.run(3)
    const [job] = await world.services.database.select().from(jobs).where(eq(jobs.id, generate.id))
    const minutes = Math.ceil(((job?.deadlineMs ?? 0) - world.clock.nowMs) / 60_000)
    for (let minute = 0; minute < minutes; minute += 1) {
      world.queues.lose()
      world.clock.nowMs += 60_000
      await world.sweep()
    }
    expect((await world.ask(READ, { id: generate.id }))['generation']).toMatchObject({ status: 'FAILED', error: { reason: 'TIMEOUT' } })
  })

  it('ends at its deadline also where its submission was cut off', async () => {
    const world = await createWorld()
    const { generate } = await world.ask(GENERATE, video('storm'))
    world.queues.lose()
    const [job] = await world.services.database.select().from(jobs).where(eq(jobs.id, generate.id))
    const deadlineMs = job?.deadlineMs ?? 0
    await world.services.database.update(jobs).set({ status: 'SUBMITTING', attempt: 1, claimedAtMs: deadlineMs - 240_000, dueAtMs: deadlineMs }).where(eq(jobs.id, generate.id))
    world.clock.nowMs = deadlineMs
    await world.sweep()
    expect((await world.ask(READ, { id: generate.id }))['generation']).toMatchObject({ status: 'FAILED', error: { reason: 'UNKNOWN_OUTCOME' } })
    expect(await world.balance()).toBe(1_000_000)
  })
})
