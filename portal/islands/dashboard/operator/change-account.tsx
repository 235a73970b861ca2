// Suspending an account, ending that, or opening a closed one again: each with a reason that the log keeps.
import { useState } from 'preact/hooks'
import { useAct } from '../use-ask.ts'
import { REOPEN, RESUME, SUSPEND } from './accounts-operations.ts'
import type { AnyAccount } from './accounts-operations.ts'
import { ActDialog, Note } from './act-dialog.tsx'
import { useOperatorWords } from './operator-frame.tsx'

const OPERATIONS = { SUSPEND, RESUME, REOPEN } as const
export type AccountChange = keyof typeof OPERATIONS

interface ChangeProps {
  readonly account: AnyAccount
  readonly change: AccountChange
  readonly onClose: () => void
  readonly onDone: () => void
}

export function ChangeAccount({ account: { id, name }, change, onClose, onDone }: ChangeProps) {
  const words = useOperatorWords()
  const { act, isBusy, problem } = useAct(OPERATIONS[change])
  const [reason, setReason] = useState('')
  const action = { SUSPEND: words.suspend, RESUME: words.resume, REOPEN: words.reopen }[change]
  const make = async (): Promise<void> => {
    if (await act({ accountId: id, reason })) onDone()
  }
  return (
    <ActDialog title={`${action}: ${name}`} action={action} isDangerous={change === 'SUSPEND'} isBusy={isBusy} problem={problem} paths={['reason']} onAct={() => void make()} onClose={onClose}>
      <p><code>{id}</code></p>
      <p>{words.hints[change]}</p>
      <Note label={words.reason} hint={words.reasonHint} path="reason" value={reason} problem={problem} onInput={setReason} />
    </ActDialog>
  )
}
