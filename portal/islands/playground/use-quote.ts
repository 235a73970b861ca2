// The service's own answer to the form as it stands, a moment after the last change.
import { useEffect, useState } from 'preact/hooks'
import { ask, AskError } from '../../ask.ts'
import type { Mode } from '../../ask.ts'
import { requestOf } from './form.ts'
import type { Form } from './form.ts'
import { QUOTE } from './operations.ts'
import type { Quote } from './operations.ts'
import { problemOf } from './run-keeper.ts'
import type { Problem } from './runs.ts'

const CALM_MS = 400

export interface Quoted {
  readonly quote?: Quote
  readonly problem?: Problem
}

/** @param isAsked false where nobody is signed in, or the form is not whole */
export function useQuote(form: Form, mode: Mode, isAsked: boolean): Quoted {
  const asked = JSON.stringify([mode, requestOf(form)])
  const [answer, setAnswer] = useState<Quoted & { readonly asked?: string }>({})
  useEffect(() => {
    if (!isAsked) return
    const life = new AbortController()
    const tell = (quoted: Quoted): void => {
      if (!life.signal.aborted) setAnswer({ asked, ...quoted })
    }
    const timer = setTimeout(() => {
      ask(QUOTE, { variables: { input: requestOf(form) }, mode, signal: life.signal, isQuiet: true }).then(
        ({ quote }) => tell({ quote }),
        (error: unknown) => tell(error instanceof AskError ? { problem: problemOf(error) } : {}),
      )
    }, CALM_MS)
    return () => {
      clearTimeout(timer)
      life.abort()
    }
  }, [asked, isAsked])
  return isAsked && answer.asked === asked ? answer : {}
}
