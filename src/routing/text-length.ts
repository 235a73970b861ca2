// How long a text is, in the unit that the company counts in. Pure.
import type { ApiError } from '../domain/errors.ts'
import { invalidInput } from '../domain/errors.ts'
import { charactersOf } from './characters.ts'
import type { InputRule, LengthUnit } from '../domain/model.ts'

export interface LengthLimit {
  readonly maxLength: number
  readonly unit: LengthUnit
}

export function lengthOf(text: string, unit: LengthUnit): number {
  switch (unit) {
    case 'codePoints':
      return charactersOf(text)
    case 'utf16':
      return text.length
    case 'bytes':
      return new TextEncoder().encode(text).byteLength
  }
}

/** What a text of this rule may have at most, the narrowest first. */
export function lengthLimits({ maxLength, maxBytes, unit = 'codePoints' }: InputRule): readonly LengthLimit[] {
  return [
    ...(maxBytes === undefined ? [] : [{ maxLength: maxBytes, unit: 'bytes' } as const]),
    ...(maxLength === undefined ? [] : [{ maxLength, unit }]),
  ]
}

const UNITS = {
  codePoints: { en: 'characters', hi: 'अक्षर' },
  utf16: { en: 'UTF-16 units', hi: 'UTF-16 units' },
  bytes: { en: 'bytes', hi: 'बाइट' },
} as const satisfies Record<LengthUnit, { readonly en: string; readonly hi: string }>

/** @param added what options carry into it counts as well @throws ApiError INVALID_INPUT for a text that is too long */
export function requireLength(rule: InputRule, text: string, field: string, added = ''): void {
  for (const { maxLength, unit } of lengthLimits(rule)) {
    const length = lengthOf(text, unit)
    if (length > maxLength) throw tooLong(field, maxLength, length, unit, added !== '')
  }
}

function tooLong(field: string, most: number, length: number, unit: LengthUnit, isJoined: boolean): ApiError {
  const { en, hi } = UNITS[unit]
  return invalidInput(
    field,
    isJoined
      ? { en: `The text and the options carried into it may have at most ${most} ${en} together; they have ${length}.`, hi: `टेक्स्ट और उसमें जुड़ने वाले options मिलाकर अधिकतम ${most} ${hi} हो सकते हैं; अभी ${length} हैं।` }
      : { en: `The text may have at most ${most} ${en}; it has ${length}.`, hi: `टेक्स्ट में अधिकतम ${most} ${hi} हो सकते हैं; इसमें ${length} हैं।` },
  )
}
