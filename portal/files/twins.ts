// The same as the pages of models, for programs: JSON and Markdown beside each, and a list of all that language models read first.
import { models, servingModel } from '../../src/catalog/catalog.ts'
import { companyOf, providerName } from '../../src/catalog/provider-names.ts'
import type { Model } from '../../src/domain/model.ts'
import { priceWords } from '../../src/routing/price-words.ts'
import { inputOf } from '../data/models/samples.ts'
import { rulesInWords } from '../data/models/rules.ts'
import { modelPath, sampleTextOf, successorOf, summaryOf } from '../data/models/view.ts'
import { LANGUAGES, addressOf } from '../language.ts'
import type { Language } from '../language.ts'
import { routes } from '../routes.ts'
import type { SiteFile } from './site-file.ts'

export const modelTwins = (): readonly SiteFile[] =>
  models.flatMap((model) => LANGUAGES.flatMap((language) => {
    const folder = addressOf(language, modelPath(model)).slice(1)
    return [
      { path: `${folder}model.json`, text: `${JSON.stringify(jsonOf(model, language), null, 2)}\n` },
      { path: `${folder}model.md`, text: markdownOf(model, language) },
    ]
  }))

function jsonOf(model: Model, language: Language): unknown {
  const { id, name, provider, type, aliases = [], lifecycle } = model
  const { credits, defaults } = summaryOf(model)
  const serving = servingModel(model)
  const { typicalSeconds, deadlineSeconds, cancelRefund, priceSource, price, features, limitations } = serving
  return {
    id, name, provider, company: companyOf(provider), type, aliases, lifecycle,
    successor: successorOf(model)?.id ?? null,
    inputs: Object.fromEntries(Object.entries(serving.inputs).map(([input, { pattern, values, ...rule }]) => [input, { ...rule, ...(pattern && { pattern: pattern.source }), ...(values && { values: Object.keys(values) }) }])),
    options: Object.fromEntries(Object.entries(serving.options).map(([option, row]) => [option, { ...row, about: row.about[language], ...('pattern' in row && row.pattern && { pattern: row.pattern.source }), ...('values' in row && row.values && { values: Object.keys(row.values) }) }])),
    rules: rulesInWords(serving, language),
    price: { ...price, inWords: priceWords(price)[language], creditsAtDefaults: credits ?? null, defaults, source: priceSource.url, checkedOn: priceSource.checkedOn },
    typicalSeconds, deadlineSeconds,
    cancelRefund: cancelRefund ?? null,
    features: features.map((one) => one[language]),
    limitations: limitations.map((one) => one[language]),
    example: inputOf({ row: serving, options: {}, text: sampleTextOf(serving) }),
  }
}

function markdownOf(model: Model, language: Language): string {
  const { name, id, provider, type } = model
  const { credits } = summaryOf(model)
  const serving = servingModel(model)
  const { price, priceSource, features, limitations } = serving
  const rules = rulesInWords(serving, language)
  const optionLines = Object.entries(serving.options).map(([option, row]) => {
    const values = row.kind === 'choice' ? row.allowed.join(', ') : 'min' in row ? ('allowed' in row && row.allowed ? row.allowed.join(', ') : `${row.min}–${row.max}`) : row.kind
    return `| \`${option}\` | ${values} | ${'default' in row ? String(row.default ?? '') : ''} | ${row.about[language]} |`
  })
  return `# ${name}

\`${id}\`${serving === model ? '' : ` → \`${serving.id}\``} · ${providerName(provider)} · ${companyOf(provider)} · ${type}

${[...features, ...limitations].map((one) => `- ${one[language]}`).join('\n')}

${priceWords(price)[language]}${credits === undefined ? '' : ` ${credits} credits (defaults).`} ${priceSource.url} (${priceSource.checkedOn})

| option | values | default | |
|---|---|---|---|
${optionLines.join('\n')}

${rules.map((rule) => `- ${rule}`).join('\n')}

\`\`\`json
${JSON.stringify({ input: inputOf({ row: serving, options: {}, text: sampleTextOf(serving) }) }, null, 2)}
\`\`\`
`
}

export function llmsFile(origin: string): string {
  const pages = routes.filter(({ isHidden = false, path }) => !isHidden && !path.startsWith('models/'))
  const callable = models.filter(({ lifecycle }) => lifecycle.state !== 'retired')
  return `# Doitong

> One GraphQL API over AI models for video, images, talking avatars and speech: \`POST ${origin}/graphql\`, \`Authorization: Bearer KEY\`. Charged once, refunded in full when it fails.

## Pages

${pages.map(({ path, title, description }) => `- [${title.en}](${origin}${addressOf('en', path)}): ${description.en}`).join('\n')}

## Models

${callable.map((model) => `- [${model.name}](${origin}${addressOf('en', modelPath(model))}model.md): \`${model.id}\`, ${model.type}`).join('\n')}
`
}
