// Giving an account credits: once, however often the same dialog is sent.
import { useState } from 'preact/hooks'
import { Field } from '../field.tsx'
import { useAct } from '../use-ask.ts'
import { GRANT, GRANT_KINDS } from './accounts-operations.ts'
import type { AnyAccount, GrantKind } from './accounts-operations.ts'
import { ActDialog, Note } from './act-dialog.tsx'
import { useOperatorWords } from './operator-frame.tsx'

const USUAL_CREDITS = '100000'

interface GrantProps {
  readonly account: AnyAccount
  readonly onClose: () => void
  readonly onDone: () => void
}

export function GrantCredits({ account: { id, name }, onClose, onDone }: GrantProps) {
  const words = useOperatorWords()
  const { act, isBusy, problem } = useAct(GRANT)
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const [kind, setKind] = useState<GrantKind>('GRANT')
  const [typed, setTyped] = useState(USUAL_CREDITS)
  const [note, setNote] = useState('')
  const give = async (): Promise<void> => {
    if (await act({ input: { accountId: id, amount: Number(typed), kind, note, idempotencyKey } })) onDone()
  }
  return (
    <ActDialog title={`${words.give}: ${name}`} action={words.give} isBusy={isBusy} problem={problem} paths={['input.amount', 'input.kind', 'input.note']} onAct={() => void give()} onClose={onClose}>
      <p><code>{id}</code></p>
      <div class="dash-pair">
        <Field label={words.howMany} problem={problem} path="input.amount">
          {(wiring) => <input class="input" {...wiring} type="number" inputMode="numeric" step={1} value={typed} onInput={({ currentTarget }) => setTyped(currentTarget.value)} />}
        </Field>
        <Field label={words.kind} problem={problem} path="input.kind">
          {(wiring) => (
            <select class="input" {...wiring} value={kind} onChange={({ currentTarget }) => setKind(GRANT_KINDS.find((one) => one === currentTarget.value) ?? kind)}>
              {GRANT_KINDS.map((one) => <option value={one} key={one}>{words.kinds[one]}</option>)}
            </select>
          )}
        </Field>
      </div>
      <Note label={words.reason} hint={words.reasonHint} path="input.note" value={note} problem={problem} onInput={setNote} />
    </ActDialog>
  )
}
