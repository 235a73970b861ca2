// Who is called for a slot that has come free: by how many of the held ones are of client tokens, and until it is known that it has begun.
import { describe, expect, it } from 'vitest'
import { callNext, calledNow, confirmed, hearing, isKnown, reminded } from '../../src/limits/calls.ts'
import { EMPTY_STATE } from '../../src/limits/gate-state.ts'
import type { GateState, Lease } from '../../src/limits/gate-state.ts'
import { NOBODY_WAITS, join } from '../../src/limits/turns.ts'
import { SLOT_LEASE_MS } from '../../src/jobs/schedule.ts'

const NOW_MS = Date.parse('2026-11-22T12:00:00.000Z')
const held: Lease = { expiresAtMs: NOW_MS + 1000, admittedAtMs: NOW_MS - 9000 }
const ofToken: Lease = { ...held, cell: 'u:asha' }

/** What waits, in this order: `ravi 1` is of that end user, `1` of the account. */
function waiting(concurrent: number, leases: GateState['leases'], ...ids: readonly string[]): GateState {
  const turns = ids.reduce((all, jobId, index) => {
    const [endUser = ''] = jobId.split(' ')
    return join(all, { jobId, admittedAtMs: NOW_MS - 100 + index, endUser: endUser === jobId ? null : endUser, ...(endUser !== jobId && { cell: `u:${endUser}` }) })
  }, { ...NOBODY_WAITS, concurrent })
  return { ...EMPTY_STATE, leases, turns }
}
const idsOf = ({ turns }: GateState): readonly string[] => turns.waiting.map(({ jobId }) => jobId)
const row = (jobId: string, endUser: string | null, admittedAtMs: number) => ({ jobId, endUser, admittedAtMs })
const calledOf = (state: GateState): readonly string[] => calledNow(state, NOW_MS).map(({ jobId }) => jobId)

describe('the last slot', () => {
  it('goes to a client token that is first, where the account holds others itself', () => {
    expect(calledOf(callNext(waiting(3, { a: held, b: held }, 'ravi 1', '1'), NOW_MS))).toEqual(['ravi 1'])
  })

  it('goes to the account, where client tokens hold all others', () => {
    expect(calledOf(callNext(waiting(3, { a: ofToken, b: ofToken }, 'ravi 1', '1'), NOW_MS))).toEqual(['1'])
  })
})

describe('whoever is called', () => {
  it('has a slot from now on, as what it was counted as, and waits no more', () => {
    const state = callNext(waiting(2, { a: held }, '1', 'ravi 1'), NOW_MS)
    expect(state.leases).toStrictEqual({ a: held, 1: { expiresAtMs: NOW_MS + SLOT_LEASE_MS, admittedAtMs: NOW_MS - 100, calledAtMs: NOW_MS } })
    const token = callNext(waiting(3, { a: held }, 'ravi 1', '1'), NOW_MS)
    expect(token.leases['ravi 1']).toStrictEqual({ expiresAtMs: NOW_MS + SLOT_LEASE_MS, admittedAtMs: NOW_MS - 100, calledAtMs: NOW_MS, cell: 'u:ravi' })
    expect([idsOf(state), idsOf(token)]).toEqual([['ravi 1'], []])
  })

  it('leaves its round to who still waits, and the first one where nobody does', () => {
    const some = callNext(waiting(1, {}, '1', '2'), NOW_MS)
    expect([some.turns.round, callNext({ ...some, leases: {} }, NOW_MS).turns.round]).toEqual([1, 0])
  })

  it('is told no more once it has begun, and keeps its slot', () => {
    const called = callNext(waiting(1, {}, 'ravi 1'), NOW_MS)
    const begun = confirmed(called, 'ravi 1')
    expect([calledOf(called), calledOf(begun), isKnown(begun, 'ravi 1')]).toEqual([['ravi 1'], [], true])
    expect(begun.leases['ravi 1']).toStrictEqual({ expiresAtMs: NOW_MS + SLOT_LEASE_MS, admittedAtMs: NOW_MS - 100, cell: 'u:ravi' })
    expect([confirmed(begun, 'ravi 1'), confirmed(begun, 'unknown')]).toEqual([begun, begun])
  })
})

describe('what the plan allows', () => {
  it('is kept where somebody waits and it is another figure', () => {
    const some = waiting(1, { a: held }, '1')
    expect([hearing(some, 1), hearing(some, 3).turns.concurrent]).toEqual([some, 3])
    expect(hearing(some, 1)).toBe(some)
    expect(hearing(EMPTY_STATE, 3)).toBe(EMPTY_STATE)
  })
})

describe('what the rows remind it of', () => {
  const request = { nowMs: NOW_MS, concurrent: 4, jobId: 'x' }

  it('has slots where it runs, also where it was taken to wait, and is counted as what it was', () => {
    const state = reminded(waiting(2, { a: held }, '1', '2'), { running: [row('a', null, 7), row('1', null, 8), row('b', 'ravi', 9)], waiting: [] }, request)
    const forgotten = { expiresAtMs: NOW_MS + SLOT_LEASE_MS }
    expect(state.leases).toStrictEqual({ a: held, 1: { ...forgotten, admittedAtMs: 8 }, b: { ...forgotten, admittedAtMs: 9, cell: 'u:ravi' } })
    expect([idsOf(state), state.turns.concurrent]).toEqual([['2'], 4])
  })

  it('waits once, though it was known to, and not at all where it has a slot', () => {
    const state = reminded(waiting(2, { a: held }, '2'), { running: [], waiting: [row('a', null, 5), row('2', null, 6), row('ravi 3', 'ravi', 7), row('4', null, 8)] }, request)
    expect(state.turns.waiting).toStrictEqual([
      { jobId: 'ravi 3', admittedAtMs: 7, endUser: 'ravi', round: 1, cell: 'u:ravi' },
      { jobId: '4', admittedAtMs: 8, endUser: null, round: 1 },
      { jobId: '2', admittedAtMs: NOW_MS - 100, endUser: null, round: 2 },
    ])
  })
})
