// Whose turn it is begins: each as its row stands, once, and one that cannot keeps no other waiting.
import { describe, expect, it } from 'vitest'
import { beginJobs } from '../../src/jobs/begin-jobs.ts'
import type { HeldSlot } from '../../src/jobs/slots.ts'
import { patienceSeconds } from '../../src/domain/model.ts'
import { currentModel } from '../../src/jobs/schedule.ts'
import { jobs } from '../../src/store/tables.ts'
import type { JobRow } from '../../src/store/tables.ts'
import { JOB } from '../store/each-term.ts'
import { ROUTE, oneJob } from './one-job.ts'

/** What its object is told; it names another in its answer. */
async function turns(job: Partial<JobRow> = {}, next: readonly string[] = []) {
  const one = await oneJob({ ref: null, job: (nowMs) => ({ status: 'WAITING', dueFor: 'TURN', dueAtMs: nowMs + 9e6, attempt: 0, claimedAtMs: null, ...job }) })
  const told: unknown[] = []
  const { nowMs } = one.world.clock
  const answer = () => ({ next: next.map((jobId) => ({ jobId, admittedAtMs: nowMs })) })
  const gate = (accountId: string) => ({
    ...one.needs.gate(accountId),
    release: async (request: unknown) => (told.push(['release', accountId, request]), answer()), giveBack: async (request: unknown) => (told.push(['giveBack', accountId, request]), answer()),
  })
  const slot = (jobId: string, agoMs = 0): HeldSlot => ({ jobId, admittedAtMs: nowMs - agoMs })
  return { ...one, told, slot, begin: (...slots: readonly HeldSlot[]) => beginJobs({ ...one.needs, gate }, one.job.accountId, { next: slots }) }
}

describe('one that waits', () => {
  it('begins: it is sent, and its patience counts from now', async () => {
    const { begin, slot, job, read, sent, told, world } = await turns()
    await begin(slot(job.id))
    const { nowMs } = world.clock
    expect(await read()).toMatchObject({ status: 'QUEUED', dueFor: 'WORK', dueAtMs: nowMs + 90_000, waitedUntilMs: nowMs, deadlineMs: nowMs + patienceSeconds(currentModel(job)) * 1000 })
    expect([sent(), told, world.queues.waiting().map(({ body }) => body)]).toMatchObject([['submit 0'], [], [{ kind: 'submit', accountId: job.accountId, jobId: job.id, upstream: 'luma' }]])
  })

  it('begins once, however often it is told of', async () => {
    const { begin, slot, job, sent, counts } = await turns()
    await begin(slot(job.id), slot(job.id))
    expect([sent(), counts.roundTrips]).toEqual([['submit 0'], 2])
    await begin(slot(job.id))
    expect(sent()).toEqual(['submit 0'])
  })

  it('is sent by one of two that are told at once', async () => {
    const { begin, slot, job, sent } = await turns()
    await Promise.all([begin(slot(job.id)), begin(slot(job.id))])
    expect(sent()).toEqual(['submit 0'])
  })
})

it.each(['QUEUED', 'SUBMITTING', 'PROCESSING', 'HELD'] as const)('one that is %s has begun', async (status) => {
  const { begin, slot, job, read, sent, told } = await turns({ status })
  await begin(slot(job.id, 9e9))
  expect([(await read())?.status, sent(), told]).toEqual([status, [], []])
})

it.each(['COMPLETED', 'FAILED', 'CANCELLED'] as const)('one that is %s gives its slot back, and who comes instead begins', async (status) => {
  const { begin, slot, job, sent, told, world } = await turns({ status }, ['gen_instead'])
  await world.services.database.insert(jobs).values({ ...JOB, accountId: job.accountId, id: 'gen_instead', routes: [ROUTE], status: 'WAITING' })
  await begin(slot(job.id))
  expect([told, sent()]).toEqual([[['release', job.accountId, { jobIds: [job.id], nowMs: world.clock.nowMs }]], ['submit 0']])
})

it.each([[119_999, 0], [120_000, 1]])('one without a row, admitted %i ms ago, gives its slot back %i times: its request may be about to make it', async (agoMs, times) => {
  const { begin, slot, job, told, world } = await turns()
  await begin(slot('gen_unmade', agoMs))
  expect(told).toEqual(Array.from({ length: times }, () => ['giveBack', job.accountId, { jobIds: ['gen_unmade'], nowMs: world.clock.nowMs }]))
})

it('one that cannot begin is told of, and keeps no other waiting', async () => {
  const { begin, slot, job, sent, logged, world } = await turns()
  await world.services.database.insert(jobs).values({ ...JOB, accountId: job.accountId, id: 'gen_broken', routes: [], status: 'WAITING' })
  await begin(slot('gen_broken'), slot(job.id))
  expect([logged(), sent()]).toEqual([['not begun'], ['submit 0']])
})

it('nobody begins where none is told of', async () => {
  const { needs, job, counts } = await turns()
  await beginJobs(needs, job.accountId, undefined)
  expect(counts.roundTrips).toBe(0)
})
