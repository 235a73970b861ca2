// What was earned by provider and day: charged, less what the companies' lists ask; and what is counted in it.
import { dayOf, grouped, momentOf } from '../../../language.ts'
import type { Language } from '../../../language.ts'
import { Segments } from '../../../ui/segments.tsx'
import { Table } from '../../../ui/table.tsx'
import { Asked } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { csvOf, saveCsv } from '../csv.ts'
import { FilterRow } from '../filter-fields.tsx'
import { oneOf, useFilters } from '../filters.ts'
import { useAsk } from '../use-ask.ts'
import { DAYS, MARGINS, VIEWS, digitsOf, dollars, rowsOf, sumOf } from './margins.ts'
import type { Margins, View } from './margins.ts'
import { OperatorFrame, useOperatorWords } from './operator-frame.tsx'

export function OperatorMarginPart({ language }: { readonly language: Language }) {
  return <OperatorFrame language={language} part="operator-margin"><Margin /></OperatorFrame>
}

function Margin() {
  const words = useOperatorWords()
  const [filters, change] = useFilters(['days', 'by'])
  const days = oneOf(filters.days, DAYS) ?? '30'
  const view = oneOf(filters.by, VIEWS) ?? 'BOTH'
  const asked = useAsk(MARGINS, { days: Number(days) - 1 })
  return (
    <>
      <FilterRow label={words.margin}>
        <div class="filter"><span class="filter-name">{words.by}</span><Segments name="by" legend={words.by} values={VIEWS} value={view} words={words.views} onChange={(by) => change({ by: by === 'BOTH' ? '' : by })} /></div>
        <div class="filter"><span class="filter-name">{words.days}</span><Segments name="days" legend={words.days} values={DAYS} value={days} words={{ 7: '7', 30: '30', 90: '90' }} onChange={(value) => change({ days: value === '30' ? '' : value })} /></div>
      </FilterRow>
      <Asked asked={asked}>{({ adminMargins }) => <Shown margins={adminMargins} view={view} days={days} />}</Asked>
    </>
  )
}

function Shown({ margins: { countedUntil, lines, lists }, view, days }: { readonly margins: Margins; readonly view: View; readonly days: string }) {
  const { language, words: around } = useDashboard()
  const words = useOperatorWords()
  const sum = sumOf(lines)
  const rows = rowsOf(lines, view)
  const digits = digitsOf(rows)
  const save = (): void => saveCsv(`doitong-margin-${days}.csv`, csvOf(
    ['date', 'provider', 'generations', 'kept', 'late', 'credits', 'charged_usd', 'list_usd', 'margin_usd'],
    rows.map(({ date, provider, generations, kept, late, credits, chargedUsd, listUsd, marginUsd }) => [date ?? '', provider ?? '', generations, kept, late, credits, chargedUsd, listUsd, marginUsd]),
  ))
  return (
    <>
      <dl class="dash-figures">
        <div><dt>{words.charged}</dt><dd>{dollars(sum.chargedUsd)}</dd><dd class="hint">{words.credits(grouped(sum.credits))}</dd></div>
        <div><dt>{words.list}</dt><dd>{dollars(sum.listUsd)}</dd><dd class="hint">{words.madeOf(grouped(sum.kept), grouped(sum.generations))}</dd></div>
        <div class={sum.marginUsd < 0 ? 'failed' : 'back'}><dt>{words.margin}</dt><dd>{dollars(sum.marginUsd)}</dd></div>
      </dl>
      <section class="dash-section">
        <header class="dash-section-head">
          <h2>{words.marginTitles[view]}</h2>
          {rows.length > 0 && <button class="button quiet" type="button" onClick={save}>{around.saveCsv}</button>}
        </header>
        <p class="soft measure">{words.counted} {countedUntil === null ? words.nothingCounted : words.countedUntil(momentOf(countedUntil, language))}</p>
        {sum.late > 0 && <p class="notice">{words.late(grouped(sum.late))}</p>}
        {sum.unlisted > 0 && <p class="notice">{words.unlisted(grouped(sum.unlisted))}</p>}
        {rows.length === 0 ? <p class="dash-empty">{words.noMargin}</p> : (
          <Table
            label={words.marginTitles[view]} rows={rows} keyOf={({ date, provider }) => `${date} ${provider}`}
            columns={[
              ...(view === 'DAY' ? [] : [{ name: words.provider, isHead: true, cell: ({ provider }: (typeof rows)[number]) => (provider ? <code>{provider}</code> : words.unknownProvider) }]),
              ...(view === 'PROVIDER' ? [] : [{ name: words.day, isHead: view === 'DAY', cell: ({ date }: (typeof rows)[number]) => (date === undefined ? '' : <span class="operator-day">{dayOf(date, language)}</span>) }]),
              { name: words.generations, isNumber: true, cell: ({ generations }) => grouped(generations) },
              { name: words.made, isNumber: true, cell: ({ kept }) => grouped(kept) },
              { name: words.charged, isNumber: true, cell: ({ chargedUsd }) => dollars(chargedUsd, digits) },
              { name: words.list, isNumber: true, cell: ({ listUsd }) => dollars(listUsd, digits) },
              { name: words.margin, isNumber: true, cell: ({ marginUsd }) => <strong class={marginUsd < 0 ? 'usage-failed' : undefined}>{dollars(marginUsd, digits)}</strong> },
            ]}
          />
        )}
        {lists.length > 0 && (
          <details class="dash-more">
            <summary>{words.lists}</summary>
            <ul class="operator-sources">
              {lists.map(({ provider, source, checkedOn }) => <li key={`${provider} ${source}`}><code>{provider}</code> <a href={source} rel="noreferrer">{new URL(source).hostname}</a> <span class="soft">{words.readOn(dayOf(checkedOn, language))}</span></li>)}
            </ul>
          </details>
        )}
      </section>
    </>
  )
}
