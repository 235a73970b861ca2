// One look at accepted work: each answer that a company may give, and what the service makes of it.
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { pollOf } from '../../src/jobs/accept-job.ts'
import { giveUp, pollJob } from '../../src/jobs/poll-job.ts'
import { jobs } from '../../src/store/tables.ts'
import type { CancelOutcome, PollOutcome } from '../../src/upstreams/contract.ts'
import { REF, ROUTE, file, oneJob } from './one-job.ts'
import type { Changes } from './one-job.ts'

const HOUR_MS = 3_600_000
const DONE: PollOutcome = { kind: 'DONE', outputs: [{ kind: 'url', url: 'https://theirs.example/a.mp4' }] }
const PENDING: PollOutcome = { kind: 'PENDING', started: true }
const answering = (poll: PollOutcome | Error, cancel?: CancelOutcome | Error): NonNullable<Changes['upstream']> => ({
  poll: async () => orThrow(poll), ...(cancel !== undefined && { cancel: async () => orThrow(cancel) }),
})

function orThrow<Answer>(answer: Answer | Error): Answer {
  if (answer instanceof Error) throw answer
  return answer
}

/** @param leftMs until its deadline */
async function look(upstream: Changes['upstream'], change: Omit<Changes, 'upstream'> = {}, deliveries = 1, leftMs = HOUR_MS) {
  const one = await oneJob({ upstream, ...change })
  one.world.clock.nowMs += HOUR_MS - leftMs
  return { ...one, disposition: await pollJob(one.needs, pollOf(one.job, change.ref ?? REF), deliveries) }
}
const again = (delaySeconds: number) => ({ kind: 'RETRY', delaySeconds })
const ACK = { kind: 'ACK' }

describe('work that is not ready', () => {
  it.each([[HOUR_MS, 5], [5001, 5], [3000, 3], [2500, 3], [400, 1]])('is looked at again at its pace, at its deadline at the latest: %i ms before it in %i s', async (leftMs, seconds) => {
    const { disposition, sent, counts } = await look(answering(PENDING), {}, 1, leftMs)
    expect([disposition, sent(), counts.roundTrips]).toEqual([again(seconds), [], 1])
  })

  it('is looked at by a fresh message once this one is worn', async () => {
    const worn = await look(answering(PENDING), {}, 90)
    expect([(await look(answering(PENDING), {}, 89)).disposition, worn.disposition, worn.sent()]).toEqual([again(5), ACK, ['poll 5']])
  })

  it.each([[null, undefined, null], [null, 0.39, null], [null, 0.4, 0.4], [0.4, 0.79, 0.4], [0.4, 0.81, 0.81], [0.4, 0.1, 0.4]])('of which %s was known and %s is told is known to be at %s', async (known, told, progress) => {
    const { read } = await look(answering({ ...PENDING, ...(told !== undefined && { progress: told }) }), { job: { progress: known } })
    expect((await read())?.progress).toBe(progress)
  })

  it('has had no faults, and is there', async () => {
    const { read } = await look(answering(PENDING), { job: { faults: 2, missing: { count: 1, sinceMs: 5 } } })
    expect(await read()).toMatchObject({ faults: 0, missing: null })
  })
})

describe('a look that fails', () => {
  it.each([[undefined, 5], [20, 20], [3, 5], [9000, 300]])('says nothing of the work: asked for %s s, it is repeated in %i', async (asked, seconds) => {
    const { disposition, alarms, logged, read } = await look(answering({ kind: 'UNREACHABLE', detail: 'd', ...(asked !== undefined && { retryAfterSeconds: asked }) }))
    expect([disposition, alarms(), logged(), (await read())?.status]).toEqual([again(seconds), [], ['poll failed'], 'PROCESSING'])
  })

  it('and that a person must mend is told', async () => {
    expect((await look(answering({ kind: 'UNREACHABLE', detail: 'd', alarm: 'BALANCE' }))).alarms()).toEqual(['UPSTREAM_BALANCE luma'])
  })

  it.each<readonly [string, Changes['upstream'], string]>([
    ['whose company is not configured', null, 'UPSTREAM_KEY luma'], ['whose handle cannot be read', {}, 'UNREADABLE luma'],
  ])('%s is repeated, and told', async (_, upstream, alarm) => {
    const { disposition, alarms } = await look(upstream)
    expect([disposition, alarms()]).toEqual([again(5), [alarm]])
  })
})

describe('work that is ready', () => {
  it('is stored and charged for', async () => {
    const { disposition, read, health } = await look(answering(DONE))
    expect([disposition, await read(), health]).toMatchObject([ACK, { status: 'COMPLETED', outputs: [file('file0')], refunded: 0, dueFor: 'DELETE' }, ['SUCCESS 60']])
  })

  it('at a company that has nothing to ask is fetched by its links', async () => {
    const { read } = await look({}, { ref: { outputs: ['https://theirs.example/a.mp4'] } as never })
    expect(await read()).toMatchObject({ status: 'COMPLETED', outputs: [file('file0')] })
  })
})

describe('a message', () => {
  it.each([['whose job has ended', { status: 'FAILED' }], ['whose job waits again', { status: 'QUEUED' }]] as const)('%s asks nobody', async (_, job) => {
    const { disposition, read } = await look(answering(new Error('asked')), { job })
    expect([disposition, (await read())?.status]).toEqual([ACK, job.status])
  })

  it.each([{ chain: 3 }, { attempt: 1 }])('of an earlier chain or attempt asks nobody: %o', async (change) => {
    const { needs, job } = await oneJob({ upstream: answering(new Error('asked')), job: { chain: 4 } })
    expect(await pollJob(needs, { ...pollOf(job, REF), ...change }, 1)).toEqual(ACK)
  })

  it('that comes at the deadline is the last look, and not one that comes a moment before', async () => {
    expect([(await (await look(answering(PENDING), {}, 1, 1)).read())?.status, (await (await look(answering(PENDING), {}, 1, 0)).read())?.status]).toEqual(['PROCESSING', 'FAILED'])
  })
})

describe('a company\'s own verdict', () => {
  const verdict = { kind: 'FAILED', refusal: 'FAILED', detail: 'd' } as const

  it('ends the job, and all comes back', async () => {
    const { disposition, read, attempts, health } = await look(answering(verdict))
    expect([disposition, await read(), await attempts(), health]).toMatchObject([ACK, { status: 'FAILED', errorReason: 'UPSTREAM', refunded: 50, dueFor: null }, ['2 REJECTED'], ['FAILURE 60']])
  })

  it.each([[true, true, 'CANCELLED'], [true, false, 'FAILED'], [false, true, 'FAILED']])('that it was stopped (%s), with a wish for that (%s), is %s', async (stopped, wished, status) => {
    const one = await oneJob({
      upstream: {
        poll: async () => {
          // The wish is younger than what was read before the look.
          const { database } = one.world.services
          await database.batch([database.update(jobs).set({ cancelAskedAtMs: wished ? 5 : null }).where(eq(jobs.id, one.job.id))])
          return { ...verdict, ...(stopped && { stopped }) }
        },
      },
    })
    await pollJob(one.needs, pollOf(one.job, REF), 1)
    expect((await one.read())?.status).toBe(status)
  })

  it.each([[null, 0, 'PROCESSING'], [1, 30_000, 'PROCESSING'], [2, 29_999, 'PROCESSING'], [2, 30_000, 'FAILED']])('that there is no such work, said %s times for %i ms before, leaves it %s', async (count, sinceMs, status) => {
    const one = await oneJob({ upstream: answering({ kind: 'MISSING', detail: 'd' }) })
    const { database } = one.world.services
    await database.batch([database.update(jobs).set({ missing: count === null ? null : { count, sinceMs: one.world.clock.nowMs - sinceMs } }).where(eq(jobs.id, one.job.id))])
    const disposition = await pollJob(one.needs, pollOf(one.job, REF), 1)
    expect([disposition, (await one.read())?.status]).toEqual([status === 'FAILED' ? ACK : again(15), status])
  })
})

describe('a wish to cancel', () => {
  it.each<readonly [string, CancelOutcome | undefined, number | null, string]>([
    ['is done', { kind: 'CANCELLED' }, 5, 'CANCELLED'], ['that comes too late is not', { kind: 'TOO_LATE' }, 5, 'PROCESSING'], ['that cannot be asked is not', undefined, 5, 'PROCESSING'],
    ['that nobody has is not', { kind: 'CANCELLED' }, null, 'PROCESSING'],
  ])('%s', async (_, cancel, cancelAskedAtMs, status) => {
    const { disposition, read } = await look(answering(PENDING, cancel), { job: { cancelAskedAtMs } })
    expect([disposition, (await read())?.status]).toEqual([status === 'CANCELLED' ? ACK : again(5), status])
  })
})

describe('at its deadline', () => {
  const TIMED_OUT = { status: 'FAILED', errorCode: 'GENERATION_FAILED', errorReason: 'TIMEOUT', refunded: 50 }

  it.each<readonly [string, PollOutcome | Error, CancelOutcome | Error | undefined, string | null, readonly string[]]>([
    ['what cannot be stopped is looked for later', PENDING, undefined, 'LATE', []],
    ['what the company stops is over', PENDING, { kind: 'CANCELLED' }, null, ['cancelled at deadline']],
    ['what it would not stop is looked for later', PENDING, { kind: 'TOO_LATE' }, 'LATE', ['cancelled at deadline']],
    ['a look that throws keeps no refund waiting', new Error('broken'), undefined, 'LATE', ['not asked at deadline']],
    ['stopping that throws keeps no refund waiting', PENDING, new Error('broken'), 'LATE', ['not asked at deadline']],
  ])('%s', async (_, poll, cancel, dueFor, logs) => {
    const { needs, job, read, health, logged, released } = await oneJob({ upstream: answering(poll, cancel) })
    await giveUp(needs, job, REF)
    expect([await read(), health, released]).toMatchObject([{ ...TIMED_OUT, dueFor }, ['FAILURE 60'], [job.id]])
    expect(logged()).toEqual([...logs, 'job ended'])
  })

  it('what is ready is delivered, and nobody is asked to stop it', async () => {
    const { needs, job, read, health } = await oneJob({ upstream: answering(DONE, new Error('asked')) })
    await giveUp(needs, job, REF)
    expect([await read(), health]).toMatchObject([{ status: 'COMPLETED', refunded: 0 }, ['SUCCESS 60']])
  })

  it('what is ready and cannot be fetched is looked for later', async () => {
    const { needs, job, read } = await oneJob({ upstream: answering(DONE, { kind: 'CANCELLED' }), ingest: () => ({ kind: 'UNREACHABLE', detail: 'd' }) })
    await giveUp(needs, job, REF)
    expect(await read()).toMatchObject({ ...TIMED_OUT, dueFor: 'LATE' })
  })

  it('what has ended by another is left alone, and counts for no company', async () => {
    const { needs, job, read, health, world } = await oneJob({ upstream: answering(PENDING) })
    const { database } = world.services
    await database.batch([database.update(jobs).set({ status: 'CANCELLED' }).where(eq(jobs.id, job.id))])
    await giveUp(needs, job, REF)
    expect([(await read())?.status, health]).toEqual(['CANCELLED', []])
  })
})

it('a verdict on one of two routes sends the job on', async () => {
  const { read, sent } = await look(answering({ kind: 'FAILED', refusal: 'FAILED', detail: 'd' }), { job: { routes: [ROUTE, { ...ROUTE, model: 'ray-flash-2' }] } })
  expect([await read(), sent()]).toMatchObject([{ status: 'QUEUED', route: 1, refusals: 1, attempt: 2 }, ['submit 0']])
})
