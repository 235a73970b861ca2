// Others that could make the same: up to four of them together, with one bill.
import { useState } from 'preact/hooks'
import type { Spoken } from './context.ts'
import { withModel } from './change.ts'
import { offeredModels } from './form.ts'
import type { Form } from './form.ts'
import { grouped } from '../../language.ts'
import { tryCalculate } from './verdicts.ts'

interface CompareProps extends Spoken {
  readonly form: Form
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

export const MOST_COMPARED = 4

/** The same for another model: without what it lacks. */
export const formFor = (form: Form, model: string): Form => withModel(form, model).form

export function Compare({ form, chosen, onChange, words }: CompareProps) {
  const [isOpen, setOpen] = useState(false)
  // Each is reckoned with its price: only where somebody looks.
  const others = isOpen ? offeredModels(form.type).filter(({ id }) => id !== form.model) : []
  const offered = others.flatMap((model) => {
    const choice = tryCalculate(formFor(form, model.id))
    return choice ? [{ model, credits: choice.candidates[0].route.credits }] : []
  })
  const isFull = chosen.length + 1 >= MOST_COMPARED
  return (
    <details class="play-panel" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.compare}</summary>
      <p class="hint">{words.compareHint}</p>
      <div class="play-compare">
        {offered.map(({ model, credits }) => {
          const isChosen = chosen.includes(model.id)
          return (
            <label key={model.id}>
              <input type="checkbox" checked={isChosen} disabled={!isChosen && isFull} onChange={() => onChange(isChosen ? chosen.filter((id) => id !== model.id) : [...chosen, model.id])} />
              <span>{model.name}</span>
              <span class="figure soft">{grouped(credits)}</span>
            </label>
          )
        })}
      </div>
    </details>
  )
}
