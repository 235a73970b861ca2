// The form of a key: what is minted is recognised, and one changed character is enough not to be.
import { assert, constantFrom, nat, pre, property, string, tuple, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KEY_KINDS, kindOfKey, mintKey } from '../../src/domain/key-format.ts'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** Chance from fast-check's own, so that a failure can be repeated. */
const keys = tuple(constantFrom(...KEY_KINDS), uint8Array({ minLength: 400, maxLength: 400 })).map(([kind, pool]) => {
  let at = 0
  const random = (byteCount: number): Uint8Array => {
    at += byteCount
    return at > pool.length ? new Uint8Array(byteCount) : pool.slice(at - byteCount, at)
  }
  return { kind, key: mintKey(kind, random) }
})

describe('a key', () => {
  it('that was minted is recognised with its kind', () => {
    assert(
      property(keys, ({ kind, key }) => {
        expect(key).toMatch(/^dt_(live|test)_[0-9A-Za-z]{38}$/)
        expect(kindOfKey(key)).toBe(kind)
      }),
    )
  })

  it('with any one character changed is not', () => {
    assert(
      property(keys, nat(45), constantFrom(...DIGITS.split(''), '_', '-', ' ', 'é', '\0'), ({ key }, at, character) => {
        const changed = key.slice(0, at) + character + key.slice(at + 1)
        pre(changed !== key)
        expect(kindOfKey(changed)).toBeUndefined()
      }),
      { numRuns: 1000 },
    )
  })

  it('with two neighbours swapped is not', () => {
    assert(
      property(keys, nat(44), ({ key }, at) => {
        const swapped = key.slice(0, at) + key.charAt(at + 1) + key.charAt(at) + key.slice(at + 2)
        pre(swapped !== key)
        expect(kindOfKey(swapped)).toBeUndefined()
      }),
      { numRuns: 1000 },
    )
  })

  it('of the other kind is not made by another prefix', () => {
    assert(
      property(keys, ({ kind, key }) => {
        const other = kind === 'live' ? key.replace('dt_live_', 'dt_test_') : key.replace('dt_test_', 'dt_live_')
        expect(kindOfKey(other)).toBeUndefined()
      }),
    )
  })

  it('with something before or after it is none', () => {
    assert(
      property(keys, string({ minLength: 1, unit: 'binary' }), ({ key }, more) => {
        expect([kindOfKey(key + more), kindOfKey(more + key)]).toEqual([undefined, undefined])
      }),
    )
  })

  it('has the checksum that CRC-32 gives, in base 62', () => {
    // zlib.crc32('dt_live_' + 'a' * 32) is 4095406069.
    const key = mintKey('live', (byteCount) => new Uint8Array(byteCount).fill(DIGITS.indexOf('a')))
    expect(key).toBe(`dt_live_${'a'.repeat(32)}4T9uCb`)
  })

  it('uses each digit as often as the others', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    let at = 0
    const random = (byteCount: number): Uint8Array => Uint8Array.from({ length: byteCount }, () => bytes[at++ % 256] ?? 0)
    // 992 characters of 62 digits: each about 16 times, which taking the unfair bytes too would not give.
    const counts = new Map<string, number>()
    for (let key = 0; key < 31; key += 1) {
      for (const character of mintKey('test', random).slice(8, 40)) counts.set(character, (counts.get(character) ?? 0) + 1)
    }
    expect(counts.size).toBe(62)
    expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(4)
  })
})
