// The ledger as a table, with its filters and its file.
import { addressOf, grouped, momentOf } from '../../../language.ts'
import { Table } from '../../../ui/table.tsx'
import type { CreditsWords } from '../../../words/dashboard/credits.ts'
import { ProblemLine, Waiting } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { ChoiceFilter, DayFilter, FilterRow, TextFilter } from '../filter-fields.tsx'
import { oneOf, rangeOf, useFilters } from '../filters.ts'
import { SaveList } from '../save-list.tsx'
import { usePages } from '../use-pages.ts'
import { ENTRY_KINDS, pairedLines } from './ledger.ts'
import type { LedgerLine } from './ledger.ts'
import { LEDGER } from './operations.ts'
import type { LedgerVariables } from './operations.ts'

const ROWS_OF_A_PAGE = 50
const NAMES = ['kind', 'generation', 'from', 'to'] as const

export const signed = (amount: number): string => (amount < 0 ? `−${grouped(-amount)}` : amount > 0 ? `+${grouped(amount)}` : '0')

export function Ledger({ words }: { readonly words: CreditsWords }) {
  const { language, mode, words: around } = useDashboard()
  const [filters, change] = useFilters(NAMES)
  const kind = oneOf(filters.kind, ENTRY_KINDS)
  const filter: LedgerVariables['filter'] = { ...rangeOf(filters), ...(kind && { kind }), ...(filters.generation !== undefined && { generation: filters.generation }) }
  const pages = usePages(LEDGER, { first: ROWS_OF_A_PAGE, filter }, ({ creditEntries }) => creditEntries)
  const lines = pages.rows && pairedLines(pages.rows)
  return (
    <section class="dash-section">
      <header class="dash-section-head">
        <h2>{words.ledger}</h2>
        <SaveList
          name={`doitong-credits-${mode}.csv`} document={LEDGER} variables={{ filter }} connectionOf={({ creditEntries }) => creditEntries}
          head={['time', 'kind', 'credits', 'generation', 'id']} cellsOf={({ id, kind: of, amount, generationId, createdAt }) => [createdAt, of, amount, generationId ?? '', id]}
        />
      </header>
      <FilterRow label={words.filters}>
        <ChoiceFilter label={words.kind} value={kind} all={words.everything} choices={ENTRY_KINDS.map((one) => [one, words.kinds[one]])} onChange={(value) => change({ kind: value })} />
        <DayFilter label={around.from} value={filters.from} onChange={(from) => change({ from })} />
        <DayFilter label={around.to} value={filters.to} onChange={(to) => change({ to })} />
        <TextFilter label={words.generation} value={filters.generation} onChange={(generation) => change({ generation })} />
      </FilterRow>
      <ProblemLine problem={pages.problem} again={pages.again} />
      {!lines && !pages.problem && <Waiting />}
      {lines?.length === 0 && <p class="dash-empty">{Object.keys(filter).length > 0 ? words.noneFound : words.noneYet}</p>}
      {lines && lines.length > 0 && (
        <Table
          label={words.ledger} rows={lines} keyOf={({ key }) => key}
          columns={[
            { name: words.what, isHead: true, cell: (line) => <What line={line} words={words} /> },
            { name: around.when, cell: ({ at }) => <time dateTime={at}>{momentOf(at, language)}</time> },
            { name: words.taken, isNumber: true, cell: ({ taken }) => (taken === undefined ? <span class="none">–</span> : <span class="ledger-taken">{signed(taken)}</span>) },
            { name: words.back, isNumber: true, cell: ({ back }) => (back === undefined ? <span class="none">–</span> : <span class="ledger-back">{signed(back)}</span>) },
            { name: words.net, isNumber: true, cell: ({ net }) => <strong>{signed(net)}</strong> },
          ]}
        />
      )}
      {pages.more && <button class="button plain" type="button" disabled={pages.isAsking} onClick={pages.more}>{around.more}</button>}
    </section>
  )
}

function What({ line: { generationId, kind, taken, back }, words }: { readonly line: LedgerLine; readonly words: CreditsWords }) {
  const { language } = useDashboard()
  if (generationId === null) return <>{words.kinds[kind]}</>
  return (
    <span class="ledger-what">
      <a href={`${addressOf(language, 'dashboard/generations/')}?id=${generationId}`}>{words.ofGeneration} <code>…{generationId.slice(-6)}</code></a>
      {taken !== undefined && back !== undefined && <span class="tag back">{taken + back === 0 ? words.allBack : words.someBack}</span>}
    </span>
  )
}
