// What a model charges for options: the very functions that charge, asked in the browser and at build time.
import type { Model, OptionValue } from '../../../src/domain/model.ts'
import type { Adjustment } from '../../../src/domain/job.ts'
import { fitOptions } from '../../../src/routing/fit-options.ts'
import { creditsOf, outputsOf } from '../../../src/routing/price.ts'

export type Values = Readonly<Record<string, OptionValue>>

export interface Bill {
  readonly options: Values
  readonly adjustments: readonly Adjustment[]
  /** Absent where the price goes by something that is not known yet. */
  readonly credits?: number
}

/** @param row a model's, or what is told of it to the browser @param given the inputs that are there, by name */
export function billOf(row: Pick<Model, 'id' | 'name' | 'options' | 'rules' | 'price' | 'inputs' | 'outputsOption'>, asked: Values, text: string, given: readonly string[] = []): Bill {
  const model = row as Model
  const { options, adjustments } = fitOptions(model, asked, Object.fromEntries(given.map((name) => [name, ''])))
  const credits = priced(model, options, text)
  return { options, adjustments, ...(credits !== undefined && { credits }) }
}

export const creditsFor = (model: Model, asked: Values, text: string): number | undefined => billOf(model, asked, text).credits

/** A row without a default for what it prices by has no price before that is chosen. */
function priced(model: Model, options: Values, text: string): number | undefined {
  const { price } = model
  if ('by' in price && price.by.some((name) => options[name] === undefined)) return undefined
  if (price.kind === 'second' && options['duration'] === undefined) return undefined
  return creditsOf(model, { options, text, outputs: outputsOf(model, options) })
}
