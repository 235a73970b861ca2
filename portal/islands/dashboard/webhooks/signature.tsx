// A place to try signatures: a secret, the headers and the body in, whether it is right out. Nothing leaves the page.
import { useEffect, useState } from 'preact/hooks'
import { reach } from '../../../ask.ts'
import { webhooksWords } from '../../../words/dashboard/webhooks.ts'
import { useDashboard } from '../context.ts'
import { Field } from '../field.tsx'
import { nowMs } from '../moments.ts'
import { exampleOf, verdictOf } from './check-signature.ts'
import type { Received, Verdict } from './check-signature.ts'

/** The service's own, read when they are first needed. */
async function publicKeys(): Promise<readonly JsonWebKey[]> {
  const answer = (await (await reach('/.well-known/webhooks/jwks.json')).json()) as { readonly keys: readonly JsonWebKey[] }
  return answer.keys
}

export function Signature() {
  const { language } = useDashboard()
  const words = webhooksWords(language)
  const [received, setReceived] = useState<Received>({ secret: '', headers: '', body: '' })
  const [verdict, setVerdict] = useState<Verdict>()
  useEffect(() => {
    let isLatest = true
    void verdictOf(received, nowMs(), publicKeys).then((told) => isLatest && setVerdict(told)).catch(() => isLatest && setVerdict('unknown'))
    return () => {
      isLatest = false
    }
  }, [received])
  const change = (part: Partial<Received>): void => setReceived((last) => ({ ...last, ...part }))
  const fill = async (): Promise<void> => setReceived(await exampleOf(nowMs()))
  return (
    <section class="dash-section">
      <div class="dash-section-head">
        <h2>{words.checker}</h2>
        <button class="button quiet" type="button" onClick={() => void fill()}>{words.fill}</button>
      </div>
      <p class="hint">{words.checkerHint}</p>
      <Field label={words.secret} hint={words.secretLeftOut}>
        {(wiring) => <input class="input dash-code" {...wiring} autocomplete="off" spellcheck={false} placeholder="whsec_…" value={received.secret} onInput={({ currentTarget }) => change({ secret: currentTarget.value })} />}
      </Field>
      <div class="dash-pair">
        <Field label={words.received} hint={words.receivedHint}>
          {(wiring) => <textarea class="input dash-code" {...wiring} rows={5} spellcheck={false} value={received.headers} onInput={({ currentTarget }) => change({ headers: currentTarget.value })} />}
        </Field>
        <Field label={words.body} hint={words.bodyHint}>
          {(wiring) => <textarea class="input dash-code" {...wiring} rows={5} spellcheck={false} value={received.body} onInput={({ currentTarget }) => change({ body: currentTarget.value })} />}
        </Field>
      </div>
      <p class={verdict === undefined ? 'visually-hidden' : `dash-verdict ${verdict === 'right' || verdict === 'by-key' ? 'right' : 'wrong'}`} role="status" data-verdict={verdict}>{verdict && words.verdicts[verdict]}</p>
    </section>
  )
}
