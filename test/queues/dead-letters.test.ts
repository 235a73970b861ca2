// Messages that nobody could handle for hours carry what no row may have: the handle of paid work, or that nothing was sent.
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { PollMessage } from '../../src/domain/messages.ts'
import { attempts, jobs } from '../../src/store/tables.ts'
import type { Job } from '../../src/store/tables.ts'
import { GENERATE, READ, createWorld } from '../world.ts'

/** A job that a consumer has claimed, and has sent nothing for. */
async function claimed() {
  const world = await createWorld()
  const { generate } = await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } } })
  world.queues.lose()
  const { database, now } = world.services
  await database.update(jobs).set({ status: 'SUBMITTING', attempt: 1, moveToken: 'claim', claimedAtMs: now(), dueAtMs: now() + 90_000 }).where(eq(jobs.id, generate.id))
  const id = generate.id as string
  const bury = async (unsentToken: string) => {
    world.queues.dead.push({ kind: 'submit', accountId: world.accountId, jobId: id, unsentToken })
    await world.queues.bury(world.services)
    return (await database.select({ status: jobs.status }).from(jobs).where(eq(jobs.id, id)))[0]?.status
  }
  return { world, id, bury }
}

describe('a dead message that says that nothing was sent under a claim', () => {
  it('gives the job back, and the sweeper sends for it again', async () => {
    const { world, id, bury } = await claimed()
    expect(await bury('claim')).toBe('QUEUED')
    await world.run(90)
    await world.sweep()
    await world.run(300)
    expect((await world.ask(READ, { id }))['generation']).toMatchObject({ status: 'COMPLETED' })
  })

  it('leaves the claim of another alone', async () => {
    expect(await (await claimed()).bury('another')).toBe('SUBMITTING')
  })
})

/** A job whose handle only its message knows. */
async function unwritten(change: Partial<Job>) {
  const world = await createWorld()
  const { generate } = await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } } })
  await world.run(1)
  const message = world.queues.waiting().map(({ body }) => body).find((body) => body.kind === 'poll')
  if (!message) throw new Error('no poll message')
  world.queues.lose()
  const { database } = world.services
  await database.batch([database.delete(attempts).where(eq(attempts.jobId, generate.id)), database.update(jobs).set(change).where(eq(jobs.id, generate.id))])
  const bury = async (differently: Partial<PollMessage> = {}) => {
    world.queues.dead.push({ ...message, ...differently })
    await world.queues.bury(world.services)
    return (await database.select().from(attempts).where(eq(attempts.jobId, generate.id))).map(({ number, outcome, ref }) => ({ number, outcome, ref }))
  }
  return { world, id: generate.id as string, ref: message.ref, bury }
}

describe('the handle in a dead poll message', () => {
  it.each(['SUBMITTING', 'HELD'] as const)('is what a job that is %s goes on by', async (status) => {
    const { world, id, ref, bury } = await unwritten({ status })
    expect(await bury()).toEqual([{ number: 1, outcome: 'ACCEPTED', ref }])
    await world.run(300)
    expect((await world.ask(READ, { id }))['generation']).toMatchObject({ status: 'COMPLETED', attempts: 1 })
  })

  it('is written down for the look after the refund', async () => {
    const { ref, bury } = await unwritten({ status: 'FAILED', errorReason: 'UNKNOWN_OUTCOME' })
    expect(await bury()).toEqual([{ number: 1, outcome: 'ACCEPTED', ref }])
  })

  it('of an attempt that is over is of no use', async () => {
    const { bury } = await unwritten({ status: 'HELD' })
    expect(await bury({ attempt: 2 })).toEqual([])
  })

  it('never replaces the one that is known', async () => {
    const { ref, bury } = await unwritten({ status: 'HELD' })
    await bury()
    expect(await bury({ ref: { id: 'another' } })).toEqual([{ number: 1, outcome: 'ACCEPTED', ref }])
  })
})
