// Who looks at the page: asked without leading anybody to sign in.
import { useCallback, useEffect, useState } from 'preact/hooks'
import { ask, AskError, chooseMode, chosenMode } from '../../ask.ts'
import type { Mode } from '../../ask.ts'
import type { Person } from './context.ts'
import { ME } from './operations.ts'

export interface Somebody {
  readonly person: Person
  readonly mode: Mode
  readonly setMode: (mode: Mode) => void
  /** Reads the balance anew. */
  readonly look: () => void
  readonly leave: () => void
  readonly isOffline: boolean
}

export function usePerson(): Somebody {
  const [person, setPerson] = useState<Person>({ kind: 'UNKNOWN' })
  const [mode, setModeState] = useState<Mode>('test')
  const [isOffline, setOffline] = useState(false)
  const leave = useCallback(() => setPerson({ kind: 'LOOKING' }), [])
  const look = useCallback(() => {
    const read = async (): Promise<void> => {
      try {
        const { me } = await ask(ME, { isQuiet: true })
        setPerson({ kind: 'SIGNED_IN', me })
        setOffline(false)
      } catch (error) {
        if (error instanceof AskError && error.code === 'UNAUTHENTICATED') leave()
        else setOffline(!(error instanceof AskError))
      }
    }
    void read()
  }, [])
  useEffect(() => {
    setModeState(chosenMode())
    look()
    const onOnline = (): void => look()
    const onOffline = (): void => setOffline(true)
    addEventListener('online', onOnline)
    addEventListener('offline', onOffline)
    return () => {
      removeEventListener('online', onOnline)
      removeEventListener('offline', onOffline)
    }
  }, [])
  const setMode = (next: Mode): void => {
    chooseMode(next)
    setModeState(next)
    look()
  }
  return { person, mode, setMode, look, leave, isOffline }
}
