import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AttemptOutcome, HealthState } from '../../src/health/arithmetic.ts'
import {
  EMPTY_STATE, FIRST_OPEN_MS, LEAST_MEASURED, LONGEST_OPEN_MS, TRIAL_MS, WINDOW_ATTEMPTS, WINDOW_MS, beginTrial, record, snapshot, standing,
} from '../../src/health/arithmetic.ts'

const noonMs = Date.parse('2026-11-22T12:00:00.000Z')
let accounts = 0
/** Of an account of its own, where none is named. */
const end = (outcome: AttemptOutcome, nowMs: number, seconds = 0, model = 'm', account = `acc_${(accounts += 1)}`) => ({ outcome, nowMs, seconds, model, account })
const after = (outcomes: readonly AttemptOutcome[], from: HealthState = EMPTY_STATE, nowMs = noonMs): HealthState =>
  outcomes.reduce((state, outcome, index) => record(state, end(outcome, nowMs + index)), from)
const stateAt = ({ circuit }: HealthState, nowMs: number) => standing(circuit, nowMs).state
const opened = after(['ALARM'])

/** Any history: attempts of any length, ending at any time after the one before. */
const history = fc.array(
  fc.record({
    waitMs: fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 20 * 60_000 })),
    seconds: fc.integer({ min: 0, max: 1200 }),
    outcome: fc.constantFrom<AttemptOutcome>('SUCCESS', 'FAILURE', 'FAILURE', 'ALARM', 'NEITHER'),
    model: fc.constantFrom('a', 'b'),
    account: fc.constantFrom('busy', 'busy', 'busy', 'one', 'two', 'three', 'four', 'five', 'six'),
    tries: fc.boolean(),
  }),
  { maxLength: 150 },
)
type Walk = typeof history extends fc.Arbitrary<infer Steps> ? Steps : never
type Step = { before: HealthState; state: HealthState; nowMs: number; outcome: AttemptOutcome; account: string; submittedAtMs: number }

function walk(steps: Walk, check: (step: Step) => void): void {
  let [state, nowMs] = [EMPTY_STATE, noonMs]
  for (const { waitMs, tries, ...attempt } of steps) {
    nowMs += waitMs
    const before = tries ? beginTrial(state, nowMs) : state
    state = record(before, { ...attempt, nowMs })
    check({ before, state, nowMs, outcome: attempt.outcome, account: attempt.account, submittedAtMs: nowMs - attempt.seconds * 1000 })
  }
}
const always = (check: (step: Step) => void): void => fc.assert(fc.property(history, (steps) => walk(steps, check)))

type Told = { account?: string; atMs: number; isSuccess: boolean }
const countBy = (told: readonly Told[], account: string | undefined): number => told.filter((one) => one.account === account).length

/** By another way than the arithmetic's own: lowers the whole until nobody has more than a fifth of it. */
function weighed(told: readonly Told[]): { failed: number; succeeded: number; total: number } {
  let total = told.length
  const weight = ({ account }: Told): number => Math.min(1, total / 5 / countBy(told, account))
  const sum = (some: readonly Told[]): number => some.reduce((all, one) => all + weight(one), 0)
  for (let round = 0; round < 400 && total > 5; round += 1) total = sum(told)
  total = Math.max(5, total)
  return { total, failed: sum(told.filter((one) => !one.isSuccess)), succeeded: sum(told.filter((one) => one.isSuccess)) }
}

describe('what is remembered', () => {
  it('is at most 50 attempts of at most 30 minutes, ten of an account, and its rate is theirs', () => {
    fc.assert(fc.property(history, (steps) => {
      const told: Told[] = []
      walk(steps, ({ state, nowMs, outcome, account }) => {
        if (outcome !== 'NEITHER') told.push({ atMs: nowMs, account, isSuccess: outcome === 'SUCCESS' })
        const recent = told.filter(({ atMs }) => atMs > nowMs - WINDOW_MS)
        const counted = recent.filter((one, index) => countBy(recent.slice(index), one.account) <= 10).slice(-WINDOW_ATTEMPTS)
        const { failed, succeeded } = weighed(counted)
        const { successRate } = snapshot(state, nowMs)
        if (counted.length === 0) expect(successRate).toBeNull()
        else expect(successRate).toBeCloseTo(succeeded / (succeeded + failed), 6)
        expect(state.outcomes.length).toBeLessThanOrEqual(WINDOW_ATTEMPTS)
      })
    }), { numRuns: 40 })
  })

  it('fades by itself', () => {
    const state = after(['SUCCESS', 'FAILURE'])
    expect(snapshot(state, noonMs + WINDOW_MS - 1).successRate).toBe(0.5)
    expect(snapshot(state, noonMs + WINDOW_MS + 1).successRate).toBeNull()
  })

  it('gives a median per model, of successes alone, and only of enough of them', () => {
    const seconds = [9, 2, 30, 4]
    let state = seconds.reduce((all, one) => record(all, end('SUCCESS', noonMs, one, 'a')), EMPTY_STATE)
    state = record(record(state, end('FAILURE', noonMs, 500, 'a')), end('SUCCESS', noonMs, 100, 'b'))
    expect(snapshot(state, noonMs).medianSeconds).toEqual({ a: 6.5 })
    expect(snapshot(record(state, end('SUCCESS', noonMs, 5, 'a')), noonMs).medianSeconds).toEqual({ a: 5 })
  })

  it('puts half of the times on either side of the median', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: LEAST_MEASURED, maxLength: WINDOW_ATTEMPTS }), (seconds) => {
      const state = seconds.reduce((all, one) => record(all, end('SUCCESS', noonMs, one)), EMPTY_STATE)
      const median = snapshot(state, noonMs).medianSeconds['m'] ?? Number.NaN
      expect(seconds.filter((one) => one <= median).length).toBeGreaterThanOrEqual(seconds.length / 2)
      expect(seconds.filter((one) => one >= median).length).toBeGreaterThanOrEqual(seconds.length / 2)
    }))
  })
})

describe('a closed circuit', () => {
  it('opens at the fifth failure, and not at the fourth', () => {
    expect(stateAt(after(Array.from({ length: 4 }, () => 'FAILURE')), noonMs)).toBe('CLOSED')
    expect(stateAt(after(Array.from({ length: 5 }, () => 'FAILURE')), noonMs)).toBe('OPEN')
  })

  it('bears every second attempt failing, and no more', () => {
    const half = after(['SUCCESS', 'FAILURE', 'SUCCESS', 'FAILURE', 'SUCCESS', 'FAILURE'])
    expect(stateAt(half, noonMs)).toBe('CLOSED')
    expect(stateAt(after(['FAILURE'], half), noonMs)).toBe('OPEN')
  })

  it('opens only at a failure among five outcomes of which more than half of the weight failed, or at an alarm, and always then', () => {
    always(({ before, state, nowMs, outcome }) => {
      if (before.circuit.kind !== 'CLOSED') return
      const sinceMs = before.circuit.sinceMs ?? 0
      const judged = state.outcomes.filter(({ atMs }) => atMs >= sinceMs)
      const { failed, total } = weighed(judged)
      const isFailing = judged.length >= 5 && 2 * failed > total + 1e-6
      const opens = outcome === 'ALARM' || (outcome === 'FAILURE' && isFailing)
      expect(state.circuit).toEqual(opens ? { kind: 'OPEN', sinceMs: nowMs, untilMs: nowMs + FIRST_OPEN_MS, trialUntilMs: 0 } : before.circuit)
    })
  })

  it('does not hold against an upstream what failed before it closed again', () => {
    const closed = record(after(Array.from({ length: 10 }, () => 'FAILURE')), end('SUCCESS', noonMs + FIRST_OPEN_MS + 10))
    expect(snapshot(closed, noonMs + FIRST_OPEN_MS + 10).successRate).toBeCloseTo(1 / 11)
    expect(stateAt(after(['FAILURE', 'FAILURE', 'FAILURE'], closed, noonMs + FIRST_OPEN_MS + 20), noonMs + FIRST_OPEN_MS + 30)).toBe('CLOSED')
  })
})

describe('an open circuit', () => {
  it('lets nothing through for 60 s, and not a millisecond longer', () => {
    expect(standing(opened.circuit, noonMs)).toEqual({ state: 'OPEN', sinceMs: noonMs, waitSeconds: 60 })
    expect(standing(opened.circuit, noonMs + 59_999)).toEqual({ state: 'OPEN', sinceMs: noonMs, waitSeconds: 1 })
    expect(standing(opened.circuit, noonMs + 60_000)).toEqual({ state: 'HALF_OPEN', sinceMs: noonMs + 60_000, waitSeconds: 0 })
  })

  it('doubles with every failed trial, up to 15 minutes, and begins anew after a success', () => {
    let [state, nowMs] = [opened, noonMs]
    const minutes: number[] = []
    for (let trial = 0; trial < 6; trial += 1) {
      const { waitSeconds } = standing(state.circuit, nowMs)
      minutes.push(waitSeconds / 60)
      nowMs += waitSeconds * 1000
      state = record(beginTrial(state, nowMs), end('FAILURE', nowMs))
    }
    expect(minutes).toEqual([1, 2, 4, 8, 15, 15])
    const closed = record(state, end('SUCCESS', nowMs + 1))
    expect(closed.circuit).toEqual({ kind: 'CLOSED', sinceMs: nowMs + 1 })
    expect(standing(record(closed, end('ALARM', nowMs)).circuit, nowMs).waitSeconds).toBe(60)
  })

  it('is not judged by attempts that were sent before it opened', () => {
    for (const atMs of [noonMs + 30_000, noonMs + 90_000]) {
      for (const outcome of ['SUCCESS', 'FAILURE', 'ALARM', 'NEITHER'] as const) {
        expect(record(opened, end(outcome, atMs, (atMs - noonMs) / 1000)).circuit).toBe(opened.circuit)
      }
    }
  })

  it('is not kept open longer by what fails meanwhile', () => {
    expect(record(opened, end('FAILURE', noonMs + 59_000, 1)).circuit).toBe(opened.circuit)
    expect(record(opened, end('ALARM', noonMs + 59_000, 1)).circuit).toBe(opened.circuit)
  })

  it('closes at the success of any attempt sent since, and stays open for 60 s to 15 min otherwise', () => {
    always(({ before, state, nowMs, outcome, submittedAtMs }) => {
      if (before.circuit.kind !== 'OPEN') return
      const closes = outcome === 'SUCCESS' && submittedAtMs > before.circuit.sinceMs
      expect(state.circuit.kind).toBe(closes ? 'CLOSED' : 'OPEN')
      if (state.circuit.kind !== 'OPEN') return
      const openMs = state.circuit.untilMs - state.circuit.sinceMs
      expect(openMs).toBeGreaterThanOrEqual(FIRST_OPEN_MS)
      expect(openMs).toBeLessThanOrEqual(LONGEST_OPEN_MS)
      expect(standing(state.circuit, nowMs).waitSeconds).toBeLessThanOrEqual(LONGEST_OPEN_MS / 1000)
    })
  })

  it('lets everyone through who waited as told', () => {
    always(({ state, nowMs }) => {
      const { waitSeconds } = standing(state.circuit, nowMs)
      expect(standing(state.circuit, nowMs + waitSeconds * 1000).waitSeconds).toBe(0)
    })
  })
})

describe('a half-open circuit', () => {
  const halfOpenMs = noonMs + FIRST_OPEN_MS

  it('lets one of many through, and one more each minute while none has ended', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 60 }), (waits) => {
      let [state, nowMs] = [opened, halfOpenMs]
      const passed: number[] = []
      for (const waitMs of waits) {
        nowMs += waitMs
        if (standing(state.circuit, nowMs).waitSeconds > 0) continue
        passed.push(nowMs)
        state = beginTrial(state, nowMs)
      }
      expect(passed).toHaveLength(new Set(passed).size)
      expect(passed.slice(1).every((atMs, index) => atMs - (passed[index] ?? 0) >= TRIAL_MS)).toBe(true)
    }))
  })

  it('lets the next one through at once when its trial told nothing', () => {
    const trying = beginTrial(opened, halfOpenMs)
    expect(standing(trying.circuit, halfOpenMs + 5000).waitSeconds).toBe(55)
    expect(standing(record(trying, end('NEITHER', halfOpenMs + 5000, 5)).circuit, halfOpenMs + 5000)).toMatchObject({ state: 'HALF_OPEN', waitSeconds: 0 })
  })

  it('is the only one with a trial to begin', () => {
    for (const [state, nowMs] of [[EMPTY_STATE, noonMs], [opened, halfOpenMs - 1], [beginTrial(opened, halfOpenMs), halfOpenMs + 1]] as const) {
      expect(beginTrial(state, nowMs)).toBe(state)
    }
  })
})

it('moderation and invalid input change nothing of a closed circuit, not even what is stored', () => {
  always(({ before, state, outcome }) => {
    if (outcome === 'NEITHER' && before.circuit.kind === 'CLOSED') expect(state).toBe(before)
  })
})
