// Can this model serve this request, and how? The answer is a route: what will be sent, what was adjusted, the price.
import { ApiError, invalidInput } from '../domain/errors.ts'
import type { Adjustment, Priority, Route } from '../domain/job.ts'
import type { SubmissionInput } from '../domain/upstream.ts'
import { askedOf } from './asked.ts'
import { fitOptions } from './fit-options.ts'
import { givenTwice, isSameTwice } from './given-twice.ts'
import type { GenerationType, Model, OptionValue, ProviderId } from '../domain/model.ts'
import { creditsOf, listMicroUsdOf, outputsOf } from './price.ts'
import { providerName } from '../catalog/provider-names.ts'
import { readInput } from './read-input.ts'
import type { Pictures } from './read-input.ts'
import { requireLength } from './text-length.ts'

export interface GenerationRequest {
  readonly type: GenerationType
  readonly provider?: string
  readonly model?: string
  /** Media that came as bytes are words of kept-media.ts. */
  readonly input: SubmissionInput
  /** Media whose label was wrong. */
  readonly relabelled?: readonly Adjustment[]
  /** What images measure that came as bytes. */
  readonly pictures?: Pictures
  /** 0 to 2^32 − 1, for a seed of −1; absent where nothing will be made of it. */
  readonly chance?: number
  readonly options: Readonly<Record<string, unknown>>
  readonly priority: Priority
  readonly maxCredits?: number
  /** The only providers that the caller's key may use; absent: all. */
  readonly allowedProviders?: readonly ProviderId[]
  /** Refuse what would be adjusted. */
  readonly strict: boolean
}

/** @throws ApiError INVALID_INPUT when this model cannot serve it, FORBIDDEN when the caller's key may not use it */
export function serve(model: Model, request: GenerationRequest): Route {
  if (request.allowedProviders && !request.allowedProviders.includes(model.provider)) throw forbiddenProvider(model.provider)
  const { input, options } = placeVoice(model, request)
  const named = readInput(model, input, request.pictures)
  const { values: asked, written, adjustments: told } = askedOf(model, options, request.chance)
  requireOptions(model, asked)
  const fitted = fitOptions(model, asked, input)
  // What was brought to another value is told of what the caller wrote, once.
  const brought = fitted.adjustments.map((one) => ({ ...one, requested: written[one.option] ?? one.requested }))
  const adjustments = [...(request.relabelled ?? []), ...told.filter((one) => !brought.some(({ option }) => option === one.option)), ...brought]
  if (request.strict && adjustments[0]) throw refusedByStrict(adjustments[0])
  const sent = Object.entries(fitted.options).filter(([name]) => model.options[name]?.as !== 'prompt')
  const route = {
    provider: model.provider,
    model: model.id,
    upstream: model.upstream,
    addedText: addedText(model, asked),
    ...(named.voice !== undefined && { voice: named.voice }),
    options: Object.fromEntries(sent),
    adjustments,
    outputs: outputsOf(model, fitted.options),
  }
  const text = submittedText(input, route.addedText) ?? ''
  if (model.inputs.text) requireLength(model.inputs.text, text, 'input.input.text', route.addedText)
  const priced = { options: fitted.options, text, outputs: route.outputs }
  return { ...route, credits: creditsOf(model, priced), listMicroUsd: listMicroUsdOf(model, priced) }
}

/** @throws ApiError INVALID_INPUT for an option that the model cannot do without */
function requireOptions(model: Model, asked: Readonly<Record<string, OptionValue>>): void {
  const missing = Object.keys(model.options).find((name) => model.options[name]?.required && !Object.hasOwn(asked, name))
  if (missing !== undefined) throw invalidInput(`input.options.${missing}`, { en: `${model.name} needs the option ${missing}.`, hi: `${model.name} के लिए option ${missing} ज़रूरी है।` })
}

/** The caller's text with what the options add to it. */
export function submittedText(input: SubmissionInput, added: string): string | undefined {
  return added === '' ? input.text : [input.text, added].filter(Boolean).join(', ')
}

/** A voice may be given as an option or as content; it goes where the model has it. */
function placeVoice(model: Model, request: GenerationRequest): Pick<GenerationRequest, 'input' | 'options'> {
  if (!('voice' in request.input) && !('voice' in request.options)) return request
  const { voice, ...input } = request.input
  const { voice: voiceOption, ...options } = request.options
  if (voice !== undefined && voiceOption !== undefined && voiceOption !== null && !isSameTwice(voice, voiceOption)) {
    throw givenTwice('input.options.voice', 'input.input.voice')
  }
  const chosen = voice ?? voiceOption
  if (chosen === undefined || chosen === null) return { input, options }
  if (model.inputs.voice && typeof chosen === 'string') return { input: { ...input, voice: chosen }, options }
  if ('voice' in model.options) return { input, options: { ...options, voice: voiceOption ?? voice } }
  return request
}

/** The words that have no parameter upstream, as the row writes them. Only those the caller gave. */
function addedText(model: Model, asked: Readonly<Record<string, OptionValue>>): string {
  return Object.entries(asked)
    .flatMap(([name, value]) => {
      const row = model.options[name]
      return row?.as === 'prompt' ? [(row.promptText ?? '{value}').replace('{value}', String(value))] : []
    })
    .join(', ')
}

function forbiddenProvider(provider: ProviderId): ApiError {
  const name = providerName(provider)
  const sentence = { en: `This key may not use ${name}.`, hi: `इस key से ${name} का उपयोग नहीं किया जा सकता।` }
  return new ApiError('FORBIDDEN', { sentence, extra: { provider } })
}

function refusedByStrict(adjustment: Adjustment): ApiError {
  return new ApiError('INVALID_INPUT', {
    field: `input.options.${adjustment.option}`,
    sentence: adjustment.reason,
    ...(adjustment.served !== null && { allowed: [adjustment.served] }),
  })
}
