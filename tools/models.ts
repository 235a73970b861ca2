// `npm run models`: the catalogue as a table.
import type { Model } from '../src/domain/model.ts'
import { printEstimates } from './models/estimates.ts'
import { bold, dim, green, print, table, yellow } from './local/terminal.ts'

// By a computed name, since src is written for workerd: Node's types do not fit it.
const { models }: { readonly models: readonly Model[] } = await import(new URL('../src/catalog/catalog.ts', import.meta.url).href)

const COLUMNS = ['Provider', 'Model', 'Type', 'Upstream', 'Price', 'Lifecycle', 'Read on', 'Confirmed'].map((title) => ({ title, side: 'left' as const }))

print()
for (const line of table(COLUMNS, models.map(row))) print(`  ${line}`)
print()
await printEstimates()
const callable = models.filter(({ lifecycle }) => lifecycle.state !== 'retired')
print(`  ${bold(`${callable.length} models can be called`)}, ${new Set(models.map(({ provider }) => provider)).size} providers${dim(`; ${models.length - callable.length} more are served by their successors`)}`)
print()

function row(model: Model): string[] {
  return [model.provider, model.id, model.type, model.upstream, priceOf(model), lifecycleOf(model), model.priceSource.checkedOn, confirmationOf(model)]
}

/** The range of its list price, in the unit it goes by. */
function priceOf({ price }: Model): string {
  switch (price.kind) {
    case 'credits':
      return `${price.creditsPerOutput} credits each`
    case 'table':
      return `${range(Object.values(price.usdPerOutput))} each`
    case 'second':
      return `${range(Object.values(price.usdPerSecond))} a second`
    case 'spoken':
      return `${range(Object.values(price.usdPerSecond))} a second spoken`
    case 'character':
      return `${range([price.usdPerCharacter * 1000])} per 1,000 characters`
  }
}

function dollars(amount: number): string {
  return `$${Number(amount.toPrecision(4))}`
}

function range(usd: readonly number[]): string {
  const [least, most] = [Math.min(...usd), Math.max(...usd)]
  return least === most ? dollars(least) : `${dollars(least)}–${dollars(most)}`
}

/** By whom, and when: of a price that nobody has confirmed, that it is so. */
function confirmationOf({ priceSource: { confirmed } }: Model): string {
  return confirmed ? `${confirmed.on} ${dim(confirmed.by)}` : yellow('by nobody yet')
}

function lifecycleOf({ lifecycle }: Model): string {
  if (lifecycle.state === 'active') return green('active')
  return lifecycle.successor === undefined ? yellow(lifecycle.state) : `${yellow(lifecycle.state)} → ${lifecycle.successor}`
}
