// From which balance on a webhook and the feed of events tell that credits run out.
import { useState } from 'preact/hooks'
import { addressOf } from '../../../language.ts'
import { accountWords } from '../../../words/dashboard/account.ts'
import { ProblemLine } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { Field, isAbout } from '../field.tsx'
import { useAct } from '../use-ask.ts'
import { LOW_AT } from './operations.ts'

const PATH = 'input.creditsLowAt'

export function LowBalance({ creditsLowAt, again }: { readonly creditsLowAt: number; readonly again: () => void }) {
  const { language } = useDashboard()
  const words = accountWords(language)
  const [typed, setTyped] = useState(String(creditsLowAt))
  const [isSaved, setSaved] = useState(false)
  const { act, isBusy, problem } = useAct(LOW_AT)
  const save = async (): Promise<void> => {
    const saved = await act({ creditsLowAt: Number(typed) })
    setSaved(saved !== undefined)
    if (saved) again()
  }
  return (
    <section class="dash-section">
      <h2>{words.low}</h2>
      <p class="measure">{words.lowHint} <a href={addressOf(language, 'docs/events/')}>{words.events}</a></p>
      <form class="low-balance" onSubmit={(event) => { event.preventDefault(); void save() }}>
        <Field label={words.lowLabel} hint={words.lowOff} problem={problem} path={PATH}>
          {(wiring) => <input class="input" {...wiring} type="number" inputMode="numeric" required min={0} step={1} value={typed} onInput={({ currentTarget }) => { setTyped(currentTarget.value); setSaved(false) }} />}
        </Field>
        <button class="button plain" type="submit" disabled={isBusy || typed === String(creditsLowAt)}>{words.save}</button>
      </form>
      {!isAbout(problem, PATH) && <ProblemLine problem={problem} />}
      <p class={isSaved ? 'hint' : 'visually-hidden'} role="status">{isSaved && words.saved}</p>
    </section>
  )
}
