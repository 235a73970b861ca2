// Whether a text is a key of ours, told by its form and checksum alone. Pure.
import { KEY_KINDS, keyPrefix, kindOfKey } from '../../../../src/domain/key-format.ts'
import type { KeyKind } from '../../../../src/domain/key-format.ts'

export type Verdict = KeyKind | 'mistyped' | 'foreign'

/** @returns undefined while there is nothing to judge */
export function verdictOf(text: string): Verdict | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  return kindOfKey(trimmed) ?? (KEY_KINDS.some((kind) => trimmed.startsWith(keyPrefix(kind))) ? 'mistyped' : 'foreign')
}
