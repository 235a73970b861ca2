// The operators' page: what is asked for, what must be mended, how the providers do, and the accounts. It shows nothing to
// anybody whom the service does not let administer.
import { AskError, signInAddress } from '../../../ask.ts'
import { grouped, momentOf } from '../../../language.ts'
import type { Language } from '../../../language.ts'
import { Table } from '../../../ui/table.tsx'
import { operatorWords } from '../../../words/dashboard/operator.ts'
import type { OperatorWords } from '../../../words/dashboard/operator.ts'
import { Asked, ProblemLine } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { Dashboard } from '../dashboard.tsx'
import { useAct, useAsk } from '../use-ask.ts'
import { Accounts } from './accounts.tsx'
import { AskQueue } from './ask-queue.tsx'
import { CLOSE_ALARM, WATCH_OVER } from './operations.ts'
import type { Alarm, Health } from './operations.ts'

export function OperatorPart({ language }: { readonly language: Language }) {
  return <Dashboard language={language} part="operator"><Operator /></Dashboard>
}

function Operator() {
  const { language, mode } = useDashboard()
  const words = operatorWords(language)
  return mode === 'test' ? <p class="dash-empty">{words.liveOnly}</p> : <Live words={words} />
}

function Live({ words }: { readonly words: OperatorWords }) {
  const asked = useAsk(WATCH_OVER, {})
  const isBarred = asked.problem instanceof AskError && asked.problem.code === 'FORBIDDEN'
  return (
    <>
      {isBarred && <p><a class="button" href={signInAddress()}>{words.signInAgain}</a></p>}
      <Asked asked={asked}>
        {({ adminAsks, adminAlarms, providers }) => (
          <>
            <AskQueue asks={adminAsks} words={words} onSettled={asked.again} />
            <Alarms alarms={adminAlarms} words={words} onClosed={asked.again} />
            <Accounts words={words} />
            <Providers providers={providers} words={words} />
          </>
        )}
      </Asked>
    </>
  )
}

function Alarms({ alarms, words, onClosed }: { readonly alarms: readonly Alarm[]; readonly words: OperatorWords; readonly onClosed: () => void }) {
  const { language, words: around } = useDashboard()
  const { act, isBusy, problem } = useAct(CLOSE_ALARM)
  const close = async ({ kind, subject }: Alarm): Promise<void> => {
    if (await act({ kind, subject })) onClosed()
  }
  return (
    <section class="dash-section">
      <h2>{words.alarms}</h2>
      <ProblemLine problem={problem} />
      {alarms.length === 0 ? <p class="dash-empty">{words.noAlarms}</p> : (
        <Table
          label={words.alarms} rows={alarms} keyOf={({ kind, subject, lastAt }) => `${kind} ${subject} ${lastAt}`}
          columns={[
            { name: words.kind, isHead: true, cell: ({ kind }) => <code>{kind}</code> },
            { name: words.subject, cell: ({ subject }) => <code>{subject}</code> },
            { name: words.detail, cell: ({ detail }) => <span lang="en">{detail}</span> },
            { name: words.count, isNumber: true, cell: ({ count }) => grouped(count) },
            { name: around.when, cell: ({ lastAt }) => <time dateTime={lastAt}>{momentOf(lastAt, language)}</time> },
            { name: words.closeAlarm, isNameless: true, cell: (alarm) => <button class="button quiet" type="button" disabled={isBusy} onClick={() => void close(alarm)}>{words.closeAlarm}</button> },
          ]}
        />
      )}
    </section>
  )
}

const TONES = { CLOSED: 'back', HALF_OPEN: '', OPEN: 'failed' } as const

function Providers({ providers, words }: { readonly providers: readonly Health[]; readonly words: OperatorWords }) {
  const told = providers.filter(({ health }) => health !== null && (health.state !== 'CLOSED' || health.successRate !== null))
  return (
    <section class="dash-section">
      <h2>{words.health}</h2>
      {told.length < providers.length && <p class="soft">{words.quiet(grouped(providers.length - told.length))}</p>}
      {told.length > 0 && <Table
        label={words.health} rows={told} keyOf={({ id }) => id}
        columns={[
          { name: words.provider, isHead: true, cell: ({ name }) => name },
          { name: words.state, cell: ({ health }) => (health ? <span class={`tag ${TONES[health.state]}`}>{words.states[health.state]}</span> : '–') },
          { name: words.success, isNumber: true, cell: ({ health }) => (health?.successRate === null || health === null ? '–' : `${Math.round(health.successRate * 100)} %`) },
          { name: words.median, isNumber: true, cell: ({ health }) => (health?.medianSeconds === null || health === null ? '–' : words.seconds(grouped(Math.round(health.medianSeconds)))) },
        ]}
      />}
    </section>
  )
}
