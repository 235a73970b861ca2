// What follows a definite refusal, as pure figures: who is tried again, where, when, and for how long.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Route } from '../../src/domain/job.ts'
import { models } from '../../src/catalog/catalog.ts'
import { nextTry } from '../../src/jobs/next-try.ts'
import { MOST_ATTEMPTS, SLOT_LEASE_MS, SUBMIT_LEASE_MS, waitingUntilMs, workUntilMs } from '../../src/jobs/schedule.ts'
import { patienceSeconds } from '../../src/domain/model.ts'
import type { Job } from '../../src/store/tables.ts'
import type { Refusal, Refused } from '../../src/upstreams/contract.ts'

const ORDERED_MS = Date.parse('2026-11-22T12:00:00Z')
const route = (model: string): Route => ({ model, upstream: 'luma' }) as unknown as Route
const job = (more: Partial<Job> = {}): Job =>
  ({ status: 'SUBMITTING', attempt: 1, refusals: 0, route: 0, routes: [route('ray-2')], errorField: null, createdAtMs: ORDERED_MS, deadlineMs: ORDERED_MS + 1, ...more }) as unknown as Job
const refused = (refusal: Refusal, more: Partial<Refused> = {}): Refused => ({ refusal, detail: 'said so', ...more })
const two = [route('ray-2'), route('ray-flash-2')]

describe('a busy company', () => {
  it('is asked again with growing pauses for as long as people wait, and no refusal is counted', () => {
    const pauses: number[] = []
    let [waiting, nowMs] = [job(), ORDERED_MS]
    for (;;) {
      const again = nextTry(waiting, refused('BUSY'), nowMs)
      if (!again) break
      pauses.push(again.delaySeconds)
      expect(again.change).toMatchObject({ refusals: 0, route: 0, deadlineMs: waitingUntilMs(waiting) })
      nowMs += again.delaySeconds * 1000
      waiting = Object.assign(job(), again.change, { attempt: waiting.attempt + 1 })
    }
    expect(pauses.slice(0, 5)).toEqual([5, 20, 80, 300, 300])
    expect(nowMs).toBeLessThan(waitingUntilMs(waiting))
    expect(nowMs + 300_000).toBeGreaterThanOrEqual(waitingUntilMs(waiting))
  })

  it('is asked no earlier than it says', () => {
    expect(nextTry(job(), refused('BUSY', { retryAfterSeconds: 33 }), ORDERED_MS)?.delaySeconds).toBe(33)
  })

  it('is left for another one where there is one', () => {
    expect(nextTry(job({ routes: two }), refused('BUSY'), ORDERED_MS)).toMatchObject({ delaySeconds: 0, change: { route: 1, refusals: 0 } })
  })

  it('that gave work up for it counts as one that refuses', () => {
    expect(nextTry(job({ status: 'PROCESSING', routes: two }), refused('BUSY'), ORDERED_MS)?.change).toMatchObject({ route: 1, refusals: 1 })
    expect(nextTry(job({ status: 'PROCESSING' }), refused('BUSY'), ORDERED_MS)).toBeUndefined()
  })
})

describe('a file of the caller', () => {
  it('that could not be fetched for now is asked for once more, at the same company', () => {
    const again = nextTry(job({ routes: two }), refused('INPUT_MEDIA', { forNow: true, field: 'image' }), ORDERED_MS)
    expect(again).toMatchObject({ delaySeconds: 20, change: { route: 0, errorField: 'image' } })
    expect(nextTry(job({ routes: two, ...again?.change, attempt: 2 }), refused('INPUT_MEDIA', { forNow: true, field: 'image' }), ORDERED_MS)).toBeUndefined()
  })

  it('that cannot be used is not sent to another company', () => {
    expect(nextTry(job({ routes: two }), refused('INPUT_MEDIA', { field: 'image' }), ORDERED_MS)).toBeUndefined()
  })
})

it.each(['MODERATED', 'INVALID_INPUT'] as const)('what is refused as %s is tried nowhere else', (refusal) => {
  expect(nextTry(job({ routes: two }), refused(refusal), ORDERED_MS)).toBeUndefined()
})

it('ends whatever a company answers: at most four refusals, and no waiting beyond what the row says', () => {
  const refusals = fc.record({
    refusal: fc.constantFrom<Refusal>('BUSY', 'BUSY', 'BUSY', 'UNAVAILABLE', 'FAILED', 'INPUT_MEDIA', 'INVALID_INPUT', 'MODERATED'),
    asked: fc.option(fc.integer({ min: 1, max: 2000 }), { nil: undefined }),
    forNow: fc.boolean(),
    accepted: fc.boolean(),
    tookMs: fc.integer({ min: 0, max: 60_000 }),
  })
  fc.assert(fc.property(fc.array(refusals, { minLength: 40, maxLength: 80 }), fc.boolean(), (answers, hasTwo) => {
    let [open, nowMs, counted] = [job(hasTwo ? { routes: two } : {}), ORDERED_MS, 0]
    for (const { refusal, asked, forNow, accepted, tookMs } of answers) {
      nowMs += tookMs
      const sent = { ...open, deadlineMs: workUntilMs(open, nowMs), status: accepted ? 'PROCESSING' as const : 'SUBMITTING' as const }
      const again = nextTry(sent, refused(refusal, { ...(asked && { retryAfterSeconds: asked }), ...(forNow && { forNow: true }) }), nowMs)
      if (!again) return
      if (refusal !== 'BUSY' || accepted) counted += 1
      expect(again.change.refusals).toBe(counted)
      expect(counted).toBeLessThan(MOST_ATTEMPTS)
      expect(again.change.route).toBeGreaterThanOrEqual(open.route)
      nowMs += again.delaySeconds * 1000
      if (again.delaySeconds > 20 && !accepted) expect(nowMs).toBeLessThan(waitingUntilMs(open))
      open = Object.assign(job(), { routes: open.routes }, again.change, { attempt: open.attempt + 1 })
      if (!accepted && nowMs >= again.change.deadlineMs) return
    }
    expect.fail('it would go on for ever')
  }))
})

describe('each row', () => {
  it('keeps its slot leased for as long as its waiting and all its attempts may take', () => {
    for (const model of models) {
      const longestMs = patienceSeconds(model) * 1000 + MOST_ATTEMPTS * (SUBMIT_LEASE_MS + model.deadlineSeconds * 1000)
      expect(longestMs, model.id).toBeLessThan(SLOT_LEASE_MS)
    }
  })

  it('waits no longer than the retries of a message last', () => {
    for (const model of models) expect(4 + Math.ceil(patienceSeconds(model) / 300), model.id).toBeLessThanOrEqual(20)
  })

  it('of a company whose uploads last an hour is given up within it', () => {
    for (const model of models.filter(({ upstream }) => upstream === 'hedra')) expect(model.deadlineSeconds, model.id).toBeLessThanOrEqual(3600 - SUBMIT_LEASE_MS / 1000)
  })

  it('of Ark is given up before Ark lets a task that waits expire', () => {
    for (const model of models.filter(({ upstream }) => upstream === 'ark')) expect(model.deadlineSeconds, model.id).toBeLessThanOrEqual(3600)
  })
})
