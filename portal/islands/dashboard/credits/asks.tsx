// Asking the operators for credits or another plan, and what became of it.
import { useId, useState } from 'preact/hooks'
import { grouped, momentOf } from '../../../language.ts'
import { Segments } from '../../../ui/segments.tsx'
import { Table } from '../../../ui/table.tsx'
import type { CreditsWords } from '../../../words/dashboard/credits.ts'
import { Asked, ProblemLine } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { useAct, useAsk } from '../use-ask.ts'
import { ASKS, CREATE_ASK, PLANS } from './operations.ts'
import type { Ask, Plan } from './operations.ts'

const WHAT = ['credits', 'plan'] as const
const USUAL_CREDITS = 100_000
const MOST_CREDITS = 1_000_000_000
const LONGEST_NOTE = 500

export function Asks({ words }: { readonly words: CreditsWords }) {
  const { mode } = useDashboard()
  return (
    <section class="dash-section" id="ask">
      <header class="dash-section-head"><h2>{words.ask}</h2></header>
      {mode === 'test' ? <p class="dash-empty">{words.askInLive}</p> : <Live words={words} />}
    </section>
  )
}

function Live({ words }: { readonly words: CreditsWords }) {
  const asked = useAsk(ASKS, {})
  return (
    <>
      <p class="soft measure">{words.askLead}</p>
      <AskForm words={words} onAsked={asked.again} />
      <Asked asked={asked}>{({ asks }) => asks.length > 0 && <AskTable asks={asks} words={words} />}</Asked>
    </>
  )
}

function AskForm({ words, onAsked }: { readonly words: CreditsWords; readonly onAsked: () => void }) {
  const { act, isBusy, problem } = useAct(CREATE_ASK)
  const [what, setWhat] = useState<(typeof WHAT)[number]>('credits')
  const [credits, setCredits] = useState(USUAL_CREDITS)
  const [plan, setPlan] = useState<Plan>('PRO')
  const [note, setNote] = useState('')
  const [isSent, setSent] = useState(false)
  const [creditsId, planId, noteId] = [useId(), useId(), useId()]
  const send = async (): Promise<void> => {
    const answer = await act({ input: { ...(what === 'credits' ? { credits } : { plan }), note } })
    setSent(answer !== undefined)
    if (!answer) return
    setNote('')
    onAsked()
  }
  return (
    <form class="ask-form" onSubmit={(event) => { event.preventDefault(); void send() }}>
      <Segments name="ask-what" legend={words.askWhat} values={WHAT} value={what} words={{ credits: words.askCredits, plan: words.askPlan }} onChange={setWhat} />
      {what === 'credits' ? (
        <p class="filter">
          <label for={creditsId}>{words.howMany}</label>
          <input class="input" id={creditsId} type="number" min={1} max={MOST_CREDITS} step={1} required value={credits} onInput={(event) => setCredits(event.currentTarget.valueAsNumber)} />
        </p>
      ) : (
        <p class="filter">
          <label for={planId}>{words.whichPlan}</label>
          <select class="input" id={planId} value={plan} onChange={(event) => setPlan(PLANS.find((one) => one === event.currentTarget.value) ?? plan)}>
            {PLANS.map((one) => <option value={one} key={one}>{words.plans[one]}</option>)}
          </select>
        </p>
      )}
      <p class="filter wide">
        <label for={noteId}>{plan === 'ENTERPRISE' && what === 'plan' ? words.contact : words.note}</label>
        <textarea class="input" id={noteId} rows={2} maxLength={LONGEST_NOTE} required={plan === 'ENTERPRISE' && what === 'plan'} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
      </p>
      <div class="dash-actions">
        <button class="button" disabled={isBusy}>{words.send}</button>
        {isSent && <p class="hint" role="status">{words.sent}</p>}
      </div>
      <ProblemLine problem={problem} />
    </form>
  )
}

function AskTable({ asks, words }: { readonly asks: readonly Ask[]; readonly words: CreditsWords }) {
  const { language, words: around } = useDashboard()
  const nameOf = ({ credits, plan }: Ask): string => (credits === null ? words.plans[PLANS.find((one) => one === plan) ?? 'PRO'] : words.countOf(grouped(credits)))
  return (
    <Table
      label={words.asked} rows={asks} keyOf={({ id }) => id}
      columns={[
        { name: words.asked, isHead: true, cell: (one) => <>{nameOf(one)}{one.note !== '' && <span class="ask-note">{one.note}</span>}</> },
        { name: around.when, cell: ({ createdAt }) => <time dateTime={createdAt}>{momentOf(createdAt, language)}</time> },
        { name: words.outcome, cell: ({ outcome }) => <span class={`tag ${outcome === 'GRANTED' ? 'back' : outcome === 'DECLINED' ? 'failed' : ''}`}>{outcome === null ? words.open : words.outcomes[outcome]}</span> },
        { name: words.reply, cell: ({ reply }) => reply || <span class="none">–</span> },
      ]}
    />
  )
}
