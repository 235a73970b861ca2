import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GateState } from '../../src/limits/gate-state.ts'
import { EMPTY_STATE } from '../../src/limits/gate-state.ts'
import { admit, figures, giveBack, release, spendReads } from '../../src/limits/arithmetic.ts'
import type { Limits } from '../../src/domain/plans.ts'
import { EMPTY_PURSE } from '../../src/limits/purse.ts'

const noonMs = Date.parse('2026-11-22T12:00:00.000Z')
const wide: Limits = { perMinute: 1000, concurrent: 1000, perDay: null, readsPerMinute: 1000, streams: 100 }

/** One request for `count` new jobs; ids never repeat. */
let lastId = 0
function ask(state: GateState, limits: Limits, nowMs: number, count = 1, leaseMs = 3_600_000) {
  const jobIds = Array.from({ length: count }, () => `gen_${++lastId}`)
  return { jobIds, verdict: admit(state, { nowMs, limits, jobIds, leaseUntilMs: nowMs + leaseMs }) }
}

function admitted(state: GateState, limits: Limits, nowMs: number, count = 1, leaseMs?: number) {
  const { jobIds, verdict } = ask(state, limits, nowMs, count, leaseMs)
  if (verdict.kind === 'DENIED') throw new Error(`denied by ${verdict.limit}`)
  return { jobIds, state: verdict.state }
}

describe('the minute', () => {
  const limits = { ...wide, perMinute: 10 }

  it('frees 60 s after a full burst, and not a millisecond earlier', () => {
    const { state } = admitted(EMPTY_STATE, limits, noonMs, 10)
    expect(ask(state, limits, noonMs + 59_999).verdict).toEqual({
      kind: 'DENIED', limit: 'minute', figure: 10, retryAfterSeconds: 1,
    })
    expect(ask(state, limits, noonMs + 60_000, 10).verdict.kind).toBe('ADMITTED')
  })

  it('keeps what was spent late in a second for the full 60 s', () => {
    const first = admitted(EMPTY_STATE, limits, noonMs, 5).state
    const { state } = admitted(first, limits, noonMs + 900, 5)
    expect(ask(state, limits, noonMs + 60_899, 6).verdict.kind).toBe('DENIED')
    expect(ask(state, limits, noonMs + 60_900, 10).verdict.kind).toBe('ADMITTED')
  })

  it('says how long until as many fit as are wanted', () => {
    const first = admitted(EMPTY_STATE, limits, noonMs, 6).state
    const { state } = admitted(first, limits, noonMs + 20_000, 4)
    const at = noonMs + 30_000
    expect(ask(state, limits, at, 6).verdict).toMatchObject({ limit: 'minute', retryAfterSeconds: 30 })
    expect(ask(state, limits, at, 7).verdict).toMatchObject({ limit: 'minute', retryAfterSeconds: 50 })
    expect(ask(state, limits, at, 11).verdict).toMatchObject({ limit: 'minute', retryAfterSeconds: 60 })
  })

  it('never admits more than the limit in any 60 seconds, and who waits as told is admitted', () => {
    const steps = fc.array(fc.record({ waitMs: fc.integer({ min: 0, max: 9_000 }), count: fc.integer({ min: 1, max: 4 }) }), {
      minLength: 30, maxLength: 120,
    })
    fc.assert(fc.property(steps, fc.integer({ min: 0, max: 999 }), (list, offsetMs) => {
      let state = EMPTY_STATE
      let nowMs = noonMs + offsetMs
      const times: number[] = []
      for (const { waitMs, count } of list) {
        nowMs += waitMs
        const { verdict } = ask(state, limits, nowMs, count)
        if (verdict.kind === 'ADMITTED') {
          state = verdict.state
          times.push(...Array.from({ length: count }, () => nowMs))
          continue
        }
        expect(verdict.retryAfterSeconds).toBeGreaterThanOrEqual(1)
        expect(verdict.retryAfterSeconds).toBeLessThanOrEqual(60)
        expect(ask(state, limits, nowMs + verdict.retryAfterSeconds * 1000, count).verdict.kind).toBe('ADMITTED')
      }
      for (const startMs of times) {
        expect(times.filter((time) => time >= startMs && time < startMs + 60_000).length).toBeLessThanOrEqual(10)
      }
      expect(state.generating.all.length).toBeLessThanOrEqual(61)
    }))
  })
})

describe('the slots', () => {
  const limits = { ...wide, concurrent: 3 }

  it('are never held by more jobs than the limit, through any run of admissions, releases and lapses', () => {
    const step = fc.record({
      waitMs: fc.integer({ min: 0, max: 30_000 }),
      count: fc.integer({ min: 1, max: 3 }),
      leaseMs: fc.integer({ min: 1, max: 60_000 }),
      releases: fc.boolean(),
    })
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let state = EMPTY_STATE
      let nowMs = noonMs
      let running: { id: string; untilMs: number }[] = []
      for (const { waitMs, count, leaseMs, releases } of steps) {
        nowMs += waitMs
        running = running.filter(({ untilMs }) => untilMs > nowMs)
        const ended = releases ? running.shift() : undefined
        if (ended) state = release(state, [ended.id])
        const { jobIds, verdict } = ask(state, limits, nowMs, count, leaseMs)
        const untilMs = nowMs + leaseMs
        expect(verdict.kind).toBe(running.length + count <= 3 ? 'ADMITTED' : 'DENIED')
        if (verdict.kind === 'DENIED') continue
        state = verdict.state
        running.push(...jobIds.map((id) => ({ id, untilMs })))
        expect(figures(state, EMPTY_PURSE, { limits }, nowMs).concurrent.remaining).toBe(3 - running.length)
      }
    }))
  })

  it('come back when a lease lapses, though nobody released it', () => {
    const { state } = admitted(EMPTY_STATE, limits, noonMs, 3, 60_000)
    expect(ask(state, limits, noonMs + 59_999).verdict.kind).toBe('DENIED')
    expect(ask(state, limits, noonMs + 60_000).verdict.kind).toBe('ADMITTED')
  })

  it('ask the caller back in 5 s, or sooner when a lease lapses sooner', () => {
    const { state } = admitted(EMPTY_STATE, limits, noonMs, 3, 600_000)
    expect(ask(state, limits, noonMs).verdict).toEqual({ kind: 'DENIED', limit: 'concurrent', figure: 3, retryAfterSeconds: 5 })
    expect(ask(state, limits, noonMs + 598_500).verdict).toMatchObject({ limit: 'concurrent', retryAfterSeconds: 2 })
  })

  it('cost nothing again for a job that holds one', () => {
    const { jobIds, state } = admitted(EMPTY_STATE, limits, noonMs, 3)
    const again = admit(state, { nowMs: noonMs, limits, jobIds, leaseUntilMs: noonMs + 1 })
    expect(again).toEqual({ kind: 'ADMITTED', state })
  })

  it('are released once: repeating it, or an unknown job, changes nothing', () => {
    const { jobIds, state } = admitted(EMPTY_STATE, limits, noonMs, 2)
    const released = release(state, jobIds)
    expect(released.leases).toEqual({})
    expect(release(released, jobIds)).toBe(released)
    expect(release(state, ['gen_unknown', 'constructor'])).toBe(state)
  })
})

describe('the day', () => {
  const limits = { ...wide, perDay: 100 }
  const lastSecondMs = Date.parse('2026-11-22T23:59:59.000Z')

  it('admits exactly its limit, however the requests are cut', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 20, maxLength: 60 }), (counts) => {
      let state = EMPTY_STATE
      let total = 0
      for (const [index, count] of counts.entries()) {
        const { verdict } = ask(state, limits, noonMs + index * 1000, count)
        expect(verdict.kind).toBe(total + count <= 100 ? 'ADMITTED' : 'DENIED')
        if (verdict.kind === 'DENIED') continue
        state = verdict.state
        total += count
      }
      expect(figures(state, EMPTY_PURSE, { limits }, noonMs).day?.remaining).toBe(100 - total)
    }))
  })

  it('begins anew at midnight UTC', () => {
    const { state } = admitted(EMPTY_STATE, limits, lastSecondMs, 100)
    expect(ask(state, limits, lastSecondMs).verdict).toEqual({ kind: 'DENIED', limit: 'day', figure: 100, retryAfterSeconds: 1 })
    expect(ask(state, limits, lastSecondMs + 999).verdict.kind).toBe('DENIED')
    expect(ask(state, limits, lastSecondMs + 1000, 100).verdict.kind).toBe('ADMITTED')
  })

  it('does not return to yesterday for a machine whose clock is slow', () => {
    const { state } = admitted(EMPTY_STATE, limits, lastSecondMs + 1000, 100)
    expect(ask(state, limits, lastSecondMs).verdict).toMatchObject({ kind: 'DENIED', limit: 'day' })
  })

  it('is without end where the plan has no daily limit', () => {
    const { state } = admitted(EMPTY_STATE, wide, noonMs, 1000)
    expect(ask(state, { ...wide, perMinute: 3000, concurrent: 3000 }, noonMs, 1000).verdict.kind).toBe('ADMITTED')
    expect(figures(state, EMPTY_PURSE, { limits: wide }, noonMs).day).toBeNull()
  })
})

describe('a denial', () => {
  it('is all or nothing for several jobs, and changes nothing', () => {
    const limits = { ...wide, perMinute: 10 }
    const { state } = admitted(EMPTY_STATE, limits, noonMs, 8)
    const before = structuredClone(state)
    expect(ask(state, limits, noonMs, 3).verdict.kind).toBe('DENIED')
    expect(state).toEqual(before)
    expect(ask(state, limits, noonMs, 2).verdict.kind).toBe('ADMITTED')
  })

  it('names the limit that takes longest to free', () => {
    const limits: Limits = { perMinute: 2, concurrent: 2, perDay: 2, readsPerMinute: 300, streams: 100 }
    const { state } = admitted(EMPTY_STATE, limits, noonMs, 2)
    expect(ask(state, limits, noonMs).verdict).toMatchObject({ limit: 'day', retryAfterSeconds: 12 * 3600 })
    expect(ask(state, { ...limits, perDay: null }, noonMs).verdict).toMatchObject({ limit: 'minute', retryAfterSeconds: 60 })
    expect(ask(state, { ...limits, perDay: null }, noonMs + 58_000).verdict).toMatchObject({ limit: 'concurrent', retryAfterSeconds: 5 })
  })
})

describe('giving back', () => {
  const limits: Limits = { perMinute: 50, concurrent: 50, perDay: 100, readsPerMinute: 300, streams: 100 }

  it('restores slots and day to what they were; the minute as well for a replay', () => {
    const counts = fc.integer({ min: 1, max: 10 })
    const waitMs = fc.integer({ min: 0, max: 90_000 })
    fc.assert(fc.property(counts, counts, waitMs, waitMs, fc.boolean(), (earlier, count, firstMs, thenMs, replayed) => {
      const before = admitted(EMPTY_STATE, limits, noonMs, earlier).state
      const { jobIds, state } = admitted(before, limits, noonMs + firstMs, count)
      const atMs = noonMs + firstMs + thenMs
      const after = giveBack(state, jobIds, atMs, replayed)
      expect(after.leases).toEqual(before.leases)
      expect(after.day).toEqual(before.day)
      const remaining = (some: GateState) => figures(some, EMPTY_PURSE, { limits }, atMs).minute.remaining
      if (replayed && firstMs >= 1000) expect(remaining(after)).toBe(remaining(before))
      if (!replayed) expect(remaining(after)).toBe(remaining(state))
    }))
  })

  it('gives nothing back twice, nor after the job was released', () => {
    const { jobIds, state } = admitted(EMPTY_STATE, limits, noonMs, 3)
    const once = giveBack(state, jobIds, noonMs, true)
    expect(once.day.count).toBe(0)
    expect(giveBack(once, jobIds, noonMs, true)).toBe(once)
    const released = release(state, jobIds)
    expect(giveBack(released, jobIds, noonMs, true)).toBe(released)
    expect(released.day.count).toBe(3)
  })

  it('counts a job named twice once', () => {
    const { jobIds, state } = admitted(EMPTY_STATE, limits, noonMs, 2)
    const [first = ''] = jobIds
    expect(giveBack(state, [first, first], noonMs, false).day.count).toBe(1)
  })

  it('does not touch the new day for what was counted in the old one', () => {
    const lateMs = Date.parse('2026-11-22T23:59:59.900Z')
    const late = admitted(EMPTY_STATE, limits, lateMs)
    const { state } = admitted(late.state, limits, lateMs + 200)
    const after = giveBack(state, late.jobIds, lateMs + 300, false)
    expect(after.day).toEqual({ date: '2026-11-23', count: 1 })
    expect(Object.keys(after.leases)).toHaveLength(1)
  })
})

describe('reads', () => {
  it('have an allowance of their own', () => {
    const limits = { ...wide, readsPerMinute: 3, perMinute: 1 }
    let reads = EMPTY_PURSE
    for (let index = 0; index < 3; index += 1) {
      const verdict = spendReads(reads, { limits }, 1, noonMs + index * 10_000)
      if (verdict.kind === 'ADMITTED') reads = verdict.reads
    }
    expect(spendReads(reads, { limits }, 1, noonMs + 30_000)).toEqual({ kind: 'DENIED', limit: 'reads', figure: 3, retryAfterSeconds: 30 })
    expect(spendReads(reads, { limits }, 1, noonMs + 60_000).kind).toBe('ADMITTED')
    expect(figures(EMPTY_STATE, reads, { limits }, noonMs + 30_000)).toMatchObject({
      minute: { limit: 1, remaining: 1, resetSeconds: 0 },
      reads: { limit: 3, remaining: 0, resetSeconds: 30 },
    })
  })

  it.each([null, 'asha'])('of none are none: nothing is told to come back (%s)', (endUser) => {
    expect(spendReads(EMPTY_PURSE, { limits: wide, endUser }, 0, noonMs)).toEqual({ kind: 'ADMITTED', reads: EMPTY_PURSE })
  })
})
