// One option: its values as a row of choices, those that cannot be had now greyed with the reason.
import type { OptionValue } from '../../../src/domain/model.ts'
import type { Spoken } from './context.ts'
import type { Offer, OptionField } from './fields.ts'
import { sayOption } from './say.ts'

interface OptionProps extends Spoken {
  readonly field: OptionField
  readonly value: OptionValue | undefined
  /** What it is when nothing is said, where that is known. */
  readonly served: OptionValue | undefined
  readonly problem: string | undefined
  readonly onChange: (value: OptionValue | undefined) => void
}

export function OptionRow({ field, value, served, problem, onChange, language, words }: OptionProps) {
  const { name, about, isRequired, unit, control } = field
  const said = unit === 's' ? words.inSeconds(sayOption(name, { words })) : sayOption(name, { words })
  const id = `option-${name}`
  const hint = `${id}-hint`
  const body = (() => {
    switch (control.kind) {
      case 'offers':
        return <Choices {...{ name, said, value, served, hint, onChange, language, words }} offers={control.offers} />
      case 'number':
        return <NumberInput {...{ id, hint, value, served, onChange }} min={control.min} max={control.max} step={control.step} />
      case 'seed':
        return (
          <div class="play-inline">
            <NumberInput {...{ id, hint, value, served, onChange }} min={control.min} max={control.max} step={1} />
            <button type="button" class="button quiet" onClick={() => onChange(randomSeed(control.min, control.max))}>{words.anySeed}</button>
          </div>
        )
      case 'text':
        return (
          <>
            <input class="input" id={id} value={typeof value === 'string' ? value : ''} maxLength={control.maxLength} list={control.suggestions.length > 0 ? `${id}-list` : undefined} aria-describedby={hint} aria-invalid={problem !== undefined} placeholder={served === undefined ? words.byItself : String(served)} onInput={(event) => onChange(event.currentTarget.value || undefined)} />
            {control.suggestions.length > 0 && <datalist id={`${id}-list`}>{control.suggestions.map((one) => <option value={one} key={one} />)}</datalist>}
          </>
        )
    }
  })()
  return (
    <div class="play-option" role={control.kind === 'offers' ? 'group' : undefined} aria-labelledby={control.kind === 'offers' ? `${id}-label` : undefined}>
      <div class="play-option-head">
        {control.kind === 'offers' ? <span class="play-label" id={`${id}-label`}>{said}</span> : <label class="play-label" for={id}>{said}</label>}
        <code>{name}</code>
        {isRequired && <span class="tag">{words.required}</span>}
        {value !== undefined && control.kind !== 'text' && <button type="button" class="play-clear" aria-label={words.clear(said)} title={words.clear(said)} onClick={() => onChange(undefined)}>×</button>}
      </div>
      <div class="play-option-body">
        {body}
        <p class="hint" id={hint}>{about[language]}</p>
        {problem !== undefined && <p class="problem" role="alert">{problem}</p>}
      </div>
    </div>
  )
}

interface ChoicesProps extends Spoken {
  readonly name: string
  readonly said: string
  readonly offers: readonly Offer[]
  readonly value: OptionValue | undefined
  readonly served: OptionValue | undefined
  readonly hint: string
  readonly onChange: (value: OptionValue | undefined) => void
}

function Choices({ name, offers, value, served, hint, onChange, language, words }: ChoicesProps) {
  const refused = offers.filter(({ refusal }) => refusal)
  const current = value ?? served
  const word = (one: OptionValue): string => (one === true ? words.yes : one === false ? words.no : String(one))
  return (
    <>
      <div class="play-choices">
        {offers.map((offer) => (
          <label class={offer.refusal ? 'play-choice off' : 'play-choice'} key={String(offer.value)} title={offer.refusal?.[language]}>
            <input type="radio" name={`option-${name}`} value={String(offer.value)} checked={current === offer.value} disabled={offer.refusal !== undefined} aria-describedby={hint} onChange={() => onChange(offer.value)} />
            <span>{word(offer.value)}</span>
          </label>
        ))}
      </div>
      {refused.length > 0 && (
        <ul class="play-reasons">
          {reasonsOf(refused, language).map(([reason, values]) => <li key={reason}><s>{values.map((one) => word(one)).join(', ')}</s> {reason}</li>)}
        </ul>
      )}
    </>
  )
}

/** Those with the same reason together; the values in a reason differ, so the reasons are few. */
function reasonsOf(offers: readonly Offer[], language: Spoken['language']): readonly (readonly [string, readonly OptionValue[]])[] {
  const reasons = new Map<string, OptionValue[]>()
  for (const { value, refusal } of offers) {
    const reason = refusal?.[language] ?? ''
    reasons.set(reason, [...(reasons.get(reason) ?? []), value])
  }
  return [...reasons]
}

interface NumberProps {
  readonly id: string
  readonly hint: string
  readonly min: number
  readonly max: number
  readonly step: number
  readonly value: OptionValue | undefined
  readonly served: OptionValue | undefined
  readonly onChange: (value: OptionValue | undefined) => void
}

function NumberInput({ id, hint, min, max, step, value, served, onChange }: NumberProps) {
  return (
    <input
      class="input play-number" type="number" inputMode="decimal" id={id} min={min} max={max} step={step} aria-describedby={hint}
      value={typeof value === 'number' ? value : ''} placeholder={served === undefined ? `${min} – ${max}` : String(served)}
      onInput={({ currentTarget: { value: text, valueAsNumber } }) => onChange(text === '' || Number.isNaN(valueAsNumber) ? undefined : valueAsNumber)}
    />
  )
}

export function randomSeed(min: number, max: number): number {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1))
  return min + (drawn % (Math.min(max, 4_294_967_295) - min + 1))
}
