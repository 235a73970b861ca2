// What must be mended, and closing it with a word for the log.
import { useState } from 'preact/hooks'
import { grouped, momentOf } from '../../../language.ts'
import { Table } from '../../../ui/table.tsx'
import { useDashboard } from '../context.ts'
import { useAct } from '../use-ask.ts'
import { ActDialog, Note } from './act-dialog.tsx'
import { useOperatorWords } from './operator-frame.tsx'
import { CLOSE_ALARM } from './operations.ts'
import type { Alarm } from './operations.ts'

export function Alarms({ alarms, onClosed }: { readonly alarms: readonly Alarm[]; readonly onClosed: () => void }) {
  const { language, words: around } = useDashboard()
  const words = useOperatorWords()
  const [closing, setClosing] = useState<Alarm>()
  return (
    <section class="dash-section">
      <h2>{words.alarms}</h2>
      {alarms.length === 0 ? <p class="dash-empty">{words.noAlarms}</p> : (
        <Table
          label={words.alarms} rows={alarms} keyOf={({ kind, subject, lastAt }) => `${kind} ${subject} ${lastAt}`}
          columns={[
            { name: words.kind, isHead: true, cell: ({ kind }) => <code>{kind}</code> },
            { name: words.subject, cell: ({ subject }) => <code>{subject}</code> },
            { name: words.detail, cell: ({ detail }) => <span lang="en">{detail}</span> },
            { name: words.count, isNumber: true, cell: ({ count }) => grouped(count) },
            { name: around.when, cell: ({ lastAt }) => <time dateTime={lastAt}>{momentOf(lastAt, language)}</time> },
            { name: words.closeAlarm, isNameless: true, cell: (alarm) => <button class="button quiet" type="button" onClick={() => setClosing(alarm)}>{words.closeAlarm}</button> },
          ]}
        />
      )}
      {closing && <CloseAlarm alarm={closing} onClose={() => setClosing(undefined)} onClosed={() => { setClosing(undefined); onClosed() }} />}
    </section>
  )
}

function CloseAlarm({ alarm: { kind, subject }, onClose, onClosed }: { readonly alarm: Alarm; readonly onClose: () => void; readonly onClosed: () => void }) {
  const words = useOperatorWords()
  const { act, isBusy, problem } = useAct(CLOSE_ALARM)
  const [reason, setReason] = useState('')
  const close = async (): Promise<void> => {
    if (await act({ kind, subject, reason })) onClosed()
  }
  return (
    <ActDialog title={words.closeAlarmTitle} action={words.closeAlarm} isBusy={isBusy} problem={problem} paths={['reason']} onAct={() => void close()} onClose={onClose}>
      <p><code>{kind}</code> <code>{subject}</code></p>
      <p>{words.closeAlarmHint}</p>
      <Note label={words.reason} hint={words.reasonHint} path="reason" value={reason} problem={problem} onInput={setReason} />
    </ActDialog>
  )
}
