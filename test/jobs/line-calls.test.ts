// What a company's line is asked and told of a job, and who is sent for by whoever freed a place (jobs/places.ts).
import { describe, expect, it } from 'vitest'
import { currentModel, workUntilMs } from '../../src/jobs/schedule.ts'
import { freePlace, leaveLines, takePlace } from '../../src/jobs/places.ts'
import { ROUTE, oneJob } from './one-job.ts'
import type { Changes } from './one-job.ts'

const NEXT = [{ accountId: 'acc_n', jobId: 'gen_n' }, { accountId: 'acc_m', jobId: 'gen_m' }]

/** With what the line answers. */
async function atLine(job: Changes['job'] = {}, waitSeconds: number | null = null) {
  const one = await oneJob({ ref: null, job: (nowMs) => ({ status: 'QUEUED', attempt: 0, claimedAtMs: null, createdAtMs: nowMs - 5000, ...(typeof job === 'function' ? job(nowMs) : job) }) })
  const told: unknown[] = []
  const places: Pick<typeof one.needs.places, 'ask' | 'free'> = {
    ask: async (upstream, asked) => (told.push([upstream, asked]), { waitSeconds, next: NEXT }),
    free: async (upstream, freed) => (told.push([upstream, freed]), { restSeconds: 44, next: NEXT.slice(0, 1) }),
  }
  return { ...one, told, needs: { ...one.needs, places } }
}
const TEST = { routes: [{ ...ROUTE, upstream: 'test' }] } as const

describe('a place is asked for', () => {
  it('for the next attempt, since it was ordered, until it will be over, and who comes is sent for', async () => {
    const { needs, job, told, sent, world } = await atLine()
    expect(await takePlace(needs, job, true)).toBe(true)
    const asked = { jobId: job.id, accountId: job.accountId, isPaid: true, untilMs: job.deadlineMs, attempt: 1, sinceMs: job.createdAtMs, leaseUntilMs: workUntilMs(job, world.clock.nowMs), usualSeconds: currentModel(job).typicalSeconds }
    expect(told).toStrictEqual([['luma', asked]])
    expect([sent(), world.queues.waiting().map(({ body }) => body)]).toMatchObject([['submit 0', 'submit 0'], NEXT.map((one) => ({ kind: 'submit', ...one, upstream: 'luma' }))])
  })

  it('since it had a slot, where it waited for one, and by what its model was measured to take', async () => {
    const { needs, job, told } = await atLine((nowMs) => ({ waitedUntilMs: nowMs - 1000, routes: [{ ...ROUTE, measuredSeconds: 33 }] }))
    await takePlace(needs, job, false)
    expect(told).toMatchObject([['luma', { sinceMs: job.createdAtMs + 4000, isPaid: false, usualSeconds: 33 }]])
  })

  it.each([[2, 0, 0, true], [1, 0, 0, false], [3, 1, 0, true], [2, 1, 0, false], [3, 0, 1, true], [2, 0, 1, false]])('after %i attempts, %i refused and by route %i, as of one that it took no more of: %s', async (attempt, refusals, route, isAgain) => {
    const { needs, job, told } = await atLine((nowMs) => ({ attempt, refusals, route, routes: [ROUTE, ROUTE], claimedAtMs: nowMs - 7000 }))
    await takePlace(needs, job, true)
    expect(told).toMatchObject([['luma', { attempt: attempt + 1 }]])
    expect(JSON.stringify(told).includes(`"refusedAtMs":${job.claimedAtMs}`)).toBe(isAgain)
  })

  it('by one that was never claimed as of one that was never refused', async () => {
    const { needs, job, told } = await atLine({ attempt: 2 })
    await takePlace(needs, job, true)
    expect(JSON.stringify(told)).not.toContain('refusedAtMs')
  })

  it.each([[10, 90], [30, 90], [31, 91], [600, 660], [7200, 3600]])('and where it comes in %i s the row is looked at in %i s, and no later than at its deadline', async (waitSeconds, dueSeconds) => {
    const { needs, job, read, world } = await atLine({}, waitSeconds)
    expect(await takePlace(needs, job, true)).toBe(false)
    expect(await read()).toMatchObject({ status: 'QUEUED', dueAtMs: world.clock.nowMs + dueSeconds * 1000 })
  })

  it('of no test upstream, which has room for all', async () => {
    const { needs, job, told } = await atLine(TEST, 600)
    expect([await takePlace(needs, job, true), await freePlace(needs, job, 'MADE'), told]).toEqual([true, 0, []])
    await leaveLines(needs, job)
    expect(told).toEqual([])
  })
})

describe('a place is freed', () => {
  it('with how the attempt ended and for how long its company wants nobody; who comes is sent for', async () => {
    const { needs, job, told, sent } = await atLine({ attempt: 3 })
    expect([await freePlace(needs, job, 'BUSY', 9), await freePlace(needs, job, 'MADE'), sent()]).toEqual([44, 44, ['submit 0', 'submit 0']])
    expect(told).toStrictEqual([['luma', { jobId: job.id, attempt: 3, ending: 'BUSY', retryAfterSeconds: 9 }], ['luma', { jobId: job.id, attempt: 3, ending: 'MADE' }]])
  })

  it('in each line where it has stood, once, and in none where it never was', async () => {
    const routes = (['luma', 'fal', 'luma', 'test', 'vidu'] as const).map((upstream) => ({ ...ROUTE, upstream }))
    const { needs, job, told } = await atLine({ attempt: 3, routes, route: 3 })
    await leaveLines(needs, job)
    expect(told).toEqual(['luma', 'fal'].map((upstream) => [upstream, { jobId: job.id, attempt: null, ending: 'NEITHER' }]))
  })

  it('also where who comes cannot be sent for now: it is named again', async () => {
    const { needs, job, logged } = await atLine()
    const queues = { ...needs.queues, submit: () => Promise.reject(new Error('away')) }
    expect([await freePlace({ ...needs, queues }, job, 'MADE'), logged()]).toEqual([44, ['not sent for']])
  })
})
