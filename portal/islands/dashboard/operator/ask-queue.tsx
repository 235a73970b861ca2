// What owners ask for, and settling it with a reply that they read.
import { useId, useState } from 'preact/hooks'
import { grouped, momentOf } from '../../../language.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Table } from '../../../ui/table.tsx'
import type { OperatorWords } from '../../../words/dashboard/operator.ts'
import { ProblemLine } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { useAct } from '../use-ask.ts'
import { SETTLE } from './operations.ts'
import type { OpenAsk } from './operations.ts'

const LONGEST_REPLY = 500

interface QueueProps {
  readonly asks: readonly OpenAsk[]
  readonly words: OperatorWords
  readonly onSettled: () => void
}

interface Settling {
  readonly ask: OpenAsk
  readonly outcome: 'GRANTED' | 'DECLINED'
}

export function AskQueue({ asks, words, onSettled }: QueueProps) {
  const { language, words: around } = useDashboard()
  const [settling, setSettling] = useState<Settling>()
  return (
    <section class="dash-section">
      <h2>{words.asks}</h2>
      {asks.length === 0 ? <p class="dash-empty">{words.noAsks}</p> : (
        <Table
          label={words.asks} rows={asks} keyOf={({ id }) => id}
          columns={[
            { name: words.what, isHead: true, cell: (ask) => <>{wantOf(ask, words)}{ask.note !== '' && <span class="ask-note">{ask.note}</span>}</> },
            { name: words.account, cell: ({ accountId }) => <code>{accountId}</code> },
            { name: around.when, cell: ({ createdAt }) => <time dateTime={createdAt}>{momentOf(createdAt, language)}</time> },
            {
              name: words.settle, isNameless: true, cell: (ask) => (
                <span class="dash-actions">
                  <button class="button quiet" type="button" onClick={() => setSettling({ ask, outcome: 'GRANTED' })}>{words.grant}</button>
                  <button class="button quiet danger" type="button" onClick={() => setSettling({ ask, outcome: 'DECLINED' })}>{words.decline}</button>
                </span>
              ),
            },
          ]}
        />
      )}
      {settling && <SettleDialog {...settling} words={words} onClose={() => setSettling(undefined)} onSettled={() => { setSettling(undefined); onSettled() }} />}
    </section>
  )
}

const wantOf = ({ credits, plan }: OpenAsk, words: OperatorWords): string => plan ?? words.credits(grouped(credits ?? 0))

function SettleDialog({ ask, outcome, words, onClose, onSettled }: Settling & { readonly words: OperatorWords; readonly onClose: () => void; readonly onSettled: () => void }) {
  const { words: around } = useDashboard()
  const { act, isBusy, problem } = useAct(SETTLE)
  const [reply, setReply] = useState('')
  const id = useId()
  const settle = async (): Promise<void> => {
    if (await act({ id: ask.id, outcome, reply })) onSettled()
  }
  return (
    <Dialog title={`${outcome === 'GRANTED' ? words.grant : words.decline}: ${wantOf(ask, words)}`} onClose={onClose}>
      <form class="operator-form" onSubmit={(event) => { event.preventDefault(); void settle() }}>
        <p><code>{ask.accountId}</code></p>
        <p class="filter"><label for={id}>{words.reply}</label><textarea class="input" id={id} rows={3} maxLength={LONGEST_REPLY} value={reply} onInput={(event) => setReply(event.currentTarget.value)} /></p>
        <ProblemLine problem={problem} />
        <div class="dash-actions">
          <button class={outcome === 'GRANTED' ? 'button' : 'button danger'} disabled={isBusy}>{outcome === 'GRANTED' ? words.grant : words.decline}</button>
          <button class="button plain" type="button" onClick={onClose}>{around.cancel}</button>
        </div>
      </form>
    </Dialog>
  )
}
