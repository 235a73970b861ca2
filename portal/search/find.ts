// Finds by words that begin, are like, or sound like what stands in an entry; what stands in its name counts most.
import { skeletonOf, wordsOf } from './skeleton.ts'

/** The words of an entry by how much they count. */
export interface Entry {
  readonly name: string
  /** Other names, provider, company. */
  readonly names: string
  /** What is made, in all the words that people have for it: they mean it before any name. */
  readonly type: string
  /** What it is known for, in such words. */
  readonly kind: string
  /** What it is about. */
  readonly about: string
}

/** Asked in passing, and in every entry or none. */
const EMPTY: ReadonlySet<string> = new Set(['the', 'a', 'an', 'of', 'for', 'to', 'with', 'and', 'in', 'me', 'main', 'ka', 'ki', 'ke', 'ko', 'se', 'hai', 'api', 'model', 'ai', 'का', 'की', 'के', 'को', 'से', 'में', 'है', 'और', 'मॉडल', 'कैसे', 'kaise', 'how', 'वाला', 'wala', 'wali', 'वाली', 'चाहिए', 'chahiye'])

/** Whose single words mean something else. */
const PHRASES = [[/text[ -]to[ -]speech/, 'tts'], [/टेक्स्ट[ -]टू[ -]स्पीच/, 'tts']] as const

const WEIGHTS = { type: 9, name: 8, names: 5, kind: 4, about: 2 } as const

export interface Indexed {
  readonly words: readonly { readonly word: string; readonly skeleton: string; readonly weight: number }[]
}

export function indexOf(entry: Entry): Indexed {
  const words = (['type', 'name', 'names', 'kind', 'about'] as const).flatMap((part) => wordsOf(entry[part]).map((word) => ({ word, skeleton: skeletonOf(word), weight: WEIGHTS[part] })))
  return { words }
}

/** How well it fits: 0 where a word of the query is in it nowhere. What is two words for some is one for others: "eleven labs". */
export function scoreOf(index: Indexed, query: string): number {
  const words = wordsOf(PHRASES.reduce((text, [phrase, word]) => text.replace(phrase, word), query.toLowerCase()))
  return Math.max(scoreOfWords(index, words), words.length > 1 ? scoreOfWords(index, [words.join('')]) : 0)
}

function scoreOfWords({ words }: Indexed, all: readonly string[]): number {
  const telling = all.filter((word) => !EMPTY.has(word))
  let sum = 0
  for (const asked of telling.length > 0 ? telling : all) {
    const best = bestOf(words, asked)
    if (best === 0) return 0
    sum += best
  }
  return sum
}

function bestOf(words: Indexed['words'], asked: string): number {
  const skeleton = skeletonOf(asked)
  let best = 0
  for (const { word, skeleton: own, weight } of words) {
    const likeness = word === asked ? 1 : word.startsWith(asked) ? 0.8 : skeleton.length > 1 && own === skeleton ? 0.7 : skeleton.length > 2 && own.startsWith(skeleton) ? 0.4 : 0
    best = Math.max(best, likeness * weight)
  }
  return best
}
