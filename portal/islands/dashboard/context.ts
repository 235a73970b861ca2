// What every part of the dashboard can ask for, without being handed it.
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Mode } from '../../ask.ts'
import type { Language } from '../../language.ts'
import type { DashboardWords } from '../../words/dashboard/frame.ts'
import type { Me } from '../person/use-person.ts'

export interface Surroundings {
  readonly language: Language
  readonly words: DashboardWords
  /** Everything is asked and done in it. */
  readonly mode: Mode
  readonly me: Me
  /** Reads `me` anew. */
  readonly look: () => void
  /** The session has ended. */
  readonly leave: () => void
}

export const DashboardContext = createContext<Surroundings | null>(null)

export function useDashboard(): Surroundings {
  const surroundings = useContext(DashboardContext)
  if (!surroundings) throw new Error('a part of the dashboard stands outside of it')
  return surroundings
}
