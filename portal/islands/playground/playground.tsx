// The playground: what is to be made on the left, its price, its making and its receipt on the right.
import { useEffect, useState } from 'preact/hooks'
import { modelById } from '../../../src/catalog/catalog.ts'
import { ApiError, errorMessage } from '../../../src/domain/errors.ts'
import { signIn } from '../../ask.ts'
import type { Language } from '../../language.ts'
import { Panel } from '../../ui/panel.tsx'
import { playgroundWords } from '../../words/playground.ts'
import { later } from '../later.ts'
import { usePerson } from '../person/use-person.ts'
import { Bill } from './bill.tsx'
import type { Reckoned } from './bill.tsx'
import { withModel } from './change.ts'
import { FormView } from './form-view.tsx'
import type { Form } from './form.ts'
import { forgetAll, keepDraft } from './memory.ts'
import { ModeSwitch } from './pickers.tsx'
import { formOf } from './read-request.ts'
import { loadResult, Results } from './results.tsx'
import { RunBar } from './run-bar.tsx'
import { useForm } from './use-form.ts'
import { useQuote } from './use-quote.ts'
import { useRuns } from './use-runs.ts'
import { attempt, tryCalculate } from './verdicts.ts'

const CompareBody = later(async () => (await import('./compare-body.tsx')).CompareBody)
const RequestBody = later(async () => (await import('./request-body.tsx')).RequestBody)
const HistoryBody = later(async () => (await import('./history-body.tsx')).HistoryBody)

export function Playground({ language }: { readonly language: Language }) {
  const words = playgroundWords(language)
  const { person, mode, setMode, look, leave, isOffline } = usePerson()
  const { form, dropped, set, replace } = useForm(words.promptHint.replace(' …', ''))
  const [compared, setCompared] = useState<readonly string[]>([])
  const [isTried, setTried] = useState(false)
  const { runs, past, setPast, keeper } = useRuns({ look, leave })
  const around = { language, words, mode, person }
  useEffect(() => {
    // Before it is needed: what was made must be seen without a network too.
    if (person.kind === 'SIGNED_IN') void loadResult().catch(() => {})
  }, [person.kind])

  const choice = attempt(form)
  const isWhole = !(choice instanceof ApiError)
  const { quote, problem: quoteProblem } = useQuote(form, mode, isWhole && person.kind === 'SIGNED_IN')
  const own: readonly Reckoned[] = isWhole ? [reckonedOf(quote ?? { model: choice.candidates[0].model.id, creditCost: choice.candidates[0].route.credits, estimatedTime: mode === 'test' ? TEST_SECONDS : choice.candidates[0].model.typicalSeconds })] : []
  const others = compared.filter((id) => id !== form.model).map((id) => withModel(form, id).form)
  const reckoned = [...own, ...others.flatMap((other) => reckon(other, mode))]
  const missing = isWhole ? undefined : errorMessage(choice.code, choice.details, language)
  const latest = runs[0]?.phase === 'REFUSED' ? runs[0].problem : undefined
  const problems = [
    ...(!isWhole && isTried ? [{ message: missing ?? '', ...(choice.details.field !== undefined && { field: choice.details.field }) }] : []),
    ...[quoteProblem, latest].flatMap((one) => one ?? []),
  ]

  const enter = (): void => {
    keepDraft(form)
    history.replaceState(null, '', location.pathname)
    signIn()
  }
  const run = (forms: readonly Form[]): void => {
    setTried(true)
    if (person.kind !== 'SIGNED_IN') return enter()
    if (!isWhole) return focusOn(choice.details.field)
    keeper.start(forms, mode)
    showResults()
  }

  return (
    <div class="play">
      <header class="play-head">
        <div>
          <h1>{words.title}</h1>
          <p class="soft">{words.lead}</p>
        </div>
        <ModeSwitch {...around} onChange={setMode} />
      </header>
      {isOffline && <p class="notice" role="status">{words.offline}</p>}
      {person.kind !== 'SIGNED_IN' && <p class="notice play-newcomer">{words.signedOut}</p>}
      <div class="play-grid">
        <div class="play-left">
          <FormView {...around} form={form} dropped={dropped} set={set} problems={problems} served={isWhole ? choice.candidates[0].route.options : {}} onSubmit={() => run([form, ...others])} />
          <Panel title={words.compare}>{() => <CompareBody {...around} form={form} chosen={compared.filter((id) => id !== form.model)} onChange={setCompared} />}</Panel>
          <Panel title={words.request}>{() => <RequestBody {...around} form={form} onForm={replace} />}</Panel>
        </div>
        <div class="play-right">
          <section class="play-bill" aria-label={words.bill}>
            <Bill {...around} reckoned={reckoned} problem={quoteProblem?.message ?? missing} quote={quote} />
            {others.length > 0 && person.kind === 'SIGNED_IN' && person.me.limits.concurrent.limit === 1 && <p class="hint">{words.compareTurns}</p>}
            <RunBar {...around} reckoned={reckoned} form={form} />
          </section>
          <Results {...around} runs={runs} keeper={keeper} onAgain={(one) => run([one])} onBack={replace} />
          <Panel title={words.history}>{() => <HistoryBody {...around} past={past} onForget={() => setPast(forgetAll())} onBack={({ request }) => replace(formOf(request))} onShow={({ id, mode: its, request }) => keeper.open(id, its, formOf(request))} />}</Panel>
        </div>
      </div>
    </div>
  )
}

/** What a test takes: docs/guide/test-keys.md. */
const TEST_SECONDS = 3

const reckonedOf = ({ model, creditCost, estimatedTime }: { readonly model: string; readonly creditCost: number; readonly estimatedTime: number }): Reckoned => ({ model, credits: creditCost, seconds: estimatedTime })

function reckon(form: Form, mode: 'test' | 'live'): readonly Reckoned[] {
  const choice = tryCalculate(form)
  if (!choice) return []
  const [{ model, route }] = choice.candidates
  return [{ model: model.id, credits: route.credits, seconds: mode === 'test' ? TEST_SECONDS : (modelById(model.id)?.typicalSeconds ?? 0) }]
}

/** Where the right side scrolls by itself, the page stays. */
function showResults(): void {
  const results = document.querySelector<HTMLElement>('#play-results')
  const side = results?.parentElement
  if (!results || !side) return
  if (side.scrollHeight > side.clientHeight) side.scrollTo({ top: results.offsetTop - side.offsetTop })
  else results.scrollIntoView({ block: 'start' })
}

/** @param field `input.input.text` */
function focusOn(field: string | undefined): void {
  const [, kind, name] = /^input\.(input|options)\.(\w+)/.exec(field ?? '') ?? []
  document.querySelector<HTMLElement>(`#${kind === 'options' ? 'option' : 'input'}-${name}`)?.focus()
}
