// What Kling's API 2.0 accepts as a body, by the model in the path, and what it says of the rest. A field that a model does not
// know is refused here, though Kling may ignore some: what we send that it does not read is a mistake of ours.
// Docs: https://kling.ai/document-api (API 2.0), as others quote it, read 2026-11-28.
import * as v from 'valibot'

export const TASK_ROUTES = ['text-to-video', 'image-to-video', 'omni-video'] as const
export type TaskRoute = (typeof TASK_ROUTES)[number]

export interface TaskOrder {
  readonly prompt: string
  readonly externalId: string | undefined
  readonly callbackUrl: string | undefined
  readonly seconds: number
  readonly aspectRatio: string | undefined
}

export type TaskRequest =
  | { readonly kind: 'VALID'; readonly order: TaskOrder }
  | { readonly kind: 'INVALID'; readonly status: number; readonly code: number; readonly message: string }

interface Abilities {
  readonly routes: readonly TaskRoute[]
  readonly resolutions: readonly string[]
  readonly mostSeconds: number
  /** It knows `multi_shot` and `audio`. */
  readonly hasSettings: boolean
  readonly hasLastFrame: boolean
}

const TWO_ROUTES = ['text-to-video', 'image-to-video'] as const
const MODELS: Readonly<Record<string, Abilities>> = {
  'kling-3.0': { routes: TWO_ROUTES, resolutions: ['720p', '1080p', '4k'], mostSeconds: 15, hasSettings: true, hasLastFrame: true },
  'kling-3.0-turbo': { routes: TWO_ROUTES, resolutions: ['720p', '1080p'], mostSeconds: 15, hasSettings: false, hasLastFrame: false },
  'kling-3.0-omni': { routes: ['omni-video'], resolutions: ['720p', '1080p', '4k'], mostSeconds: 15, hasSettings: true, hasLastFrame: true },
  'kling-o1': { routes: ['omni-video'], resolutions: ['720p', '1080p'], mostSeconds: 10, hasSettings: false, hasLastFrame: true },
}

const invalid = (field: string): string => `${field} is invalid`
const words = v.pipe(v.string('prompt is required'), v.minLength(1, 'prompt is required'), v.maxLength(3072, 'prompt is too long'))

/** An https URL, or one on this machine, which is all that emulators can reach. */
const url = v.pipe(v.string(invalid('url')), v.regex(/^(?:https:\/\/[^/]+\/|http:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?\/)/, 'File is not accessible'))

const options = v.optional(
  v.strictObject({
    callback_url: v.optional(v.string(invalid('callback_url'))),
    external_task_id: v.optional(v.pipe(v.string(invalid('external_task_id')), v.regex(/^[\w-]+$/, invalid('external_task_id')))),
    watermark_info: v.optional(v.strictObject({ enabled: v.boolean(invalid('watermark_info')) })),
  }),
)

const content = v.variant('type', [
  v.strictObject({ type: v.literal('prompt'), text: words }),
  v.strictObject({ type: v.literal('first_frame'), url }),
  v.strictObject({ type: v.literal('last_frame'), url }),
])

const settingsOf = ({ resolutions, mostSeconds }: Abilities) =>
  v.strictObject({
    resolution: v.optional(v.picklist(resolutions, invalid('resolution')), '720p'),
    duration: v.optional(
      v.pipe(v.number(invalid('duration')), v.integer(invalid('duration')), v.minValue(3, invalid('duration')), v.maxValue(mostSeconds, invalid('duration'))),
      5,
    ),
    aspect_ratio: v.optional(v.picklist(['16:9', '9:16', '1:1'], invalid('aspect_ratio'))),
    multi_shot: v.optional(v.boolean(invalid('multi_shot'))),
    audio: v.optional(v.picklist(['native', 'off'], invalid('audio'))),
  })

export function readTaskRequest(route: TaskRoute, model: string, json: unknown): TaskRequest {
  const abilities = Object.hasOwn(MODELS, model) ? MODELS[model] : undefined
  if (!abilities?.routes.includes(route)) return { kind: 'INVALID', status: 404, code: 1203, message: `model ${model} is not found` }
  const settings = settingsOf(abilities)
  const read =
    route === 'text-to-video'
      ? v.safeParse(v.strictObject({ prompt: words, settings, options }), json)
      : v.safeParse(v.strictObject({ contents: v.array(content, invalid('contents')), settings, options }), json)
  if (!read.success) return refused(read.issues[0].message)
  const body = read.output
  const contents = 'contents' in body ? body.contents : []
  const complaint = complaintAbout(route, model, contents.map(({ type }) => type), body.settings, abilities)
  if (complaint) return refused(complaint)
  const prompt = 'prompt' in body ? body.prompt : contents.flatMap((one) => (one.type === 'prompt' ? [one.text] : [])).join(' ')
  const { duration: seconds, aspect_ratio: aspectRatio } = body.settings
  return { kind: 'VALID', order: { prompt, seconds, aspectRatio, externalId: body.options?.external_task_id, callbackUrl: body.options?.callback_url } }
}

const refused = (message: string): TaskRequest => ({ kind: 'INVALID', status: 400, code: 1201, message })

interface Settings {
  readonly duration: number
  readonly aspect_ratio?: string | undefined
  readonly multi_shot?: boolean | undefined
  readonly audio?: string | undefined
}

/** What depends on the model, and on two fields at once. */
function complaintAbout(route: TaskRoute, model: string, kinds: readonly string[], settings: Settings, { hasSettings, hasLastFrame }: Abilities): string | undefined {
  const [hasFirst, hasLast] = [kinds.includes('first_frame'), kinds.includes('last_frame')]
  if (new Set(kinds).size !== kinds.length) return invalid('contents')
  if (!hasSettings && (settings.multi_shot !== undefined || settings.audio !== undefined)) return invalid('settings')
  if (hasLast && !hasLastFrame) return 'last_frame is not supported by the current model'
  if (hasLast && !hasFirst) return 'first_frame is required with last_frame'
  if (route === 'image-to-video' && !hasFirst) return 'first_frame is required'
  if (route === 'omni-video' && !kinds.includes('prompt')) return 'prompt is required'
  if (hasFirst && settings.aspect_ratio !== undefined) return 'aspect_ratio is not supported with first_frame'
  if (model === 'kling-o1' && hasFirst && !hasLast && settings.duration !== 5 && settings.duration !== 10) return invalid('duration')
  return undefined
}
