// How a job ends: what comes back, what is owed, what is deleted, and what is due afterwards.
import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { FailureReason, JobStatus } from '../../src/domain/job.ts'
import { cancelOpenJob, cancelStoppedJob, completeJob, completeLate, deleteLeftovers, failJob, failureOf, giveJobUp, isGivenUp, payOwed } from '../../src/jobs/end-job.ts'
import { toldJob } from '../../src/jobs/tell.ts'
import { openDatabase } from '../../src/store/database.ts'
import { accounts, jobs } from '../../src/store/tables.ts'
import type { Refusal } from '../../src/upstreams/contract.ts'
import { outcomeOf } from '../../src/jobs/record-end.ts'
import { faultyD1 } from '../store/faulty-d1.ts'
import { ROUTE, file, oneJob } from './one-job.ts'

const DAY_MS = 86_400_000
const later = (minutes: number | null, completedAtMs: number): number | null => (minutes === null ? null : completedAtMs + minutes * 60_000)

describe('what is made', () => {
  it.each([[1, 1, 50, 0], [1, 2, 50, 25], [1, 3, 50, 33], [2, 2, 50, 0], [3, 2, 50, 0], [2, 3, 50, 16], [1, 1, 20, 30], [1, 1, 80, 0]])('is paid by what there is of it: %i of %i outputs, by a model of %i credits, give back %i of 50', async (made, wanted, credits, refunded) => {
    const { needs, job, read, world } = await oneJob({ job: { routes: [{ ...ROUTE, outputs: wanted, credits }], retentionDays: 3 } })
    expect(await completeJob(needs, job, Array.from({ length: made }, (_, index) => file(`f${index}`)))).toBe(true)
    const { nowMs } = world.clock
    expect(await read()).toMatchObject({ status: 'COMPLETED', refunded, errorCode: null, errorReason: null, completedAtMs: nowMs, expiresAtMs: nowMs + 3 * DAY_MS, dueFor: 'DELETE', dueAtMs: nowMs + 3 * DAY_MS })
  })

  it('is written down as whose work it is, told, and its other files are deleted, also those that came too late; it is once', async () => {
    const { needs, job, read, recorded, deleted, released, sent, logged, world } = await oneJob({ job: { webhookUrl: 'https://receiver.example.com' } })
    expect([await completeJob(needs, job, [file('a'), file('b')]), await completeJob(needs, job, [file('c')])]).toEqual([true, false])
    const at = new Date(world.clock.nowMs).toISOString()
    expect([recorded, deleted, released, sent()]).toEqual([[`a ${at}`, `b ${at}`], [`/${job.id}/ but a,b`, 'c'], [job.id], ['webhook 0']])
    expect((await read())?.outputs).toHaveLength(2)
    expect(logged().filter((event) => event === 'job ended')).toHaveLength(1)
  })

  it('in a test is nobody\'s work, and told to nobody who did not ask', async () => {
    const { needs, job, recorded, sent } = await oneJob({ job: { routes: [{ ...ROUTE, upstream: 'test' }] } })
    await completeJob(needs, job, [file('a')])
    expect([recorded, sent()]).toEqual([[], []])
  })

  it('and is not what was priced rings once', async () => {
    const { needs, job, alarms } = await oneJob()
    await completeJob(needs, job, [file('a', { durationSeconds: 50 })])
    await completeJob(needs, job, [file('b', { durationSeconds: 50 })])
    expect(alarms()).toEqual(['PRICE ray-2'])
  })

  it('late is free, and says why it had been given up', async () => {
    const { needs, job, read } = await oneJob({ job: { status: 'FAILED', errorCode: 'INVALID_INPUT', errorReason: 'TIMEOUT', errorField: 'image', refunded: 50 } })
    await completeLate(needs, job, [file('a')])
    expect(await read()).toMatchObject({ status: 'COMPLETED', refunded: 50, errorCode: 'INVALID_INPUT', errorReason: 'TIMEOUT', errorField: 'image' })
  })
})

describe('what is not made', () => {
  it('fails with its words, all given back, and is due for nothing', async () => {
    const { needs, job, read, deleted } = await oneJob()
    expect(await failJob(needs, job, { code: 'INVALID_INPUT', reason: 'INPUT_MEDIA', field: 'image' })).toBe(true)
    expect(await read()).toMatchObject({ status: 'FAILED', errorCode: 'INVALID_INPUT', errorReason: 'INPUT_MEDIA', errorField: 'image', refunded: 50, dueFor: null, dueAtMs: null, expiresAtMs: null })
    expect(deleted).toEqual([`/${job.id}/ but `])
  })

  it('fails without a field', async () => {
    const { needs, job, read } = await oneJob()
    await failJob(needs, job, { code: 'GENERATION_FAILED', reason: 'MEDIA' })
    expect((await read())?.errorField).toBeNull()
  })

  it.each([[2, 'LATE', 5], [0, null, null]] as const)('and given up after %i attempts is due for %s, and keeps its files for that', async (attempt, dueFor, minutes) => {
    const { needs, job, read, deleted, world } = await oneJob({ job: { attempt } })
    await giveJobUp(needs, job, 'UNKNOWN_OUTCOME')
    expect(await read()).toMatchObject({ status: 'FAILED', errorReason: 'UNKNOWN_OUTCOME', errorCode: 'GENERATION_FAILED', refunded: 50, dueFor, dueAtMs: later(minutes, world.clock.nowMs) })
    expect(deleted).toEqual([])
  })

  it.each([['ALL', 50], ['NOTHING', 0]] as const)('and cancelled gives back %s', async (comesBack, refunded) => {
    const { needs, job, read } = await oneJob()
    await cancelOpenJob(needs, job, comesBack)
    expect(await read()).toMatchObject({ status: 'CANCELLED', refunded, dueFor: null, errorCode: null })
  })

  it.each([['luma', 'ray-2', 'luma', 0], ['flux-krea', 'flux-krea', 'fal', 50]] as const)('and stopped by %s gives back what the row of %s at %s says: %i', async (provider, model, upstream, refunded) => {
    const { needs, job, read } = await oneJob({ job: { routes: [{ ...ROUTE, provider, model, upstream }] } })
    await cancelStoppedJob(needs, job)
    expect(await read()).toMatchObject({ status: 'CANCELLED', refunded })
  })

  it('and stopped after it went on to a cheaper model gives back the difference, whatever the company keeps', async () => {
    const { needs, job, read } = await oneJob({ job: { routes: [ROUTE, { ...ROUTE, credits: 30 }], route: 1 } })
    await cancelOpenJob(needs, job, 'NOTHING')
    expect(await read()).toMatchObject({ status: 'CANCELLED', refunded: 20 })
  })

  it('is not ended twice', async () => {
    const { needs, job, read } = await oneJob()
    expect([await cancelOpenJob(needs, job, 'NOTHING'), await failJob(needs, job, { code: 'GENERATION_FAILED', reason: null }), await giveJobUp(needs, job, 'TIMEOUT')]).toEqual([true, false, false])
    expect(await read()).toMatchObject({ status: 'CANCELLED', refunded: 0 })
  })

  it('frees no slot where it cannot be written down', async () => {
    const { needs, job, released } = await oneJob()
    const database = openDatabase(faultyD1(env.DB, () => 'BEFORE', 'D1_ERROR: no such column: nothing: SQLITE_ERROR'))
    await expect(failJob({ ...needs, database }, job, { code: 'GENERATION_FAILED', reason: 'TIMEOUT' })).rejects.toThrow('no such column')
    expect(released).toEqual([])
  })

  it.each([[0, 'WORK'], [15 * 60_000, 'WORK'], [15 * 60_000 + 1, 'OWED']])('stays owed where its slot cannot be given back now, and in its place where it is due within 15 minutes: %i', async (dueMs, dueFor) => {
    const { needs, job, read, logged } = await oneJob({ job: (nowMs) => ({ dueAtMs: nowMs + dueMs }) })
    const gate = () => ({ ...needs.gate(job.accountId), release: () => Promise.reject(new Error('away')) })
    expect(await failJob({ ...needs, gate }, job, { code: 'GENERATION_FAILED', reason: 'TIMEOUT' })).toBe(true)
    expect([(await read())?.dueFor, logged()]).toEqual([dueFor, ['job ended', 'owed after the end']])
  })
})

describe('what was stored for a job that somebody else has moved', () => {
  it('stays while it is open: whoever goes on with it may want it', async () => {
    const { needs, job, deleted, world } = await oneJob()
    await world.services.database.update(jobs).set({ attempt: 3 }).where(eq(jobs.id, job.id))
    expect([await completeJob(needs, job, [file('a')]), deleted]).toEqual([false, []])
  })

  it('stays where it was given up, since it is looked for again', async () => {
    const { needs, job, deleted, world } = await oneJob()
    await world.services.database.update(jobs).set({ attempt: 3, status: 'FAILED', errorCode: 'GENERATION_FAILED', errorReason: 'TIMEOUT' }).where(eq(jobs.id, job.id))
    expect([await completeJob(needs, job, [file('a')]), deleted]).toEqual([false, []])
  })

  it.each([['has what it was completed with', 1, null, ['b']], ['is over at its hour', 0, null, ['a', 'b']], ['has been emptied', 1, 1, ['a', 'b']]] as const)('goes where the other %s', async (_, moreMs, expiredAtMs, gone) => {
    const { needs, job, deleted, world } = await oneJob()
    await world.services.database.update(jobs).set({ status: 'COMPLETED', outputs: [file('a')], expiresAtMs: world.clock.nowMs + moreMs, expiredAtMs }).where(eq(jobs.id, job.id))
    expect([await completeJob(needs, job, [file('a'), file('b')]), deleted]).toEqual([false, gone])
  })

  it('is not asked to go where all of it is kept', async () => {
    const { needs, job, world } = await oneJob()
    await world.services.database.update(jobs).set({ status: 'COMPLETED', outputs: [file('a')], expiresAtMs: world.clock.nowMs + 1 }).where(eq(jobs.id, job.id))
    const media = { ...needs.media, delete: () => Promise.reject(new Error('asked')) }
    expect(await completeJob({ ...needs, media }, job, [file('a')])).toBe(false)
  })

  it('goes where it was cancelled', async () => {
    const { needs, job, deleted } = await oneJob()
    await cancelOpenJob(needs, job, 'ALL')
    deleted.length = 0
    expect([await completeJob(needs, job, [file('a')]), deleted]).toEqual([false, ['a']])
  })
})

describe('what follows an end', () => {
  it('is told to who waits for it, as it stands: what came back, and which input is at fault', async () => {
    const { needs, job } = await oneJob({ job: { refunded: 5 } })
    const told: (string | undefined)[] = []
    const gate = () => ({ ...needs.gate(job.accountId), release: async ({ ended }: { readonly ended?: { readonly telling: { readonly row: string } } }) => void told.push(ended?.telling.row) })
    await failJob({ ...needs, gate }, job, { code: 'INVALID_INPUT', reason: 'INPUT_MEDIA', field: 'image' })
    expect(told.map((row) => toldJob(row ?? ''))).toMatchObject([{ id: job.id, status: 'FAILED', refunded: 55, errorField: 'image' }])
  })

  it.each([[5, ['events 0']], [null, []]])('is told to the account\'s endpoints where they await anything: %s', async (eventsDueAtMs, messages) => {
    const { needs, job, sent, world } = await oneJob()
    await world.services.database.update(accounts).set({ eventsDueAtMs }).where(eq(accounts.id, job.accountId))
    await failJob(needs, job, { code: 'GENERATION_FAILED', reason: null })
    expect(sent()).toEqual(messages)
  })

  it.each([[0, ['a']], [1, []]])('deletes at once what is kept for %i days, and costs no look at the row', async (retentionDays, gone) => {
    const { needs, job, deleted, counts } = await oneJob({ job: { retentionDays } })
    await completeJob(needs, job, [file('a')])
    expect([deleted.slice(1), counts.roundTrips]).toEqual([gone, 2])
  })

  it('deletes what was put beside what its owner has deleted meanwhile', async () => {
    const { needs, job, deleted, world } = await oneJob()
    const poster = async (): Promise<boolean> => {
      await world.services.database.update(jobs).set({ expiredAtMs: 1 }).where(eq(jobs.id, job.id))
      return true
    }
    await completeJob({ ...needs, media: { ...needs.media, poster } }, job, [file('a')], ['https://theirs.example/a.png'])
    expect(deleted.slice(1)).toEqual(['a'])
  })

  it.each([[10, 30], [31, 120]])('of what was given up %i minutes ago is a look %i minutes after that', async (agoMinutes, minutes) => {
    const { needs, job, read, world } = await oneJob({ job: (nowMs) => ({ status: 'FAILED', errorReason: 'TIMEOUT', dueFor: 'OWED', completedAtMs: nowMs - agoMinutes * 60_000 }) })
    await payOwed(needs, { ...job, status: 'FAILED' })
    expect(await read()).toMatchObject({ dueFor: 'LATE', dueAtMs: world.clock.nowMs + (minutes - agoMinutes) * 60_000 })
  })
})

it.each([[0, [], []], [1, [], ['but ']], [1, ['a'], []], [2, ['a'], ['but a']], [2, null, ['but ']]])('after %i attempts with %j kept, what else is stored is deleted: %j', async (attempt, kept, deleted) => {
  const one = await oneJob()
  await deleteLeftovers(one.needs, { ...one.job, attempt, outputs: kept && kept.map((name) => file(name)) })
  expect(one.deleted).toEqual(deleted.map((words) => `/${one.job.id}/ ${words}`))
})

it('what it was made from goes with it, where anything stands aside', async () => {
  const one = await oneJob({ job: { storedInputs: 2 } })
  await deleteLeftovers(one.needs, { ...one.job, attempt: 0 })
  expect([one.deleted.map((key) => key.split('/').at(-1)), (await one.read())?.storedInputs]).toEqual([['0', '1'], 0])
})

it.each<readonly [JobStatus, FailureReason | null, number, boolean]>([
  ['FAILED', 'TIMEOUT', 1, true], ['FAILED', 'UNKNOWN_OUTCOME', 1, true], ['FAILED', 'TIMEOUT', 0, false], ['FAILED', 'UPSTREAM', 1, false], ['FAILED', null, 1, false], ['COMPLETED', 'TIMEOUT', 1, false], ['CANCELLED', 'UNKNOWN_OUTCOME', 1, false],
])('%s for %s after %i attempts was given up: %s', (status, errorReason, attempt, givenUp) => {
  expect(isGivenUp({ status, errorReason, attempt })).toBe(givenUp)
})

it.each<readonly [Refusal, object, string, string | undefined]>([
  ['INPUT_MEDIA', { code: 'INVALID_INPUT', reason: 'INPUT_MEDIA', field: 'image' }, 'NEITHER', 'NEITHER'], ['MODERATED', { code: 'GENERATION_FAILED', reason: 'MODERATED' }, 'NEITHER', 'NEITHER'],
  ['INVALID_INPUT', { code: 'INVALID_INPUT', reason: 'UPSTREAM' }, 'NEITHER', 'NEITHER'], ['BUSY', { code: 'PROVIDER_UNAVAILABLE', reason: 'UPSTREAM' }, 'NEITHER', 'NEITHER'],
  ['UNAVAILABLE', { code: 'PROVIDER_UNAVAILABLE', reason: 'UPSTREAM' }, 'FAILURE', 'ALARM'], ['FAILED', { code: 'GENERATION_FAILED', reason: 'UPSTREAM' }, 'FAILURE', 'ALARM'],
])('a refusal %s is told as %o, and says %s of its company, %s with an alarm', (refusal, failure, outcome, withAlarm) => {
  const refused = { refusal, detail: 'd', field: 'image' }
  expect(failureOf(refused)).toEqual(failure)
  expect([outcomeOf(refused), outcomeOf({ ...refused, alarm: 'KEY' }), outcomeOf({ ...refused, blameless: true }), outcomeOf({ ...refused, blameless: true, alarm: 'KEY' })]).toEqual([outcome, withAlarm, 'NEITHER', 'NEITHER'])
})
