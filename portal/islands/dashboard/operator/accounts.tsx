// All accounts: who they are, and what an operator can change of each. One is found by its id, which stands in the address.
import { useState } from 'preact/hooks'
import { grouped, momentOf } from '../../../language.ts'
import type { Language } from '../../../language.ts'
import { Table } from '../../../ui/table.tsx'
import { Asked, ProblemLine, Waiting } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { FilterRow, TextFilter } from '../filter-fields.tsx'
import { useFilters } from '../filters.ts'
import { useAsk } from '../use-ask.ts'
import { usePages } from '../use-pages.ts'
import { ChangeAccount } from './change-account.tsx'
import type { AccountChange } from './change-account.tsx'
import { ACCOUNT, ACCOUNTS } from './accounts-operations.ts'
import type { AnyAccount } from './accounts-operations.ts'
import { GrantCredits } from './grant-credits.tsx'
import { OperatorFrame, useOperatorWords } from './operator-frame.tsx'
import { ChangePlan } from './change-plan.tsx'

const ROWS_OF_A_PAGE = 50

export function OperatorAccountsPart({ language }: { readonly language: Language }) {
  return <OperatorFrame language={language} part="operator-accounts"><Accounts /></OperatorFrame>
}

function Accounts() {
  const words = useOperatorWords()
  const [{ account }, change] = useFilters(['account'])
  return (
    <section class="dash-section">
      <FilterRow label={words.find}>
        <TextFilter label={words.accountId} value={account} onChange={(id) => change({ account: id })} />
      </FilterRow>
      {account === undefined ? <All /> : <One id={account} />}
    </section>
  )
}

function All() {
  const { words: around } = useDashboard()
  const pages = usePages(ACCOUNTS, { first: ROWS_OF_A_PAGE }, ({ adminAccounts }) => adminAccounts)
  return (
    <>
      <ProblemLine problem={pages.problem} again={pages.again} />
      {!pages.rows && !pages.problem && <Waiting />}
      {pages.rows && <AccountTable accounts={pages.rows} again={pages.again} />}
      {pages.more && <button class="button plain" type="button" disabled={pages.isAsking} onClick={pages.more}>{around.more}</button>}
    </>
  )
}

function One({ id }: { readonly id: string }) {
  const words = useOperatorWords()
  const asked = useAsk(ACCOUNT, { id })
  return <Asked asked={asked}>{({ adminAccount }) => (adminAccount ? <AccountTable accounts={[adminAccount]} again={asked.again} /> : <p class="dash-empty">{words.noAccount}</p>)}</Asked>
}

type Open = { readonly kind: 'GRANT' | 'PLAN' | AccountChange; readonly account: AnyAccount }

function AccountTable({ accounts, again }: { readonly accounts: readonly AnyAccount[]; readonly again: () => void }) {
  const { language, words: around } = useDashboard()
  const words = useOperatorWords()
  const [open, setOpen] = useState<Open>()
  const close = (): void => setOpen(undefined)
  const done = (): void => {
    close()
    again()
  }
  return (
    <>
      <Table
        label={words.accounts} rows={accounts} keyOf={({ id }) => id}
        columns={[
          { name: words.account, isHead: true, cell: ({ id, name }) => <><span>{name}</span><span class="ask-note"><code>{id}</code></span></> },
          { name: words.plan, cell: (account) => <span>{account.plan}<Standing account={account} /></span> },
          { name: words.balance, isNumber: true, cell: ({ credits }) => grouped(credits) },
          { name: around.when, cell: ({ createdAt }) => <time dateTime={createdAt}>{momentOf(createdAt, language)}</time> },
          { name: words.change, isNameless: true, cell: (account) => <Buttons account={account} onOpen={(kind) => setOpen({ kind, account })} /> },
        ]}
      />
      {open?.kind === 'GRANT' && <GrantCredits account={open.account} onClose={close} onDone={done} />}
      {open?.kind === 'PLAN' && <ChangePlan account={open.account} onClose={close} onDone={done} />}
      {open && open.kind !== 'GRANT' && open.kind !== 'PLAN' && <ChangeAccount account={open.account} change={open.kind} onClose={close} onDone={done} />}
    </>
  )
}

function Standing({ account: { closedAt, suspendedAt } }: { readonly account: AnyAccount }) {
  const words = useOperatorWords()
  if (closedAt !== null) return <> <span class="tag">{words.closed}</span></>
  return suspendedAt === null ? null : <> <span class="tag failed">{words.suspended}</span></>
}

function Buttons({ account, onOpen }: { readonly account: AnyAccount; readonly onOpen: (kind: Open['kind']) => void }) {
  const words = useOperatorWords()
  const { name, closedAt, erasedAt, suspendedAt } = account
  if (erasedAt !== null) return null
  const button = (kind: Open['kind'], word: string, isDangerous = false) => <button class={isDangerous ? 'button quiet danger' : 'button quiet'} type="button" aria-label={`${word}: ${name}`} onClick={() => onOpen(kind)}>{word}</button>
  if (closedAt !== null) return <div class="dash-actions end">{button('REOPEN', words.reopen)}</div>
  return (
    <div class="dash-actions end">
      {button('GRANT', words.give)}
      {button('PLAN', words.plan)}
      {suspendedAt === null ? button('SUSPEND', words.suspend, true) : button('RESUME', words.resume)}
    </div>
  )
}
