// A card of the home page as it was published, in the language that it was published in, and in English.
import type { Sentence } from '../../language.ts'
import type { TodayLine } from '../../ui/today.tsx'
import type { SceneName } from '../../ui/scenes.tsx'

export interface Card {
  readonly name: string
  readonly company: string
  /** As published; `hi` of a card that was published in English is the line below it. */
  readonly text: Sentence
  readonly publishedIn: 'hi' | 'en'
  readonly tags: Readonly<Record<'hi' | 'en', readonly string[]>>
  /** Where it leads: a provider of the catalogue. */
  readonly provider: string
  readonly scene: SceneName
  readonly today?: TodayLine
}

export interface Section {
  readonly id: string
  readonly title: Sentence
  readonly text: Sentence
  readonly cards: readonly Card[]
}
