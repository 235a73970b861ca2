// One account weighs at most a fifth of an upstream's window: alone it neither opens its circuit, nor keeps it open, nor hides it.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AttemptOutcome, HealthState } from '../../src/health/arithmetic.ts'
import { EMPTY_STATE, FIRST_OPEN_MS, WINDOW_ATTEMPTS, beginTrial, record, snapshot, standing } from '../../src/health/arithmetic.ts'
import { LARGEST_SHARE, weigh, withinShare } from '../../src/health/weights.ts'

const noonMs = Date.parse('2026-11-22T12:00:00.000Z')
const end = (account: string, outcome: AttemptOutcome, nowMs: number) => ({ account, outcome, nowMs, seconds: 0, model: 'm' })
const after = (ends: readonly (readonly [account: string, outcome: AttemptOutcome])[], from: HealthState = EMPTY_STATE): HealthState =>
  ends.reduce((state, [account, outcome], index) => record(state, end(account, outcome, noonMs + index)), from)
const isOpen = ({ circuit }: HealthState): boolean => circuit.kind === 'OPEN'

const accountsOf = (most: number) => fc.array(fc.record({ account: fc.integer({ min: 1, max: most }).map(String) }), { maxLength: 120 })
/** Nothing that only an operator can mend: that is no account's. */
const ordinary = fc.constantFrom<AttemptOutcome>('SUCCESS', 'FAILURE', 'FAILURE', 'NEITHER')

describe('the weights of a window', () => {
  it('give nobody more than a fifth of the whole, and no attempt more than one', () => {
    fc.assert(fc.property(accountsOf(12), fc.integer({ min: 1, max: 9 }), (outcomes, least) => {
      const { of, total } = weigh(outcomes, least)
      expect(total).toBeGreaterThanOrEqual(least)
      for (const account of new Set(outcomes.map((one) => one.account))) {
        const own = outcomes.filter((one) => one.account === account).map(of)
        expect(Math.max(...own)).toBeLessThanOrEqual(1)
        expect(own.reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(total * LARGEST_SHARE + 1e-9)
      }
    }))
  })

  it('leave out nothing that need not be left out: where many take part evenly, each attempt weighs one', () => {
    fc.assert(fc.property(fc.integer({ min: 5, max: 12 }), fc.integer({ min: 1, max: 10 }), (many, each) => {
      const outcomes = Array.from({ length: many * each }, (_, index) => ({ account: String(index % many) }))
      const { of, total } = weigh(outcomes, 5)
      expect(total).toBeCloseTo(many * each)
      for (const one of outcomes) expect(of(one)).toBeCloseTo(1)
    }))
  })

  it('keep of each account its newest, at most a fifth, in the order in which they came', () => {
    fc.assert(fc.property(accountsOf(8), (outcomes) => {
      const kept = withinShare(outcomes, WINDOW_ATTEMPTS)
      expect(kept.length).toBeLessThanOrEqual(WINDOW_ATTEMPTS)
      expect(kept).toEqual(outcomes.filter((one) => kept.includes(one)))
      for (const account of new Set(outcomes.map((one) => one.account))) {
        const own = outcomes.filter((one) => one.account === account)
        const keptOwn = kept.filter((one) => one.account === account)
        expect(keptOwn.length).toBeLessThanOrEqual(WINDOW_ATTEMPTS * LARGEST_SHARE)
        expect(keptOwn).toEqual(own.slice(own.length - keptOwn.length))
      }
    }))
  })
})

describe('one account alone', () => {
  it('opens no circuit, whatever ends its attempts have', () => {
    fc.assert(fc.property(fc.array(ordinary, { maxLength: 200 }), (outcomes) => {
      expect(isOpen(after(outcomes.map((outcome) => ['one', outcome])))).toBe(false)
    }))
  })

  it('opens none beside others that do well, nor do two', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom('one', 'two'), ordinary), { maxLength: 150 }), fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 }), (failing, well) => {
      const ends = [...failing, ...well.map((account): [string, AttemptOutcome] => [account, 'SUCCESS'])]
      expect(isOpen(after(ends))).toBe(false)
    }))
  })

  it('hides nothing by its successes: what fails for the others opens all the same', () => {
    const flood = Array.from({ length: 500 }, (): [string, AttemptOutcome] => ['one', 'SUCCESS'])
    const others = Array.from({ length: 10 }, (_, index): [string, AttemptOutcome] => [`other ${index}`, 'FAILURE'])
    expect(isOpen(after([...flood, ...others]))).toBe(true)
    expect(isOpen(after([...others.slice(0, 2), ...flood, ...others.slice(2)]))).toBe(true)
  })

  it('makes a rate that others see no worse than by a fifth', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 200 }), (failures) => {
      const well = Array.from({ length: 20 }, (_, index): [string, AttemptOutcome] => [`well ${index}`, 'SUCCESS'])
      const state = after([...well, ...Array.from({ length: failures }, (): [string, AttemptOutcome] => ['one', 'FAILURE'])])
      expect(snapshot(state, noonMs + 300).successRate).toBeGreaterThanOrEqual(0.8 - 1e-9)
    }))
  })

  it('keeps a circuit open by one failed trial, not by the next', () => {
    const opened = after(['a', 'b', 'c', 'd', 'e'].map((account) => [account, 'FAILURE']))
    let [state, nowMs] = [opened, noonMs + 4 + FIRST_OPEN_MS]
    state = record(beginTrial(state, nowMs), end('one', 'FAILURE', nowMs))
    expect(standing(state.circuit, nowMs).waitSeconds).toBe(120)
    nowMs += 120_000
    for (let trial = 0; trial < 5; trial += 1) {
      state = record(beginTrial(state, nowMs), end('one', 'FAILURE', nowMs))
      expect(standing(state.circuit, nowMs)).toMatchObject({ state: 'HALF_OPEN', waitSeconds: 0 })
    }
    expect(standing(record(beginTrial(state, nowMs), end('two', 'FAILURE', nowMs)).circuit, nowMs).waitSeconds).toBe(240)
    expect(isOpen(record(beginTrial(state, nowMs), end('two', 'SUCCESS', nowMs)))).toBe(false)
  })
})

describe('a company that fails for many', () => {
  it('is shut as soon as three of them have had five failures, and with every account its own at the fifth', () => {
    const ends = ['a', 'b', 'c', 'a', 'b'].map((account): [string, AttemptOutcome] => [account, 'FAILURE'])
    expect(isOpen(after(ends.slice(0, 4)))).toBe(false)
    expect(isOpen(after(ends))).toBe(true)
  })

  it('is judged also by what was kept before accounts were: as one account', () => {
    const old = Array.from({ length: 9 }, (_, index) => ({ atMs: noonMs - index, model: 'm', isSuccess: false, seconds: 1 }))
    const state: HealthState = { outcomes: old, circuit: { kind: 'CLOSED', sinceMs: null } }
    expect(isOpen(after([['a', 'FAILURE']], state))).toBe(false)
    expect(isOpen(after([['a', 'FAILURE'], ['b', 'FAILURE']], state))).toBe(true)
  })
})
