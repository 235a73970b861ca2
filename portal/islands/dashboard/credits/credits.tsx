// Credits: the balance, the ledger with what was taken and what came back side by side, and asking for more.
import { sayRupees } from '../../../data/rupees.ts'
import type { Language } from '../../../language.ts'
import { grouped } from '../../../language.ts'
import { creditsWords } from '../../../words/dashboard/credits.ts'
import { Asked } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { Dashboard } from '../dashboard.tsx'
import { runwayOf } from '../overview/runway.ts'
import { useAsk } from '../use-ask.ts'
import { sumOf } from '../usage/shape.ts'
import { Asks } from './asks.tsx'
import { Ledger } from './ledger-table.tsx'
import { BALANCE } from './operations.ts'

export function CreditsPart({ language }: { readonly language: Language }) {
  return <Dashboard language={language} part="credits"><Credits /></Dashboard>
}

const DAYS = 30
/** Further off than this it says nothing. */
const MOST_DAYS_LEFT = 365

function Credits() {
  const { language, mode } = useDashboard()
  const words = creditsWords(language)
  const balance = useAsk(BALANCE, {})
  return (
    <>
      <Asked asked={balance}>
        {({ me: { credits, usage } }) => {
          const { credits: spent, refundedCredits } = sumOf(usage)
          const { days } = runwayOf(credits, usage, DAYS)
          return (
            <dl class="dash-figures">
              <div class="main"><dt>{mode === 'test' ? words.testBalance : words.balance}</dt><dd>{grouped(credits)}</dd>{mode === 'live' && <dd class="hint">{sayRupees(credits)}</dd>}{days !== undefined && days <= MOST_DAYS_LEFT && <dd class="hint">{words.lasts(grouped(days))}</dd>}</div>
              <div><dt>{words.spent}</dt><dd>{grouped(spent)}</dd><dd class="hint">{words.in30Days}</dd></div>
              <div class="back"><dt>{words.cameBack}</dt><dd>{grouped(refundedCredits)}</dd><dd class="hint">{words.in30Days}</dd></div>
            </dl>
          )
        }}
      </Asked>
      <Ledger words={words} />
      <Asks words={words} />
    </>
  )
}
