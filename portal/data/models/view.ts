// A model as pages and islands take it: what of its row can be told as JSON, and what is reckoned of it.
import { companyOf, providerName } from '../../../src/catalog/provider-names.ts'
import { models, modelById, servingModel } from '../../../src/catalog/catalog.ts'
import type { GenerationType, Lifecycle, Model, ProviderId } from '../../../src/domain/model.ts'
import { defaultsFor, fitOptions } from '../../../src/routing/fit-options.ts'
import type { Values } from './price.ts'
import { creditsFor } from './price.ts'

/** Below the language: providers have models, and both have a page. */
export const providerPath = (id: ProviderId): string => `models/${id}/`
export const modelPath = ({ provider, id }: Pick<Model, 'provider' | 'id'>): string => `${providerPath(provider)}${id}/`

/** What a price at first sight is for: a sentence of a hundred characters where a price goes by the text. */
export const SAMPLE_TEXT = 'नमस्ते! यह एक नमूना वाक्य है, जिससे कीमत का अंदाज़ा मिलता है। आप अपना वाक्य भी लिखकर देख सकते हैं।'

/** They refuse a prompt in another language. */
const ENGLISH_ONLY: ReadonlySet<ProviderId> = new Set(['stable-diffusion'])
const LOTUS = 'A lotus opens at dawn'

/** What is asked for where nothing was written yet. */
export function sampleTextOf({ type, provider }: Pick<Model, 'type' | 'provider'>): string {
  if (type !== 'VIDEO' && type !== 'IMAGE') return SAMPLE_TEXT
  return ENGLISH_ONLY.has(provider) ? `${LOTUS}, golden light of sunrise` : `${LOTUS}, सूर्योदय का सुनहरा प्रकाश`
}

export interface Summary {
  readonly id: string
  readonly path: string
  readonly name: string
  readonly provider: ProviderId
  readonly providerName: string
  readonly company: string
  readonly type: GenerationType
  readonly state: Lifecycle['state']
  /** The model that serves it, where it is retired; that will, where it is deprecated. */
  readonly successor?: { readonly name: string; readonly path: string }
  readonly rank: number
  readonly typicalSeconds: number
  /** At its defaults; absent where something must be chosen first. */
  readonly credits?: number
  readonly defaults: Values
  readonly inputs: readonly string[]
  readonly longestSeconds?: number
  readonly resolutions: readonly string[]
  readonly canBeCancelled: boolean
}

export function summaryOf(model: Model): Summary {
  // A name that has ended is served, and charged, as its successor.
  const serving = servingModel(model)
  const inherited = defaultsFor(model, serving)
  const { options } = fitOptions(serving, inherited)
  const credits = isServed(serving) ? creditsFor(serving, inherited, SAMPLE_TEXT) : undefined
  const { duration, resolution } = serving.options
  const longestSeconds = duration && (duration.kind === 'int' || duration.kind === 'number') ? (duration.allowed?.at(-1) ?? duration.max) : undefined
  const successor = successorOf(model)
  return {
    id: model.id,
    path: modelPath(model),
    name: model.name,
    provider: model.provider,
    providerName: providerName(model.provider),
    company: companyOf(model.provider),
    type: model.type,
    state: model.lifecycle.state,
    ...(successor && { successor: { name: successor.name, path: modelPath(successor) } }),
    rank: model.rank,
    typicalSeconds: serving.typicalSeconds,
    ...(credits !== undefined && { credits }),
    defaults: options,
    inputs: Object.keys(serving.inputs),
    ...(longestSeconds !== undefined && { longestSeconds }),
    resolutions: resolution?.kind === 'choice' ? resolution.allowed : [],
    canBeCancelled: serving.cancelRefund !== undefined,
  }
}

/** Of what has ended without a successor nothing is made. */
export const isServed = (serving: Model): boolean => serving.lifecycle.state !== 'retired'

export function successorOf(model: Model): Model | undefined {
  if (model.lifecycle.state === 'active') return undefined
  if (model.lifecycle.state === 'retired') {
    const serving = servingModel(model)
    return serving === model ? undefined : serving
  }
  return modelById(model.lifecycle.successor)
}

/** Those that can be called first, each group by quality. */
export const summaries: readonly Summary[] = models
  .map(summaryOf)
  .toSorted((one, other) => Number(one.state === 'retired') - Number(other.state === 'retired') || one.rank - other.rank)

/** What the configurator needs of a row. It is JSON: patterns and long lists of voices stay behind. */
export type Row = Pick<Model, 'id' | 'name' | 'provider' | 'type' | 'options' | 'rules' | 'outputsOption' | 'price' | 'inputs' | 'notTogether' | 'needsOneOf'>

export function rowOf({ id, name, provider, type, options, rules, outputsOption, price, inputs, notTogether, needsOneOf }: Model): Row {
  const told = Object.fromEntries(Object.entries(options).map(([option, row]) => [option, row.kind === 'text' ? { kind: row.kind, maxLength: row.maxLength, about: row.about, ...(row.default !== undefined && { default: row.default }), ...(row.required && { required: true }), ...(row.as && { as: row.as }) } : row]))
  const given = Object.fromEntries(Object.entries(inputs).map(([input, { required, maxLength, unit, media, ssml }]) => [input, { required, ...(maxLength !== undefined && { maxLength }), ...(unit && { unit }), ...(media && { media }), ...(ssml && { ssml }) }]))
  return { id, name, provider, type, options: told, inputs: given, price, ...(rules && { rules }), ...(outputsOption !== undefined && { outputsOption }), ...(notTogether && { notTogether }), ...(needsOneOf && { needsOneOf }) }
}
