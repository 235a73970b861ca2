// Usage: what was made and what it cost, by day, provider, type, model, key or end user; what is chosen stands in the address.
import { useState } from 'preact/hooks'
import { dayOf, grouped } from '../../../language.ts'
import type { Language } from '../../../language.ts'
import { Segments } from '../../../ui/segments.tsx'
import { Table } from '../../../ui/table.tsx'
import { usageWords } from '../../../words/dashboard/usage.ts'
import type { UsageWords } from '../../../words/dashboard/usage.ts'
import { Asked } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { csvOf, saveCsv } from '../csv.ts'
import { Dashboard } from '../dashboard.tsx'
import { DayFilter, FilterRow } from '../filter-fields.tsx'
import { isDay, oneOf, useFilters } from '../filters.ts'
import { useAsk } from '../use-ask.ts'
import { Chart } from './chart.tsx'
import { USAGE } from './operations.ts'
import { BY, VIEWS, lastDays, rowsOf, sumOf } from './shape.ts'
import type { Range, UsageRow, View } from './shape.ts'

export function UsagePart({ language }: { readonly language: Language }) {
  return <Dashboard language={language} part="usage"><Usage /></Dashboard>
}

const NAMES = ['by', 'metric', 'days', 'from', 'to', 'provider', 'key'] as const
const METRICS = ['credits', 'generations'] as const
const DAYS = ['7', '30', '90'] as const

function Usage() {
  const { language, words: around } = useDashboard()
  const words = usageWords(language)
  const [filters, change] = useFilters(NAMES)
  const [nowMs] = useState(() => new Date().getTime())
  const view = oneOf(filters.by, VIEWS) ?? 'DAY'
  const metric = oneOf(filters.metric, METRICS) ?? 'credits'
  const own = isDay(filters.from) && isDay(filters.to) ? { from: filters.from, to: filters.to } : undefined
  const days = oneOf(filters.days, DAYS) ?? '30'
  const range = own ?? lastDays(Number(days), nowMs)
  const { provider, key } = filters
  const usage = useAsk(USAGE, { by: BY[view], ...range, ...(provider !== undefined && { provider }), ...(key !== undefined && { apiKey: key }) })
  const onlyOf = { PROVIDER: 'provider', KEY: 'key' } as const
  const choose = view === 'PROVIDER' || view === 'KEY' ? (name: string): void => change({ by: '', [onlyOf[view]]: name }) : undefined
  const setDay = (changed: Partial<Range>): void => change({ ...range, ...changed, days: '' })
  return (
    <>
      <FilterRow label={words.filters}>
        <div class="filter wide"><span class="filter-name">{words.by}</span><Segments name="by" legend={words.by} values={VIEWS} value={view} words={words.views} onChange={(by) => change({ by: by === 'DAY' ? '' : by })} /></div>
        <div class="filter"><span class="filter-name">{words.days}</span><Segments name="days" legend={words.days} values={[...DAYS, 'own'] as const} value={own ? 'own' : days} words={{ 7: '7', 30: '30', 90: '90', own: words.own }} onChange={(value) => (value === 'own' ? setDay({}) : change({ days: value === '30' ? '' : value, from: '', to: '' }))} /></div>
        <div class="filter"><span class="filter-name">{words.measure}</span><Segments name="metric" legend={words.measure} values={METRICS} value={metric} words={words.metrics} onChange={(one) => change({ metric: one === 'credits' ? '' : one })} /></div>
        {own && <DayFilter label={around.from} value={own.from} onChange={(from) => setDay({ from })} />}
        {own && <DayFilter label={around.to} value={own.to} onChange={(to) => setDay({ to })} />}
      </FilterRow>
      {(provider ?? key) !== undefined && (
        <p class="dash-actions" role="status">
          <span>{words.only} {[provider, key].map((one) => one !== undefined && <code key={one}>{one}</code>)}</span>
          <button class="button quiet" type="button" onClick={() => change({ provider: '', key: '' })}>{words.showAll}</button>
        </p>
      )}
      <Asked asked={usage}>
        {({ me }) => <Shown rows={rowsOf(me.usage, view, range)} view={view} metric={metric} range={range} words={words} onChoose={choose} />}
      </Asked>
    </>
  )
}

interface ShownProps {
  readonly rows: readonly UsageRow[]
  readonly view: View
  readonly metric: (typeof METRICS)[number]
  readonly range: Range
  readonly words: UsageWords
  /** Shows the days of one alone. */
  readonly onChoose: ((name: string) => void) | undefined
}

function Shown({ rows, view, metric, range, words, onChoose }: ShownProps) {
  const { language, mode, words: around } = useDashboard()
  const sum = sumOf(rows)
  const figures = view === 'DAY' ? rows.toReversed() : rows
  const save = (): void => saveCsv(`doitong-usage-${view.toLowerCase()}-${mode}-${range.from}-${range.to}.csv`, csvOf(
    [view.toLowerCase(), 'generations', 'failed', 'credits', 'credits_back'],
    rows.map((row) => [nameOf(row, view, words, language, true), row.generations, row.failed, row.credits, row.refundedCredits]),
  ))
  return (
    <>
      <dl class="dash-figures">
        <div><dt>{words.spent}</dt><dd>{grouped(sum.credits)}</dd></div>
        <div class="back"><dt>{words.cameBack}</dt><dd>{grouped(sum.refundedCredits)}</dd></div>
        <div><dt>{words.made}</dt><dd>{grouped(sum.generations)}</dd></div>
        <div class={sum.failed > 0 ? 'failed' : ''}><dt>{words.failed}</dt><dd>{grouped(sum.failed)}</dd></div>
      </dl>
      <section class="dash-section">
        <header class="dash-section-head">
          <h2>{words.titles[view]}</h2>
          <button class="button quiet" type="button" onClick={save}>{around.saveCsv}</button>
        </header>
        {sum.generations === 0 && sum.refundedCredits === 0 ? <p class="dash-empty">{words.nothing}</p> : (
          <>
            {view === 'DAY' && <Chart rows={rows} metric={metric} language={language} words={words} />}
            <Table
              label={words.titles[view]} rows={view === 'DAY' ? figures.filter(({ generations, refundedCredits }) => generations + refundedCredits > 0) : figures} keyOf={({ name, others }) => `${others} ${name}`}
              columns={[
                { name: words.views[view], isHead: true, cell: (row) => <Name row={row} view={view} words={words} language={language} onChoose={onChoose} /> },
                ...(view === 'DAY' ? [] : [{ name: words.share, cell: (row: UsageRow) => <Share part={row[metric]} whole={sum[metric]} /> }]),
                { name: words.made, isNumber: true, cell: ({ generations }) => grouped(generations) },
                { name: words.failed, isNumber: true, cell: ({ failed }) => (failed > 0 ? <span class="usage-failed">{grouped(failed)}</span> : '0') },
                { name: words.cameBack, isNumber: true, cell: ({ refundedCredits }) => (refundedCredits > 0 ? <span class="ledger-back">{grouped(refundedCredits)}</span> : '0') },
                { name: words.spent, isNumber: true, cell: ({ credits }) => <strong>{grouped(credits)}</strong> },
              ]}
            />
          </>
        )}
      </section>
    </>
  )
}

interface NameProps {
  readonly row: UsageRow
  readonly view: View
  readonly words: UsageWords
  readonly language: Language
  readonly onChoose: ((name: string) => void) | undefined
}

function Name({ row, view, words, language, onChoose }: NameProps) {
  const name = nameOf(row, view, words, language)
  const own = row.others > 0 ? null : row.name
  if (onChoose && own !== null) return <button class="button quiet" type="button" title={words.byDay(name)} onClick={() => onChoose(own)}>{name}</button>
  return row.name === null || view === 'DAY' || view === 'TYPE' || row.title !== undefined ? <>{name}</> : <code>{name}</code>
}

function nameOf({ name, title, others }: UsageRow, view: View, words: UsageWords, language: Language, isPlain = false): string {
  if (others > 0) return words.others(grouped(others))
  if (name === null) return view === 'KEY' ? words.people : words.noEndUser
  if (isPlain) return name
  if (view === 'DAY') return dayOf(name, language)
  return view === 'TYPE' ? (words.types[name] ?? name) : (title ?? name)
}

/** A bar beside its figure. */
function Share({ part, whole }: { readonly part: number; readonly whole: number }) {
  const percent = whole > 0 ? Math.max(0, Math.round((part / whole) * 100)) : 0
  return (
    <span class="share">
      <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect class="chart-spent" width={percent} height="1" /></svg>
      <span>{percent} %</span>
    </span>
  )
}
