// A claim whose message knows that nothing was sent under it, told when the sweeper has held the job already: it waits again.
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { versionOf } from '../../src/jobs/tell.ts'
import { takeClaimBack } from '../../src/jobs/take-claim-back.ts'
import { attempts, jobs } from '../../src/store/tables.ts'
import type { Job } from '../../src/store/tables.ts'
import { GENERATE, READ, createWorld } from '../world.ts'

/** Of an account with one slot, which it has. */
async function held(change: Partial<Job> = {}) {
  const world = await createWorld({ plan: 'FREE' })
  const { database, now, gate } = world.services
  const make = async (): Promise<string> => (await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } } })).generate.id
  const id = await make()
  world.queues.lose()
  const attempt = { accountId: world.accountId, jobId: id, number: 1, upstream: 'luma', model: 'ray-2', outcome: 'UNKNOWN', createdAtMs: now() } as const
  await database.batch([
    database.update(jobs).set({ status: 'HELD', attempt: 1, moveToken: 'claim.held', claimedAtMs: now(), dueAtMs: now() + 600_000, ...change }).where(eq(jobs.id, id)),
    database.insert(attempts).values(attempt),
  ])
  const row = async () => (await database.select().from(jobs).where(eq(jobs.id, id)))[0]
  return {
    world, id, make, row,
    takeBack: (token = 'claim') => takeClaimBack(world.services, { accountId: world.accountId, id }, token),
    releaseSlot: () => gate(world.accountId).release({ jobIds: [id], nowMs: now() }),
    tried: async () => (await database.select().from(attempts).where(eq(attempts.jobId, id))).map(({ number, outcome }) => `${number} ${outcome}`),
    later: async (seconds: number) => {
      for (let at = 0; at < seconds; at += 60) {
        await world.run(60)
        await world.sweep()
      }
    },
  }
}

describe('a job that is held, of which only its message knows that nothing was sent', () => {
  it('waits for a slot, and is sent for with the one that it still has', async () => {
    const { world, id, takeBack, row, tried, later } = await held()
    await takeBack()
    expect([await tried(), await row()]).toMatchObject([[], { status: 'WAITING', dueFor: 'TURN', dueAtMs: world.clock.nowMs, waitedUntilMs: null }])
    await later(300)
    expect(await tried()).toEqual(['2 ACCEPTED'])
    expect((await world.ask(READ, { id }))['generation']).toMatchObject({ status: 'COMPLETED' })
  })

  it('waits for its turn where its slot is another job’s by now', async () => {
    const { world, id, make, takeBack, releaseSlot, row, later } = await held()
    await releaseSlot()
    const other = await make()
    await takeBack()
    await world.sweep()
    await world.run(1)
    expect((await row())?.status).toBe('WAITING')
    await later(900)
    for (const each of [other, id]) expect((await world.ask(READ, { id: each }))['generation']).toMatchObject({ status: 'COMPLETED' })
  })

  it('is cancelled, if that is wished, and nothing of it is kept', async () => {
    const { takeBack, row } = await held({ cancelAskedAtMs: 1 })
    await takeBack()
    const job = await row()
    expect(job).toMatchObject({ status: 'CANCELLED', refunded: job?.cost })
  })

  it('stays held whatever another claim says', async () => {
    const { takeBack, row, tried } = await held()
    await takeBack('cla')
    expect([(await row())?.status, await tried()]).toEqual(['HELD', ['1 UNKNOWN']])
  })

  it('is told as news to those who have seen it held', () => {
    const versions = (['HELD', 'WAITING', 'QUEUED'] as const).map((status) => versionOf({ attempt: 1, status, progress: status === 'HELD' ? 1 : null }))
    expect(versions).toEqual(versions.toSorted((one, other) => one - other))
    expect(new Set(versions).size).toBe(3)
  })
})
