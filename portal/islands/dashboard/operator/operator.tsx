// The operators' first page: what is asked for, what must be mended, and how the upstreams do.
import { grouped } from '../../../language.ts'
import type { Language } from '../../../language.ts'
import { Table } from '../../../ui/table.tsx'
import { Asked } from '../asked.tsx'
import { useAsk } from '../use-ask.ts'
import { Alarms } from './alarms.tsx'
import { AskQueue } from './ask-queue.tsx'
import { Measures } from './measures.tsx'
import { OperatorFrame, useOperatorWords } from './operator-frame.tsx'
import { WATCH_OVER } from './operations.ts'
import type { Health } from './operations.ts'

export function OperatorPart({ language }: { readonly language: Language }) {
  return <OperatorFrame language={language} part="operator"><Today /></OperatorFrame>
}

function Today() {
  const asked = useAsk(WATCH_OVER, {})
  return (
    <Asked asked={asked}>
      {({ adminAsks, adminAlarms, providers }) => (
        <>
          <AskQueue asks={adminAsks} onSettled={asked.again} />
          <Alarms alarms={adminAlarms} onClosed={asked.again} />
          <Providers providers={providers} />
          <Measures />
        </>
      )}
    </Asked>
  )
}

const TONES = { CLOSED: 'back', HALF_OPEN: '', OPEN: 'failed' } as const

function Providers({ providers }: { readonly providers: readonly Health[] }) {
  const words = useOperatorWords()
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
