// The catalogue: search, filters, order, comparison. Drawn whole at build time; what is chosen stands in the address.
import { useEffect, useMemo, useState } from 'preact/hooks'
import { addressOf, grouped } from '../../language.ts'
import type { Language } from '../../language.ts'
import type { Summary } from '../../data/models/view.ts'
import { modelWords, timeOf } from '../../words/models.ts'
import { Comparison, MOST_COMPARED } from './comparison.tsx'
import { EVERYTHING, filterOf, known, searchOf, shown } from './filter.ts'
import type { Filter, Item } from './filter.ts'
import { Filters } from './filters.tsx'

export interface CatalogueProps {
  readonly language: Language
  readonly items: readonly Item[]
}

export function Catalogue({ language, items }: CatalogueProps) {
  const words = modelWords(language)
  const [filter, setFilter] = useState<Filter>(EVERYTHING)
  const [compared, setCompared] = useState<readonly string[]>([])
  const [isAlive, setAlive] = useState(false)
  const all = useMemo(() => known(items), [items])
  const found = useMemo(() => shown(all, filter), [all, filter])

  useEffect(() => {
    setFilter(filterOf(location.search))
    setAlive(true)
  }, [])
  const change = (changes: Partial<Filter>): void => {
    const next = { ...filter, ...changes }
    setFilter(next)
    history.replaceState(null, '', `${location.pathname}${searchOf(next)}`)
  }
  const toggle = (id: string): void => setCompared(compared.includes(id) ? compared.filter((one) => one !== id) : [...compared, id].slice(-MOST_COMPARED))

  return (
    <div class="catalogue">
      <Filters language={language} filter={filter} items={items} change={change} />
      <div class="catalogue-list">
        <p class="catalogue-count" role="status">
          {words.found(found.length)}
          {searchOf(filter) !== '' && <button class="button quiet" type="button" onClick={() => change(EVERYTHING)}>{words.clear}</button>}
        </p>
        {compared.length > 1 && <Comparison language={language} models={compared.flatMap((id) => items.filter(({ summary }) => summary.id === id).map(({ summary }) => summary))} remove={toggle} />}
        {found.length === 0 ? <p class="catalogue-none">{words.none}</p> : (
          <ul class="model-rows">
            {found.map(({ summary }) => (
              <ModelRow language={language} model={summary} key={summary.id}>
                {isAlive && (
                  <label class="model-compare" title={words.compareHint}>
                    <input type="checkbox" checked={compared.includes(summary.id)} onChange={() => toggle(summary.id)} />
                    {words.compare}<span class="visually-hidden">: {summary.name}</span>
                  </label>
                )}
              </ModelRow>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}

interface ModelRowProps {
  readonly language: Language
  readonly model: Summary
  readonly children?: preact.ComponentChildren
}

export function ModelRow({ language, model, children }: ModelRowProps) {
  const words = modelWords(language)
  const { name, path, company, type, state, successor, credits, typicalSeconds, defaults } = model
  const size = [defaults['duration'] === undefined ? '' : words.seconds(Number(defaults['duration'])), String(defaults['resolution'] ?? '')].filter((one) => one !== '').join(' · ')
  return (
    <li class={`model-row ${state}`}>
      <span class={`model-type ${type}`}>{words[type]}</span>
      <span class="model-name">
        <a href={addressOf(language, path)} lang="en">{name}</a>
        <span class="small soft">{company}{state === 'retired' && successor ? <> · {words.servedBy} <a href={addressOf(language, successor.path)} lang="en">{successor.name}</a></> : state === 'deprecated' && <> · {words.deprecated}</>}</span>
      </span>
      <span class="model-price">
        <strong>{credits === undefined ? words.perSecond : words.credits(grouped(credits))}</strong>
        <span class="small soft">{size}</span>
      </span>
      <span class="model-time small">≈ {timeOf(typicalSeconds, words)}</span>
      {children}
    </li>
  )
}
