// What every part of the playground is given.
import type { Mode } from '../../ask.ts'
import type { Language } from '../../language.ts'
import type { PlaygroundWords } from '../../words/playground.ts'
import type { Person } from '../person/use-person.ts'
import type { Problem } from './runs.ts'

export interface Spoken {
  readonly language: Language
  readonly words: PlaygroundWords
}

export interface Around extends Spoken {
  readonly mode: Mode
  readonly person: Person
}

/** What is wrong at a field, by the path that the API names it by. */
export type Problems = readonly Pick<Problem, 'message' | 'field'>[]

export const problemAt = (problems: Problems, path: string): string | undefined => problems.find(({ field }) => field === path || field?.startsWith(`${path}.`) === true)?.message
