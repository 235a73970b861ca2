// A page for each provider: what it is, and its models, the best first.
import { models } from '../../../src/catalog/catalog.ts'
import { providers } from '../../../src/catalog/providers.ts'
import type { Provider } from '../../../src/domain/model.ts'
import { providerPath, summaryOf } from '../../data/models/view.ts'
import { ModelRow } from '../../islands/catalogue/catalogue.tsx'
import { Measured } from '../../islands/measured/measured.tsx'
import { addressOf } from '../../language.ts'
import type { PageProps, Route } from '../../page.ts'
import { Island } from '../../ui/island.tsx'
import { Sentence } from '../../ui/prose-text.tsx'
import { Scene } from '../../ui/scenes.tsx'
import { modelWords } from '../../words/models.ts'
import { sceneOf } from './scene-of.ts'

function ProviderPage({ language, provider }: PageProps & { readonly provider: Provider }) {
  const words = modelWords(language)
  const own = models.filter((model) => model.provider === provider.id).map(summaryOf)
  const ranked = own.toSorted((one, other) => Number(one.state === 'retired') - Number(other.state === 'retired') || one.rank - other.rank)
  return (
    <div class="column page">
      <header class="page-head provider-head">
        <div>
          <p class="crumbs"><a href={addressOf(language, 'models/')}>{words.all}</a></p>
          <h1 lang="en">{provider.name}</h1>
          <p class="soft" lang="en">{provider.company}</p>
          <p class="lead">{provider.description[language]}</p>
          <Island name="measured" view={Measured} props={{ language, provider: provider.id }} />
        </div>
        <Scene name={sceneOf(provider.id)} />
      </header>
      <div class="two-lists">
        <section>
          <h2>{words.features}</h2>
          <ul class="bullets">{provider.features.map((one) => <li key={one.en}><Sentence text={one[language]} /></li>)}</ul>
        </section>
        <section>
          <h2>{words.limitations}</h2>
          <ul class="bullets">{provider.limitations.map((one) => <li key={one.en}><Sentence text={one[language]} /></li>)}</ul>
        </section>
      </div>
      <section class="page-part">
        <h2>{words.itsModels}</h2>
        <ul class="model-rows">{ranked.map((model) => <ModelRow language={language} model={model} key={model.id} />)}</ul>
      </section>
    </div>
  )
}

export const providerRoutes: readonly Route[] = providers.map((provider): Route => ({
  path: providerPath(provider.id),
  title: { en: `${provider.name}: models and prices`, hi: `${provider.name}: मॉडल और कीमतें` },
  description: provider.description,
  view: ({ language }) => <ProviderPage language={language} provider={provider} />,
  style: 'models',
}))
