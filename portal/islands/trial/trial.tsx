// A prompt that anybody can try: a stored sample of what it would become, with model, time and price, and the way into the playground.
import { useState } from 'preact/hooks'
import { creditsTried, isHindi, playgroundFragment, storedResult } from '../../data/trial/samples.ts'
import type { Tried } from '../../data/trial/samples.ts'
import { addressOf, grouped } from '../../language.ts'
import type { Language } from '../../language.ts'
import { Receipt } from '../../ui/receipt.tsx'
import { trialWords } from '../../words/trial.ts'
import { Stored } from './stored.tsx'

export interface TrialProps {
  readonly language: Language
  /** The first is shown at first. */
  readonly models: readonly [Tried, ...Tried[]]
}

const MINUTE = 60
const MOST_CHARACTERS = 500

export function Trial({ language, models }: TrialProps) {
  const words = trialWords(language)
  const [model, setModel] = useState(models[0])
  const prompts = words.prompts[model.type]
  const [text, setText] = useState(prompts[0] ?? '')
  const [shown, setShown] = useState(text)
  const [isAsked, setAsked] = useState(false)
  const show = (next: string): void => {
    setText(next)
    setShown(next)
    setAsked(true)
  }
  const choose = (next: Tried): void => {
    setModel(next)
    show(words.prompts[next.type][0] ?? '')
  }
  const submit = (event: Event): void => {
    event.preventDefault()
    show(text.trim() === '' ? (prompts[0] ?? '') : text.trim())
  }
  const { seconds } = model
  return (
    <div class="trial-grid">
      <form class="trial-form" onSubmit={submit}>
        <fieldset class="trial-types">
          <legend class="visually-hidden">{words.type}</legend>
          {models.map((one) => (
            <label key={one.type}>
              <input class="visually-hidden" type="radio" name="trial-type" checked={one.type === model.type} onChange={() => choose(one)} />
              <span>{words.types[one.type]}</span>
            </label>
          ))}
        </fieldset>
        <label class="trial-prompt">
          <span>{words.label[model.type]}</span>
          <textarea rows={3} maxLength={MOST_CHARACTERS} value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
        </label>
        <div class="trial-suggestions" role="group" aria-label={words.suggestions}>
          {prompts.map((prompt) => <button type="button" class="trial-chip" lang={isHindi(prompt) ? 'hi' : 'en'} key={prompt} onClick={() => show(prompt)}>{prompt}</button>)}
        </div>
        <button class="button printed">{words.show}</button>
      </form>
      <figure class="trial-result">
        <Stored key={`${model.type} ${shown}`} type={model.type} text={shown} result={storedResult(model.type, shown)} isAsked={isAsked} />
        <figcaption>
          <strong class="tag">{words.sample}</strong> {words.sampleHint[model.type]}
          <span class="visually-hidden" role="status">{isAsked && words.shown(shown)}</span>
        </figcaption>
      </figure>
      <div class="trial-bill">
        <Receipt
          title={shown}
          lines={[
            { label: words.model, value: model.name },
            { label: words.usually, value: seconds < 2 * MINUTE ? words.seconds(grouped(seconds)) : words.minutes(grouped(Math.round(seconds / MINUTE))) },
            { label: words.price, value: words.credits(grouped(creditsTried(model, shown))), tone: 'total' },
          ]}
        />
        <a class="button plain" href={`${addressOf(language, 'playground/')}${playgroundFragment(model, shown)}`}>{words.onward}</a>
      </div>
    </div>
  )
}
