// Asks once more before something is done that matters.
import type { ComponentChildren } from 'preact'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemLine } from './asked.tsx'
import { useDashboard } from './context.ts'
import type { Problem } from './use-ask.ts'

interface ConfirmProps {
  readonly title: string
  readonly action: string
  /** Cannot be taken back: the other button is the first one. */
  readonly isDangerous?: boolean
  readonly isBusy: boolean
  readonly problem: Problem | undefined
  readonly onAct: () => void
  readonly onClose: () => void
  readonly children: ComponentChildren
}

export function Confirm({ title, action, isDangerous = false, isBusy, problem, onAct, onClose, children }: ConfirmProps) {
  const { words } = useDashboard()
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <ProblemLine problem={problem} />
      <p class="dialog-foot">
        <button class="button plain" type="button" autofocus={isDangerous} onClick={onClose}>{words.cancel}</button>
        <button class={isDangerous ? 'button danger' : 'button'} type="button" disabled={isBusy} onClick={onAct}>{action}</button>
      </p>
    </Dialog>
  )
}
