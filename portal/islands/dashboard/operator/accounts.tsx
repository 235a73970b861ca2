// All accounts, and giving one credits: once, however often the same dialog is sent.
import { useId, useState } from 'preact/hooks'
import { grouped, momentOf } from '../../../language.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Table } from '../../../ui/table.tsx'
import type { OperatorWords } from '../../../words/dashboard/operator.ts'
import { ProblemLine, Waiting } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { useAct } from '../use-ask.ts'
import { usePages } from '../use-pages.ts'
import { ACCOUNTS, GRANT, GRANT_KINDS } from './operations.ts'
import type { AnyAccount, GrantKind } from './operations.ts'

const ROWS_OF_A_PAGE = 50
const USUAL_CREDITS = 100_000
const MOST_CREDITS = 1_000_000_000
const LONGEST_NOTE = 500

export function Accounts({ words }: { readonly words: OperatorWords }) {
  const { language, words: around } = useDashboard()
  const pages = usePages(ACCOUNTS, { first: ROWS_OF_A_PAGE }, ({ adminAccounts }) => adminAccounts)
  const [given, setGiven] = useState<AnyAccount>()
  return (
    <section class="dash-section">
      <h2>{words.accounts}</h2>
      <ProblemLine problem={pages.problem} again={pages.again} />
      {!pages.rows && !pages.problem && <Waiting />}
      {pages.rows && (
        <Table
          label={words.accounts} rows={pages.rows} keyOf={({ id }) => id}
          columns={[
            { name: words.account, isHead: true, cell: ({ id, name }) => <>{name}<span class="ask-note"><code>{id}</code></span></> },
            { name: words.plan, cell: ({ plan, suspendedAt, closedAt }) => <>{plan}{closedAt !== null ? <> <span class="tag">{words.closed}</span></> : suspendedAt !== null && <> <span class="tag failed">{words.suspended}</span></>}</> },
            { name: words.balance, isNumber: true, cell: ({ credits }) => grouped(credits) },
            { name: around.when, cell: ({ createdAt }) => <time dateTime={createdAt}>{momentOf(createdAt, language)}</time> },
            { name: words.give, isNameless: true, cell: (account) => <button class="button quiet" type="button" onClick={() => setGiven(account)}>{words.give}</button> },
          ]}
        />
      )}
      {pages.more && <button class="button plain" type="button" disabled={pages.isAsking} onClick={pages.more}>{around.more}</button>}
      {given && <GrantDialog account={given} words={words} onClose={() => setGiven(undefined)} onGiven={() => { setGiven(undefined); pages.again() }} />}
    </section>
  )
}

interface GrantProps {
  readonly account: AnyAccount
  readonly words: OperatorWords
  readonly onClose: () => void
  readonly onGiven: () => void
}

function GrantDialog({ account, words, onClose, onGiven }: GrantProps) {
  const { words: around } = useDashboard()
  const { act, isBusy, problem } = useAct(GRANT)
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const [kind, setKind] = useState<GrantKind>('GRANT')
  const [amount, setAmount] = useState(USUAL_CREDITS)
  const [note, setNote] = useState('')
  const [kindId, amountId, noteId] = [useId(), useId(), useId()]
  const give = async (): Promise<void> => {
    if (await act({ input: { accountId: account.id, amount, kind, note, idempotencyKey } })) onGiven()
  }
  return (
    <Dialog title={`${words.give}: ${account.name}`} onClose={onClose}>
      <form class="operator-form" onSubmit={(event) => { event.preventDefault(); void give() }}>
        <p class="filter"><label for={amountId}>{words.howMany}</label><input class="input" id={amountId} type="number" required step={1} min={kind === 'ADJUSTMENT' ? -MOST_CREDITS : 1} max={MOST_CREDITS} value={amount} onInput={(event) => setAmount(event.currentTarget.valueAsNumber)} /></p>
        <p class="filter">
          <label for={kindId}>{words.kind}</label>
          <select class="input" id={kindId} value={kind} onChange={(event) => setKind(GRANT_KINDS.find((one) => one === event.currentTarget.value) ?? kind)}>
            {GRANT_KINDS.map((one) => <option value={one} key={one}>{words.kinds[one]}</option>)}
          </select>
        </p>
        <p class="filter"><label for={noteId}>{words.note}</label><textarea class="input" id={noteId} rows={2} maxLength={LONGEST_NOTE} value={note} onInput={(event) => setNote(event.currentTarget.value)} /></p>
        <ProblemLine problem={problem} />
        <div class="dash-actions">
          <button class="button" disabled={isBusy}>{words.give}</button>
          <button class="button plain" type="button" onClick={onClose}>{around.cancel}</button>
        </div>
      </form>
    </Dialog>
  )
}
