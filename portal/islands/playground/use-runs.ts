// What was set going here, the balance and the history that follow from it.
import { useMemo, useRef, useState } from 'preact/hooks'
import { requestOf } from './form.ts'
import { history as pastOf, remember } from './memory.ts'
import type { Past } from './memory.ts'
import { createRunKeeper } from './run-keeper.ts'
import type { RunKeeper } from './run-keeper.ts'
import type { Run, Runs } from './runs.ts'

export interface RunsState {
  readonly runs: Runs
  readonly past: readonly Past[]
  readonly setPast: (past: readonly Past[]) => void
  readonly keeper: RunKeeper
}

export function useRuns(ports: { readonly look: () => void; readonly leave: () => void }): RunsState {
  const [runs, setRuns] = useState<Runs>([])
  const [past, setPast] = useState<readonly Past[]>(() => (typeof localStorage === 'undefined' ? [] : pastOf()))
  const seen = useRef(new Map<string, string>())
  const keeper = useMemo(() => {
    const onTurn = (run: Run): void => {
      const { generation, form, mode, key } = run
      if (!generation || seen.current.get(key) === generation.status) return
      seen.current.set(key, generation.status)
      ports.look()
      setPast(remember({ id: generation.id, mode, model: generation.model, text: form.input.text ?? '', credits: generation.creditCost, at: generation.createdAt, request: requestOf(form) }))
    }
    return createRunKeeper({ show: setRuns, onTurn, onSignedOut: ports.leave })
  }, [])
  return { runs, past, setPast, keeper }
}
