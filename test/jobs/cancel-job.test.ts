// A cancellation of a row as it may stand: what is told, who is asked, how long is waited, and when it is looked at again.
import { describe, expect, it } from 'vitest'
import { eq } from 'drizzle-orm'
import { cancelJob } from '../../src/jobs/cancel-job.ts'
import { jobs } from '../../src/store/tables.ts'
import type { CancelOutcome, FindOutcome, Upstream } from '../../src/upstreams/contract.ts'
import { oneJob } from './one-job.ts'
import type { Changes } from './one-job.ts'

/** Its company says so; `during` happens in each pause. */
async function cancelled(job: Exclude<Changes['job'], undefined>, { cancel, find, isCalledBack = false, during }: { readonly cancel?: CancelOutcome; readonly find?: FindOutcome; readonly isCalledBack?: boolean; readonly during?: object } = {}, change: Changes = {}) {
  const asked: string[] = []
  const upstream: Partial<Upstream> = {
    poll: async () => (asked.push('looked'), { kind: 'PENDING', started: true }), ...(cancel && { cancel: async () => (asked.push('cancelled'), cancel) }), ...(find && { find: async () => (asked.push('sought'), find) }),
  }
  const one = await oneJob({ upstream, job, ...change })
  const pauses: number[] = []
  const needs = {
    ...one.needs, callbacks: { ...one.needs.callbacks, isAsked: () => isCalledBack },
    pause: async (ms: number) => {
      pauses.push(ms)
      if (during) await one.world.services.database.update(jobs).set(during).where(eq(jobs.id, one.job.id))
    },
  }
  const answer = await cancelJob(needs, { accountId: one.job.accountId, endUser: null }, one.job.id)
  return { ...one, asked, pauses, needs, outcome: answer?.outcome, told: answer?.job, row: await one.read() }
}
const STOPPED: CancelOutcome = { kind: 'CANCELLED' }

describe('what waits', () => {
  it.each(['WAITING', 'QUEUED'] as const)('%s is cancelled before it started, all of it comes back, and nobody is asked', async (status) => {
    const { outcome, told, row, asked, pauses } = await cancelled({ status, startedAtMs: null }, { cancel: STOPPED })
    expect([outcome, told?.status, row, asked, pauses]).toMatchObject(['CANCELLED_BEFORE_START', 'CANCELLED', { status: 'CANCELLED', refunded: 50, cancelAskedAtMs: null }, [], []])
  })
})

describe('what is worked on', () => {
  it('is stopped, and told as it stands then', async () => {
    const { outcome, told, asked, sent } = await cancelled({ status: 'PROCESSING' }, { cancel: STOPPED, isCalledBack: true })
    expect([outcome, told?.status, asked, sent()]).toEqual(['CANCELLED_UPSTREAM', 'CANCELLED', ['looked', 'cancelled'], []])
  })

  it.each([[true, ['look 5']], [false, []]])('and goes on is asked twice, and looked at soon where its company calls back: %s', async (isCalledBack, messages) => {
    const { outcome, row, asked, sent, world } = await cancelled({ status: 'PROCESSING' }, { cancel: { kind: 'TOO_LATE' }, isCalledBack })
    expect([outcome, row, sent()]).toMatchObject(['TOO_LATE', { status: 'PROCESSING', cancelAskedAtMs: world.clock.nowMs }, messages])
    expect(asked).toEqual(['looked', 'cancelled', 'looked', 'cancelled'])
  })

  it('at a company that cannot stop it is left to it', async () => {
    const { outcome, row, asked, sent } = await cancelled({ status: 'PROCESSING' }, { isCalledBack: true })
    expect([outcome, row?.status, asked, sent()]).toEqual(['NOT_SUPPORTED_BY_PROVIDER', 'PROCESSING', [], []])
  })

  it('at a company that cannot be asked now is too late, and looked at soon', async () => {
    const { outcome, sent } = await cancelled({ status: 'PROCESSING' }, { isCalledBack: true }, { upstream: null })
    expect([outcome, sent()]).toEqual(['TOO_LATE', ['look 5']])
  })

  it('without a handle asks nobody', async () => {
    const { outcome, asked } = await cancelled({ status: 'PROCESSING' }, { cancel: STOPPED }, { ref: null })
    expect([outcome, asked]).toEqual(['TOO_LATE', []])
  })
})

describe('what is being sent', () => {
  it('is waited for eight seconds, and its wish stays', async () => {
    const { outcome, row, asked, pauses, sent } = await cancelled({ status: 'SUBMITTING' }, { cancel: STOPPED, isCalledBack: true })
    expect([outcome, row?.status, row?.cancelAskedAtMs !== null, asked, pauses, sent()]).toEqual(['TOO_LATE', 'SUBMITTING', true, [], Array.from({ length: 8 }, () => 1000), ['look 5']])
  })

  it('and is accepted meanwhile is stopped', async () => {
    const { outcome, asked, pauses } = await cancelled({ status: 'SUBMITTING' }, { cancel: STOPPED, during: { status: 'PROCESSING' } })
    expect([outcome, asked, pauses]).toEqual(['CANCELLED_UPSTREAM', ['looked', 'cancelled'], [1000]])
  })

  it('and is ended meanwhile is too late, and looked at no more', async () => {
    const { outcome, asked, pauses, sent } = await cancelled({ status: 'SUBMITTING' }, { cancel: STOPPED, isCalledBack: true, during: { status: 'COMPLETED', outputs: [] } })
    expect([outcome, asked, pauses, sent()]).toEqual(['TOO_LATE', [], [1000], []])
  })
})

describe('what is held', () => {
  it('is sought by our own id, and stopped where it is found', async () => {
    const { outcome, asked } = await cancelled({ status: 'HELD' }, { cancel: STOPPED, find: { kind: 'FOUND', ref: { taskId: 't' } } }, { ref: null })
    expect([outcome, asked]).toEqual(['CANCELLED_UPSTREAM', ['sought', 'looked', 'cancelled']])
  })

  it('stays held where its company does not know it, or cannot be asked for it, and is not looked at soon', async () => {
    const absent = await cancelled({ status: 'HELD' }, { cancel: STOPPED, find: { kind: 'ABSENT' }, isCalledBack: true }, { ref: null })
    expect([absent.outcome, absent.row?.status, absent.asked, absent.sent()]).toEqual(['TOO_LATE', 'HELD', ['sought'], []])
    const unasked = await cancelled({ status: 'HELD' }, { cancel: STOPPED })
    expect([unasked.outcome, unasked.row?.status, unasked.asked]).toEqual(['TOO_LATE', 'HELD', []])
  })
})

describe('what has ended', () => {
  it.each([['COMPLETED', 'TOO_LATE', 1], ['FAILED', 'TOO_LATE', 1], ['CANCELLED', 'CANCELLED_UPSTREAM', 1], ['CANCELLED', 'CANCELLED_BEFORE_START', null]] as const)('%s is told as %s, and no wish is written', async (status, told, startedAtMs) => {
    const { outcome, asked, row } = await cancelled({ status, startedAtMs }, { cancel: STOPPED, isCalledBack: true })
    expect([outcome, asked, row?.cancelAskedAtMs]).toEqual([told, [], null])
  })

  it('at a company that cannot stop anything is too late as well', async () => {
    expect((await cancelled({ status: 'COMPLETED' })).outcome).toBe('TOO_LATE')
  })
})

it('an id of nobody\'s, or of another end user\'s, is none', async () => {
  const { needs, job } = await cancelled({ status: 'COMPLETED', endUser: 'one' })
  const { accountId } = job
  expect([await cancelJob(needs, { accountId, endUser: null }, 'gen_none'), await cancelJob(needs, { accountId, endUser: 'another' }, job.id), (await cancelJob(needs, { accountId, endUser: 'one' }, job.id))?.outcome]).toEqual([undefined, undefined, 'TOO_LATE'])
})
