// Prices. A model's row says how; this turns it into credits, rounded up, for one output or several.
import { charactersOf } from './characters.ts'
import type { Model, OptionValue, PriceGroups } from '../domain/model.ts'
import { speechSeconds } from '../catalog/speech-seconds.ts'

export const CREDITS_PER_USD = 2000
/** Below what any price's own digits mean: keeps 0.1 × 3 from costing one credit more. */
const EPSILON = 1e-6
export const MICRO = 1_000_000

export interface Priced {
  readonly options: Readonly<Record<string, OptionValue>>
  /** The text as it will be sent: its characters are what is charged where a price goes by them. */
  readonly text: string
  readonly outputs: number
}

/** How many outputs a model makes with these options. */
export const outputsOf = ({ outputsOption }: Pick<Model, 'outputsOption'>, options: Options): number => (outputsOption === undefined ? 1 : Number(options[outputsOption] ?? 1))

/** Whole credits for a generation, all its outputs together. */
export function creditsOf(model: Model, priced: Priced): number {
  const { price } = model
  if (price.kind === 'credits') return price.creditsPerOutput * priced.outputs
  return Math.ceil(usdPerOutput(model, priced) * CREDITS_PER_USD - EPSILON) * priced.outputs
}

/** What the company's list asks for the same, in millionths of a dollar. */
export const listMicroUsdOf = (model: Model, priced: Priced): number => Math.round(usdPerOutput(model, priced) * MICRO * priced.outputs)

function usdPerOutput(model: Model, { options, text }: Priced): number {
  const { price } = model
  switch (price.kind) {
    case 'credits':
      return model.listUsdPerOutput ?? price.creditsPerOutput / CREDITS_PER_USD
    case 'table':
      return lookUp(model, price.usdPerOutput, price.by, options)
    case 'second':
      return lookUp(model, price.usdPerSecond, price.by, options) * Number(options.duration)
    case 'character':
      return price.usdPerCharacter * charactersOf(text)
    case 'spoken':
      return lookUp(model, price.usdPerSecond, price.by, options, price.groups) * spokenSeconds(text, options['speed'])
  }
}

/** Whole seconds, at least one. */
export function spokenSeconds(text: string, speed: OptionValue | undefined): number {
  return Math.max(1, Math.ceil(speechSeconds(text) / (typeof speed === 'number' ? speed : 1) - EPSILON))
}

type Options = Readonly<Record<string, OptionValue>>
type Table = Readonly<Record<string, number>>

/** Undefined where the row's price does not go by the second, or not by these options. */
export function usdPerSecond({ price }: Model, options: Options): number | undefined {
  if (price.kind === 'spoken') return find(price.usdPerSecond, price.by, options, price.groups)
  return price.kind === 'second' ? find(price.usdPerSecond, price.by, options) : undefined
}

function lookUp(model: Model, table: Table, by: readonly string[], options: Options, groups?: PriceGroups): number {
  const usd = find(table, by, options, groups)
  if (usd === undefined) throw new Error(`no price of ${model.id} for ${JSON.stringify(options)}`)
  return usd
}

function find(table: Table, by: readonly string[], options: Options, groups: PriceGroups = {}): number | undefined {
  const named = (name: string): string => {
    const value = String(options[name])
    const group = groups[name]
    return group ? (Object.hasOwn(group.values, value) ? (group.values[value] ?? group.other) : group.other) : value
  }
  return table[by.map(named).join('/')]
}
