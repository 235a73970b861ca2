// What to make, by whom, and in which mode.
import { providerName } from '../../../src/catalog/provider-names.ts'
import { GENERATION_TYPES } from '../../../src/domain/model.ts'
import type { GenerationType, Model } from '../../../src/domain/model.ts'
import { MODES } from '../../ask.ts'
import type { Mode } from '../../ask.ts'
import { grouped } from '../../language.ts'
import { Segments } from '../../ui/segments.tsx'
import type { Around, Spoken } from './context.ts'
import { offeredModels, PRIORITIES } from './form.ts'
import type { Form } from './form.ts'

export function ModeSwitch({ mode, person, words, onChange }: Around & { readonly onChange: (mode: Mode) => void }) {
  return (
    <div class="play-mode">
      <Segments name="mode" legend={words.mode} values={MODES} value={mode} words={{ test: words.test, live: words.live }} onChange={onChange} />
      <p class="hint">
        {mode === 'test' ? words.testHint : words.liveHint}
        {person.kind === 'SIGNED_IN' && <> <strong>{(mode === 'test' ? words.testBalance : words.balance)(grouped(person.me.credits))}</strong></>}
      </p>
    </div>
  )
}

interface ModelProps extends Spoken {
  readonly form: Form
  readonly onType: (type: GenerationType) => void
  readonly onModel: (id: string | undefined) => void
  readonly onPriority: (priority: Form['priority']) => void
}

export function ModelPicker({ form, words, onType, onModel, onPriority }: ModelProps) {
  const offered = offeredModels(form.type)
  const providers = [...new Set(offered.map(({ provider }) => provider))]
  return (
    <>
      <Segments name="type" legend={words.type} values={GENERATION_TYPES} value={form.type} words={words.types} onChange={onType} />
      <div class="play-field">
        <label class="play-label" for="play-model">{words.model}</label>
        <select class="input" id="play-model" value={form.model ?? ''} onChange={(event) => onModel(event.currentTarget.value || undefined)}>
          <option value="">{words.automatic}</option>
          {providers.map((provider) => (
            <optgroup label={providerName(provider)} key={provider}>
              {offered.filter((model) => model.provider === provider).map((model: Model) => <option value={model.id} key={model.id}>{model.name}</option>)}
            </optgroup>
          ))}
        </select>
      </div>
      {form.model === undefined && (
        <div class="play-field">
          <span class="play-label" aria-hidden="true">{words.priority}</span>
          <Segments name="priority" legend={words.priority} values={PRIORITIES} value={form.priority} words={words.priorities} onChange={onPriority} />
        </div>
      )}
    </>
  )
}

const OUTCOMES = ['slow', 'fail', 'moderated', 'busy', 'failover', 'partial', 'unavailable', 'timeout', 'cancel:too-late'] as const

/** A chip puts its word into the prompt, or takes it out again: docs/guide/test-keys.md. */
export function Outcomes({ text, words, onChange }: { readonly text: string; readonly words: Spoken['words']; readonly onChange: (text: string) => void }) {
  return (
    <fieldset class="play-outcomes">
      <legend class="play-label">{words.outcomes}</legend>
      <p class="hint">{words.outcomesHint}</p>
      <div class="play-choices">
        {OUTCOMES.map((one) => {
          const word = `[[${one}]]`
          const isIn = text.includes(word)
          return <button type="button" class="play-chip" aria-pressed={isIn} onClick={() => onChange(isIn ? text.replaceAll(word, '').replaceAll(/ {2,}/g, ' ').trim() : `${text} ${word}`.trim())} key={one}><code>{word}</code> {words.outcomeNames[one]}</button>
        })}
      </div>
    </fieldset>
  )
}
