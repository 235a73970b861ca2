// How an API key looks: `dt_live_` or `dt_test_`, 32 characters of chance (190 bits), 6 of checksum, all in base 62. As
// with GitHub's tokens, a mistyped key is told from a real one without asking anybody, and a scanner can find leaked ones.
import { crc32 } from './crc32.ts'

export const KEY_KINDS = ['live', 'test'] as const
export type KeyKind = (typeof KEY_KINDS)[number]

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const RANDOM_CHARACTERS = 32
const CHECKSUM_CHARACTERS = 6
/** Bytes from here on would make some digits likelier than others. */
const FAIR_BYTES = 256 - (256 % DIGITS.length)
const FORM = new RegExp(`^(dt_(live|test)_[0-9A-Za-z]{${RANDOM_CHARACTERS}})([0-9A-Za-z]{${CHECKSUM_CHARACTERS}})$`)

/** @param random fresh random bytes */
export function mintKey(kind: KeyKind, random: (byteCount: number) => Uint8Array): string {
  let chance = ''
  while (chance.length < RANDOM_CHARACTERS) {
    for (const byte of random(RANDOM_CHARACTERS)) {
      if (byte < FAIR_BYTES && chance.length < RANDOM_CHARACTERS) chance += DIGITS.charAt(byte % DIGITS.length)
    }
  }
  const body = keyPrefix(kind) + chance
  return body + checksum(body)
}

/** The kind of a key whose form and checksum are right; undefined for anything else. */
export function kindOfKey(text: string): KeyKind | undefined {
  const [, body = '', kind, sum] = FORM.exec(text) ?? []
  return kind !== undefined && checksum(body) === sum ? KEY_KINDS.find((one) => one === kind) : undefined
}

export const keyPrefix = (kind: KeyKind): string => `dt_${kind}_`

/** CRC-32 (ISO 3309, as zip's) of the prefix and the chance, in base 62, most significant digit first. */
function checksum(body: string): string {
  let rest = crc32(new TextEncoder().encode(body))
  let digits = ''
  while (digits.length < CHECKSUM_CHARACTERS) {
    digits = DIGITS.charAt(rest % DIGITS.length) + digits
    rest = Math.floor(rest / DIGITS.length)
  }
  return digits
}
