// Sets generations going, and keeps what becomes of them.
import { ask, AskError, Offline } from '../../ask.ts'
import type { Mode } from '../../ask.ts'
import { requestOf } from './form.ts'
import type { Form } from './form.ts'
import { CANCEL, GENERATE } from './operations.ts'
import { changed, sendingAgain } from './runs.ts'
import type { Problem, Run, Runs } from './runs.ts'
import { watch } from './watch.ts'

export interface KeeperPorts {
  readonly show: (runs: Runs) => void
  /** A generation was accepted, or has ended: the balance and the history follow. */
  readonly onTurn: (run: Run) => void
  readonly onSignedOut: () => void
}

export interface RunKeeper {
  /** Several together wait for each other where the plan allows fewer at once. */
  readonly start: (forms: readonly Form[], mode: Mode) => void
  readonly resend: (key: string) => void
  readonly cancel: (key: string) => Promise<void>
  /** One that was made before. */
  readonly open: (id: string, mode: Mode, form: Form) => void
}

const MOST_KEPT = 12

export function createRunKeeper({ show, onTurn, onSignedOut }: KeeperPorts): RunKeeper {
  let runs: Runs = []
  const put = (next: Runs): void => {
    runs = next
    show(runs)
  }
  const find = (key: string): Run | undefined => runs.find((run) => run.key === key)
  const change = (key: string, what: Partial<Run>): void => {
    put(changed(runs, key, what))
    const run = find(key)
    if (run && what.generation) onTurn(run)
  }

  const send = async (run: Run): Promise<void> => {
    const { key, form, mode } = run
    put(runs.map((one) => (one.key === key ? run : one)))
    try {
      const { generate } = await ask(GENERATE, { variables: { input: requestOf(form) }, mode, idempotencyKey: key, isQuiet: true })
      change(key, { phase: 'MADE', generation: generate })
      await follow(key, generate.id, mode)
    } catch (error) {
      if (error instanceof AskError && error.code === 'UNAUTHENTICATED') onSignedOut()
      change(key, { phase: error instanceof Offline ? 'UNSENT' : 'REFUSED', ...(error instanceof AskError && { problem: problemOf(error) }) })
    }
  }

  const follow = (key: string, id: string, mode: Mode): Promise<void> =>
    watch({ id, mode, signal: new AbortController().signal, onChange: (generation) => change(key, { phase: 'MADE', generation }), onReach: (isThere) => find(key)?.isCut === !isThere || change(key, { isCut: !isThere }) })

  return {
    start: (forms, mode) => {
      const started = forms.map((form): Run => ({ key: crypto.randomUUID(), mode, form: forms.length > 1 ? { ...form, more: { ...form.more, onLimit: 'QUEUE' } } : form, phase: 'SENDING' }))
      put([...started, ...runs].slice(0, MOST_KEPT))
      for (const run of started) void send(run)
    },
    resend: (key) => {
      const run = find(key)
      if (run) void send(sendingAgain(run))
    },
    cancel: async (key) => {
      const run = find(key)
      if (!run?.generation) return put(runs.filter((one) => one.key !== key))
      change(key, { isCancelling: true })
      try {
        const { generationCancel } = await ask(CANCEL, { variables: { id: run.generation.id }, mode: run.mode, isQuiet: true })
        change(key, { isCancelling: false, cancel: generationCancel.outcome, generation: generationCancel.generation })
      } catch (error) {
        change(key, { isCancelling: false, ...(error instanceof AskError && { problem: problemOf(error) }) })
      }
    },
    open: (id, mode, form) => {
      put([{ key: id, mode, form, phase: 'SENDING' } satisfies Run, ...runs.filter(({ key, generation }) => key !== id && generation?.id !== id)].slice(0, MOST_KEPT))
      follow(id, id, mode).catch((error: unknown) => change(id, { phase: 'REFUSED', ...(error instanceof AskError && { problem: problemOf(error) }) }))
    },
  }
}

export const problemOf = ({ message, code, field, retryAfterSeconds }: AskError): Problem => ({ message, code, ...(field !== undefined && { field }), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) })
