// How long a text is to speak, at normal speed: what companies bill by the second of speech, and nobody knows before. By
// script, since a character is a sound in one, a syllable in another and a word in a third. The figures are characters a
// second: of Latin and Devanagari 13 to 17 as measured on the rows' own voices, of the others the syllables a second that
// are usual there (Coupé et al., Science Advances 2019: 4.7 in Thai, 5.2 in Chinese, 6 in English, 7 in Korean and 8 in
// Japanese), less a tenth for the pauses of a read text, times the characters that a syllable takes.
import type { Sentence } from '../domain/errors.ts'
import { once } from '../domain/once.ts'

/** The regular expressions are dear to make: half a millisecond. */
const paces = once(() => [
  [/\p{Script=Latin}/u, 15],
  [/[\p{Script=Greek}\p{Script=Georgian}]/u, 14],
  [/[\p{Script=Cyrillic}\p{Script=Armenian}]/u, 13],
  [/[\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}]/u, 13],
  [/[\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}]/u, 13],
  // Short vowels are spoken and not written.
  [/[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u, 10],
  [/[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u, 11],
  // A character is a syllable, of Japanese kana a short one.
  [/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}]/u, 7],
  [/\p{Script=Hangul}/u, 5.5],
  [/\p{Script=Ethiopic}/u, 5],
  [/\p{Script=Han}/u, 4.5],
] as const)

/** Letters of other scripts; as slowly as any. */
const OTHER_LETTERS = 4
/** Spaces and punctuation, which only a pause can be heard of; signs of the scripts above that belong to none of them. */
const REST = 15
/** Each digit is several syllables: "2026", "1,234,567". */
const DIGITS = 2
/** `%`, `₹`, `@`, `½`, ☺: their names. */
const SIGNS = 2.5
const SIGN = /[\p{S}\p{No}\p{Nl}%&@#*\\/§¶†‡]/u
/** Behind so many consonants of a row, however they are spaced, no word is read any more but letters are named. */
const MOST_CONSONANTS = 7
const NAMED_LETTERS = 3
const VOWEL = /[aeiouyæøœəıɛɔ]/iu
/** A pause as the voices that can make one are told of it. */
const BREAK = /<break\s[^<>]*?time\s*=\s*["']?\s*(\d{1,4}(?:\.\d{1,3})?)\s*(ms|s)\b/gi

/** Voices differ so much among each other in how fast they speak. */
export const SPEECH_TOLERANCE = { shorter: 0.5, longer: 0.35 } as const

/** For people: how a text is reckoned. */
export const SPEECH_PACE: Sentence = {
  en: 'By the second of speech, reckoned from the text at normal speed: 15 Latin, 13 Devanagari or Cyrillic, 11 Thai, 10 Arabic, 7 kana, 5.5 Hangul or 4.5 Han characters a second, digits 2 a second.',
  hi: 'बोलने के सेकंड के हिसाब से, जो टेक्स्ट से सामान्य गति पर गिने जाते हैं: प्रति सेकंड 15 Latin, 13 देवनागरी या Cyrillic, 11 Thai, 10 Arabic, 7 kana, 5.5 Hangul या 4.5 Han अक्षर; अंक प्रति सेकंड 2।',
}

/** Seconds at normal speed. What is put together takes at least as long as its parts. */
export function speechSeconds(text: string): number {
  const sounds = new Map<string, Sound>()
  let seconds = 0
  let consonants = 0
  // One character may stand for many (㍿, ﷺ, ½), and one letter be written as two.
  for (const character of text.normalize('NFKC')) {
    const sound = sounds.get(character) ?? soundOf(character)
    sounds.set(character, sound)
    if (sound.kind === 'VOWEL') consonants = 0
    if (sound.kind === 'CONSONANT') consonants += 1
    seconds += 1 / (sound.kind === 'CONSONANT' && consonants > MOST_CONSONANTS ? NAMED_LETTERS : sound.pace)
  }
  for (const [, time, unit] of text.matchAll(BREAK)) seconds += Number(time) / (unit?.toLowerCase() === 'ms' ? 1000 : 1)
  return seconds
}

interface Sound {
  /** Of the Latin letters, for what can be no word. */
  readonly kind: 'VOWEL' | 'CONSONANT' | 'OTHER'
  /** Characters like this one a second. */
  readonly pace: number
}

function soundOf(character: string): Sound {
  if (/\p{Nd}/u.test(character)) return { kind: 'OTHER', pace: DIGITS }
  if (SIGN.test(character)) return { kind: 'OTHER', pace: SIGNS }
  const pace = paces().find(([script]) => script.test(character))?.[1] ?? (/\p{L}/u.test(character) ? OTHER_LETTERS : REST)
  if (!/\p{Script=Latin}/u.test(character)) return { kind: 'OTHER', pace }
  return { kind: VOWEL.test(character.normalize('NFD').charAt(0)) ? 'VOWEL' : 'CONSONANT', pace }
}
