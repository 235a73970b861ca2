// A field with its label, its hint, and what the service says is wrong with it.
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { AskError } from '../../ask.ts'
import type { Problem } from './use-ask.ts'

interface Wiring {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': boolean
}

interface FieldProps {
  readonly label: string
  readonly hint?: string
  readonly problem?: Problem | undefined
  /** As the API names it: `input.name`. */
  readonly path?: string
  readonly children: (wiring: Wiring) => ComponentChildren
}

export function Field({ label, hint, problem, path, children }: FieldProps) {
  const id = useId()
  const wrong = path !== undefined && isAbout(problem, path) ? problem?.message : undefined
  const told = hint !== undefined || wrong !== undefined
  return (
    <div class="dash-field">
      <label for={id}>{label}</label>
      {children({ id, 'aria-describedby': told ? `${id}-told` : undefined, 'aria-invalid': wrong !== undefined })}
      {told && <p class={wrong === undefined ? 'hint' : 'problem'} id={`${id}-told`} role={wrong === undefined ? undefined : 'alert'}>{wrong ?? hint}</p>}
    </div>
  )
}

export const isAbout = (problem: Problem | undefined, path: string): boolean => problem instanceof AskError && (problem.field === path || problem.field?.startsWith(`${path}.`) === true)
