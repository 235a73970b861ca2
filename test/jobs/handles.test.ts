// What is paid for at a company and not written down yet: its handle, its bytes. And what is held for long: its slot.
import { describe, expect, it } from 'vitest'
import { accept } from '../../src/jobs/accept-job.ts'
import { readJob } from '../../src/jobs/create-job.ts'
import type { Job } from '../../src/store/tables.ts'
import { GENERATE, READ, createWorld } from '../world.ts'
import type { World } from '../world.ts'

const video = (provider: string, text = 'storm') => ({ type: 'VIDEO', provider, input: { text } })
const speech = { type: 'AUDIO', provider: 'elevenlabs', input: { text: 'Hi' } }
const start = async (world: World, input: Record<string, unknown>): Promise<string> => (await world.ask(GENERATE, { input }))['generate'].id
const read = async (world: World, id: string) => (await world.ask(READ, { id }))['generation']

async function jobOf(world: World, id: string): Promise<Job> {
  const job = await readJob(world.services, { accountId: world.accountId, endUser: null }, id)
  if (!job) throw new Error('the job is gone')
  return job
}

async function sweepEveryMinute(world: World, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await world.run(60)
    await world.sweep()
  }
}

/** MiniMax cannot be asked by our id. The submission arrives; its answer is lost. */
async function heldWorld(options: { readonly plan?: 'FREE' } = {}) {
  const refs: { taskId: string }[] = []
  const world: World = await createWorld({
    ...options,
    network: (url, init) => (init.method === 'POST' && url.includes('/emulators/minimax/') ? lose(world, url, init, refs) : undefined),
  })
  const id = await start(world, video('minimax'))
  await world.run(5)
  expect((await jobOf(world, id)).status).toBe('HELD')
  return { world, id, refs }
}

async function lose({ emulators }: World, url: string, init: RequestInit, refs: { taskId: string }[]): Promise<never> {
  const answer: { readonly task_id: string } = await (await emulators.fetch(url, init)).json()
  refs.push({ taskId: answer.task_id })
  throw new Error('the connection was lost')
}

describe('a handle that comes after its lease', () => {
  it('is used at once, and not after the refund', async () => {
    const { world, id, refs } = await heldWorld()
    const held = await jobOf(world, id)
    await accept(world.services, { ...held, status: 'SUBMITTING' }, refs[0] ?? {})
    expect((await jobOf(world, id)).status).toBe('PROCESSING')
    await world.run(300)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED', refundedCredits: 0, attempts: 1 })
  })

  it('is taken from a message where no row has it', async () => {
    const { world, id, refs } = await heldWorld()
    const { accountId, attempt, deadlineMs, chain } = await jobOf(world, id)
    await world.services.queues.poll({ kind: 'poll', accountId, jobId: id, attempt, upstream: 'minimax', ref: refs[0] ?? {}, deadlineMs, chain }, 0)
    await world.run(300)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED', refundedCredits: 0, attempts: 1 })
  })
})

describe('a job that is held for long', () => {
  it('gives its slot back after ten minutes, and is refunded at its deadline', async () => {
    const { world, id } = await heldWorld({ plan: 'FREE' })
    const another = async (): Promise<number> => (await world.post({ query: GENERATE, variables: { input: speech } })).status
    await sweepEveryMinute(world, 8)
    expect(await another()).toBe(429)
    await sweepEveryMinute(world, 4)
    expect((await jobOf(world, id)).status).toBe('HELD')
    expect(await another()).toBe(200)
    await sweepEveryMinute(world, 60)
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', error: { reason: 'UNKNOWN_OUTCOME' } })
  })

  it('goes on without a slot when it is found then', async () => {
    const { world, id, refs } = await heldWorld({ plan: 'FREE' })
    await sweepEveryMinute(world, 12)
    await accept(world.services, await jobOf(world, id), refs[0] ?? {})
    await sweepEveryMinute(world, 10)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED', refundedCredits: 0 })
  })
})

describe('bytes that cannot be stored at the first try', () => {
  it('are stored at the next', async () => {
    let failures = 2
    const world = await createWorld({
      bindings: (bound) => ({
        MEDIA: new Proxy(bound.MEDIA, {
          get: (target, name) => {
            const member: unknown = Reflect.get(target, name)
            if (typeof member !== 'function') return member
            return (...given: unknown[]): unknown => {
              if (name === 'put' && failures-- > 0) return Promise.reject(new Error('put: We encountered an internal error. Please try again. (10001)'))
              return Reflect.apply(member, target, given)
            }
          },
        }),
      }),
    })
    const id = await start(world, speech)
    await world.run(10)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED', attempts: 1 })
    expect(failures).toBeLessThan(0)
  })
})

const keysOf = async (world: World, id: string) => (await world.env.MEDIA.list({ prefix: `${world.accountId}/${id}/` })).objects.map(({ key }) => key)

describe('what an attempt has stored', () => {
  it('is deleted at the end of a job that failed', async () => {
    const world = await createWorld()
    const id = await start(world, video('luma', 'storm [[fail]]'))
    await world.env.MEDIA.put(`${world.accountId}/${id}/1-0.mp4`, 'half of it')
    await world.run(300)
    expect((await jobOf(world, id)).status).toBe('FAILED')
    expect(await keysOf(world, id)).toEqual([])
  })

  it('is kept of a job that was given up, until nobody looks for it any more', async () => {
    const world = await createWorld()
    const id = await start(world, video('kling', 'storm [[hang]]'))
    await world.run(5)
    await world.env.MEDIA.put(`${world.accountId}/${id}/1-0.mp4`, 'half of it')
    world.queues.lose()
    world.clock.nowMs = (await jobOf(world, id)).deadlineMs
    await world.sweep()
    await world.run(1)
    expect((await jobOf(world, id)).status).toBe('FAILED')
    expect(await keysOf(world, id)).toHaveLength(1)
    for (let look = 0; look < 8; look += 1) {
      world.clock.nowMs += 8 * 3_600_000
      await world.sweep()
      await world.run(1)
    }
    expect(await keysOf(world, id)).toEqual([])
  })
})
