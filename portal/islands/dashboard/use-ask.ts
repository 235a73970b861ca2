// How parts of the dashboard ask and act: by the session, in the mode that is chosen. What fails is told, never thrown.
import { useCallback, useEffect, useState } from 'preact/hooks'
import { ask, AskError, Offline } from '../../ask.ts'
import type { Operation } from '../../ask.ts'
import { useDashboard } from './context.ts'

export type Problem = AskError | Offline

export interface Asked<Data> {
  /** Stays while the same is asked again. */
  readonly data: Data | undefined
  readonly problem: Problem | undefined
  readonly isAsking: boolean
  readonly again: () => void
}

/** Asks at once, again when the variables change, and when a lost network is back. */
export function useAsk<Data, Variables>(document: Operation<Data, Variables>, variables: Variables): Asked<Data> {
  const { mode, leave } = useDashboard()
  const key = JSON.stringify([document, variables, mode])
  const [turn, setTurn] = useState(0)
  const [told, setTold] = useState<{ readonly key: string; readonly turn: number; readonly data?: Data; readonly problem?: Problem }>({ key: '', turn: -1 })
  const again = useCallback(() => setTurn((last) => last + 1), [])
  useEffect(() => {
    const life = new AbortController()
    ask(document, { variables, mode, signal: life.signal, isQuiet: true }).then(
      (data) => setTold({ key, turn, data }),
      (error: unknown) => {
        if (life.signal.aborted) return
        const problem = problemOf(error)
        if (isOver(problem)) leave()
        setTold((last) => ({ key, turn, problem, ...(last.key === key && last.data !== undefined && { data: last.data }) }))
      },
    )
    return () => life.abort()
  }, [key, turn])
  useEffect(() => {
    addEventListener('online', again)
    return () => removeEventListener('online', again)
  }, [])
  const isSame = told.key === key
  return { data: isSame ? told.data : undefined, problem: isSame && told.turn === turn ? told.problem : undefined, isAsking: !isSame || told.turn !== turn, again }
}

export interface Act<Data, Variables> {
  /** @returns undefined where it was refused: `problem` says why */
  readonly act: (variables: Variables) => Promise<Data | undefined>
  readonly isBusy: boolean
  readonly problem: Problem | undefined
}

/** A mutation, one at a time. */
export function useAct<Data, Variables>(document: Operation<Data, Variables>): Act<Data, Variables> {
  const { mode, leave } = useDashboard()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const act = async (variables: Variables): Promise<Data | undefined> => {
    setBusy(true)
    setProblem(undefined)
    try {
      return await ask(document, { variables, mode, isQuiet: true })
    } catch (error) {
      const told = problemOf(error)
      if (isOver(told)) leave()
      setProblem(told)
      return undefined
    } finally {
      setBusy(false)
    }
  }
  return { act, isBusy, problem }
}

const isOver = (problem: Problem): boolean => problem instanceof AskError && problem.code === 'UNAUTHENTICATED'

/** What is neither refused nor unanswered is a fault of the page's own, and is told as such. */
export function problemOf(error: unknown): Problem {
  if (error instanceof AskError || error instanceof Offline) return error
  return new AskError(String(error))
}
