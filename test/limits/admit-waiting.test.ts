// What is admitted where some may wait: who has the slots that are free, who waits, and why nobody more may.
import { describe, expect, it } from 'vitest'
import { admit, figures, giveBack, passOn, release } from '../../src/limits/arithmetic.ts'
import { EMPTY_STATE } from '../../src/limits/gate-state.ts'
import type { GateState, Lease } from '../../src/limits/gate-state.ts'
import type { AdmitRequest } from '../../src/limits/gate.ts'
import { EMPTY_PURSE } from '../../src/limits/purse.ts'
import { NOBODY_WAITS, join } from '../../src/limits/turns.ts'

const NOW_MS = Date.parse('2026-11-22T12:00:00.000Z')
const limits = { perMinute: 1000, concurrent: 3, perDay: 1000, readsPerMinute: 300, streams: 10 }
const leaseUntilMs = NOW_MS + 3_600_000
const ids = (name: string, count: number): readonly string[] => Array.from({ length: count }, (_, index) => `${name}${index}`)

const ask = (state: GateState, jobIds: readonly string[], change: Partial<AdmitRequest> = {}) => admit(state, { nowMs: NOW_MS, limits, jobIds, leaseUntilMs, ...change })
function admitted(state: GateState, jobIds: readonly string[], change: Partial<AdmitRequest> = {}): GateState {
  const verdict = ask(state, jobIds, change)
  if (verdict.kind === 'DENIED') throw new Error(verdict.limit)
  return verdict.state
}
const placesOf = ({ leases, turns }: GateState) => [Object.keys(leases), turns.waiting.map(({ jobId }) => jobId)]
const lease: Lease = { admittedAtMs: NOW_MS, expiresAtMs: leaseUntilMs }

describe('of what is asked for together', () => {
  it('what may not wait has the free slots, then who may, and the others wait', () => {
    const mayWait = ['b', 'c', 'd']
    expect(placesOf(admitted(EMPTY_STATE, ['b', 'a', 'c', 'd'], { mayWait }))).toEqual([['b', 'a', 'c'], ['d']])
    expect(placesOf(admitted(EMPTY_STATE, ['a', 'b'], { mayWait }))).toEqual([['a', 'b'], []])
    expect(placesOf(admitted(EMPTY_STATE, mayWait, { mayWait, limits: { ...limits, concurrent: 1 } }))).toEqual([['b'], ['c', 'd']])
  })

  it('all counts, what waits as well, and once', () => {
    const state = admitted(EMPTY_STATE, ['a', 'b', 'c', 'd', 'd'], { mayWait: ['d'] })
    expect([state.day.count, state.generating.all]).toEqual([4, [[NOW_MS, 4]]])
    expect(ask(state, ['d', 'a'], { nowMs: NOW_MS + 500 })).toEqual({ kind: 'ADMITTED', state })
  })

  it('what waits is remembered as whose it is, and has its slot as that', () => {
    const state = admitted(EMPTY_STATE, ['a', 'b', 'c'], { mayWait: ['a', 'b', 'c'], endUser: 'asha' })
    const own = { admittedAtMs: NOW_MS, cell: 'u:asha' }
    expect(state.leases).toStrictEqual({ a: { ...own, expiresAtMs: leaseUntilMs }, b: { ...own, expiresAtMs: leaseUntilMs } })
    expect(state.turns).toStrictEqual({ concurrent: 3, round: 0, waiting: [{ ...own, jobId: 'c', endUser: 'asha', round: 1 }] })
    expect(admitted(EMPTY_STATE, ['a']).leases).toStrictEqual({ a: lease })
  })

  it('nobody gets in before who waits, where the plan has become larger', () => {
    const state = admitted(EMPTY_STATE, ['a', 'b', 'c', 'd'], { mayWait: ['d'] })
    expect(placesOf(admitted(state, ['e'], { limits: { ...limits, concurrent: 5 } }))).toEqual([['a', 'b', 'c', 'd', 'e'], []])
    expect(ask(state, ['e'], { limits: { ...limits, concurrent: 4 } })).toMatchObject({ kind: 'DENIED', limit: 'concurrent', figure: 4 })
  })

  it('none has a slot of a plan that has become smaller than what is held', () => {
    const state = admitted(EMPTY_STATE, ['a', 'b', 'c'])
    const smaller = { limits: { ...limits, concurrent: 1 } }
    expect(placesOf(admitted(state, ['d', 'e'], { ...smaller, mayWait: ['d', 'e'] }))).toEqual([['a', 'b', 'c'], ['d', 'e']])
    expect(figures(state, EMPTY_PURSE, smaller, NOW_MS).concurrent).toEqual({ limit: 1, remaining: 0, resetSeconds: 5 })
  })
})

describe('a refusal', () => {
  const full = admitted(EMPTY_STATE, ['a', 'b', 'c'])

  it('says whose slots are taken, of what may not wait', () => {
    expect(ask(full, ['d'])).toEqual({ kind: 'DENIED', limit: 'concurrent', figure: 3, retryAfterSeconds: 5 })
    expect(ask(full, ['d'], { endUser: 'asha' })).toEqual({ kind: 'DENIED', limit: 'concurrent', figure: 2, retryAfterSeconds: 5, share: 'CLIENT_TOKENS' })
    const one = { limits: { ...limits, concurrent: 1 }, endUser: 'asha' }
    expect(ask(full, ['d'], one)).toEqual({ kind: 'DENIED', limit: 'concurrent', figure: 1, retryAfterSeconds: 5 })
  })

  it('says how many wait, and whose places these are, of what may', () => {
    const waiting = admitted(full, ids('w', 75), { mayWait: ids('w', 75) })
    expect(ask(waiting, ids('x', 26), { mayWait: ids('x', 26) })).toEqual({ kind: 'DENIED', limit: 'concurrent', figure: 3, retryAfterSeconds: 5, waiting: 100 })
    expect(ask(waiting, ids('x', 26), { mayWait: ids('x', 26), endUser: 'asha' })).toEqual({ kind: 'DENIED', limit: 'concurrent', figure: 2, retryAfterSeconds: 5, share: 'END_USER', waiting: 25 })
    expect(placesOf(admitted(waiting, ids('x', 25), { mayWait: ids('x', 25) }))[1]).toHaveLength(100)
  })

  it('says nothing of places where some may not wait and have no slot', () => {
    const jobIds = ['d', ...ids('x', 101)]
    expect(ask(full, jobIds, { mayWait: ids('x', 101) })).toEqual({ kind: 'DENIED', limit: 'concurrent', figure: 3, retryAfterSeconds: 5 })
  })
})

it('the account\'s own slot is free to it, though more of its client tokens wait than may', () => {
  const turns = ids('w', 101).reduce((all, jobId, index) => join(all, { jobId, admittedAtMs: NOW_MS, endUser: `user ${index}` }), { ...NOBODY_WAITS, concurrent: 3 })
  expect(placesOf(admitted({ ...EMPTY_STATE, leases: { a: lease, b: lease }, turns }, ['c']))[0]).toEqual(['a', 'b', 'c'])
})

describe('what an account is told that has used nothing', () => {
  it('is all of it, with nothing to wait for but the day', () => {
    expect(figures(EMPTY_STATE, EMPTY_PURSE, { limits }, NOW_MS)).toEqual({
      minute: { limit: 1000, remaining: 1000, resetSeconds: 0 }, concurrent: { limit: 3, remaining: 3, resetSeconds: 0 },
      day: { limit: 1000, remaining: 1000, resetSeconds: 12 * 3600 }, reads: { limit: 300, remaining: 300, resetSeconds: 0 },
    })
  })

  it('is never less than nothing, where the day has become smaller than what was used', () => {
    expect(figures(admitted(EMPTY_STATE, ['a', 'b']), EMPTY_PURSE, { limits: { ...limits, perDay: 1 } }, NOW_MS).day?.remaining).toBe(0)
  })
})

describe('who waits', () => {
  const state = admitted(EMPTY_STATE, ['a', 'b', 'c', 'd', 'e'], { mayWait: ['d', 'e'], endUser: null })

  it('leaves its place and its day when it is given back, and the minute only where that is said', () => {
    const [kept, back] = [giveBack(state, ['d'], NOW_MS, false), giveBack(state, ['d', 'd', 'x'], NOW_MS, true)]
    expect([placesOf(kept), kept.day.count, kept.generating.all, back.generating.all]).toEqual([[['a', 'b', 'c'], ['e']], 4, [[NOW_MS, 5]], [[NOW_MS, 4]]])
  })

  it('gives no more of a day back than was counted', () => {
    expect(giveBack({ ...state, day: { ...state.day, count: 1 } }, ['a', 'd'], NOW_MS, false).day.count).toBe(0)
  })

  it('has a slot as soon as one is free, and the state is the same where none is', () => {
    expect(passOn(state, NOW_MS)).toBe(state)
    expect(placesOf(passOn(release(state, ['b']), NOW_MS))).toEqual([['a', 'c', 'd'], ['e']])
    expect(placesOf(passOn(state, leaseUntilMs))).toEqual([['d', 'e'], []])
    const nobody = release(state, ['d', 'e'])
    expect([placesOf(nobody)[1], passOn(nobody, leaseUntilMs)]).toEqual([[], nobody])
  })
})
