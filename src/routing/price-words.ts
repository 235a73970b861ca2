// How a price is reckoned, for people: from the kind of the row's price.
import type { Sentence } from '../domain/errors.ts'
import type { Price } from '../domain/model.ts'
import { SPEECH_PACE } from '../catalog/speech-seconds.ts'

const WORDS = {
  credits: { en: 'By the output.', hi: 'हर output के हिसाब से।' },
  table: { en: 'By the output', hi: 'हर output के हिसाब से' },
  second: { en: 'By the second of `duration`', hi: '`duration` के हर सेकंड के हिसाब से' },
  character: { en: 'By the character of the text.', hi: 'टेक्स्ट के हर अक्षर के हिसाब से।' },
  spoken: SPEECH_PACE,
} as const satisfies Record<Price['kind'], Sentence>

export function priceWords(price: Price): Sentence {
  const words = WORDS[price.kind]
  if (price.kind !== 'table' && price.kind !== 'second') return words
  const by = price.by.map((name) => `\`${name}\``).join(', ')
  return by === '' ? { en: `${words.en}.`, hi: `${words.hi}।` } : { en: `${words.en}; differs by ${by}.`, hi: `${words.hi}; ${by} के अनुसार अलग।` }
}
