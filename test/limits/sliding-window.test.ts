// The window by figures: what shares a bucket, when it leaves, and what is told of it.
import { describe, expect, it } from 'vitest'
import { hasLapsed, secondsUntil, secondsUntilFits, secondsUntilNextFrees, spend, spentIn, takeBackOne, withoutLapsed } from '../../src/limits/sliding-window.ts'
import type { SlidingWindow } from '../../src/limits/sliding-window.ts'
import { EMPTY_PURSE, cellOf, purseFigures, settledPurse, shareOf, shortageOf, slotsOf, spendFrom, takeBackFrom } from '../../src/limits/purse.ts'

const at = 1_000_000_000
const window: SlidingWindow = [[at, 3], [at + 1500, 2]]

describe('a window', () => {
  it('loses a bucket 60 s after its last spending', () => {
    expect([hasLapsed([at, 1], at + 59_999), hasLapsed([at, 1], at + 60_000)]).toEqual([false, true])
    expect(withoutLapsed(window, at + 60_000)).toEqual([[at + 1500, 2]])
    expect([spentIn(window, at), spentIn(window, at + 60_000), spentIn(window, at + 61_500)]).toEqual([5, 2, 0])
  })

  it('puts into one bucket what is spent in the same second, under the later time', () => {
    expect(spend(window, 4, at + 999)).toEqual([[at + 1500, 2], [at + 999, 7]])
    expect(spend(window, 4, at + 1000)).toEqual([[at, 3], [at + 1500, 6]])
    expect(spend([], 1, at)).toEqual([[at, 1]])
    expect(spend([[at - 60_000, 9]], 1, at)).toEqual([[at, 1]])
  })

  it('gives back one of its second, and drops an empty bucket', () => {
    expect(takeBackOne(window, at + 500)).toEqual([[at, 2], [at + 1500, 2]])
    expect(takeBackOne([[at, 1], [at + 1500, 2]], at)).toEqual([[at + 1500, 2]])
    expect(takeBackOne(window, at + 5000)).toEqual(window)
  })

  it('says how long until so many fit', () => {
    expect(secondsUntilFits(window, 3, 5, at + 2000)).toBe(58)
    expect(secondsUntilFits(window, 4, 5, at + 2000)).toBe(60)
    expect(secondsUntilFits([[at + 1500, 2], [at, 3]], 3, 5, at + 2000)).toBe(58)
    // A slower machine's clock has put the older one behind the younger.
    expect(secondsUntilFits([[at + 1500, 3], [at, 2]], 2, 5, at + 2000)).toBe(58)
    expect(secondsUntilFits([], 9, 5, at)).toBe(60)
    expect(secondsUntilFits([[at, 3], [at + 30_000, 3]], 1, 6, at + 40_000)).toBe(20)
  })

  it('says how long until something is free', () => {
    expect([secondsUntilNextFrees([], at), secondsUntilNextFrees(window, at), secondsUntilNextFrees(window, at + 60_000)]).toEqual([0, 60, 2])
  })

  it('never says too few seconds, and at least one', () => {
    expect([secondsUntil(at + 1001, at), secondsUntil(at + 1000, at), secondsUntil(at + 1, at), secondsUntil(at - 5000, at)]).toEqual([2, 1, 1, 1])
  })
})

describe('a purse', () => {
  it.each([[1, 1, 1], [4, 1, 1], [8, 1, 2], [10, 1, 2], [10, 3, 7], [3, 3, 2], [1, 3, 1]])('of %i: %i quarters are %i', (limit, quarters, share) => {
    expect(shareOf(limit, quarters)).toBe(share)
  })

  it.each([[1, null, 1], [3, null, 3], [1, 'asha', 1], [2, 'asha', 1], [3, 'asha', 2]])('has slots: of %i for %s %i', (concurrent, endUser, slots) => {
    expect(slotsOf(concurrent, endUser)).toBe(slots)
  })

  it('counts an end user for all three, and gives back of all three', () => {
    const spent = spendFrom(EMPTY_PURSE, 'u:asha', 2, at)
    expect(spent).toEqual({ all: [[at, 2]], tokens: [[at, 2]], endUsers: new Map([['u:asha', [[at, 2]]]]) })
    expect(takeBackFrom(spent, 'u:asha', at)).toEqual({ all: [[at, 1]], tokens: [[at, 1]], endUsers: new Map([['u:asha', [[at, 1]]]]) })
    expect(spendFrom(EMPTY_PURSE, undefined, 2, at)).toEqual({ ...EMPTY_PURSE, all: [[at, 2]] })
    expect(takeBackFrom(spent, undefined, at)).toEqual({ ...spent, all: [[at, 1]] })
  })

  it('has a cell for each of 128 end users, and 32 for all others', () => {
    const full = { ...EMPTY_PURSE, endUsers: new Map(Array.from({ length: 128 }, (_, index) => [`u:${index}`, window] as const)) }
    const one = { ...EMPTY_PURSE, endUsers: new Map([...full.endUsers].slice(1)) }
    expect([cellOf(EMPTY_PURSE, null), cellOf(one, 'asha'), cellOf(full, '7')]).toEqual([undefined, 'u:asha', 'u:7'])
    const cells = new Set(Array.from({ length: 2000 }, (_, index) => cellOf(full, `user ${index}`)))
    expect([cells.size, [...cells].every((cell) => /^#(?:[0-9]|[12][0-9]|3[01])$/.test(cell ?? ''))]).toEqual([32, true])
  })

  it('forgets an end user of whom nothing is left, and stays the same while nothing lapses', () => {
    const purse = { all: window, tokens: window, endUsers: new Map([['u:a', [[at, 1]] as SlidingWindow], ['u:b', [[at + 1500, 1]] as SlidingWindow]]) }
    expect(settledPurse(purse, at + 59_999).endUsers).toBe(purse.endUsers)
    expect(settledPurse(purse, at + 60_000)).toEqual({ all: [[at + 1500, 2]], tokens: [[at + 1500, 2]], endUsers: new Map([['u:b', [[at + 1500, 1]]]]) })
    expect(settledPurse({ ...purse, endUsers: new Map([['u:c', []]]) }, at).endUsers.size).toBe(0)
  })

  it('names of all that is in the way what takes longest', () => {
    const purse = { all: [[at + 30_000, 8]] as SlidingWindow, tokens: [[at, 6]] as SlidingWindow, endUsers: new Map([['u:a', [[at + 10_000, 2]] as SlidingWindow]]) }
    const shortage = (cell: string | undefined, wanted: number, limit: number) => shortageOf(purse, cell, wanted, limit, at + 40_000)
    expect(shortage('u:a', 1, 8)).toEqual({ figure: 8, retryAfterSeconds: 50 })
    expect(shortage('u:a', 1, 9)).toEqual({ figure: 2, retryAfterSeconds: 30, share: 'END_USER' })
    expect(shortage('u:z', 1, 9)).toEqual({ figure: 6, retryAfterSeconds: 20, share: 'CLIENT_TOKENS' })
    expect([shortage('u:z', 1, 12), shortage(undefined, 1, 9), shortage(undefined, 2, 9)?.figure]).toEqual([undefined, undefined, 9])
  })

  it('tells the narrowest', () => {
    const purse = { all: [[at, 8]] as SlidingWindow, tokens: [[at, 1]] as SlidingWindow, endUsers: new Map([['u:a', [[at + 10_000, 1]] as SlidingWindow]]) }
    expect(purseFigures(purse, 'u:a', 16, at + 20_000)).toEqual({ limit: 4, remaining: 3, resetSeconds: 50 })
    expect(purseFigures(purse, 'u:b', 8, at + 20_000)).toEqual({ limit: 2, remaining: 0, resetSeconds: 40 })
    expect(purseFigures(purse, undefined, 16, at + 20_000)).toEqual({ limit: 16, remaining: 8, resetSeconds: 40 })
    expect(purseFigures(EMPTY_PURSE, undefined, 16, at)).toEqual({ limit: 16, remaining: 16, resetSeconds: 0 })
  })
})
