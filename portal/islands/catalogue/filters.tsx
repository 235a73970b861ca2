// The catalogue's search box and facets.
import type { Language } from '../../language.ts'
import { modelWords } from '../../words/models.ts'
import { SORTS } from './filter.ts'
import type { Filter, Item, Sort } from './filter.ts'

interface FiltersProps {
  readonly language: Language
  readonly filter: Filter
  readonly items: readonly Item[]
  readonly change: (changes: Partial<Filter>) => void
}

const TYPES = ['VIDEO', 'IMAGE', 'AUDIO', 'AVATAR'] as const
const STATES = ['active', 'deprecated', 'retired'] as const
const LENGTHS = [8, 10, 12, 15] as const
const TIMES = [10, 30, 60, 120, 300] as const

export function Filters({ language, filter, items, change }: FiltersProps) {
  const words = modelWords(language)
  const sorts: Readonly<Record<Sort, string>> = { quality: words.byQuality, price: words.byPrice, time: words.bySpeed }
  const providers = new Map(items.map(({ summary }) => [summary.provider, summary.providerName]))
  const inputs = [...new Set(items.flatMap(({ summary }) => summary.inputs))]
  const resolutions = [...new Set(items.flatMap(({ summary }) => summary.resolutions.map((one) => one.toLowerCase())))].toSorted((one, other) => lines(one) - lines(other))
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <label class="field filters-query">
        <span>{words.search}</span>
        <input type="search" value={filter.query} placeholder={words.searchHint} autocomplete="off" onInput={({ currentTarget }) => change({ query: currentTarget.value })} data-search-box />
      </label>
      <fieldset class="chips">
        <legend>{words.type}</legend>
        {(['', ...TYPES] as const).map((type) => (
          <label key={type}>
            <input class="visually-hidden" type="radio" name="type" checked={filter.type === type} onChange={() => change({ type })} />
            <span>{type === '' ? words.any : words[type]}</span>
          </label>
        ))}
      </fieldset>
      <Choice label={words.sort} value={filter.sort} options={SORTS.map((sort) => [sort, sorts[sort]])} change={(sort) => change({ sort: SORTS.find((one) => one === sort) ?? 'quality' })} />
      <details class="filters-more">
        <summary>{words.more}</summary>
        <Choice label={words.company} value={filter.provider} any={words.any} options={[...providers]} change={(provider) => change({ provider })} />
        <Choice label={words.input} value={filter.input} any={words.any} options={inputs.map((input) => [input, input])} change={(input) => change({ input })} />
        <Choice label={words.resolution} value={filter.resolution} any={words.any} options={resolutions.map((one) => [one, one])} change={(resolution) => change({ resolution })} />
        <Choice label={words.length} value={String(filter.seconds || '')} any={words.any} options={LENGTHS.map((one) => [String(one), words.seconds(one)])} change={(seconds) => change({ seconds: Number(seconds) })} />
        <Choice label={words.speed} value={String(filter.within || '')} any={words.any} options={TIMES.map((one) => [String(one), one < 120 ? words.seconds(one) : words.minutes(one / 60)])} change={(within) => change({ within: Number(within) })} />
        <Choice label={words.state} value={filter.state} any={words.any} options={STATES.map((one) => [one, words[one]])} change={(state) => change({ state: STATES.find((one) => one === state) ?? '' })} />
        <label class="check">
          <input type="checkbox" checked={filter.canBeCancelled} onChange={({ currentTarget }) => change({ canBeCancelled: currentTarget.checked })} />
          {words.cancellable}
        </label>
      </details>
    </form>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly any?: string
  readonly options: readonly (readonly [value: string, name: string])[]
  readonly change: (value: string) => void
}

function Choice({ label, value, any, options, change }: ChoiceProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={({ currentTarget }) => change(currentTarget.value)}>
        {any !== undefined && <option value="">{any}</option>}
        {options.map(([one, name]) => <option value={one} key={one} selected={one === value}>{name}</option>)}
      </select>
    </label>
  )
}

/** `720p` → 720, `4k` → 4000, `0.5k` → 500. */
function lines(resolution: string): number {
  const number = Number.parseFloat(resolution)
  return Number.isNaN(number) ? Infinity : resolution.includes('k') ? number * 1000 : number
}
