// The request, beside the form and the same as it: as JSON that can be changed, and as programs send it.
import { useState } from 'preact/hooks'
import { ApiError, errorMessage } from '../../../src/domain/errors.ts'
import { samplesFor } from '../../data/models/samples.ts'
import { Code } from '../../ui/code.tsx'
import type { Spoken } from './context.ts'
import { requestOf } from './form.ts'
import type { Form } from './form.ts'
import { formOfJson } from './read-request.ts'

interface RequestProps extends Spoken {
  readonly form: Form
  readonly onForm: (form: Form) => void
}

const JSON_TAB = 'JSON'

export function RequestBody({ form, onForm, language, words }: RequestProps) {
  const [tab, setTab] = useState(JSON_TAB)
  const samples = samplesFor(requestOf(form))
  const tabs = [JSON_TAB, ...samples.map(({ name }) => name)]
  const sample = samples.find(({ name }) => name === tab)
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length]
    if (step === 0 || next === undefined) return
    event.preventDefault()
    setTab(next)
    document.querySelector<HTMLElement>(`#request-tab-${next}`)?.focus()
  }
  return (
    <>
      <div class="play-tabs" role="tablist" aria-label={words.request} onKeyDown={move}>
        {tabs.map((one) => <button type="button" role="tab" id={`request-tab-${one}`} aria-selected={one === tab} aria-controls="request-body" tabIndex={one === tab ? 0 : -1} onClick={() => setTab(one)} key={one}>{one}</button>)}
      </div>
      <div role="tabpanel" id="request-body" aria-labelledby={`request-tab-${tab}`}>
        {sample ? <Code language={language} code={sample.code} in={sample.in} label={`${words.request}: ${sample.name}`} /> : <Json {...{ form, onForm, language, words }} />}
      </div>
    </>
  )
}

function Json({ form, onForm, language, words }: RequestProps) {
  const [typed, setTyped] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const read = (text: string): void => {
    setTyped(text)
    try {
      onForm(formOfJson(text, form.files))
      setProblem(undefined)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const { code, details } = error
      setProblem(`${details.field ?? ''}: ${errorMessage(code, details, language)} ${details.allowed ? `(${details.allowed.slice(0, 12).join(', ')})` : ''}`)
    }
  }
  const text = typed ?? JSON.stringify(requestOf(form), null, 2)
  return (
    <>
      <label class="hint" for="request-json">{words.jsonHint}</label>
      <textarea class="input play-code" id="request-json" rows={Math.min(24, text.split('\n').length + 1)} spellcheck={false} value={text} aria-invalid={problem !== undefined} onInput={(event) => read(event.currentTarget.value)} onBlur={() => problem === undefined && setTyped(undefined)} />
      {problem !== undefined && <p class="problem" role="alert">{problem}</p>}
    </>
  )
}
