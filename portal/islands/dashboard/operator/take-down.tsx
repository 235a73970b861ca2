// Taking down what a generation made, by its id or by the digest of the bytes.
import { useState } from 'preact/hooks'
import { grouped } from '../../../language.ts'
import { Field } from '../field.tsx'
import { useAct } from '../use-ask.ts'
import { ActDialog, Note } from './act-dialog.tsx'
import { useOperatorWords } from './operator-frame.tsx'
import { TAKE_DOWN } from './switch-operations.ts'
import type { Takedown } from './switch-operations.ts'

export function TakeDown() {
  const words = useOperatorWords()
  const [isOpen, setOpen] = useState(false)
  const [done, setDone] = useState<Takedown>()
  return (
    <section class="dash-section">
      <h2>{words.takeDown}</h2>
      <p class="soft measure">{words.takeDownHint}</p>
      <button class="button danger" type="button" onClick={() => { setDone(undefined); setOpen(true) }}>{words.takeDown}</button>
      <p class={done ? 'dash-verdict right' : 'visually-hidden'} role="status">{done && `${words.tookDown(grouped(done.generations))} ${done.done ? '' : words.restFollows}`}</p>
      {isOpen && <Confirmed onClose={() => setOpen(false)} onDone={(told) => { setOpen(false); setDone(told) }} />}
    </section>
  )
}

function Confirmed({ onClose, onDone }: { readonly onClose: () => void; readonly onDone: (told: Takedown) => void }) {
  const words = useOperatorWords()
  const { act, isBusy, problem } = useAct(TAKE_DOWN)
  const [target, setTarget] = useState('')
  const [reason, setReason] = useState('')
  const make = async (): Promise<void> => {
    const told = await act({ target, reason })
    if (told) onDone(told.adminTakedown)
  }
  return (
    <ActDialog title={words.takeDown} action={words.takeDownNow} isDangerous isBusy={isBusy} problem={problem} paths={['target', 'reason']} onAct={() => void make()} onClose={onClose}>
      <p>{words.takeDownWarning}</p>
      <Field label={words.target} hint={words.targetHint} problem={problem} path="target">
        {(wiring) => <input class="input dash-code" {...wiring} autofocus autocomplete="off" autoCapitalize="off" spellcheck={false} value={target} onInput={({ currentTarget }) => setTarget(currentTarget.value.trim())} />}
      </Field>
      <Note label={words.reason} hint={words.reasonHint} path="reason" value={reason} problem={problem} onInput={setReason} />
    </ActDialog>
  )
}
