// Who waits for a slot, as pure values: any schedule of joining, ending, cancelling and being called.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { admit, giveBack, holders, passOn, release } from '../../src/limits/arithmetic.ts'
import { reminded, toldNext } from '../../src/limits/calls.ts'
import { EMPTY_STATE } from '../../src/limits/gate-state.ts'
import type { GateState } from '../../src/limits/gate-state.ts'
import { NOBODY_WAITS, fullFor, join, leave, nextOf, rejoin } from '../../src/limits/turns.ts'
import type { Turns } from '../../src/limits/turns.ts'

const NOW_MS = Date.parse('2026-11-22T12:00:00.000Z')
const LIMITS = { perMinute: 100_000, concurrent: 3, perDay: null, readsPerMinute: 300, streams: 10 }

const joined = (turns: Turns, jobId: string, endUser: string | null = null): Turns => join(turns, { jobId, endUser, admittedAtMs: NOW_MS })
const all = (...ids: readonly string[]): Turns => ids.reduce((turns, id) => joined(turns, id, /^\d/.test(id) ? null : id.charAt(0)), NOBODY_WAITS)
const many = (count: number, endUser: (index: number) => string | null): Turns =>
  Array.from({ length: count }).reduce<Turns>((turns, _, index) => joined(turns, `gen_${index}`, endUser(index)), NOBODY_WAITS)
const idsOf = ({ waiting }: Turns): readonly string[] => waiting.map(({ jobId }) => jobId)

describe('turns', () => {
  it('of one end user are first come, first served; those of several go round', () => {
    expect(idsOf(all('1', '2', '3'))).toEqual(['1', '2', '3'])
    expect(idsOf(all('a1', 'a2', 'a3', 'b1', 'b2', '1'))).toEqual(['a1', 'b1', '1', 'a2', 'b2', 'a3'])
  })

  it('go round also with who comes again and again, so that many waiting of another are not kept behind', () => {
    let state: GateState = { ...EMPTY_STATE, turns: { ...all('a1', 'a2', 'a3', 'a4', 'b1'), concurrent: 1 } }
    const served: string[] = []
    for (let turn = 0; turn < 6; turn += 1) {
      state = passOn(state, NOW_MS)
      const [slot] = holders(state)
      if (!slot) break
      served.push(slot.jobId)
      state = release(state, [slot.jobId])
      if (slot.jobId.startsWith('b')) state = { ...state, turns: joined(state.turns, `b${turn + 2}`, 'b') }
    }
    expect(served.map((id) => id.charAt(0)).join('')).toBe('ababab')
  })

  it('have 100 places; one end user has 25 of them, client tokens 75 together', () => {
    expect(fullFor(many(99, () => null), 1, null)).toBeUndefined()
    expect(fullFor(many(99, () => null), 2, null)).toEqual({ waiting: 100 })
    expect(fullFor(many(25, () => 'asha'), 1, 'asha')).toEqual({ waiting: 25, share: 'END_USER' })
    expect(fullFor(many(25, () => 'asha'), 1, 'ravi')).toBeUndefined()
    expect(fullFor(many(75, (index) => `user ${index % 4}`), 1, 'ravi')).toEqual({ waiting: 75, share: 'CLIENT_TOKENS' })
    expect(fullFor(many(75, (index) => `user ${index % 4}`), 25, null)).toBeUndefined()
    expect(fullFor(many(75, () => null), 25, 'ravi')).toBeUndefined()
  })

  it('leave the last slot to the account, but where it waits itself; tokens never hold all', () => {
    const tokens = { ...all('a1', 'b1'), concurrent: 3 }
    expect([nextOf(tokens, 1, 1)?.jobId, nextOf(tokens, 2, 2), nextOf(tokens, 2, 0)]).toEqual(['a1', undefined, undefined])
    const both = { ...all('a1', 'b1', '1'), concurrent: 3 }
    expect([nextOf(both, 2, 1)?.jobId, nextOf(both, 2, 2)?.jobId, nextOf(both, 3, 0)]).toEqual(['a1', '1', undefined])
    expect(nextOf({ ...all('a1'), concurrent: 1 }, 0, 0)?.jobId).toBe('a1')
  })

  it('close up when one leaves, and are the same when nobody does', () => {
    const turns = all('1', '2', '3')
    expect(idsOf(leave(turns, ['2']))).toEqual(['1', '3'])
    expect(leave(turns, ['4', 'constructor'])).toBe(turns)
  })

  it('keep their round as long as somebody waits, and begin anew once nobody does', () => {
    const turns = { ...all('1', '2'), round: 4 }
    expect([leave(turns, ['1']).round, leave(turns, ['1', '2']).round]).toEqual([4, 0])
  })

  it('let one in front whose round is before those of all that wait', () => {
    expect(idsOf(joined(leave(all('a1', 'a2'), ['a1']), 'b1', 'b'))).toEqual(['b1', 'a2'])
  })

  it('are put together again in the order in which they were accepted', () => {
    const forgotten = ['b2', 'a1'].map((jobId, index) => ({ jobId, endUser: jobId.charAt(0), admittedAtMs: NOW_MS - 10 * (index + 1) }))
    expect(idsOf(rejoin(all('a2'), forgotten))).toEqual(['a1', 'b2', 'a2'])
    const together = ['2', '3', '1'].map((jobId) => ({ jobId, endUser: null, admittedAtMs: NOW_MS }))
    for (const some of [together, together.toReversed()]) expect(idsOf(rejoin(NOBODY_WAITS, some))).toEqual(['1', '2', '3'])
  })
})

const STEP = fc.oneof(
  fc.record({ what: fc.constant('ask' as const), endUser: fc.constantFrom(null, 'asha', 'ravi', 'mira'), count: fc.integer({ min: 1, max: 3 }), isPatient: fc.boolean() }),
  fc.record({ what: fc.constantFrom('end' as const, 'cancel' as const, 'give back' as const), which: fc.nat(200) }),
)

describe('any schedule of asking, ending and cancelling', () => {
  it('never runs more than the plan, wastes no slot, loses nobody, and keeps the order within an end user', () => {
    fc.assert(
      fc.property(fc.array(STEP, { maxLength: 80 }), (steps) => {
        let state = EMPTY_STATE
        let number = 0
        const accepted = new Map<string, { readonly endUser: string | null; readonly isWaiting: boolean }>()
        const begun: string[] = []
        steps.forEach((step, index) => {
          const nowMs = NOW_MS + index
          if (step.what === 'ask') {
            const jobIds = Array.from({ length: step.count }, () => `gen_${String((number += 1)).padStart(4, '0')}`)
            const verdict = admit(state, { limits: LIMITS, endUser: step.endUser, nowMs, jobIds, leaseUntilMs: nowMs + 10_000_000, ...(step.isPatient && { mayWait: jobIds }) })
            if (verdict.kind === 'ADMITTED') {
              state = verdict.state
              for (const id of jobIds) accepted.set(id, { endUser: step.endUser, isWaiting: state.turns.waiting.some(({ jobId }) => jobId === id) })
            }
          } else {
            const known = step.what === 'end' ? Object.keys(state.leases) : [...accepted.keys()]
            const id = known[step.which % Math.max(1, known.length)]
            if (id === undefined) return
            accepted.delete(id)
            state = passOn(step.what === 'give back' ? giveBack(state, [id], nowMs, false) : release(state, [id]), nowMs)
          }
          const held = Object.keys(state.leases)
          expect(held.length).toBeLessThanOrEqual(LIMITS.concurrent)
          for (const id of held) if (accepted.get(id)?.isWaiting && !begun.includes(id)) begun.push(id)
          const waiting = idsOf(state.turns)
          expect([...held, ...waiting].toSorted()).toEqual([...accepted.keys()].toSorted())
          if (waiting.length > 0 && state.turns.waiting.some(({ endUser }) => endUser === null)) expect(held).toHaveLength(LIMITS.concurrent)
          if (waiting.length > 0) expect(held.length).toBeGreaterThanOrEqual(LIMITS.concurrent - 1)
          for (const endUser of [null, 'asha', 'ravi', 'mira']) {
            const own = state.turns.waiting.filter((one) => one.endUser === endUser).map(({ jobId }) => jobId)
            expect(own).toEqual(own.toSorted())
            const begunOwn = begun.filter((id) => accepted.get(id)?.endUser === endUser)
            expect(begunOwn.every((id) => own.every((later) => id < later))).toBe(true)
          }
        })
      }),
      { numRuns: 300 },
    )
  })
})

describe('a slot that is held', () => {
  const state: GateState = { ...EMPTY_STATE, leases: { begun: { expiresAtMs: NOW_MS + 9, admittedAtMs: 1 }, called: { expiresAtMs: NOW_MS + 9, admittedAtMs: 2, calledAtMs: NOW_MS - 4999 } } }
  const told = (nowMs: number, jobId?: string) => toldNext(state, nowMs, jobId).map((slot) => slot.jobId)

  it('is told of once who was called for it may have died, or asks himself, and never once he has begun', () => {
    expect([told(NOW_MS), told(NOW_MS + 1), told(NOW_MS - 4999), told(NOW_MS, 'called'), told(NOW_MS, 'begun')]).toEqual([[], ['called'], ['called'], ['called'], []])
  })

  it('stays as it is where the rows tell the object what it knows', () => {
    const running = ['called', 'forgotten'].map((jobId) => ({ jobId, admittedAtMs: 3, endUser: null }))
    const { leases } = reminded(state, { running, waiting: [] }, { nowMs: NOW_MS, concurrent: 3, jobId: 'called' })
    expect([leases['called'], leases['forgotten']?.admittedAtMs]).toEqual([state.leases['called'], 3])
  })
})
