// `onLimit: QUEUE`: over the plan's slots a request is accepted, waits, and begins when a slot frees.
import { describe, expect, it } from 'vitest'
import { waitingUntilMs } from '../../src/jobs/schedule.ts'
import { readJob } from '../../src/jobs/create-job.ts'
import { createTestWorld } from '../auth/test-keys.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'
import { GENERATE, QUEUED, cancel, gateStub, look, placesOf, settle, start, startMany, statusesOf } from './queueing.ts'

const tokenOf = async (world: World, endUser: string): Promise<Record<string, string>> => {
  const answer = await world.ask('mutation ($endUser: String!) { clientTokenCreate(input: { endUser: $endUser, maxCredits: 1000000, expiresInSeconds: 3600 }) { token } }', { endUser })
  return { authorization: `Bearer ${answer['clientTokenCreate'].token}` }
}

describe('a request over the slots of the plan', () => {
  it('with QUEUE is accepted and charged, waits at a place, and begins when a slot frees; with REJECT it is refused', async () => {
    const world = await createWorld({ plan: 'FREE' })
    const first = await start(world)
    expect(first).toMatchObject({ status: 'QUEUED', queuePosition: null })
    const balance = await world.balance()
    const [second, third] = [await start(world), await start(world)]
    expect([second, third]).toMatchObject([{ status: 'QUEUED', queuePosition: 1, startedAt: null }, { status: 'QUEUED', queuePosition: 2 }])
    expect(await world.balance()).toBe(balance - 2 * first['creditCost'])
    // The running one's alone: nothing of who waits travels through the queues.
    expect(world.queues.waiting().map(({ body }) => body)).toEqual([expect.objectContaining({ kind: 'submit', jobId: first['id'] })])
    const refused = await world.post({ query: GENERATE, variables: { input: { ...QUEUED, onLimit: 'REJECT' } } })
    expect([refused.status, refused.body.errors?.[0]?.extensions]).toEqual([429, expect.objectContaining({ limit: 'concurrent', limitFigure: 1 })])
    expect((await world.post({ query: GENERATE, variables: { input: { ...QUEUED, onLimit: undefined } } })).status).toBe(429)
    while ((await look(world, first['id']))['status'] !== 'COMPLETED') await world.run(1)
    expect(await placesOf(world, [second['id'], third['id']])).toEqual([null, 1])
    await world.run(120)
    expect(await statusesOf(world)).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED'])
    expect(await world.balance()).toBe(balance - 2 * first['creditCost'])
    const { timeline } = await look(world, third['id'])
    expect(timeline.map(({ kind }: { kind: string }) => kind).slice(0, 4)).toEqual(['ACCEPTED', 'CHARGED', 'WAITED', 'SUBMITTED'])
    expect(timeline[2].detail).toMatch(/^Waited \d+ s for a free slot\.$/)
  })

  it('is still refused by the minute and the day, also with QUEUE', async () => {
    const world = await createWorld({ plan: 'FREE' })
    await startMany(world, 10)
    const minute = await world.post({ query: GENERATE, variables: { input: QUEUED } })
    expect([minute.status, minute.body.errors?.[0]?.extensions]).toEqual([429, expect.objectContaining({ limit: 'minute' })])
    const daily = await createWorld({ limits: { perDay: 2, concurrent: 1 } })
    await startMany(daily, 2)
    const day = await daily.post({ query: GENERATE, variables: { input: QUEUED } })
    expect([day.status, day.body.errors?.[0]?.extensions]).toEqual([429, expect.objectContaining({ limit: 'day' })])
  })

  it('finds no place when 100 wait already, and is told so in both languages', async () => {
    const world = await createWorld({ limits: { concurrent: 1, perMinute: 1000 } })
    const ten = `mutation ($input: GenerateInput!) { ${Array.from({ length: 10 }, (_, index) => `a${index}: generate(input: $input) { id queuePosition }`).join(' ')} }`
    for (let sent = 0; sent < 10; sent += 1) await world.ask(ten, { input: QUEUED })
    expect((await start(world))['queuePosition']).toBe(100)
    const balance = await world.balance()
    const over = await world.post({ query: GENERATE, variables: { input: QUEUED } })
    expect([over.status, over.headers.get('retry-after'), over.body.errors?.[0]]).toEqual([
      429, '5',
      { ...over.body.errors?.[0], message: 'All slots are taken, and 100 generations wait already, as many as may. Try again in 5 s.', extensions: expect.objectContaining({ code: 'RATE_LIMIT', limit: 'concurrent', limitFigure: 1, waitingFigure: 100 }) },
    ])
    const hindi = await world.post({ query: GENERATE, variables: { input: QUEUED } }, { 'accept-language': 'hi' })
    expect(hindi.body.errors?.[0]?.message).toContain('100 generation पहले से इंतज़ार में हैं')
    expect(await world.balance()).toBe(balance)
  })

  it('starts none of a request whose generations do not all find a place', async () => {
    const world = await createWorld({ plan: 'FREE' })
    const both = 'mutation ($a: GenerateInput!, $b: GenerateInput!) { a: generate(input: $a) { id queuePosition } b: generate(input: $b) { id queuePosition } }'
    const mixed = await world.ask(both, { a: QUEUED, b: { ...QUEUED, onLimit: 'REJECT' } })
    expect([mixed['a'].queuePosition, mixed['b'].queuePosition]).toEqual([1, null])
    expect((await world.post({ query: both, variables: { a: QUEUED, b: { ...QUEUED, onLimit: 'REJECT' } } })).status).toBe(429)
    expect(await statusesOf(world)).toHaveLength(2)
  })

  it('by videoCreate waits as by generate; a quote tells its place', async () => {
    const world = await createWorld({ plan: 'FREE' })
    const QUOTE = 'query ($input: GenerateInput!) { quote(input: $input) { queuePosition } }'
    expect((await world.ask(QUOTE, { input: QUEUED }))['quote'].queuePosition).toBeNull()
    const CREATE = 'mutation { videoCreate(input: { prompt: "storm", model: "luma", onLimit: QUEUE }) { id status queuePosition generation { queuePosition } } }'
    await world.ask(CREATE)
    expect((await world.ask(QUOTE, { input: QUEUED }))['quote'].queuePosition).toBe(1)
    expect((await world.ask(CREATE))['videoCreate']).toMatchObject({ status: 'QUEUED', queuePosition: 1, generation: { queuePosition: 1 } })
    expect((await world.ask(QUOTE, { input: QUEUED }))['quote'].queuePosition).toBe(2)
    const { generations } = await world.ask('{ generations(filter: { status: QUEUED }) { edges { node { queuePosition } } } }')
    expect(generations.edges.map(({ node }: { node: { queuePosition: number } }) => node.queuePosition).toSorted()).toEqual([1, null])
    await world.run(120)
    expect(await statusesOf(world)).toEqual(['COMPLETED', 'COMPLETED'])
  })

  it('repeated by its key is the same one, waiting still, and counts nothing more', async () => {
    const world = await createWorld({ plan: 'FREE' })
    await start(world)
    const first = await start(world, { idempotencyKey: 'k' })
    await start(world)
    const again = await world.post({ query: GENERATE, variables: { input: { ...QUEUED, idempotencyKey: 'k' } } })
    expect([again.headers.get('idempotency-replayed'), again.body.data?.['generate']]).toEqual(['true', expect.objectContaining({ id: first['id'], queuePosition: 1 })])
    // Whether it may wait does not decide what it is.
    const impatient = await world.post({ query: GENERATE, variables: { input: { ...QUEUED, idempotencyKey: 'k', onLimit: 'REJECT' } } })
    expect([impatient.status, impatient.body.data?.['generate'].id]).toEqual([200, first['id']])
    expect((await world.ask('{ me { limits { day { remaining } } } }'))['me'].limits.day.remaining).toBe(97)
    expect(await statusesOf(world)).toHaveLength(3)
    expect((await start(world))['queuePosition']).toBe(3)
  })

  it('that is not paid for has no place, and the others close up', async () => {
    const world = await createWorld({ plan: 'FREE', credits: 100 })
    const image = { type: 'IMAGE', provider: 'flux-dev' }
    await startMany(world, 2, image)
    expect((await world.post({ query: GENERATE, variables: { input: { ...QUEUED, ...image } } })).status).toBe(402)
    expect((await world.ask('query ($input: GenerateInput!) { quote(input: $input) { queuePosition } }', { input: QUEUED }))['quote'].queuePosition).toBe(2)
  })

  it('waits for test keys as for others', async () => {
    const { world, test, accountId } = await createTestWorld({ plan: 'FREE' })
    const balance = await world.balance()
    await start(test)
    expect(await start(test)).toMatchObject({ queuePosition: 1 })
    await settle(world, 6)
    expect(await statusesOf({ accountId })).toEqual(['COMPLETED', 'COMPLETED'])
    expect(await world.balance()).toBe(balance)
  })
})

describe('one that waits', () => {
  it('and is cancelled gives all back, its place closes up, and the next one is next', async () => {
    const world = await createWorld({ plan: 'FREE' })
    await start(world)
    const balance = await world.balance()
    const [second, third, fourth] = await startMany(world, 3)
    expect(await cancel(world, third)).toMatchObject({ outcome: 'CANCELLED_BEFORE_START', generation: { status: 'CANCELLED', queuePosition: null } })
    expect(await placesOf(world, [second, third, fourth])).toEqual([1, null, 2])
    await cancel(world, second)
    await cancel(world, fourth)
    expect(await world.balance()).toBe(balance)
    expect((await look(world, third)).timeline.map(({ kind }: { kind: string }) => kind)).toEqual(['ACCEPTED', 'CHARGED', 'WAITED', 'CANCELLED', 'REFUNDED'])
    await world.run(60)
    expect(await statusesOf(world)).toEqual(['COMPLETED', 'CANCELLED', 'CANCELLED', 'CANCELLED'])
    expect((await start(world))['queuePosition']).toBeNull()
  })

  it('begins at once when the running one is cancelled, or fails', async () => {
    const world = await createWorld({ plan: 'FREE' })
    const [first, second, third] = [(await start(world))['id'], (await start(world, { input: { text: 'storm [[fail]]' } }))['id'], (await start(world))['id']]
    await cancel(world, first)
    expect(world.queues.waiting().map(({ body }) => body)).toContainEqual(expect.objectContaining({ kind: 'submit', jobId: second }))
    await world.run(120)
    expect((await look(world, second))['status']).toBe('FAILED')
    expect((await look(world, third))['status']).toBe('COMPLETED')
  })

  it('has its time for the work from when it begins, however long it has waited', async () => {
    const world = await createWorld({ plan: 'FREE' })
    const [first, second] = await startMany(world, 2)
    world.queues.lose()
    world.clock.nowMs += 20 * 3_600_000
    await cancel(world, first)
    const job = await readJob(world.services, { accountId: world.accountId, endUser: null }, second ?? '')
    if (!job) throw new Error('gone')
    expect(job).toMatchObject({ status: 'QUEUED', waitedUntilMs: world.clock.nowMs })
    expect([job.deadlineMs, waitingUntilMs(job)].map((ms) => ms > world.clock.nowMs)).toEqual([true, true])
    await world.run(60)
    expect((await look(world, second))['status']).toBe('COMPLETED')
  })

  it('for 24 hours in vain is refunded, and told that no slot came free', async () => {
    const world = await createWorld({ plan: 'FREE' })
    const balance = await world.balance()
    const [first, second] = await startMany(world, 2)
    world.queues.lose()
    const nowMs = world.clock.nowMs
    await world.env.DB.prepare('update jobs set deadline_ms = ?1, due_at_ms = null where id = ?2').bind(nowMs + 30 * 3_600_000, first).run()
    await gateStub(world).admit({ nowMs, limits: { perMinute: 10, concurrent: 1, perDay: 100, readsPerMinute: 300, streams: 10 }, jobIds: [], leaseUntilMs: nowMs })
    world.clock.nowMs += 24 * 3_600_000
    // Whoever holds the slot holds it still.
    await world.sweep()
    expect(await look(world, second)).toMatchObject({ status: 'FAILED', error: { reason: 'TIMEOUT', retryable: true, message: 'No slot of your account came free within 24 hours. The credits were refunded.' } })
    expect(await world.balance()).toBeLessThan(balance)
    await cancel(world, first)
    expect(await world.balance()).toBe(balance)
  })

  it('of client tokens: one end user has a quarter of the places, and turns go round among them', async () => {
    const world = await createWorld({ limits: { concurrent: 2, perMinute: 1000 } })
    const [asha, ravi] = [await tokenOf(world, 'asha'), await tokenOf(world, 'ravi')]
    const [running] = await startMany(world, 1, {}, asha)
    const many = await startMany(world, 25, {}, asha)
    const over = await world.post({ query: GENERATE, variables: { input: QUEUED } }, asha)
    expect([over.status, over.body.errors?.[0]?.extensions]).toEqual([429, expect.objectContaining({ limit: 'concurrent', waitingFigure: 25, share: 'END_USER' })])
    expect(over.body.errors?.[0]?.message).toBe('All slots are taken, and 25 generations of this end user wait already, as many as may. Try again in 5 s.')
    // The last slot is the account's.
    expect((await start(world))['queuePosition']).toBeNull()
    const [own, last] = [(await start(world, {}, ravi)), many.at(-1)]
    expect([own['queuePosition'], (await look(world, last))['queuePosition']]).toEqual([2, 26])
    await cancel(world, running)
    expect(await placesOf(world, [many[0], own['id'], many[1]])).toEqual([1, 2, 3])
  })
})
