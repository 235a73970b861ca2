// What is due, row by row: each status before and after its time, and what is due next.
import { describe, expect, it } from 'vitest'
import type { JobStatus } from '../../src/domain/job.ts'
import { handleDue } from '../../src/jobs/handle-due.ts'
import type { JobRow } from '../../src/store/tables.ts'
import { file, oneJob } from './one-job.ts'
import type { Changes } from './one-job.ts'

const HOUR_MS = 3_600_000
/** @param laterMs than its last time; it has an hour left then */
async function handle(job: Changes['job'], change: Omit<Changes, 'job'> = {}, laterMs = 0) {
  const one = await oneJob({ ...change, ...(job && { job }) })
  const readMs = one.world.clock.nowMs
  one.world.clock.nowMs += laterMs
  expect(await handleDue(one.needs, { kind: 'due', accountId: one.job.accountId, jobId: one.job.id })).toEqual({ kind: 'ACK' })
  const row = await one.read()
  return { ...one, row, dueSeconds: typeof row?.dueAtMs === 'number' ? (row.dueAtMs - readMs) / 1000 : null }
}
const absent: Changes['upstream'] = { find: async () => ({ kind: 'ABSENT' }) }

describe('what waits', () => {
  it.each([[HOUR_MS - 1, { status: 'QUEUED' }], [HOUR_MS, { status: 'FAILED', errorReason: 'TIMEOUT', refunded: 50 }]])('after %i ms is %o', async (laterMs, row) => {
    expect((await handle({ status: 'QUEUED', attempt: 0 }, {}, laterMs)).row).toMatchObject(row)
  })
})

describe('what is submitted', () => {
  it('is left to its consumer for as long as its lease, and looked at then', async () => {
    const early = await handle({ status: 'SUBMITTING' }, { ref: null, upstream: absent }, 179_999)
    const late = await handle({ status: 'SUBMITTING' }, { ref: null, upstream: absent }, 180_000)
    expect([early.row?.status, early.dueSeconds, early.health, late.row?.status, late.dueSeconds, late.health]).toEqual(['SUBMITTING', 180, [], 'HELD', 270, ['FAILURE 240']])
  })

  it('goes on by the handle that its consumer recorded', async () => {
    const { row, sent } = await handle({ status: 'SUBMITTING' }, {}, 200_000)
    expect([row?.status, sent()]).toEqual(['PROCESSING', ['poll 5']])
  })
})

describe('what is held', () => {
  it.each<readonly [string, Changes['upstream'], number, JobStatus, number | null]>([
    ['is asked for again', absent, 0, 'HELD', 90], ['is accepted once it is found', { find: async () => ({ kind: 'FOUND', ref: { taskId: 'found' } }) }, 0, 'PROCESSING', 95],
    ['has its slot for ten minutes where nobody can be asked', {}, 0, 'HELD', 540], ['waits for its deadline then', {}, 540_000, 'HELD', 3600], ['is given up at its deadline', absent, HOUR_MS, 'FAILED', 3900],
  ])('%s', async (_, upstream, laterMs, status, dueSeconds) => {
    const { row, released, ...rest } = await handle({ status: 'HELD' }, { ref: null, upstream }, laterMs)
    expect([row?.status, rest.dueSeconds, released.length]).toEqual([status, dueSeconds, laterMs >= 540_000 ? 1 : 0])
    if (status === 'FAILED') expect(row).toMatchObject({ errorReason: 'UNKNOWN_OUTCOME', refunded: 50, dueFor: 'LATE' })
  })
})

describe('what is worked on', () => {
  it.each([[0, 180], [1, 360], [2, 720], [3, 900], [8, 900]])('gets a new chain after %i others, and %i s', async (chain, seconds) => {
    const { row, dueSeconds, sent } = await handle({ chain, faults: 1 })
    expect([row?.chain, dueSeconds, sent(), row?.faults]).toEqual([chain + 1, seconds, ['poll 0'], 1])
  })

  it('is due at its deadline at the latest, and given up then', async () => {
    expect((await handle({}, {}, HOUR_MS - 60_000)).dueSeconds).toBe(3600)
    expect((await handle({}, { upstream: { poll: async () => ({ kind: 'PENDING', started: true }) } }, HOUR_MS)).row).toMatchObject({ status: 'FAILED', errorReason: 'TIMEOUT' })
  })

  it.each([[0, { status: 'PROCESSING', chain: 0 }], [HOUR_MS, { status: 'FAILED', errorReason: 'UNKNOWN_OUTCOME', refunded: 50 }]])('without a handle is, after %i ms, %o', async (laterMs, row) => {
    const handled = await handle({}, { ref: null }, laterMs)
    expect([handled.row, handled.sent()]).toMatchObject([row, []])
  })
})

describe('what is made', () => {
  const made = { status: 'COMPLETED', outputs: [file('a'), file('b')], dueFor: 'DELETE' } as const

  it.each<readonly [string, (nowMs: number) => Partial<JobRow>, readonly string[], number | null, boolean]>([
    ['keeps its files without a time', () => ({ expiresAtMs: null }), [], null, false], ['keeps them until its time', (nowMs) => ({ expiresAtMs: nowMs + 1 }), [], 0.001, false],
    ['loses them at its time', (nowMs) => ({ expiresAtMs: nowMs }), ['a', 'b'], null, true], ['loses them once', (nowMs) => ({ expiresAtMs: nowMs, expiredAtMs: 5 }), [], null, true],
    ['has none to lose', (nowMs) => ({ expiresAtMs: nowMs, outputs: null }), [], null, true],
  ])('%s', async (_, change, deleted, dueSeconds, expired) => {
    const handled = await handle((nowMs) => ({ ...made, ...change(nowMs) }))
    expect([handled.deleted, handled.dueSeconds, handled.row?.expiredAtMs !== null]).toEqual([deleted, dueSeconds, expired])
  })
})

describe('what is over', () => {
  const failed = { status: 'FAILED', errorCode: 'GENERATION_FAILED', errorReason: 'TIMEOUT', refunded: 50, dueFor: 'LATE' } as const

  it('is looked at where that is due, and not where it is not', async () => {
    const looks: unknown[] = []
    const upstream: Changes['upstream'] = { poll: async (_, ref) => (looks.push(ref), { kind: 'PENDING', started: true }) }
    await handle({ ...failed, dueAtMs: null }, { upstream })
    expect(looks).toEqual([])
    await handle(failed, { upstream })
    expect(looks).toHaveLength(1)
  })

  it('and cancelled is due no more; what had faults has none', async () => {
    const { row, counts } = await handle({ status: 'CANCELLED', dueFor: null, faults: 3 })
    expect([row?.dueAtMs, row?.faults, counts.roundTrips]).toEqual([null, 0, 4])
    expect((await handle({ status: 'CANCELLED', dueFor: null })).counts.roundTrips).toBe(3)
  })

  it.each([['COMPLETED', 'DELETE'], ['FAILED', 'LATE'], ['CANCELLED', null]] as const)('and owes something pays it: %s', async (status, dueFor) => {
    const { job, row, released, sent } = await handle({
      status, dueFor: 'OWED', webhookUrl: 'https://receiver.example.com', completedAtMs: Date.UTC(2100, 0), ...(status === 'FAILED' && { errorCode: 'GENERATION_FAILED', errorReason: 'TIMEOUT' }),
    })
    expect([released, sent(), row?.dueFor]).toEqual([[job.id], ['webhook 0'], dueFor])
  })

  it.each(['WORK', 'TURN'] as const)('and was due soon anyway pays what it owes then: %s', async (dueFor) => {
    const { job, row, released } = await handle({ status: 'CANCELLED', dueFor })
    expect([released, row?.dueFor, row?.dueAtMs]).toEqual([[job.id], null, null])
  })

  it.each(['OWED', 'WORK'] as const)('owes nothing while it is open: %s', async (dueFor) => {
    expect((await handle({ status: 'PROCESSING', dueFor })).released).toEqual([])
  })
})

it('what is not there is nothing to do', async () => {
  const { needs, counts, world } = await oneJob()
  expect(await handleDue(needs, { kind: 'due', accountId: world.accountId, jobId: 'gen_gone' })).toEqual({ kind: 'ACK' })
  expect(counts.roundTrips).toBe(1)
})
