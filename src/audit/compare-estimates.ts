// Every day: what companies that tell a price beforehand would ask today, beside the rows' prices. A difference is told to a
// person. One that cannot be reached, or does not say, is tried again tomorrow.
import type { Upstreams, WithUpstreams } from '../upstreams/ports.ts'
import type { WithAlarm, WithLog } from '../domain/effects.ts'
import { models } from '../catalog/catalog.ts'
import { fitOptions } from '../routing/fit-options.ts'
import type { Model, OptionValue } from '../domain/model.ts'
import { usdPerSecond } from '../routing/price.ts'

/** Long enough for a company's rounding to the cent. */
const SECONDS = 10
/** In shares of the row's price. */
const MOST_DIFFERENCE = 0.01

export interface ComparedPrice {
  readonly model: string
  readonly kind: 'SAME' | 'DIFFERENT' | 'UNKNOWN'
  /** For operators, in English. */
  readonly detail: string
}

export async function comparedEstimates(upstreams: Pick<Upstreams, 'get'>): Promise<readonly ComparedPrice[]> {
  const compared: ComparedPrice[] = []
  for (const model of models.filter(({ lifecycle }) => lifecycle.state !== 'retired')) {
    for (const options of optionsToAsk(model)) {
      const one = await compare(upstreams, model, options)
      if (one) compared.push(one)
    }
  }
  return compared
}

export async function compareEstimates({ upstreams, alarm, log }: WithAlarm & WithLog & WithUpstreams<'get'>): Promise<void> {
  const compared = await comparedEstimates(upstreams)
  log('estimates', { compared: compared.map(({ model, kind, detail }) => `${model}: ${kind}, ${detail}`) })
  const different = new Set(compared.flatMap(({ kind, model }) => (kind === 'DIFFERENT' ? [model] : [])))
  for (const subject of different) {
    const details = compared.filter(({ model, kind }) => model === subject && kind === 'DIFFERENT').map(({ detail }) => detail)
    await alarm({ kind: 'PRICE', subject, detail: details.join('; ') })
  }
}

/** By default, and at each other resolution. */
function optionsToAsk(model: Model): readonly Readonly<Record<string, OptionValue>>[] {
  const { resolution } = model.options
  const sizes = resolution?.kind === 'choice' ? resolution.allowed : []
  return sizes.length === 0 ? [fitOptions(model, {}).options] : sizes.map((size) => fitOptions(model, { resolution: size }).options)
}

async function compare(upstreams: Pick<Upstreams, 'get'>, model: Model, options: Readonly<Record<string, OptionValue>>): Promise<ComparedPrice | undefined> {
  const ours = usdPerSecond(model, options)
  const reached = ours === undefined ? undefined : upstreams.get(model.upstream)
  if (ours === undefined || !reached?.upstream.estimate) return undefined
  const told = await reached.upstream.estimate(reached.http, { model: model.upstreamModel, options, seconds: SECONDS })
  if (told.kind === 'UNKNOWN') return { model: model.id, kind: 'UNKNOWN', detail: told.detail }
  const theirs = told.usd / SECONDS
  const kind = Math.abs(theirs - ours) > ours * MOST_DIFFERENCE ? 'DIFFERENT' : 'SAME'
  const size = options.resolution === undefined ? '' : ` at ${options.resolution}`
  return { model: model.id, kind, detail: `${reached.upstream.company} asks $${Number(theirs.toFixed(6))} a second${size}, the row has $${ours}` }
}
