// The catalogue: every model of every provider.
import { models as all } from '../../src/catalog/catalog.ts'
import { providers } from '../../src/catalog/providers.ts'
import { entries } from '../data/models/search-words.ts'
import { providerPath, summaries } from '../data/models/view.ts'
import { Catalogue } from '../islands/catalogue/catalogue.tsx'
import type { Item } from '../islands/catalogue/filter.ts'
import { addressOf } from '../language.ts'
import type { PageProps, Route } from '../page.ts'
import { Island } from '../ui/island.tsx'
import { modelWords } from '../words/models.ts'

const items: readonly Item[] = summaries.flatMap((summary) => {
  const entry = entries.get(summary.id)
  return entry ? [{ summary, entry }] : []
})
const callable = all.filter(({ lifecycle }) => lifecycle.state !== 'retired').length

function Models({ language }: PageProps) {
  const words = modelWords(language)
  return (
    <div class="column page">
      <header class="page-head">
        <h1>{words.title}</h1>
        <p class="lead">{words.lead(callable, providers.length)}</p>
        <nav aria-label={words.providers}>
          <ul class="tags">
            {providers.map(({ id, name }) => <li key={id}><a class="tag" href={addressOf(language, providerPath(id))}>{name}</a></li>)}
          </ul>
        </nav>
      </header>
      <Island name="catalogue" view={Catalogue} props={{ language, items }} />
    </div>
  )
}

export const modelsRoute: Route = {
  path: 'models/',
  title: { en: 'Models and prices', hi: 'मॉडल और कीमतें' },
  description: {
    en: 'Every model with its price, length, resolution and usual time: search, filter, compare.',
    hi: 'हर मॉडल, उसकी कीमत, लंबाई, रेज़ोल्यूशन और सामान्य समय: खोजें, छाँटें, तुलना करें।',
  },
  view: Models,
  style: 'models',
  nav: { en: 'Models', hi: 'मॉडल' },
}
