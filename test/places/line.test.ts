// The line of a company, as pure values: any schedule of asking, ending, refusing and losing.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CALLED_MS, CALL_AGAIN_MS, EMPTY_LINE, MOST_CALLS, MOST_WAITING, ask, free, placeOf, told, toldNext } from '../../src/places/line.ts'
import type { Ending } from '../../src/places/line.ts'
import { inOrder } from '../../src/places/order.ts'
import type { LineState } from '../../src/places/state.ts'
import { NOBODY_SINCE, UNKNOWN_LINE, secondsUntilLetIn, toldSeconds, viewOf, withOneMore } from '../../src/places/told.ts'

const NOW_MS = Date.parse('2026-11-28T12:00:00.000Z')
const WORK_MS = 1_800_000

interface Asking {
  readonly most?: number | null
  readonly attempt?: number
  readonly sinceMs?: number
  readonly isPaid?: boolean
  readonly patienceMs?: number
  readonly refusedAtMs?: number
}

/** The letters of a job's id are its account. */
function asking(state: LineState, jobId: string, nowMs = NOW_MS, { most = 2, attempt = 1, sinceMs = nowMs, isPaid = false, patienceMs = 36_000_000, refusedAtMs }: Asking = {}): LineState {
  const turn = { jobId, attempt, accountId: jobId.replace(/\d/g, ''), isPaid, sinceMs, untilMs: sinceMs + patienceMs, ...(refusedAtMs !== undefined && { refusedAtMs }) }
  return ask(state, { ...turn, leaseUntilMs: nowMs + WORK_MS, usualSeconds: 100 }, most, nowMs)
}
const ending = (state: LineState, jobId: string, nowMs = NOW_MS, how: Ending = 'MADE', most: number | null = 2): LineState =>
  free(state, { jobId, attempt: placeOf(state, jobId)?.attempt ?? 1, ending: how }, most, nowMs)
const all = (...ids: readonly string[]): LineState => ids.reduce((state, id, index) => asking(state, id, NOW_MS + index), EMPTY_LINE)
const working = ({ places }: LineState): readonly string[] => Object.values(places).filter(({ isCalled }) => !isCalled).map(({ jobId }) => jobId)
const called = ({ places }: LineState): readonly string[] => Object.values(places).filter(({ isCalled }) => isCalled).map(({ jobId }) => jobId)
const waiting = (state: LineState, most: number | null = 2, nowMs = NOW_MS + 100): readonly string[] => inOrder(state, most, nowMs).map(({ jobId }) => jobId)

describe('a place', () => {
  it('is given while there is one; then one waits, and is called by the end of another', () => {
    const full = all('a1', 'b1', 'c1')
    expect([working(full), waiting(full)]).toEqual([['a1', 'b1'], ['c1']])
    const after = ending(full, 'a1', NOW_MS + 50)
    expect([working(after), called(after), toldNext(after, NOW_MS + 50).map(({ jobId }) => jobId)]).toEqual([['b1'], ['c1'], ['c1']])
    expect(working(asking(after, 'c1', NOW_MS + 60))).toEqual(['b1', 'c1'])
  })

  it('is of a job and its attempt: asked for twice it is one, freed twice it is freed once', () => {
    const twice = asking(asking(EMPTY_LINE, 'a1'), 'a1')
    expect(working(twice)).toEqual(['a1'])
    const again = asking(twice, 'a1', NOW_MS + 1, { attempt: 2 })
    expect(placeOf(again, 'a1')?.attempt).toBe(2)
    expect(placeOf(free(again, { jobId: 'a1', attempt: 1, ending: 'MADE' }, 2, NOW_MS + 2), 'a1')?.attempt).toBe(2)
    expect(placeOf(asking(again, 'a1', NOW_MS + 3, { attempt: 1 }), 'a1')?.attempt).toBe(2)
    expect(working(free(again, { jobId: 'a1', attempt: null, ending: 'NEITHER' }, 2, NOW_MS + 2))).toEqual([])
  })

  it('that nobody frees comes back when its lease is over', () => {
    const full = all('a1', 'b1')
    expect(working(asking(full, 'c1', NOW_MS + WORK_MS - 1))).toEqual(['a1', 'b1'])
    expect(working(asking(full, 'c1', NOW_MS + WORK_MS))).toEqual(['b1', 'c1'])
  })

  it('of one that was called and does not come goes to the next; who is called in vain three times is left out', () => {
    let state = ending(all('a1', 'b1', 'c1', 'd1'), 'a1', NOW_MS)
    expect([called(state), toldNext(state, NOW_MS + CALL_AGAIN_MS - 1), toldNext(state, NOW_MS + CALL_AGAIN_MS).map(({ jobId }) => jobId)]).toEqual([['c1'], [], ['c1']])
    for (let calls = 1; calls < MOST_CALLS; calls += 1) state = free(state, { jobId: 'none', attempt: 1, ending: 'NEITHER' }, 2, NOW_MS + calls * CALLED_MS)
    expect(called(state)).toEqual(['c1'])
    state = free(state, { jobId: 'none', attempt: 1, ending: 'NEITHER' }, 2, NOW_MS + MOST_CALLS * CALLED_MS)
    expect([called(state), waiting(state)]).toEqual([['d1'], []])
  })
})

it('who was told again is not told of by everybody who comes by', () => {
  const state = ending(all('a1', 'b1', 'c1'), 'a1', NOW_MS)
  const againMs = NOW_MS + CALL_AGAIN_MS
  const after = told(state, toldNext(state, againMs), againMs)
  expect([toldNext(after, againMs + 1), toldNext(after, againMs + CALL_AGAIN_MS).map(({ jobId }) => jobId)]).toEqual([[], ['c1']])
})

describe('whose turn it is', () => {
  it('goes round among accounts: who has more at the company already comes later', () => {
    const state = all('a1', 'b1', 'a2', 'a3', 'c1', 'b2')
    expect(waiting(state)).toEqual(['c1', 'a2', 'b2', 'a3'])
  })

  it('is of a paid plan first among equals, and of who has waited a minute longer before that', () => {
    const full = all('a1', 'b1')
    const equal = asking(asking(full, 'c1', NOW_MS + 10), 'd1', NOW_MS + 20, { isPaid: true })
    expect(waiting(equal)).toEqual(['d1', 'c1'])
    const later = asking(asking(full, 'c1', NOW_MS + 10), 'd1', NOW_MS + 60_011, { isPaid: true })
    expect(waiting(later)).toEqual(['c1', 'd1'])
  })

  it('is of those whose time ends, where it would be too late for them otherwise', () => {
    const full = all('a1', 'a2')
    const state = asking(asking(full, 'a3', NOW_MS + 10, { patienceMs: 300_000 }), 'b1', NOW_MS + 20)
    expect([waiting(state), waiting(state, 2, NOW_MS + 290_000)]).toEqual([['b1', 'a3'], ['a3', 'b1']])
  })

  it('is of whom the company has refused again and again behind who waits by then, and its time decides nothing', () => {
    const full = all('a1', 'b1')
    const crowd = asking(asking(full, 'c1', NOW_MS + 10, { patienceMs: 300_000, refusedAtMs: NOW_MS + 15 }), 'd1', NOW_MS + 12)
    expect([waiting(crowd), waiting(crowd, 2, NOW_MS + 290_000)]).toEqual([['d1', 'c1'], ['d1', 'c1']])
    expect(waiting(asking(crowd, 'e1', NOW_MS + 20))).toEqual(['d1', 'c1', 'e1'])
  })

  it('is of nobody whose patience is over, and no more wait than are kept', () => {
    const full = asking(all('a1', 'b1'), 'c1', NOW_MS + 10, { patienceMs: 1000 })
    expect(waiting(asking(full, 'd1', NOW_MS + 1010))).toEqual(['d1'])
    const crowd = Array.from({ length: MOST_WAITING + 10 }, (_, index) => `z${index}`).reduce((state, id) => asking(state, id), all('a1', 'b1'))
    expect(Object.keys(crowd.waiting)).toHaveLength(MOST_WAITING)
  })
})

describe('how many a company takes', () => {
  const crowd = Array.from({ length: 8 }, (_, index) => `a${index}`).reduce((state, id) => asking(state, id, NOW_MS, { most: null }), EMPTY_LINE)

  it('is unknown until it is busy: then half of what was there, after a rest', () => {
    expect(working(crowd)).toHaveLength(8)
    const busy = ending(crowd, 'a7', NOW_MS + 1000, 'BUSY', null)
    expect([busy.share.learned, working(busy).length, busy.share.restsUntilMs]).toEqual([4, 7, NOW_MS + 6000])
    expect(waiting(asking(busy, 'a7', NOW_MS + 7000, { most: null, attempt: 2 }), null)).toEqual(['a7'])
  })

  it('is halved once for all that were sent before', () => {
    const twice = ending(ending(crowd, 'a7', NOW_MS + 1000, 'BUSY', null), 'a6', NOW_MS + 1001, 'BUSY', null)
    expect(twice.share.learned).toBe(4)
  })

  it('rises by one with each round that goes well, while all of it is used', () => {
    let state = ending(crowd, 'a7', NOW_MS + 1000, 'BUSY', null)
    for (const id of ['a0', 'a1', 'a2', 'a3']) state = ending(state, id, NOW_MS + 2000, 'MADE', null)
    expect(state.share.learned).toBeCloseTo(4.9, 1)
    for (const id of ['a4', 'a5', 'a6']) state = ending(state, id, NOW_MS + 3000, 'MADE', null)
    expect(state.share.learned).toBeCloseTo(4.9, 1)
  })

  it('is what the settings say, whatever the company lets us; a rest is kept all the same', () => {
    const busy = ending(all('a1', 'b1', 'c1'), 'a1', NOW_MS + 1000, 'BUSY')
    expect(called(busy)).toEqual([])
    expect(called(ending(busy, 'none', NOW_MS + 6000))).toEqual(['c1'])
  })
})

it('a refusal in a row rests longer, 5 minutes at most, and as long as the company asks; work ends it', () => {
  let state = all('a1')
  const rests: number[] = []
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const nowMs = state.share.restsUntilMs || NOW_MS
    state = free(asking(state, 'a1', nowMs, { attempt }), { jobId: 'a1', attempt, ending: 'BUSY' }, 2, nowMs)
    rests.push((state.share.restsUntilMs - nowMs) / 1000)
  }
  expect(rests).toEqual([5, 20, 80, 300, 300])
  const asked = free(all('a1'), { jobId: 'a1', attempt: 1, ending: 'BUSY', retryAfterSeconds: 60 }, 2, NOW_MS)
  expect(asked.share.restsUntilMs).toBe(NOW_MS + 60_000)
  expect(ending(asking(asked, 'b1', NOW_MS + 60_000), 'b1', NOW_MS + 70_000).share.refusals).toBe(0)
})

/** @param since who has come since it was told */
function toldTo(accountId: string, state: LineState, ...since: readonly string[]): number {
  const view = viewOf(state, 2, NOW_MS)
  return toldSeconds(view, accountId, since.reduce((sum, one) => withOneMore(sum, view, one), NOBODY_SINCE), NOW_MS)
}

describe('what is told at the door', () => {
  it('is nothing while there is a place; then a turn for each before, those that came since included', () => {
    expect([toldSeconds(UNKNOWN_LINE, 'z', { others: 3, accounts: {} }, NOW_MS), toldTo('z', all('a1')), toldTo('z', all('a1'), 'y')]).toEqual([0, 0, 50])
    expect(toldTo('z', all('a1', 'b1', 'c1'), 'y')).toBe(150)
  })

  it('counts the turn of the account: who has many there waits behind his own, who has none does not', () => {
    const state = all('a1', 'a2', 'a3', 'a4', 'a5')
    expect([toldTo('a', state), toldTo('z', state)]).toEqual([200, 50])
    expect([toldTo('a', state, 'a', 'a', 'z'), toldTo('z', state, 'a', 'a', 'z')]).toEqual([300, 100])
  })

  it('counts for who has many there that others, who come later, have their turn before: by the part that he got of late', () => {
    let state = all('a1', 'a2', 'a3', 'a4', 'a5')
    const before = toldTo('a', state)
    for (let turn = 1; turn <= 100; turn += 1) state = ending(asking(state, `z${turn}`, NOW_MS + turn), turn === 1 ? 'a1' : `z${turn - 1}`, NOW_MS + turn)
    // Nothing was measured of how long a place is held.
    state = { ...state, share: { ...state.share, heldSeconds: 100 } }
    expect([waiting(state), before]).toEqual([['a3', 'a4', 'a5'], 200])
    expect([toldTo('a', state), toldTo('y', state)]).toEqual([400, 50])
  })

  it('is told of the fifty with most there, and of all others as of the next', () => {
    const accounts = Array.from({ length: 60 }, (_, index) => `${String.fromCharCode(97 + Math.floor(index / 10))}${String.fromCharCode(97 + (index % 10))}`)
    const state = accounts.reduce((line, account) => asking(asking(line, `${account}1`), `${account}2`), EMPTY_LINE)
    const view = viewOf(state, 2, NOW_MS)
    expect([Object.keys(view.accounts).length, view.waiting, view.others.before]).toEqual([50, 118, 118])
  })

  it('lets in who would wait for four fifths of its patience at most', () => {
    expect([secondsUntilLetIn(800, 1000), secondsUntilLetIn(801, 1000), secondsUntilLetIn(1000, 1000)]).toEqual([0, 1, 200])
  })
})

const step = fc.record({
  what: fc.constantFrom('ask', 'come', 'end', 'busy', 'over', 'nothing' as const),
  who: fc.nat(11),
  paid: fc.boolean(),
  passMs: fc.constantFrom(0, 500, 5000, 70_000, 400_000),
})

it('whatever happens, never more are let in than are allowed, no job is there twice, and what is lost comes back', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.integer({ min: 1, max: 4 }), (steps, most) => {
      let state: LineState = EMPTY_LINE
      let nowMs = NOW_MS
      for (const { what, who, paid, passMs } of steps) {
        nowMs += passMs
        const id = `${'abc'.charAt(who % 3)}${who}`
        const attempt = placeOf(state, id)?.attempt ?? 1
        if (what === 'ask') state = asking(state, id, nowMs, { most, isPaid: paid, attempt: attempt + (paid ? 1 : 0) })
        if (what === 'come') for (const next of toldNext(state, nowMs)) state = asking(state, next.jobId, nowMs, { most, attempt: next.attempt })
        if (what === 'end' || what === 'busy') state = ending(state, id, nowMs, what === 'end' ? 'MADE' : 'BUSY', most)
        if (what === 'over') state = free(state, { jobId: id, attempt: null, ending: 'NEITHER' }, most, nowMs)
        expect(Object.keys(state.places).length).toBeLessThanOrEqual(most)
        expect(Object.keys(state.waiting).filter((one) => placeOf(state, one))).toEqual([])
      }
      const laterMs = nowMs + 2 * WORK_MS
      const later = Object.values(asking(state, 'z1', laterMs, { most }).places)
      expect(later.length).toBeGreaterThan(0)
      expect(later.every(({ givenAtMs }) => givenAtMs === laterMs)).toBe(true)
    }),
    { numRuns: 300 },
  )
})
