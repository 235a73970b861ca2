// One line below a published claim that does not hold today: what does, since when we know, and where to read more.
import { addressOf, dayOf } from '../language.ts'
import type { Language, Sentence } from '../language.ts'
import { todayWords } from '../words/today.ts'

export interface TodayLine {
  readonly text: Sentence
  /** When it was looked at. */
  readonly on: string
  /** A page of ours, below the language. */
  readonly page?: string
}

export function Today({ language, text, on, page }: TodayLine & { readonly language: Language }) {
  const words = todayWords(language)
  return (
    <span class="today">
      <strong>{words.today}:</strong>
      {text[language]} <span class="soft">({dayOf(on, language)})</span>
      {page !== undefined && <> <a href={addressOf(language, page)}>{words.more}</a></>}
    </span>
  )
}
