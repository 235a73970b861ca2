// What was changed by hand, newest first, and by whom: a person by issuer and subject, or a key by its id.
import { AUDIT_ACTIONS } from '../../../../src/domain/audit-action.ts'
import { momentOf } from '../../../language.ts'
import type { Language } from '../../../language.ts'
import { Table } from '../../../ui/table.tsx'
import { ProblemLine, Waiting } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { ChoiceFilter, FilterRow, TextFilter } from '../filter-fields.tsx'
import { oneOf, useFilters } from '../filters.ts'
import { usePages } from '../use-pages.ts'
import { LOG, changesOf } from './log-entries.ts'
import type { LogEntry } from './log-entries.ts'
import { OperatorFrame, useOperatorWords } from './operator-frame.tsx'

const ROWS_OF_A_PAGE = 50

export function OperatorLogPart({ language }: { readonly language: Language }) {
  return <OperatorFrame language={language} part="operator-log"><Log /></OperatorFrame>
}

function Log() {
  const { language, words: around } = useDashboard()
  const words = useOperatorWords()
  const [{ account, action: word }, change] = useFilters(['account', 'action'])
  const action = oneOf(word, AUDIT_ACTIONS)
  const pages = usePages(LOG, { first: ROWS_OF_A_PAGE, ...(account !== undefined && { accountId: account }), ...(action && { action }) }, ({ adminAuditLog }) => adminAuditLog)
  return (
    <section class="dash-section">
      <h2>{words.log}</h2>
      <FilterRow label={words.find}>
        <TextFilter label={words.accountId} value={account} onChange={(id) => change({ account: id })} />
        <ChoiceFilter label={words.action} value={action} all={words.anyAction} choices={AUDIT_ACTIONS.map((one) => [one, one] as const)} onChange={(value) => change({ action: value })} />
      </FilterRow>
      <ProblemLine problem={pages.problem} again={pages.again} />
      {!pages.rows && !pages.problem && <Waiting />}
      {pages.rows?.length === 0 && !pages.more && <p class="dash-empty">{words.noLog}</p>}
      {pages.rows && pages.rows.length > 0 && (
        <Table
          label={words.log} rows={pages.rows} keyOf={({ id }) => id}
          columns={[
            { name: around.when, isHead: true, cell: ({ createdAt }) => <time class="operator-day" dateTime={createdAt}>{momentOf(createdAt, language)}</time> },
            { name: words.who, cell: (entry) => <Who entry={entry} /> },
            { name: words.action, cell: ({ action: done, target, accountId }) => <span class="operator-what"><code>{done}</code><code class="soft">{target}</code>{accountId !== null && accountId !== target && <code class="soft">{accountId}</code>}</span> },
            { name: words.changed, cell: ({ detail }) => <span class="operator-what">{changesOf(detail).map((line) => <span key={line}>{line}</span>)}</span> },
          ]}
        />
      )}
      {pages.more && <button class="button plain" type="button" disabled={pages.isAsking} onClick={pages.more}>{around.more}</button>}
    </section>
  )
}

function Who({ entry: { person, actor, actorAccountId } }: { readonly entry: LogEntry }) {
  return (
    <span class="operator-what">
      {person ? <><strong>{person.subject}</strong><span class="soft">{person.issuer}</span></> : <code>{actor}</code>}
      <code class="soft">{actorAccountId}</code>
    </span>
  )
}
