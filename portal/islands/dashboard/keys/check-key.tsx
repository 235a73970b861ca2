// Whether a key is one of ours: told in the page, by its checksum.
import { useState } from 'preact/hooks'
import { keysWords } from '../../../words/dashboard/keys.ts'
import { useDashboard } from '../context.ts'
import { Field } from '../field.tsx'
import { verdictOf } from './check.ts'
import type { ApiKey } from './operations.ts'

export function CheckKey({ keys }: { readonly keys: readonly ApiKey[] }) {
  const { language } = useDashboard()
  const words = keysWords(language)
  const [text, setText] = useState('')
  const verdict = verdictOf(text)
  const isOurs = verdict === 'live' || verdict === 'test'
  const like = isOurs ? keys.find(({ prefix, lastFour }) => text.trim().startsWith(prefix) && text.trim().endsWith(lastFour)) : undefined
  return (
    <section class="dash-section">
      <h2>{words.check}</h2>
      <Field label={words.checkLabel} hint={words.checkHint}>
        {(wiring) => <input class="input dash-code" {...wiring} autocomplete="off" spellcheck={false} value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />}
      </Field>
      <p class={verdict === undefined ? 'visually-hidden' : `dash-verdict ${isOurs ? 'right' : 'wrong'}`} role="status">{verdict && words.verdicts[verdict]} {like && words.yours(like.name)}</p>
    </section>
  )
}
