import type { Language } from '../language.ts'
import { models as en } from './en/models.ts'
import { models as hi } from './hi/models.ts'
import { pick } from './pick.ts'
import type { Words } from './pick.ts'

export type ModelWords = Words<typeof en>

export const modelWords = (language: Language): ModelWords => pick({ en, hi }, language)

/** `90` → 90 s, `300` → 5 min, `172800` → 2 days. */
export function timeOf(seconds: number, words: ModelWords): string {
  if (seconds < 120) return words.seconds(seconds)
  return seconds < 172_800 ? words.minutes(Math.round(seconds / 60)) : words.days(Math.round(seconds / 86_400))
}
