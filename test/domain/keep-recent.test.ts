// The bound of what an isolate remembers.
import { describe, expect, it } from 'vitest'
import { MOST_KEPT, keepRecent } from '../../src/domain/keep-recent.ts'

describe('what is remembered', () => {
  it('is so much at most: who was put there longest ago goes first', () => {
    const kept = new Map<string, number>()
    for (const [index, key] of ['a', 'b', 'a', 'c'].entries()) keepRecent(kept, key, index, 2)
    expect([...kept]).toEqual([['a', 2], ['c', 3]])
  })

  it('stays whole when what is there already is put there again', () => {
    const kept = new Map([['a', 1], ['b', 2]])
    keepRecent(kept, 'a', 3, 2)
    expect([...kept]).toEqual([['b', 2], ['a', 3]])
  })

  it('is five thousand where nothing is said', () => {
    const kept = new Map<number, true>()
    for (let key = 0; key <= MOST_KEPT; key += 1) keepRecent(kept, key, true)
    expect([kept.size, kept.has(0), kept.has(MOST_KEPT)]).toEqual([5000, false, true])
  })
})
