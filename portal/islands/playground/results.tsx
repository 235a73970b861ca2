// What was set going, the latest first; what belongs together side by side.
import type { OptionValue } from '../../../src/domain/model.ts'
import { candidatesOf } from './form.ts'
import type { Form } from './form.ts'
import { withOption } from './change.ts'
import { later } from '../later.ts'
import type { Spoken } from './context.ts'
import { randomSeed } from './option-field.tsx'
import type { RunKeeper } from './run-keeper.ts'
import type { Runs } from './runs.ts'

export const loadResult = async () => (await import('./result.tsx')).Result
const Result = later(loadResult)

interface ResultsProps extends Spoken {
  readonly runs: Runs
  readonly keeper: RunKeeper
  readonly onAgain: (form: Form) => void
  readonly onBack: (form: Form) => void
}

export function Results({ runs, keeper, onAgain, onBack, language, words }: ResultsProps) {
  return (
    <section class="play-results" id="play-results" aria-label={words.results}>
      {runs.length === 0 && <p class="play-empty">{words.resultsEmpty}</p>}
      {runs.map((run) => {
        const seed = otherSeed(run.form)
        return (
          <Result
            key={run.key} {...{ run, language, words }} onCancel={() => void keeper.cancel(run.key)} onResend={() => keeper.resend(run.key)}
            onAgain={() => onAgain(run.form)} onVary={seed === undefined ? undefined : () => onAgain(withOption(run.form, 'seed', seed))} onBack={() => onBack(run.form)}
          />
        )
      })}
    </section>
  )
}

/** Where who makes it takes one. */
function otherSeed(form: Form): OptionValue | undefined {
  const row = candidatesOf(form)[0]?.options['seed']
  return row?.kind === 'seed' ? randomSeed(row.min, row.max) : undefined
}
