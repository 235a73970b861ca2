import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EMPTY_STATE } from '../../src/limits/gate-state.ts'
import { admit, figures, giveBack, spendReads } from '../../src/limits/arithmetic.ts'
import type { GateState } from '../../src/limits/gate-state.ts'
import type { Limits } from '../../src/domain/plans.ts'
import { EMPTY_PURSE, cellOf, purseFigures, settledPurse, shareOf, shortageOf, slotsOf, spendFrom, takeBackFrom } from '../../src/limits/purse.ts'
import type { Purse } from '../../src/limits/purse.ts'

const noonMs = Date.parse('2026-11-22T12:00:00.000Z')
const wide: Limits = { perMinute: 40, concurrent: 10_000, perDay: null, readsPerMinute: 400, streams: 100 }
const MINUTE_MS = 60_000

interface Spending {
  readonly atMs: number
  readonly endUser: string | null
  readonly count: number
}

const steps = fc.array(
  fc.record({
    waitMs: fc.integer({ min: 0, max: 5000 }),
    endUser: fc.constantFrom(null, 'asha', 'ravi', 'mira', 'asha', '__proto__', 'constructor'),
    count: fc.integer({ min: 1, max: 4 }),
  }),
  { minLength: 40, maxLength: 150 },
)

/** The most that was spent in any 60 seconds, of those that are picked. */
function most(spendings: readonly Spending[], picks: (spending: Spending) => boolean): number {
  const picked = spendings.filter(picks)
  const sums = picked.map(({ atMs }) => picked.filter((other) => other.atMs >= atMs && other.atMs < atMs + MINUTE_MS).reduce((sum, { count }) => sum + count, 0))
  return Math.max(0, ...sums)
}

function expectShares(spendings: readonly Spending[], limit: number): void {
  expect(most(spendings, () => true)).toBeLessThanOrEqual(limit)
  expect(most(spendings, ({ endUser }) => endUser !== null)).toBeLessThanOrEqual((limit * 3) / 4)
  for (const name of new Set(spendings.map(({ endUser }) => endUser))) {
    if (name !== null) expect(most(spendings, ({ endUser }) => endUser === name)).toBeLessThanOrEqual(limit / 4)
  }
}

let lastId = 0
const newIds = (count: number): string[] => Array.from({ length: count }, () => `gen_${(lastId += 1)}`)

describe('client tokens', () => {
  it('have together three quarters of the minute at most, one end user a quarter; who waits as told is admitted', () => {
    fc.assert(fc.property(steps, (list) => {
      let state = EMPTY_STATE
      let nowMs = noonMs
      const spent: Spending[] = []
      for (const { waitMs, endUser, count } of list) {
        nowMs += waitMs
        const request = { nowMs, limits: wide, endUser, jobIds: newIds(count), leaseUntilMs: nowMs + MINUTE_MS }
        const verdict = admit(state, request)
        if (verdict.kind === 'DENIED') {
          const laterMs = nowMs + verdict.retryAfterSeconds * 1000
          expect(admit(state, { ...request, nowMs: laterMs, leaseUntilMs: laterMs + 1 }).kind).toBe('ADMITTED')
          continue
        }
        state = verdict.state
        spent.push({ atMs: nowMs, endUser, count })
      }
      expectShares(spent, wide.perMinute)
    }))
  })

  it('have the same shares of the reads', () => {
    fc.assert(fc.property(steps, (list) => {
      let reads = EMPTY_PURSE
      let nowMs = noonMs
      const spent: Spending[] = []
      for (const { waitMs, endUser, count } of list) {
        nowMs += waitMs
        const verdict = spendReads(reads, { limits: wide, endUser }, count * 20, nowMs)
        if (verdict.kind === 'DENIED') continue
        reads = verdict.reads
        spent.push({ atMs: nowMs, endUser, count: count * 20 })
      }
      expectShares(spent, wide.readsPerMinute)
    }))
  })

  it('never take the last slot, but where there is only one', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 8 }), fc.array(fc.constantFrom(null, 'asha', 'ravi'), { maxLength: 30 }), (concurrent, list) => {
      let state: GateState = EMPTY_STATE
      for (const endUser of list) {
        const held = Object.keys(state.leases).length
        const limits = { ...wide, perMinute: 1000, concurrent }
        const verdict = admit(state, { nowMs: noonMs, limits, endUser, jobIds: newIds(1), leaseUntilMs: noonMs + 1 })
        const slots = endUser === null || concurrent === 1 ? concurrent : concurrent - 1
        expect(verdict.kind).toBe(held < slots ? 'ADMITTED' : 'DENIED')
        if (verdict.kind === 'ADMITTED') state = verdict.state
      }
    }))
  })

  it('are told their own figures, and a refusal says whose share is used up', () => {
    const party = { limits: { ...wide, perMinute: 40, concurrent: 3 }, endUser: 'asha' }
    const jobIds = newIds(2)
    const verdict = admit(EMPTY_STATE, { ...party, nowMs: noonMs, jobIds, leaseUntilMs: noonMs + MINUTE_MS })
    const state = verdict.kind === 'ADMITTED' ? verdict.state : EMPTY_STATE
    expect(figures(state, EMPTY_PURSE, party, noonMs)).toMatchObject({
      minute: { limit: 10, remaining: 8, resetSeconds: 60 },
      concurrent: { limit: 2, remaining: 0 },
      reads: { limit: 100, remaining: 100 },
    })
    const roomy = { ...party, limits: wide }
    expect(admit(state, { ...roomy, nowMs: noonMs, jobIds: newIds(9), leaseUntilMs: noonMs })).toMatchObject({ kind: 'DENIED', limit: 'minute', figure: 10, share: 'END_USER' })
    expect(admit(state, { ...party, nowMs: noonMs, jobIds: newIds(1), leaseUntilMs: noonMs })).toMatchObject({ kind: 'DENIED', limit: 'concurrent', figure: 2, share: 'CLIENT_TOKENS' })
  })

  it('get back of their share too what is given back', () => {
    fc.assert(fc.property(fc.constantFrom(null, 'asha'), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1000, max: 50_000 }), (endUser, count, laterMs) => {
      const party = { limits: wide, endUser }
      const verdict = admit(EMPTY_STATE, { ...party, nowMs: noonMs, jobIds: newIds(count), leaseUntilMs: noonMs + MINUTE_MS })
      const state = verdict.kind === 'ADMITTED' ? verdict.state : EMPTY_STATE
      const after = giveBack(state, Object.keys(state.leases), noonMs + laterMs, true)
      for (const other of [null, 'asha', 'ravi']) {
        expect(figures(after, EMPTY_PURSE, { limits: wide, endUser: other }, noonMs + laterMs)).toEqual(
          figures(EMPTY_STATE, EMPTY_PURSE, { limits: wide, endUser: other }, noonMs + laterMs),
        )
      }
    }))
  })
})

it('100,000 end users leave a small state, and none of them gets more than a quarter', () => {
  const limits: Limits = { perMinute: 1_000_000, concurrent: 1_000_000, perDay: null, readsPerMinute: 1_000_000, streams: 100 }
  let reads = EMPTY_PURSE
  for (let index = 0; index < 100_000; index += 1) {
    const verdict = spendReads(reads, { limits, endUser: `user-${index}` }, 1, noonMs + index / 2)
    if (verdict.kind === 'ADMITTED') reads = verdict.reads
  }
  expect(reads.endUsers.size).toBeLessThanOrEqual(160)
  expect(reads.tokens.length).toBeLessThanOrEqual(61)
  expect(JSON.stringify([...reads.endUsers]).length).toBeLessThan(200_000)
  expect(spendReads(reads, { limits, endUser: 'user-99999' }, 250_001, noonMs + 50_000).kind).toBe('DENIED')
}, 60_000)

const spentPurse = (...spendings: readonly (readonly [cell: string | undefined, count: number, atMs: number])[]): Purse =>
  spendings.reduce((purse, [cell, count, atMs]) => spendFrom(purse, cell, count, noonMs + atMs), EMPTY_PURSE)
const usersPurse = (count: number): Purse => spentPurse(...Array.from({ length: count }, (_, index) => [`u:${index}`, 1, 0] as const))

describe('a purse', () => {
  it('has a cell for each end user, 32 for those who come when all 128 are taken, and none for what no token uses', () => {
    expect([cellOf(usersPurse(127), 'asha'), cellOf(usersPurse(128), 'asha'), cellOf(usersPurse(128), '5'), cellOf(usersPurse(128), null)]).toEqual(['u:asha', expect.stringMatching(/^#([12]?\d|3[01])$/), 'u:5', undefined])
    expect(new Set(Array.from({ length: 500 }, (_, index) => cellOf(usersPurse(128), `new${index}`))).size).toBe(32)
  })

  it('forgets whose spendings have all lapsed, and is the same as long as nobody\'s have', () => {
    const purse = spentPurse(['u:a', 1, 0], ['u:b', 2, 5000], ['u:b', 1, 9000])
    expect(settledPurse(purse, noonMs + 59_999).endUsers).toBe(purse.endUsers)
    const later = settledPurse(purse, noonMs + 65_000)
    expect([later.all, later.tokens, [...later.endUsers]]).toEqual([[[noonMs + 9000, 1]], [[noonMs + 9000, 1]], [['u:b', [[noonMs + 9000, 1]]]]])
    expect(settledPurse({ ...EMPTY_PURSE, endUsers: new Map([['u:a', []]]) }, noonMs).endUsers.size).toBe(0)
  })

  it('is spent and given back by whom it was spent', () => {
    const purse = spentPurse(['u:a', 2, 0], [undefined, 1, 0])
    expect([purse.all, purse.tokens, [...purse.endUsers]]).toEqual([[[noonMs, 3]], [[noonMs, 2]], [['u:a', [[noonMs, 2]]]]])
    const [own, keys] = [takeBackFrom(purse, 'u:a', noonMs), takeBackFrom(purse, undefined, noonMs)]
    expect([own.all, own.tokens, [...own.endUsers]]).toEqual([[[noonMs, 2]], [[noonMs, 1]], [['u:a', [[noonMs, 1]]]]])
    expect([keys.all, keys.tokens, [...keys.endUsers]]).toEqual([[[noonMs, 2]], [[noonMs, 2]], [['u:a', [[noonMs, 2]]]]])
  })

  it('is short of what takes longest to come free, and says whose share that is', () => {
    const purse = spentPurse(['u:a', 2, 0], ['u:b', 4, 10_000], [undefined, 2, 20_000])
    const short = (cell: string | undefined, wanted: number) => shortageOf(purse, cell, wanted, 8, noonMs + 30_000)
    expect(short('u:c', 0)).toBeUndefined()
    expect(short(undefined, 1)).toStrictEqual({ figure: 8, retryAfterSeconds: 30 })
    expect(short('u:b', 1)).toStrictEqual({ figure: 2, retryAfterSeconds: 40, share: 'END_USER' })
    expect(short('u:c', 1)).toStrictEqual({ figure: 6, retryAfterSeconds: 30, share: 'CLIENT_TOKENS' })
    expect(shortageOf(spentPurse(['u:a', 2, 0]), 'u:b', 2, 8, noonMs)).toBeUndefined()
  })

  it('tells the narrowest of what holds for who asks', () => {
    const purse = spentPurse(['u:a', 1, 0], ['u:b', 5, 10_000], [undefined, 1, 20_000])
    const told = (cell: string | undefined) => purseFigures(purse, cell, 8, noonMs + 30_000)
    expect([told(undefined), told('u:a'), told('u:b'), told('u:c')]).toEqual([
      { limit: 8, remaining: 1, resetSeconds: 30 }, { limit: 2, remaining: 0, resetSeconds: 30 }, { limit: 2, remaining: 0, resetSeconds: 40 }, { limit: 2, remaining: 0, resetSeconds: 30 },
    ])
    expect(purseFigures(EMPTY_PURSE, 'u:a', 1, noonMs)).toEqual({ limit: 1, remaining: 1, resetSeconds: 0 })
  })
})

it.each([[1, 1, 1], [4, 1, 3], [10, 2, 7], [100, 25, 75]])('of %i an end user has %i and all client tokens %i', (limit, one, all) => {
  expect([shareOf(limit, 1), shareOf(limit, 3)]).toEqual([one, all])
})

it.each([[0, 0], [1, 1], [2, 1], [10, 9]])('of %i slots client tokens have %i', (slots, own) => {
  expect([slotsOf(slots, 'asha'), slotsOf(slots, null)]).toEqual([own, slots])
})
