// How ElevenLabs reads a text-to-speech request: types first (FastAPI, 422), then what the model, the voice and the
// plan allow (a slug). Unknown fields are ignored, as FastAPI does.
import { PREMADE_VOICES } from './premade.ts'

export interface Asked {
  readonly text: string
  readonly model: string
  readonly language: string | undefined
  readonly settings: Readonly<Record<string, unknown>>
}

interface Complaint {
  readonly type: string
  readonly loc: readonly (string | number)[]
  readonly msg: string
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

type Reading = { readonly complaints: readonly Complaint[] } | { readonly complaints?: undefined; readonly asked: Asked }

export function asked(body: Readonly<Record<string, unknown>> | undefined): Reading {
  if (!body) return { complaints: [{ type: 'json_invalid', loc: ['body', 0], msg: 'JSON decode error' }] }
  const { text, model_id: model, language_code: language, voice_settings: settings, seed } = body
  const complaints: Complaint[] = []
  if (text === undefined) complaints.push({ type: 'missing', loc: ['body', 'text'], msg: 'Field required' })
  else if (typeof text !== 'string') complaints.push(notA('string', ['body', 'text']))
  if (model !== undefined && typeof model !== 'string') complaints.push(notA('string', ['body', 'model_id']))
  if (language !== undefined && language !== null && typeof language !== 'string') complaints.push(notA('string', ['body', 'language_code']))
  if (settings !== undefined && settings !== null && !isRecord(settings)) complaints.push(notA('dictionary', ['body', 'voice_settings']))
  if (seed !== undefined && seed !== null && !isSeed(seed)) complaints.push(notA('integer', ['body', 'seed']))
  const dials = isRecord(settings) ? settings : {}
  for (const name of ['stability', 'similarity_boost', 'style', 'speed']) {
    if (dials[name] !== undefined && typeof dials[name] !== 'number') complaints.push(notA('number', ['body', 'voice_settings', name]))
  }
  if (complaints.length > 0) return { complaints }
  return {
    asked: {
      text: String(text),
      model: typeof model === 'string' ? model : 'eleven_multilingual_v2',
      language: typeof language === 'string' ? language : undefined,
      settings: dials,
    },
  }
}

function isSeed(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 4_294_967_295
}

function notA(kind: string, loc: readonly string[]): Complaint {
  return { type: `${kind}_type`, loc, msg: `Input should be a valid ${kind}` }
}

interface Objection {
  readonly status: number
  readonly slug: string
  readonly message: string
}

const MAX_CHARACTERS: Readonly<Record<string, number>> = {
  eleven_v3: 5_000,
  eleven_multilingual_v2: 10_000,
  eleven_flash_v2: 30_000,
  eleven_turbo_v2: 30_000,
  eleven_flash_v2_5: 40_000,
  eleven_turbo_v2_5: 40_000,
}

const FORMATS = /^(?:mp3_(?:22050_32|24000_48|44100_(?:32|64|96|128|192))|wav_(?:8000|16000|22050|24000|32000|44100|48000))$/
/** The emulated account is on the Creator plan. */
const ABOVE_PLAN = /^wav_(?:44100|48000)$/

const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  stability: [0, 1],
  similarity_boost: [0, 1],
  style: [0, 1],
  speed: [0.7, 1.2],
}

export function objection({ text, model, language, settings }: Asked, voice: string, format: string): Objection | undefined {
  const limit = MAX_CHARACTERS[model]
  if (limit === undefined) return { status: 400, slug: 'model_not_found', message: `A model with model ID ${model} does not exist.` }
  if (!PREMADE_VOICES.has(voice)) return { status: 404, slug: 'voice_not_found', message: `A voice with the voice_id ${voice} was not found.` }
  if (!FORMATS.test(format)) return { status: 400, slug: 'invalid_output_format', message: `Output format ${format} is not known.` }
  if (ABOVE_PLAN.test(format)) return { status: 400, slug: 'output_format_not_allowed', message: `Output format ${format} needs the Pro tier or above.` }
  if (text.trim() === '') return { status: 400, slug: 'invalid_text', message: 'The text is empty.' }
  if (Array.from(text).length > limit) {
    return { status: 400, slug: 'max_character_limit_exceeded', message: `A single request can have a maximum of ${limit} characters.` }
  }
  if (language !== undefined && (model === 'eleven_multilingual_v2' || !/^[a-z]{2}$/.test(language))) {
    return { status: 400, slug: 'unsupported_language', message: `Model ${model} does not support the language_code ${language}.` }
  }
  return dialObjection(model, settings)
}

function dialObjection(model: string, settings: Asked['settings']): Objection | undefined {
  for (const [name, [least, most]] of Object.entries(RANGES)) {
    const value = settings[name]
    if (typeof value === 'number' && (value < least || value > most)) {
      return {
        status: 400,
        slug: 'invalid_voice_settings',
        message: `Invalid setting for ${name} received, expected to be greater or equal to ${least} and less or equal to ${most}, received ${value}.`,
      }
    }
  }
  if (model === 'eleven_v3' && settings.stability !== undefined && ![0, 0.5, 1].includes(Number(settings.stability))) {
    return { status: 400, slug: 'invalid_ttd_stability', message: 'Invalid stability value. Must be one of: 0.0 (Creative), 0.5 (Natural), 1.0 (Robust).' }
  }
  return undefined
}
