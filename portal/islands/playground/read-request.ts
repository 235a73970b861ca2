// The form of a request that somebody wrote: as JSON in the editor, or in a link.
import { findModel } from '../../../src/catalog/catalog.ts'
import { liveModel } from '../../../src/catalog/succession.ts'
import { ApiError, invalidInput } from '../../../src/domain/errors.ts'
import { GENERATION_TYPES } from '../../../src/domain/model.ts'
import type { GenerationType, InputName, OptionValue } from '../../../src/domain/model.ts'
import { offeredModels, PRIORITIES } from './form.ts'
import type { Form } from './form.ts'

const MORE = ['webhookUrl', 'maxCredits', 'strict', 'storeDays', 'tags', 'onLimit'] as const
const INPUTS: readonly string[] = ['text', 'negativeText', 'image', 'lastImage', 'images', 'audio', 'video', 'voice'] satisfies InputName[]

/** @throws ApiError INVALID_INPUT for what no form can hold; the rest is judged as the service judges it */
export function formOf(request: unknown, files: Form['files'] = {}): Form {
  if (!isRecord(request)) throw invalidInput('input', { en: 'Give an object.', hi: 'एक object दें।' })
  const { type, provider, model, priority, input = {}, options = {}, ...rest } = withoutNulls(request)
  const known = GENERATION_TYPES.find((one) => one === type)
  if (known === undefined) throw invalidInput('input.type', { en: 'The type is one of these.', hi: 'type में इनमें से एक दें।' }, GENERATION_TYPES)
  const stray = Object.keys(rest).find((name) => !MORE.some((one) => one === name))
  if (stray !== undefined) throw invalidInput(`input.${stray}`, { en: `There is no field ${stray}.`, hi: `${stray} नाम का कोई field नहीं है।` }, ['type', 'model', 'priority', 'input', 'options', ...MORE])
  if (!isRecord(input) || !isRecord(options)) throw invalidInput(isRecord(input) ? 'input.options' : 'input.input', { en: 'Give an object.', hi: 'एक object दें।' })
  const odd = Object.entries(input).find(([name, value]) => !INPUTS.includes(name) || !(typeof value === 'string' || (name === 'images' && isTexts(value))))?.[0]
  if (odd !== undefined) throw invalidInput(`input.input.${odd}`, { en: 'This is no input, or not of its kind.', hi: 'यह input नहीं है, या इसका रूप सही नहीं है।' }, INPUTS)
  const named = namedModel(known, provider, model)
  return {
    type: known,
    ...(named !== undefined && { model: named }),
    priority: PRIORITIES.find((one) => one === priority) ?? 'BALANCED',
    input,
    options: Object.fromEntries(Object.entries(withoutNulls(options)).filter((entry): entry is [string, OptionValue] => isValue(entry[1]))),
    more: rest,
    files,
  }
}

/** @throws ApiError INVALID_INPUT where there is none of that name */
function namedModel(type: GenerationType, provider: unknown, model: unknown): string | undefined {
  const within = typeof provider === 'string' ? provider.toLowerCase() : undefined
  if (model === undefined) return within === undefined ? undefined : offeredModels(type).find((one) => one.provider === within)?.id
  const found = typeof model === 'string' ? findModel(model, within) : undefined
  if (found?.type !== type) {
    throw invalidInput('input.model', { en: `There is no such model for ${type}.`, hi: `${type} के लिए ऐसा कोई मॉडल नहीं है।` }, offeredModels(type).map(({ id }) => id))
  }
  return liveModel(found, 'input.model').id
}

/** The same of a text. @throws ApiError as formOf, and where it is no JSON */
export function formOfJson(text: string, files: Form['files']): Form {
  try {
    return formOf(JSON.parse(text), files)
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw invalidInput('input', { en: 'This is not JSON yet.', hi: 'यह अभी JSON नहीं है।' })
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string')
const isValue = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)
const withoutNulls = (values: Readonly<Record<string, unknown>>): Record<string, unknown> => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
