// When things are looked at again, by figures.
import { expect, it } from 'vitest'
import { modelById } from '../../src/catalog/catalog.ts'
import type { Route } from '../../src/domain/job.ts'
import {
  currentModel, currentRoute, firstLookDelaySeconds, nextLateLook, notAfterDeadline, pollDelaySeconds, retryDelaySeconds, submittedAtMs, waitingUntilMs, workUntilMs,
} from '../../src/jobs/schedule.ts'
import { patienceSeconds } from '../../src/domain/model.ts'
import type { Job } from '../../src/store/tables.ts'
import { job } from '../store/each-term.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const route = (model: string, upstream: Route['upstream']): Route =>
  ({ provider: 'luma', model, upstream, addedText: '', options: {}, adjustments: [], outputs: 1, credits: 5 })
const routed = (change: Partial<Job> = {}): Job => job({ routes: [route('ray-2', 'luma'), route('flux-dev', 'fal')], createdAtMs: 1000, ...change })
const model = (id: string) => {
  const found = modelById(id)
  if (!found) throw new Error(`no model ${id}`)
  return found
}

it.each([
  [0, 5 * MINUTE_MS], [5 * MINUTE_MS - 1, 5 * MINUTE_MS], [5 * MINUTE_MS, 30 * MINUTE_MS], [31 * MINUTE_MS, 2 * HOUR_MS], [2 * HOUR_MS, 8 * HOUR_MS], [9 * HOUR_MS, 24 * HOUR_MS],
])('%i ms after it was given up the next look is at %i', (passedMs, nextMs) => {
  expect(nextLateLook(1000, 1000 + passedMs)).toBe(1000 + nextMs)
})

it('a day after it was given up nobody looks any more', () => {
  expect(nextLateLook(1000, 1000 + 24 * HOUR_MS)).toBeNull()
})

it.each([[1, undefined, 5], [2, undefined, 20], [3, undefined, 80], [4, undefined, 300], [9, undefined, 300], [0, undefined, 5], [1, 7, 7], [2, 7, 20], [1, 4000, 300]])(
  'before repeat %i, asked for %s s, it waits %i s', (repeat, asked, seconds) => {
    expect(retryDelaySeconds(repeat, asked)).toBe(seconds)
  },
)

it('polls at the pace of the model, or slower where it is asked to, up to five minutes', () => {
  const paced = { ...model('ray-2'), pollSeconds: 7 }
  expect([undefined, 3, 20, 4000].map((asked) => pollDelaySeconds(paced, asked))).toEqual([7, 7, 20, 300])
})

it('who calls back is looked at a quarter later than he usually takes, half a minute at most, and never after the deadline', () => {
  const sent = (measuredSeconds: number, deadlineMs = HOUR_MS) => routed({ claimedAtMs: 1000, deadlineMs, routes: [{ ...route('ray-2', 'luma'), measuredSeconds }] })
  const usual = pollDelaySeconds(model('ray-2'), undefined)
  expect([[40, 1000], [40, 11_000], [400, 1000]].map(([seconds = 0, nowMs = 0]) => firstLookDelaySeconds(sent(seconds), true, nowMs))).toEqual([50, 40, 430])
  expect([firstLookDelaySeconds(sent(400, 101_000), true, 1000), firstLookDelaySeconds(sent(400), true, 2 * HOUR_MS), firstLookDelaySeconds(sent(400), false, 1000)]).toEqual([100, usual, usual])
})

it('a job waits by the model that was chosen first, and its work by the one in use', () => {
  const second = routed({ route: 1 })
  expect(waitingUntilMs(second)).toBe(1000 + patienceSeconds(model('ray-2')) * 1000)
  expect(workUntilMs(second, 5000)).toBe(5000 + model('flux-dev').deadlineSeconds * 1000)
  expect([currentRoute(second).model, currentModel(second).id]).toEqual(['flux-dev', 'flux-dev'])
})

it('people wait as long as the row says, or as long as the work may take', () => {
  expect([patienceSeconds({ ...model('ray-2'), patienceSeconds: 5 }), patienceSeconds({ ...model('ray-2'), deadlineSeconds: 9, patienceSeconds: undefined } as never)]).toEqual([5, 9])
})

it('the sweeper looks at the deadline at the latest', () => {
  expect([notAfterDeadline(routed({ deadlineMs: 50 }), 40), notAfterDeadline(routed({ deadlineMs: 50 }), 60)]).toEqual([40, 50])
})

it('an attempt was sent when it was claimed, or, before that, when it was ordered', () => {
  expect([submittedAtMs(routed({ claimedAtMs: 7 })), submittedAtMs(routed())]).toEqual([7, 1000])
})

it('what no row of the catalogue serves is said', () => {
  expect(() => currentRoute(routed({ route: 2 }))).toThrow('has no route 2')
  expect(() => currentModel(routed({ routes: [route('gone', 'luma')] }))).toThrow('is not in the catalogue')
})
