// How HeyGen v3 reads a video request: strict (an extra field is a 400), one source of speech, and only what the
// engine does for the kind of look. Schemas of the official CLI (gen/video.go), 2026-11-22.
import { PHOTO_LOOKS, STUDIO_LOOKS, VOICES } from './public.ts'

export interface Objection {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly param?: string
}

type Body = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const COMMON = [
  'type', 'script', 'voice_id', 'audio_url', 'audio_asset_id', 'title', 'resolution', 'aspect_ratio', 'fit', 'background',
  'remove_background', 'output_format', 'motion_prompt', 'expressiveness', 'voice_settings', 'caption', 'watermark',
  'callback_url', 'callback_id', 'brand_glossary_id', 'folder_id',
]
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  avatar: [...COMMON, 'avatar_id', 'engine'],
  image: [...COMMON, 'image'],
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  // The newest price page has no 4k column.
  resolution: ['1080p', '720p'],
  aspect_ratio: ['16:9', '9:16', '4:5', '5:4', '1:1', 'auto'],
  fit: ['cover', 'contain'],
  output_format: ['mp4', 'webm'],
  expressiveness: ['high', 'medium', 'low'],
}

const ENGINES = ['avatar_iii', 'avatar_iv', 'avatar_v']
/** A digital twin: the only kind of look that Avatar V takes. */
export const HEYGEN_EMULATOR_TWIN = 'Asha_Twin_public'
const BEFORE_V = ['avatar_iii', 'avatar_iv']
/** Filmed looks with the engines they are ready for. The last is an old one, for Avatar III alone. */
const FILMED: ReadonlyMap<string, readonly string[]> = new Map([
  ...STUDIO_LOOKS.map((id) => [id, BEFORE_V] as const),
  [HEYGEN_EMULATOR_TWIN, ENGINES],
  ['Luca_public', ['avatar_iii']],
])

export function objection(body: Body): Objection | undefined {
  const fields = typeof body.type === 'string' ? FIELDS[body.type] : undefined
  if (!fields) return invalid('type', `Input tag '${String(body.type)}' does not match any of the expected tags.`)
  const extra = Object.keys(body).find((name) => !fields.includes(name))
  if (extra !== undefined) return invalid(extra, 'Extra inputs are not permitted.')
  for (const [name, allowed] of Object.entries(CHOICES)) {
    const value = body[name]
    if (value !== undefined && value !== null && !allowed.some((word) => word === value)) return invalid(name, `Input should be one of ${allowed.join(', ')}.`)
  }
  return speechObjection(body) ?? backgroundObjection(body) ?? (body.type === 'avatar' ? avatarObjection(body) : imageObjection(body.image))
}

function speechObjection(body: Body): Objection | undefined {
  const sources = [body.script, body.audio_url, body.audio_asset_id].filter((source) => source !== undefined && source !== null)
  if (sources.length !== 1) return invalid('script', 'Provide exactly one of script, audio_url, audio_asset_id.')
  if (body.script !== undefined) {
    if (typeof body.script !== 'string' || body.script.trim() === '') return invalid('script', 'Input should be a non-empty string.')
    if (Array.from(body.script).length > 5000) return invalid('script', 'String should have at most 5000 characters.')
    if (body.voice_id === undefined && body.type === 'image') return invalid('voice_id', 'voice_id is required with script.')
  }
  if (body.voice_id !== undefined && !(typeof body.voice_id === 'string' && VOICES.has(body.voice_id))) {
    return { status: 400, code: 'voice_unavailable', message: 'The voice is not available.', param: 'voice_id' }
  }
  const settings = body.voice_settings
  if (settings === undefined || settings === null) return undefined
  if (!isRecord(settings)) return invalid('voice_settings', 'Input should be an object.')
  const { speed } = settings
  const isSpeed = speed === undefined || (typeof speed === 'number' && speed >= 0.5 && speed <= 1.5)
  return isSpeed ? undefined : invalid('voice_settings.speed', 'Input should be between 0.5 and 1.5.')
}

function backgroundObjection({ background, output_format: format }: Body): Objection | undefined {
  if (background === undefined || background === null) return undefined
  if (format === 'webm') return invalid('background', 'A background cannot be set with webm.')
  if (!isRecord(background)) return invalid('background', 'Input should be an object.')
  if (background.type === 'color') {
    return /^#[0-9A-Fa-f]{6}$/.test(String(background.value)) ? undefined : invalid('background.value', 'A hex colour such as #ff0000 is required.')
  }
  if (background.type !== 'image') return invalid('background.type', "Input should be 'color' or 'image'.")
  return isWebUrl(background.url) || typeof background.asset_id === 'string' ? undefined : invalid('background', 'Provide url or asset_id.')
}

function avatarObjection(body: Body): Objection | undefined {
  if (typeof body.avatar_id !== 'string') return invalid('avatar_id', 'Field required.')
  const look = body.avatar_id
  const engine = engineOf(body.engine)
  if (engine === undefined) return invalid('engine.type', `Input should be one of ${ENGINES.join(', ')}.`)
  const engines = PHOTO_LOOKS.has(look) ? BEFORE_V : FILMED.get(look)
  if (!engines) return { status: 404, code: 'not_found', message: 'The avatar look was not found.', param: 'avatar_id' }
  if (!engines.includes(engine)) return invalid('engine', `The look does not support ${engine}.`)
  if (body.motion_prompt !== undefined) {
    if (engine === 'avatar_iii') return invalid('motion_prompt', 'motion_prompt is not supported with avatar_iii.')
    if (engine === 'avatar_iv' && !PHOTO_LOOKS.has(look)) return invalid('motion_prompt', 'motion_prompt is not supported for video avatars on avatar_iv.')
  }
  if (body.expressiveness !== undefined && (engine !== 'avatar_iv' || !PHOTO_LOOKS.has(look))) {
    return invalid('expressiveness', 'expressiveness is for photo avatars on avatar_iv.')
  }
  return undefined
}

function engineOf(engine: unknown): string | undefined {
  if (engine === undefined || engine === null) return 'avatar_iv'
  return isRecord(engine) ? ENGINES.find((known) => known === engine.type) : undefined
}

function imageObjection(image: unknown): Objection | undefined {
  if (!isRecord(image)) return invalid('image', 'Field required.')
  if (image.type === 'url') return isWebUrl(image.url) ? undefined : invalid('image.url', 'A public https URL is required.')
  if (image.type === 'asset_id') return typeof image.asset_id === 'string' ? undefined : invalid('image.asset_id', 'Field required.')
  if (image.type !== 'base64') return invalid('image.type', "Input should be 'url', 'asset_id' or 'base64'.")
  const isPicture = /^image\/(?:png|jpeg|webp)$/.test(String(image.media_type)) && /^[A-Za-z0-9+/]+=*$/.test(String(image.data))
  return isPicture ? undefined : invalid('image.data', 'The image could not be decoded.')
}

function isWebUrl(value: unknown): boolean {
  return typeof value === 'string' && URL.parse(value)?.protocol === 'https:'
}

function invalid(param: string, message: string): Objection {
  return { status: 400, code: 'invalid_parameter', message, param }
}
