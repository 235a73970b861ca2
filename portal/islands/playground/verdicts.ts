// What the form allows: asked of the code that serves requests, so that what is greyed here is what `quote` refuses.
import { ApiError } from '../../../src/domain/errors.ts'
import type { Sentence } from '../../../src/domain/errors.ts'
import { isUploadId, writeKeptUpload } from '../../../src/domain/upload.ts'
import type { InputName, Model, OptionValue } from '../../../src/domain/model.ts'
import type { SubmissionInput } from '../../../src/domain/upstream.ts'
import { askedOf } from '../../../src/routing/asked.ts'
import { choose } from '../../../src/routing/choose.ts'
import type { Choice } from '../../../src/routing/choose.ts'
import { fitOptions } from '../../../src/routing/fit-options.ts'
import { readUnfinished } from '../../../src/routing/read-input.ts'
import type { Pictures } from '../../../src/routing/read-input.ts'
import { serve } from '../../../src/routing/serve.ts'
import type { GenerationRequest } from '../../../src/routing/serve.ts'
import { wellMarket } from '../../../src/routing/healthy.ts'
import { candidatesOf } from './form.ts'
import type { Form } from './form.ts'

/** Why this value cannot be had now, beside what else was said; undefined where it can. */
export function refusalOf(form: Form, name: string, value: OptionValue): Sentence | undefined {
  const options = { ...form.options, [name]: value }
  if (form.model === undefined) return refusedByAll({ ...form, options })
  const [model] = candidatesOf(form)
  return model && refusedBy(model, options, form.input)
}

function refusedBy(model: Model, options: Form['options'], input: SubmissionInput): Sentence | undefined {
  return sentenceOf(() => {
    const { values, adjustments } = askedOf(model, options, undefined)
    return (adjustments[0] ?? fitOptions(model, values, input).adjustments[0])?.reason
  })
}

/** Where the service chooses, one model that takes all of it is enough. Without a text yet, as if there were one. */
function refusedByAll(form: Form): Sentence | undefined {
  const request = asServed({ ...form, input: { text: 'a', ...form.input } }, true)
  const isServed = candidatesOf(form).some((model) => sentenceOf(() => void serve(model, request)) === undefined)
  return isServed ? undefined : BY_NONE
}

const BY_NONE: Sentence = { en: 'No model makes this together with the rest.', hi: 'बाक़ी चुनी हुई बातों के साथ इसे कोई मॉडल नहीं बनाता।' }

/** Who takes an input beside those that are given. */
export function takersOf(form: Form, name: InputName): { readonly models: readonly Model[]; readonly refusal?: Sentence } {
  const { input } = asServed(form, true)
  const known = candidatesOf(form).filter((model) => name in model.inputs)
  const judged = known.map((model) => ({ model, refusal: input[name] === undefined ? sentenceOf(() => readUnfinished(model, { ...input, ...sampleOf(name) })) : undefined }))
  const models = judged.flatMap(({ model, refusal }) => (refusal ? [] : [model]))
  const refusal = judged[0]?.refusal
  return models.length === 0 && refusal ? { models, refusal } : { models }
}

const ADDRESS = 'https://example.com/a'
/** Any such input. Which voices there are is a matter of their own. */
const sampleOf = (name: InputName): SubmissionInput => (name === 'voice' ? {} : { [name]: name === 'images' ? [ADDRESS] : name === 'text' || name === 'negativeText' ? 'a' : ADDRESS })

/** What the service would do, and for how much. @throws ApiError as `generate` would, but for what only the service knows */
export const calculate = (form: Form): Choice => choose(asServed(form, form.more['strict'] === true), wellMarket(() => false))

/** The same; undefined where it is refused. */
export function tryCalculate(form: Form): Choice | undefined {
  const result = attempt(form)
  return result instanceof ApiError ? undefined : result
}

/** The same, or the refusal. */
export function attempt(form: Form): Choice | ApiError {
  try {
    return calculate(form)
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
}

function sentenceOf(judge: () => Sentence | void): Sentence | undefined {
  try {
    return judge() ?? undefined
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return error.details.sentence ?? { en: error.code, hi: error.code }
  }
}

/** As the service has it once uploads are looked up. */
function asServed({ type, model, priority, input, options, more, files }: Form, strict: boolean): GenerationRequest {
  const pictures: Record<string, Pictures[string]> = {}
  const kept = (place: string, value: string): string => {
    if (!isUploadId(value)) return value
    const { contentType = 'image/png', bytes = 1, width, height } = files[value] ?? {}
    if (width !== undefined && height !== undefined) pictures[place] = { width, height }
    return writeKeptUpload({ path: value, contentType, bytes })
  }
  const served = Object.entries(input).map(([name, value]: [string, string | readonly string[]]) => [name, typeof value === 'string' ? kept(name, value) : value.map((one, index) => kept(`${name}.${index}`, one))])
  return {
    type,
    ...(model !== undefined && { model }),
    input: Object.fromEntries(served),
    pictures,
    options,
    priority,
    strict,
    ...(typeof more['maxCredits'] === 'number' && { maxCredits: more['maxCredits'] }),
  }
}
