// Can this model serve this request, and how? The answer is a route: what will be sent, what was adjusted, the price.
import { ApiError, invalidInput } from '../errors.ts'
import type { Adjustment, Priority, Route } from '../store/tables.ts'
import type { SubmissionInput } from '../upstreams/contract.ts'
import { charactersOf } from './characters.ts'
import { fitOptions } from './fit-options.ts'
import type { GenerationType, Model, OptionValue, ProviderId } from './model.ts'
import { creditsOf } from './price.ts'
import { providerName } from './providers.ts'
import { readInput } from './read-input.ts'
import { CORE_OPTIONS, readOption } from './read-options.ts'

export interface GenerationRequest {
  readonly type: GenerationType
  readonly provider?: string
  readonly model?: string
  /** Media that came as bytes are words of kept-media.ts. */
  readonly input: SubmissionInput
  /** Media whose label was wrong. */
  readonly relabelled?: readonly Adjustment[]
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
  const named = readInput(model, input)
  const asked: Record<string, OptionValue> = {}
  const ignored: Adjustment[] = []
  for (const [name, value] of Object.entries(options)) {
    if (value === null || value === undefined || CORE_OPTIONS.some((core) => core === name)) continue
    const reading = readOption(model, name, value)
    if (reading.kind === 'VALUE') asked[name] = reading.value
    else ignored.push(ignoredOption(model, name, reading.value))
  }
  requireOptions(model, asked)
  const fitted = fitOptions(model, asked, input)
  const adjustments = [...(request.relabelled ?? []), ...ignored, ...fitted.adjustments]
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
    outputs: model.outputsOption === undefined ? 1 : Number(fitted.options[model.outputsOption] ?? 1),
  }
  const text = submittedText(input, route.addedText) ?? ''
  const limit = model.inputs.text?.maxLength
  if (limit !== undefined && charactersOf(text) > limit) {
    throw invalidInput('input.input.text', {
      en: `The text and the options carried into it may have at most ${limit} characters together.`,
      hi: `टेक्स्ट और उसमें जुड़ने वाले options मिलाकर अधिकतम ${limit} अक्षर हो सकते हैं।`,
    })
  }
  return { ...route, credits: creditsOf(model, { options: fitted.options, text, outputs: route.outputs }) }
}

/** @throws ApiError INVALID_INPUT for an option that the model cannot do without */
function requireOptions(model: Model, asked: Readonly<Record<string, OptionValue>>): void {
  const missing = Object.entries(model.options).find(([name, row]) => row.required && !Object.hasOwn(asked, name))?.[0]
  if (missing !== undefined) throw invalidInput(`input.options.${missing}`, { en: `${model.name} needs the option ${missing}.`, hi: `${model.name} के लिए option ${missing} ज़रूरी है।` })
}

/** The caller's text with what the options add to it. */
export function submittedText(input: SubmissionInput, added: string): string | undefined {
  return added === '' ? input.text : [input.text, added].filter(Boolean).join(', ')
}

/** A voice may be given as an option or as content; it goes where the model has it. */
function placeVoice(model: Model, request: GenerationRequest): Pick<GenerationRequest, 'input' | 'options'> {
  const { voice, ...input } = request.input
  const { voice: voiceOption, ...options } = request.options
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

function ignoredOption(model: Model, option: string, requested: OptionValue): Adjustment {
  return {
    option,
    requested,
    served: null,
    reason: { en: `${model.name} has no ${option}; it was left out.`, hi: `${model.name} में ${option} नहीं है; इसे छोड़ दिया गया।` },
  }
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
