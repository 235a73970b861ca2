// A new endpoint, or one that is changed.
import { useState } from 'preact/hooks'
import { EVENT_KINDS } from '../../../../src/domain/event.ts'
import type { EventKind } from '../../../../src/domain/event.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { webhooksWords } from '../../../words/dashboard/webhooks.ts'
import { ProblemLine } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { Field, isAbout } from '../field.tsx'
import { useAct } from '../use-ask.ts'
import { badHeaderOf, endpointInputOf, formOf } from './endpoint-form.ts'
import type { EndpointForm } from './endpoint-form.ts'
import { CREATE, UPDATE } from './operations.ts'
import type { Endpoint } from './operations.ts'

interface EditEndpointProps {
  /** Undefined: a new one. */
  readonly endpoint: Endpoint | undefined
  readonly onMade: (secret: string) => void
  readonly onClose: () => void
}

export function EditEndpoint({ endpoint, onMade, onClose }: EditEndpointProps) {
  const { language, words: around } = useDashboard()
  const words = webhooksWords(language)
  const [form, setForm] = useState<EndpointForm>(() => formOf(endpoint))
  const creating = useAct(CREATE)
  const updating = useAct(UPDATE)
  const { isBusy, problem } = endpoint ? updating : creating
  const change = (part: Partial<EndpointForm>): void => setForm((last) => ({ ...last, ...part }))
  const toggle = (kind: EventKind): void => change({ events: form.events.includes(kind) ? form.events.filter((one) => one !== kind) : [...form.events, kind] })
  const badHeader = badHeaderOf(form.headers)
  const submit = async (): Promise<void> => {
    const input = endpointInputOf(form)
    if (endpoint) {
      if (await updating.act({ input: { id: endpoint.id, ...input } })) onClose()
      return
    }
    const made = await creating.act({ input })
    if (made) onMade(made.webhookEndpointCreate.secret)
  }
  const isTold = ['input.url', 'input.description', 'input.headers'].some((path) => isAbout(problem, path))
  return (
    <Dialog title={endpoint ? words.editTitle : words.createTitle} onClose={onClose}>
      <form class="dash-form" onSubmit={(event) => { event.preventDefault(); void submit() }}>
        <Field label={words.url} hint={words.urlHint} problem={problem} path="input.url">
          {(wiring) => <input class="input" {...wiring} type="url" autofocus required autocomplete="off" spellcheck={false} value={form.url} onInput={({ currentTarget }) => change({ url: currentTarget.value })} />}
        </Field>
        <fieldset>
          <legend>{words.events}</legend>
          <div class="dash-checks">
            {EVENT_KINDS.map((kind) => (
              <label class="dash-check" key={kind}>
                <input type="checkbox" checked={form.events.includes(kind)} onChange={() => toggle(kind)} />
                <code>{kind}</code>
              </label>
            ))}
          </div>
          <p class="hint">{words.eventsHint}</p>
        </fieldset>
        <Field label={words.description} hint={words.descriptionHint} problem={problem} path="input.description">
          {(wiring) => <input class="input" {...wiring} maxLength={200} value={form.description} onInput={({ currentTarget }) => change({ description: currentTarget.value })} />}
        </Field>
        <Field label={words.headers} hint={endpoint && endpoint.headers.length > 0 ? words.headersKept(endpoint.headers.join(', ')) : words.headersHint} problem={problem} path="input.headers">
          {(wiring) => <textarea class="input dash-code" {...wiring} rows={2} spellcheck={false} value={form.headers} onInput={({ currentTarget }) => change({ headers: currentTarget.value })} />}
        </Field>
        {badHeader !== undefined && <p class="hint">{words.badHeader(badHeader)}</p>}
        {!isTold && <ProblemLine problem={problem} />}
        <p class="dialog-foot">
          <button class="button plain" type="button" onClick={onClose}>{around.cancel}</button>
          <button class="button" type="submit" disabled={isBusy || badHeader !== undefined}>{endpoint ? words.save : words.add}</button>
        </p>
      </form>
    </Dialog>
  )
}
