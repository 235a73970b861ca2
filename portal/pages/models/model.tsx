// A page for each model: what it costs and does, its options and rules, what is promised, the code.
import { models, servingModel } from '../../../src/catalog/catalog.ts'
import { providerName } from '../../../src/catalog/provider-names.ts'
import type { Model } from '../../../src/domain/model.ts'
import { priceWords } from '../../../src/routing/price-words.ts'
import { modelPath, providerPath, rowOf, sampleTextOf, successorOf } from '../../data/models/view.ts'
import { Configurator } from '../../islands/configurator/configurator.tsx'
import { Measured } from '../../islands/measured/measured.tsx'
import { addressOf, dayOf } from '../../language.ts'
import type { PageProps, Route } from '../../page.ts'
import { Island } from '../../ui/island.tsx'
import { Sentence } from '../../ui/prose-text.tsx'
import { modelWords, timeOf } from '../../words/models.ts'
import { InputTable, OptionTable, Rules } from './tables.tsx'

type ModelProps = PageProps & { readonly model: Model }

function ModelPage({ language, model }: ModelProps) {
  const words = modelWords(language)
  const { name, provider, type } = model
  // Whoever names one that has ended is served by its successor: what is told of making is told of that one.
  const serving = servingModel(model)
  const { features, limitations, priceSource, price } = serving
  return (
    <div class="column page">
      <header class="page-head">
        <p class="crumbs"><a href={addressOf(language, 'models/')}>{words.all}</a> / <a href={addressOf(language, providerPath(provider))} lang="en">{providerName(provider)}</a></p>
        <h1 lang="en">{name}</h1>
        <p class="tags">
          <span class={`model-type ${type}`}>{words[type]}</span> <code>{model.id}</code> <span class="tag">≈ {timeOf(serving.typicalSeconds, words)}</span>
        </p>
        <Island name="measured" view={Measured} props={{ language, provider }} />
        <Ending language={language} model={model} />
        {model.lifecycle.state !== 'retired' && <p><a class="button" href={`${addressOf(language, 'playground/')}?model=${model.id}`}>{words.tryIt}</a></p>}
      </header>
      <section class="page-part" id="price">
        <h2>{words.priceOf}</h2>
        <p class="soft"><Sentence text={priceWords(price)[language]} /></p>
        <Island name="configurator" view={Configurator} props={{ language, row: rowOf(serving), text: sampleTextOf(serving) }} />
        <p class="small soft">
          {words.source} <a href={priceSource.url} rel="noreferrer">{new URL(priceSource.url).hostname}</a>, {words.checked(dayOf(priceSource.checkedOn, language))}.
        </p>
      </section>
      <div class="two-lists">
        <section>
          <h2>{words.features}</h2>
          <ul class="bullets">{features.map((one) => <li key={one.en}><Sentence text={one[language]} /></li>)}</ul>
          <h2>{words.limitations}</h2>
          <ul class="bullets">{limitations.map((one) => <li key={one.en}><Sentence text={one[language]} /></li>)}</ul>
        </section>
        <Pledges language={language} model={serving} />
      </div>
      <InputTable language={language} model={serving} />
      <OptionTable language={language} model={serving} />
      <Rules language={language} model={serving} />
      <p class="small soft twins">{words.twins} <a href={addressOf(language, `${modelPath(model)}model.json`)}>model.json</a>, <a href={addressOf(language, `${modelPath(model)}model.md`)}>model.md</a></p>
    </div>
  )
}

function Ending({ language, model }: ModelProps) {
  const words = modelWords(language)
  const { lifecycle } = model
  const successor = successorOf(model)
  if (lifecycle.state === 'active') return null
  const day = dayOf(lifecycle.since, language)
  return (
    <p class="today">
      {lifecycle.state === 'retired' ? words.lifecycleRetired(day) : words.lifecycleDeprecated(day)}{' '}
      {successor && <a href={addressOf(language, modelPath(successor))} lang="en">{successor.name}</a>}
    </p>
  )
}

function Pledges({ language, model }: ModelProps) {
  const words = modelWords(language)
  const { cancelRefund, deadlineSeconds } = model
  const cancelling = cancelRefund === undefined ? words.cancelNever : cancelRefund === 'ALL' ? words.cancelAll : words.cancelNothing
  return (
    <section class="pledges">
      <h2>{words.promise}</h2>
      <ul class="bullets">
        {[words.failed, words.deadline(timeOf(deadlineSeconds, words)), cancelling, words.neverMore].map((sentence) => <li key={sentence}><Sentence text={sentence} /></li>)}
      </ul>
    </section>
  )
}

export const modelRoutes: readonly Route[] = models.map((model): Route => ({
  path: modelPath(model),
  title: { en: `${model.name}: price, options, code`, hi: `${model.name}: कीमत, ऑप्शन, कोड` },
  description: {
    en: `${model.name} of ${providerName(model.provider)}: ${model.features.map(({ en }) => en).join('; ')}.`,
    hi: `${providerName(model.provider)} का ${model.name}: ${model.features.map(({ hi }) => hi).join('; ')}।`,
  },
  view: ({ language }) => <ModelPage language={language} model={model} />,
  style: 'models',
}))
