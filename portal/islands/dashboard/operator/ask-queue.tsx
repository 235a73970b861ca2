// What owners ask for, and settling it with a reply that they read.
import { useState } from 'preact/hooks'
import { grouped, momentOf } from '../../../language.ts'
import { Table } from '../../../ui/table.tsx'
import type { OperatorWords } from '../../../words/dashboard/operator.ts'
import { useDashboard } from '../context.ts'
import { useAct } from '../use-ask.ts'
import { ActDialog, Note } from './act-dialog.tsx'
import { useOperatorWords } from './operator-frame.tsx'
import { SETTLE } from './operations.ts'
import type { OpenAsk } from './operations.ts'

interface QueueProps {
  readonly asks: readonly OpenAsk[]
  readonly onSettled: () => void
}

interface Settling {
  readonly ask: OpenAsk
  readonly outcome: 'GRANTED' | 'DECLINED'
}

export function AskQueue({ asks, onSettled }: QueueProps) {
  const { language, words: around } = useDashboard()
  const words = useOperatorWords()
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
      {settling && <SettleDialog {...settling} onClose={() => setSettling(undefined)} onSettled={() => { setSettling(undefined); onSettled() }} />}
    </section>
  )
}

const wantOf = ({ credits, plan }: OpenAsk, words: OperatorWords): string => plan ?? words.credits(grouped(credits ?? 0))

function SettleDialog({ ask, outcome, onClose, onSettled }: Settling & { readonly onClose: () => void; readonly onSettled: () => void }) {
  const words = useOperatorWords()
  const { act, isBusy, problem } = useAct(SETTLE)
  const [reply, setReply] = useState('')
  const isGiven = outcome === 'GRANTED'
  const action = isGiven ? words.grant : words.decline
  const settle = async (): Promise<void> => {
    if (await act({ id: ask.id, outcome, reply })) onSettled()
  }
  return (
    <ActDialog title={`${action}: ${wantOf(ask, words)}`} action={action} isDangerous={!isGiven} isBusy={isBusy} problem={problem} paths={['reply']} onAct={() => void settle()} onClose={onClose}>
      <p><code>{ask.accountId}</code></p>
      <Note label={words.reply} path="reply" value={reply} problem={problem} onInput={setReply} />
    </ActDialog>
  )
}
