// Others that could make the same: up to four of them together, with one bill.
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

const MOST_COMPARED = 4

export function CompareBody({ form, chosen, onChange, words }: CompareProps) {
  const offered = offeredModels(form.type).filter(({ id }) => id !== form.model).flatMap((model) => {
    const choice = tryCalculate(withModel(form, model.id).form)
    return choice ? [{ model, credits: choice.candidates[0].route.credits }] : []
  })
  const isFull = chosen.length + 1 >= MOST_COMPARED
  return (
    <>
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
    </>
  )
}
