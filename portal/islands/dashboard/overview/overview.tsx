// The account at a glance: what to do first, what is left and how long it lasts, and the plan's limits.
import { sayRupees, RUPEE_RATE } from '../../../data/rupees.ts'
import { dayOf, grouped, momentOf } from '../../../language.ts'
import type { Language } from '../../../language.ts'
import { Meter } from '../../../ui/meter.tsx'
import { Receipt } from '../../../ui/receipt.tsx'
import { overviewWords } from '../../../words/dashboard/overview.ts'
import { Asked } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { Dashboard } from '../dashboard.tsx'
import { useAsk } from '../use-ask.ts'
import { OVERVIEW, PACE_DAYS } from './operations.ts'
import type { LimitFigures, Overview as Told } from './operations.ts'
import { runwayOf } from './runway.ts'
import { StartCard } from './start-card.tsx'

export function OverviewPart({ language }: { readonly language: Language }) {
  return <Dashboard language={language} part="overview"><Overview /></Dashboard>
}

function Overview() {
  const { language } = useDashboard()
  const words = overviewWords(language)
  const asked = useAsk(OVERVIEW, { days: PACE_DAYS })
  return (
    <Asked asked={asked}>
      {(told) => (
        <>
          {told.me.suspended && <p class="problem">{words.suspended}</p>}
          {told.me.notices.map(({ message, at }) => <p class="notice" key={message}>{message} <span class="soft">{momentOf(at, language)}</span></p>)}
          <div class="overview">
            <div class="overview-main">
              <StartCard {...told} />
              <Limits {...told} />
            </div>
            <Balance {...told} />
          </div>
        </>
      )}
    </Asked>
  )
}

function Balance({ me: { name, plan, credits, usage } }: Told) {
  const { language, mode } = useDashboard()
  const words = overviewWords(language)
  const { perDay, days } = runwayOf(credits, usage, PACE_DAYS)
  const isLive = mode === 'live'
  const made = usage.reduce((sum, { generations }) => sum + generations, 0)
  return (
    <div class="overview-side">
      <Receipt
        title={name} number={plan}
        lines={[
          { label: words.made(PACE_DAYS), value: grouped(made) },
          { label: words.perDay, value: words.credits(grouped(Math.round(perDay))) },
          { label: words.lasts, value: days === undefined ? words.lastsUnknown : words.days(grouped(days)) },
          { label: isLive ? words.balance : words.testBalance, value: <>{words.credits(grouped(credits))}{isLive && <><br /><span class="overview-rupees">{sayRupees(credits)}</span></>}</>, tone: 'total' },
        ]}
        {...(!isLive && { stamp: words.testStamp })}
        foot={isLive ? words.rate(grouped(RUPEE_RATE.rupeesPerDollar), dayOf(RUPEE_RATE.on, language)) : words.testFoot}
      />
    </div>
  )
}

function Limits({ me: { limits } }: Told) {
  const { language } = useDashboard()
  const words = overviewWords(language)
  const meterOf = (label: string, { limit, remaining, resetSeconds }: LimitFigures, hint: (seconds: number) => string | undefined) => {
    const told = hint(resetSeconds)
    return <Meter label={label} value={limit - remaining} most={limit} text={words.of(grouped(limit - remaining), grouped(limit))} {...(told !== undefined && { hint: told })} />
  }
  const soon = (seconds: number): string | undefined => (seconds > 0 ? words.freesIn(grouped(seconds)) : undefined)
  return (
    <section class="dash-section">
      <h2>{words.limits}</h2>
      <div class="meters">
        {meterOf(words.concurrent, limits.concurrent, () => words.concurrentHint)}
        {meterOf(words.minute, limits.minute, soon)}
        {limits.day ? meterOf(words.day, limits.day, () => words.dayHint) : <p class="meter-head"><span>{words.day}</span> <strong>{words.noLimit}</strong></p>}
        {meterOf(words.reads, limits.reads, soon)}
      </div>
    </section>
  )
}
