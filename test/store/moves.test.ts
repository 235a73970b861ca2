// The table of a job's moves, against the database: from each status to each, exactly the legal ones change anything.
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { readJob } from '../../src/jobs/create-job.ts'
import { claimJob, moveJob, requeueJob } from '../../src/store/jobs.ts'
import { MOVES } from '../../src/store/moves.ts'
import { settleJob } from '../../src/store/settlements.ts'
import { jobs } from '../../src/store/tables.ts'
import { JOB_STATUSES } from '../../src/domain/job.ts'
import type { JobStatus } from '../../src/domain/job.ts'
import { GENERATE, createWorld } from '../world.ts'

const isLegal = (from: JobStatus, to: JobStatus): boolean => MOVES[from].some((next) => next === to)
/** A job ends by its settlement alone. */
const ENDS = ['COMPLETED', 'FAILED', 'CANCELLED'] as const
const STEPS = JOB_STATUSES.filter((status) => !ENDS.some((end) => end === status))

async function jobIn(status: JobStatus) {
  const world = await createWorld({ credits: 1000 })
  const { generate } = await world.ask(GENERATE, { input: { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } } })
  const { database } = world.services
  const errorReason = status === 'FAILED' ? 'TIMEOUT' : null
  await database.update(jobs).set({ status, errorReason }).where(eq(jobs.id, generate.id))
  const read = () => readJob(world.services, { accountId: world.accountId, endUser: null }, generate.id)
  const job = await read()
  if (!job) throw new Error('the job is gone')
  return { world, database, job, read }
}

describe('from each status', () => {
  it.each(JOB_STATUSES)('%s, only the legal steps are taken', async (from) => {
    const { database, job, read } = await jobIn(from)
    for (const to of STEPS) {
      if (to === 'SUBMITTING') await database.batch([claimJob(database, job, { deadlineMs: 9, claimedAtMs: 1, moveToken: 'mine' })])
      else if (to === 'QUEUED') await database.batch([requeueJob(database, job, { dueAtMs: 7, moveToken: 'mine' })])
      else await database.batch([moveJob(database, job, [from], job.attempt, to, { dueAtMs: 7, moveToken: 'mine' })])
      expect(await read()).toMatchObject({ status: isLegal(from, to) ? to : from })
      await database.update(jobs).set({ status: from, attempt: job.attempt, moveToken: job.moveToken }).where(eq(jobs.id, job.id))
    }
  })

  it.each(JOB_STATUSES)('%s, only the legal ends are reached, and none refunds without ending', async (from) => {
    for (const to of ENDS) {
      const { world, database, job, read } = await jobIn(from)
      const isMade = to === 'COMPLETED'
      const won = await settleJob(database, job, {
        status: to, outputs: isMade ? [] : null, refund: isMade ? 0 : 50, errorCode: null, errorReason: null, expiresAtMs: null,
      }, 1, 'mine')
      expect([won !== undefined, (await read())?.status]).toEqual(isLegal(from, to) ? [true, to] : [false, from])
      expect(await world.balance()).toBe(won && !isMade ? 1000 : 950)
    }
  })

  it('a failure that was certain is never undone by a late success', async () => {
    const { database, job, read } = await jobIn('FAILED')
    await database.update(jobs).set({ errorReason: 'MODERATED' }).where(eq(jobs.id, job.id))
    const completed = { status: 'COMPLETED', outputs: [], refund: 0, errorCode: null, errorReason: null, expiresAtMs: null } as const
    expect(await settleJob(database, job, completed, 1, 'mine')).toBeUndefined()
    expect((await read())?.status).toBe('FAILED')
  })
})
