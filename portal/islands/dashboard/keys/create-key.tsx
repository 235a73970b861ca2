// A new key: its name and scopes, then what bounds it.
import { useState } from 'preact/hooks'
import { Offline } from '../../../ask.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Segments } from '../../../ui/segments.tsx'
import { keysWords } from '../../../words/dashboard/keys.ts'
import { ProblemLine } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { Field, isAbout } from '../field.tsx'
import { nowMs } from '../moments.ts'
import { useAct, useAsk } from '../use-ask.ts'
import { EMPTY_KEY, keyInputOf, LIFETIMES } from './key-form.ts'
import type { KeyForm } from './key-form.ts'
import { CREATE, GIVEN_SCOPES, PROVIDERS } from './operations.ts'

const LONGEST_NAME = 64
const AT_FIELDS = ['input.name', 'input.creditsPerDay', 'input.creditsTotal', 'input.origins', 'input.expiresAt'] as const

interface CreateKeyProps {
  readonly onMade: (secret: string) => void
  readonly onClose: () => void
}

export function CreateKey({ onMade, onClose }: CreateKeyProps) {
  const { language, mode, words: around } = useDashboard()
  const words = keysWords(language)
  const [form, setForm] = useState<KeyForm>(EMPTY_KEY)
  const { act, isBusy, problem } = useAct(CREATE)
  const { data } = useAsk(PROVIDERS, {})
  const change = (part: Partial<KeyForm>): void => setForm((last) => ({ ...last, ...part }))
  const submit = async (): Promise<void> => {
    const made = await act({ input: keyInputOf(form, nowMs()) })
    if (made) onMade(made.apiKeyCreate.secret)
  }
  const isTold = AT_FIELDS.some((path) => isAbout(problem, path))
  return (
    <Dialog title={mode === 'test' ? words.createTest : words.create} onClose={onClose}>
      <form class="dash-form" onSubmit={(event) => { event.preventDefault(); void submit() }}>
        <Field label={words.name} hint={words.nameHint} problem={problem} path="input.name">
          {(wiring) => <input class="input" {...wiring} autofocus required maxLength={LONGEST_NAME} autocomplete="off" value={form.name} onInput={({ currentTarget }) => change({ name: currentTarget.value })} />}
        </Field>
        <fieldset>
          <legend>{words.may}</legend>
          {GIVEN_SCOPES.map((scope) => (
            <label class="dash-check" key={scope}>
              <input type="checkbox" checked={form.scopes.includes(scope)} onChange={() => change({ scopes: toggled(form.scopes, scope) })} />
              <span><strong>{words.scopes[scope]}</strong> <span class="hint">{words.scopeHints[scope]}</span></span>
            </label>
          ))}
        </fieldset>
        <fieldset>
          <legend>{words.spend}</legend>
          <div class="dash-pair">
            {(['creditsPerDay', 'creditsTotal'] as const).map((name) => (
              <Field label={words[name]} problem={problem} path={`input.${name}`} key={name}>
                {(wiring) => <input class="input" {...wiring} type="number" inputMode="numeric" min={0} step={1} value={form[name]} onInput={({ currentTarget }) => change({ [name]: currentTarget.value })} />}
              </Field>
            ))}
          </div>
          <p class="hint">{words.spendHint}</p>
        </fieldset>
        <fieldset>
          <legend>{words.ends}</legend>
          <Segments name="lifetime" legend={words.ends} values={LIFETIMES} value={form.lifetime} words={words.lifetimes} onChange={(lifetime) => change({ lifetime })} />
          {form.lifetime === 'own' && (
            <Field label={words.lastDay} hint={words.lastDayHint} problem={problem} path="input.expiresAt">
              {(wiring) => <input class="input" {...wiring} type="date" required min={new Date(nowMs()).toISOString().slice(0, 10)} value={form.lastDay} onInput={({ currentTarget }) => change({ lastDay: currentTarget.value })} />}
            </Field>
          )}
        </fieldset>
        <details class="dash-more">
          <summary>{words.bound}</summary>
          <Field label={words.origins} hint={words.originsHint} problem={problem} path="input.origins">
            {(wiring) => <textarea class="input" {...wiring} rows={2} spellcheck={false} value={form.origins} onInput={({ currentTarget }) => change({ origins: currentTarget.value })} />}
          </Field>
          <fieldset>
            <legend>{words.providers}</legend>
            <p class="hint">{words.providersHint}</p>
            <div class="dash-checks">
              {data?.providers.map(({ id, name }) => (
                <label class="dash-check" key={id}>
                  <input type="checkbox" checked={form.providers.includes(id)} onChange={() => change({ providers: toggled(form.providers, id) })} />
                  <span lang="en">{name}</span>
                </label>
              ))}
            </div>
          </fieldset>
        </details>
        {!isTold && <ProblemLine problem={problem} />}
        {problem instanceof Offline && <p class="notice">{words.unsure}</p>}
        <p class="dialog-foot">
          <button class="button plain" type="button" onClick={onClose}>{around.cancel}</button>
          <button class="button" type="submit" disabled={isBusy}>{words.submit}</button>
        </p>
      </form>
    </Dialog>
  )
}

const toggled = <Item,>(list: readonly Item[], item: Item): readonly Item[] => (list.includes(item) ? list.filter((one) => one !== item) : [...list, item])
