// Who looks at the page, and in which mode: asked without leading anybody to sign in.
import { useCallback, useEffect, useState } from 'preact/hooks'
import { ask, AskError, chooseMode, chosenMode, forgetSession, mayBeSignedIn, operation } from '../../ask.ts'
import type { Mode } from '../../ask.ts'

export interface Me {
  readonly id: string
  readonly name: string
  readonly plan: string
  readonly credits: number
  /** Of an operator, in live mode: until when he may administer without another sign-in. Null for anybody else. */
  readonly administersUntil: string | null
  readonly limits: { readonly concurrent: { readonly limit: number } }
}

const ME = operation<{ readonly me: Me }>(`query Me { me { id name plan credits administersUntil limits { concurrent { limit } } } }`)

/** `LOOKING`: nobody is signed in. */
export type Person = { readonly kind: 'UNKNOWN' } | { readonly kind: 'LOOKING' } | { readonly kind: 'SIGNED_IN'; readonly me: Me }

export interface Somebody {
  readonly person: Person
  readonly mode: Mode
  readonly setMode: (mode: Mode) => void
  /** Reads the balance anew. */
  readonly look: () => void
  readonly leave: () => void
  readonly isOffline: boolean
  /** Why it could not be told who it is. */
  readonly problem: AskError | undefined
}

export function usePerson(): Somebody {
  const [person, setPerson] = useState<Person>({ kind: 'UNKNOWN' })
  const [mode, setModeState] = useState<Mode>('test')
  const [isOffline, setOffline] = useState(false)
  const [problem, setProblem] = useState<AskError>()
  const leave = useCallback(() => {
    forgetSession()
    setPerson({ kind: 'LOOKING' })
  }, [])
  const look = useCallback(() => {
    const read = async (): Promise<void> => {
      if (!mayBeSignedIn()) return leave()
      try {
        const { me } = await ask(ME, { isQuiet: true })
        setPerson({ kind: 'SIGNED_IN', me })
        setOffline(false)
        setProblem(undefined)
      } catch (error) {
        if (!(error instanceof AskError)) setOffline(true)
        else if (error.code === 'UNAUTHENTICATED') leave()
        else setProblem(error)
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
  return { person, mode, setMode, look, leave, isOffline, problem }
}
