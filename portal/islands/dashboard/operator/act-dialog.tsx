// A dialog in which an operator confirms a change: its fields, what the service says of them, and the button that does it.
import type { ComponentChildren } from 'preact'
import { Dialog } from '../../../ui/dialog.tsx'
import { ProblemLine } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { Field, isAbout } from '../field.tsx'
import type { Problem } from '../use-ask.ts'

/** The API's. */
const LONGEST_NOTE = 500

interface ActDialogProps {
  readonly title: string
  /** What the button does. */
  readonly action: string
  readonly isDangerous?: boolean
  readonly isBusy: boolean
  readonly problem: Problem | undefined
  /** The inputs that have a field here, which tells what is wrong with them. */
  readonly paths: readonly string[]
  readonly onAct: () => void
  readonly onClose: () => void
  readonly children: ComponentChildren
}

export function ActDialog({ title, action, isDangerous = false, isBusy, problem, paths, onAct, onClose, children }: ActDialogProps) {
  const { words } = useDashboard()
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="dash-form" noValidate onSubmit={(event) => { event.preventDefault(); onAct() }}>
        {children}
        {!paths.some((path) => isAbout(problem, path)) && <ProblemLine problem={problem} />}
        <p class="dialog-foot">
          <button class="button plain" type="button" onClick={onClose}>{words.cancel}</button>
          <button class={isDangerous ? 'button danger' : 'button'} type="submit" disabled={isBusy}>{action}</button>
        </p>
      </form>
    </Dialog>
  )
}

interface NoteProps {
  readonly label: string
  readonly hint?: string
  readonly path: string
  readonly value: string
  readonly problem: Problem | undefined
  readonly onInput: (value: string) => void
}

/** Words for the log, or for who asked. */
export function Note({ label, hint, path, value, problem, onInput }: NoteProps) {
  return (
    <Field label={label} {...(hint !== undefined && { hint })} problem={problem} path={path}>
      {(wiring) => <textarea class="input" {...wiring} rows={3} maxLength={LONGEST_NOTE} value={value} onInput={({ currentTarget }) => onInput(currentTarget.value)} />}
    </Field>
  )
}
