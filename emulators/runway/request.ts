// What Runway's two video endpoints accept as a body: strict, also about fields they do not know.
// Facts: @runwayml/sdk 4.20.1 and recorded answers of the real API, read 2026-11-22.
import * as v from 'valibot'

export const RUNWAY_DOCS_URL = 'https://docs.dev.runwayml.com/api'

const IMAGE_RATIOS = ['1280:720', '720:1280', '1104:832', '832:1104', '960:960', '1584:672']
const TEXT_RATIOS = ['1280:720', '720:1280']
const MAX_DATA_URL_BYTES = 5 * 1024 * 1024
const MAX_URL_LENGTH = 2048

/** A domain, never an address; one on this machine counts, since it is all that emulators can reach. */
function isImageUri(uri: string): boolean {
  if (uri.startsWith('data:')) {
    return /^data:image\/[\w.+-]+;base64,[A-Za-z0-9+/]+={0,2}$/.test(uri) && uri.length <= MAX_DATA_URL_BYTES
  }
  if (uri.startsWith('runway://')) return true
  if (!URL.canParse(uri) || uri.length > MAX_URL_LENGTH) return false
  const { protocol, hostname } = new URL(uri)
  if (['localhost', '127.0.0.1'].includes(hostname)) return true
  return protocol === 'https:' && !/^[\d.]+$|^\[/.test(hostname)
}

const imageUri = v.pipe(v.string(), v.check(isImageUri, 'Invalid image URI'))
const promptImage = v.union([
  imageUri,
  v.pipe(v.array(v.strictObject({ uri: imageUri, position: v.literal('first') })), v.length(1)),
])
/** UTF-16 units, as JavaScript counts. */
const promptText = v.pipe(v.string(), v.minLength(1), v.maxLength(1000))
const duration = v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(10))

const common = {
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4294967295))),
  contentModeration: v.optional(v.strictObject({ publicFigureThreshold: v.optional(v.picklist(['auto', 'low'])) })),
}
const rendering = { outputFormat: v.optional(v.string()), proresProfile: v.optional(v.string()) }

const gen4Turbo = v.strictObject({
  ...common,
  model: v.literal('gen4_turbo'),
  promptText: v.optional(promptText),
  promptImage,
  ratio: v.picklist(IMAGE_RATIOS),
  duration: v.optional(duration, 10),
})
const gen45FromImage = v.strictObject({
  ...common,
  ...rendering,
  model: v.literal('gen4.5'),
  promptText,
  promptImage,
  ratio: v.picklist(IMAGE_RATIOS),
  duration,
})
const gen45FromText = v.strictObject({
  ...common,
  ...rendering,
  model: v.literal('gen4.5'),
  promptText,
  ratio: v.picklist(TEXT_RATIOS),
  duration,
})

const ENDPOINTS = {
  '/v1/image_to_video': v.variant('model', [gen4Turbo, gen45FromImage]),
  '/v1/text_to_video': v.variant('model', [gen45FromText]),
} as const

export type RunwayBody = v.InferOutput<(typeof ENDPOINTS)[keyof typeof ENDPOINTS]>

export type RunwayRequest =
  | { readonly kind: 'VALID'; readonly body: RunwayBody }
  | { readonly kind: 'INVALID'; readonly answer: unknown }

/** Undefined for another path. */
export function readRequest(path: string, json: unknown): RunwayRequest | undefined {
  if (path !== '/v1/image_to_video' && path !== '/v1/text_to_video') return undefined
  const parsed = v.safeParse(ENDPOINTS[path], json)
  if (parsed.success) return { kind: 'VALID', body: parsed.output }
  const issues = parsed.issues.map(issueOf)
  return { kind: 'INVALID', answer: { error: 'Validation of body failed', issues, docUrl: RUNWAY_DOCS_URL } }
}

/** As recorded of the real API. */
const UNKNOWN_MODEL = {
  code: 'invalid_union',
  errors: [],
  note: 'No matching discriminator',
  discriminator: 'model',
  path: ['model'],
  message: 'Invalid input',
}

function issueOf(issue: v.BaseIssue<unknown>): unknown {
  if (issue.type === 'variant') return UNKNOWN_MODEL
  const path = (issue.path ?? []).map((item) => item.key)
  return { code: issue.type === 'strict_object' ? 'unrecognized_keys' : 'invalid_value', path, message: issue.message }
}
