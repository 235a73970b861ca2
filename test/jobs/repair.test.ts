// What the sweeper and the dead letters mend: lost messages, dead consumers, forgotten media. And what duplicates do.
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { attempts, jobs } from '../../src/store/tables.ts'
import { GENERATE, READ, createWorld } from '../world.ts'
import type { World } from '../world.ts'

const start = async (world: World, provider = 'luma', text = 'storm'): Promise<string> =>
  (await world.ask(GENERATE, { input: { type: 'VIDEO', provider, input: { text } } }))['generate'].id
const read = async (world: World, id: string) => (await world.ask(READ, { id }))['generation']

async function sweepEveryMinute(world: World, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await world.run(60)
    await world.sweep()
  }
}

/** All messages on their way end as dead letters, as after hours without the database. */
async function killAll(world: World): Promise<void> {
  world.queues.dead.push(...world.queues.waiting().map(({ body }) => body))
  world.queues.lose()
  await world.queues.bury(world.services)
}

describe('a lost message', () => {
  it('of a submission is sent again', async () => {
    const world = await createWorld()
    const id = await start(world)
    world.queues.lose()
    await sweepEveryMinute(world, 4)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED', attempts: 1 })
  })

  it('of a poll is sent again', async () => {
    const world = await createWorld()
    const id = await start(world)
    await world.run(3)
    expect(await read(world, id)).toMatchObject({ status: 'PROCESSING' })
    world.queues.lose()
    await sweepEveryMinute(world, 4)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED', attempts: 1 })
  })

  it('of a webhook is sent again', async () => {
    const world = await createWorld()
    await world.ask(GENERATE, { input: { type: 'AUDIO', provider: 'elevenlabs', input: { text: 'Hi' }, webhookUrl: 'https://receiver.example.com/hook' } })
    await world.run(0)
    world.queues.lose()
    await sweepEveryMinute(world, 3)
    expect(world.received).toHaveLength(1)
  })
})

describe('a message delivered twice', () => {
  it('submits once, charges once, tells once', async () => {
    const world = await createWorld()
    const { generate } = await world.ask(GENERATE, {
      input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' }, webhookUrl: 'https://receiver.example.com/hook' },
    })
    for (let step = 0; step < 40; step += 1) {
      if (step % 7 === 0) world.queues.duplicate()
      await world.run(2)
    }
    expect(await read(world, generate.id)).toMatchObject({ status: 'COMPLETED', attempts: 1 })
    expect(await world.balance()).toBe(1_000_000 - generate.creditCost)
    expect(new Set(world.received.map(({ headers }) => headers.get('webhook-id'))).size).toBe(1)
  })
})

describe('a consumer that died', () => {
  it('after claiming leaves an unknown outcome: held, never submitted again, refunded at the deadline', async () => {
    const world = await createWorld()
    const id = await start(world)
    world.queues.lose()
    await world.services.database
      .update(jobs)
      .set({ status: 'SUBMITTING', attempt: 1, claimedAtMs: world.clock.nowMs })
      .where(eq(jobs.id, id))
    await sweepEveryMinute(world, 8)
    expect(await read(world, id)).toMatchObject({ status: 'PROCESSING', attempts: 1 })
    await sweepEveryMinute(world, 60)
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', attempts: 1, error: { reason: 'UNKNOWN_OUTCOME' } })
    expect(await world.balance()).toBe(1_000_000)
  })

  it('of a poll ends nothing: the sweeper looks again, and the result comes', async () => {
    const world = await createWorld()
    const id = await start(world, 'luma', 'storm [[slow]]')
    await world.run(3)
    await killAll(world)
    expect(await read(world, id)).toMatchObject({ status: 'PROCESSING' })
    await sweepEveryMinute(world, 4)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED', attempts: 1 })
  })
})

describe('a dead letter', () => {
  it('fails nothing that the sweeper can save: a submission is sent again', async () => {
    const world = await createWorld()
    const id = await start(world)
    await killAll(world)
    expect(await read(world, id)).toMatchObject({ status: 'QUEUED' })
    await sweepEveryMinute(world, 4)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED', attempts: 1 })
    expect(world.logs).toContainEqual(expect.objectContaining({ event: 'alarm', kind: 'DEAD_LETTER', subject: 'submit' }))
  })

  it('fails and refunds what nobody would ever come back to', async () => {
    const world = await createWorld()
    const id = await start(world)
    await world.services.database.update(jobs).set({ dueAtMs: null }).where(eq(jobs.id, id))
    await killAll(world)
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', error: { reason: 'UPSTREAM' } })
    expect(await world.balance()).toBe(1_000_000)
  })

  it.each(['SUBMITTING', 'HELD'] as const)('of a poll saves the handle that the row of a job that is %s lacks', async (status) => {
    const world = await createWorld()
    const id = await start(world, 'luma', 'storm [[slow]]')
    await world.run(3)
    const { database } = world.services
    await database.batch([database.delete(attempts).where(eq(attempts.jobId, id)), database.update(jobs).set({ status }).where(eq(jobs.id, id))])
    await killAll(world)
    expect(await read(world, id)).toMatchObject({ status: 'PROCESSING', attempts: 1 })
    await world.run(120)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED', attempts: 1 })
  })

  it('of a poll saves the handle for the looks after the refund', async () => {
    const world = await createWorld()
    const id = await start(world, 'minimax', 'storm [[late]]')
    await world.run(3)
    const [message] = world.queues.waiting()
    world.queues.lose()
    const { database } = world.services
    await database.batch([database.delete(attempts).where(eq(attempts.jobId, id)), database.update(jobs).set({ status: 'HELD' }).where(eq(jobs.id, id))])
    await sweepEveryMinute(world, 70)
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', error: { reason: 'UNKNOWN_OUTCOME' } })
    if (message) world.queues.dead.push(message.body)
    await world.queues.bury(world.services)
    await sweepEveryMinute(world, 150)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED' })
  })
})

describe('a long generation', () => {
  it('outlives the 100 retries of its queue message', async () => {
    const world = await createWorld()
    const id = await start(world, 'luma', 'storm [[hang]]')
    await world.run(1100)
    expect(world.queues.dead).toEqual([])
    expect(await read(world, id)).toMatchObject({ status: 'PROCESSING' })
    expect(world.queues.waiting()).toHaveLength(1)
  })

  it('has one chain of polls, however often it was re-driven', async () => {
    const world = await createWorld()
    await start(world, 'luma', 'storm [[hang]]')
    await sweepEveryMinute(world, 12)
    await world.run(60)
    expect(world.queues.waiting()).toHaveLength(1)
  })
})

describe('media past their time', () => {
  it('are deleted by the sweeper, and the generation says so', async () => {
    const world = await createWorld({ plan: 'FREE' })
    const { generate } = await world.ask(GENERATE, { input: { type: 'AUDIO', provider: 'elevenlabs', input: { text: 'Hi' } } })
    await world.run(5)
    const query = 'query ($id: ID!) { generation(id: $id) { status url expired expiresAt completedAt outputs { url metadata { format } } } }'
    const { generation } = await world.ask(query, { id: generate.id })
    expect(Date.parse(generation.expiresAt) - Date.parse(generation.completedAt)).toBe(7 * 86_400_000)
    const { pathname, search } = new URL(generation.url)
    world.clock.nowMs += 7 * 86_400_000
    await world.sweep()
    expect((await world.ask(query, { id: generate.id }))['generation']).toMatchObject({ status: 'COMPLETED', url: null, expired: true, outputs: [{ url: null, metadata: { format: 'mp3' } }] })
    expect((await world.fetchApp(pathname + search)).status).not.toBe(200)
    expect((await world.env.MEDIA.list({ prefix: `${world.accountId}/` })).objects).toEqual([])
    expect(await world.sweep()).toBe(0)
  })
})

describe('an output of a batch that was withheld', () => {
  it('is refunded, and the rest delivered', async () => {
    let answered = false
    const world = await createWorld({
      network: (url, init) => {
        if (!url.endsWith('/v1/image_generation') || answered) return undefined
        answered = true
        return (async () => {
          const answer = (await (await world.emulators.fetch(url, init)).json()) as { data: { image_urls: string[] } }
          answer.data.image_urls.pop()
          return Response.json({ ...answer, metadata: { success_count: '2', failed_count: '1' } })
        })()
      },
    })
    const { generate } = await world.ask(GENERATE, { input: { type: 'IMAGE', provider: 'minimax-image', input: { text: 'Three foxes' }, options: { n: 3 } } })
    await world.run(30)
    const generation = await read(world, generate.id)
    expect(generation).toMatchObject({ status: 'COMPLETED', creditCost: 21, refundedCredits: 7 })
    expect(generation.outputs).toHaveLength(2)
    expect(await world.balance()).toBe(1_000_000 - 14)
  })
})

describe('the outputs of an attempt', () => {
  it('have a place of their own, so that nothing an earlier attempt left is taken for them', async () => {
    let refused = 0
    const world = await createWorld({
      network: (url, init) => {
        if (init.method !== 'POST' || !url.includes('/bfl/') || refused > 0) return undefined
        refused += 1
        return Promise.resolve(Response.json({ detail: 'busy' }, { status: 429 }))
      },
    })
    const { generate } = await world.ask(GENERATE, { input: { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } } })
    await world.run(60)
    expect(await read(world, generate.id)).toMatchObject({ status: 'COMPLETED', attempts: 2 })
    const { objects } = await world.env.MEDIA.list({ prefix: `${world.accountId}/${generate.id}/` })
    expect(objects.map(({ key }) => key)).toEqual([`${world.accountId}/${generate.id}/2-0.jpg`])
  })
})
