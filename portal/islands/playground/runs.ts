// What was set going on this page: each with its form, its price as shown, and all that has become of it. Pure.
import type { Mode } from '../../ask.ts'
import type { Form } from './form.ts'
import type { CancelOutcome, Generation } from './operations.ts'
import { without } from '../../data/without.ts'

export interface Problem {
  readonly message: string
  readonly code: string
  readonly field?: string
  readonly retryAfterSeconds?: number
}

export interface Run {
  /** Also its idempotency key: sending it again makes and charges nothing more. */
  readonly key: string
  readonly mode: Mode
  readonly form: Form
  /** `UNSENT`: no answer came; the same can be sent again. */
  readonly phase: 'SENDING' | 'UNSENT' | 'REFUSED' | 'MADE'
  readonly generation?: Generation
  readonly problem?: Problem
  readonly cancel?: CancelOutcome
  readonly isCancelling?: boolean
  /** The stream is cut, and is being taken up again. */
  readonly isCut?: boolean
}

export type Runs = readonly Run[]

export const changed = (runs: Runs, key: string, change: Partial<Run>): Runs => runs.map((run) => (run.key === key ? { ...run, ...change } : run))

/** Still the same run, without the problem that it had. */
export function sendingAgain(run: Run): Run {
  return { ...without(run, 'problem'), phase: 'SENDING' }
}
