// The way out: said in full, asked once more, and only by who types the account's name.
import { useState } from 'preact/hooks'
import { accountWords } from '../../../words/dashboard/account.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { momentOf } from '../../../language.ts'
import { ProblemLine } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { Field } from '../field.tsx'
import { useAct } from '../use-ask.ts'
import { CLOSE } from './operations.ts'
import type { Account } from './operations.ts'

export function CloseAccount({ me: { id, name } }: Pick<Account, 'me'>) {
  const { language, mode, words: around } = useDashboard()
  const words = accountWords(language)
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [erasedAfter, setErasedAfter] = useState<string>()
  const { act, isBusy, problem } = useAct(CLOSE)
  const close = async (): Promise<void> => {
    const closed = await act({ accountId: id })
    if (!closed) return
    setErasedAfter(closed.accountClose.erasedAfter)
    setOpen(false)
  }
  return (
    <section class="dash-section">
      <h2>{words.close}</h2>
      <p class="measure">{words.closeHint}</p>
      {erasedAfter === undefined
        ? mode === 'live' ? <p><button class="button danger" type="button" onClick={() => setOpen(true)}>{words.closeAct}</button></p> : <p class="hint">{words.closeTest}</p>
        : <div class="notice" role="alert"><p><strong>{words.closed}</strong> {words.closedHint(momentOf(erasedAfter, language))} <code>{id}</code></p></div>}
      {isOpen && (
        <Dialog title={words.closeTitle} onClose={() => setOpen(false)}>
          <form class="dash-form" onSubmit={(event) => { event.preventDefault(); void close() }}>
            <p>{words.closeHint}</p>
            <Field label={words.typeName(name)}>
              {(wiring) => <input class="input" {...wiring} autofocus autocomplete="off" spellcheck={false} value={typed} onInput={({ currentTarget }) => setTyped(currentTarget.value)} />}
            </Field>
            <ProblemLine problem={problem} />
            <p class="dialog-foot">
              <button class="button plain" type="button" onClick={() => setOpen(false)}>{around.cancel}</button>
              <button class="button danger" type="submit" disabled={isBusy || typed.trim() !== name}>{words.closeNow}</button>
            </p>
          </form>
        </Dialog>
      )}
    </section>
  )
}
