// What Kling's V1 endpoints accept as a body, and what they say of the rest. Extra fields are ignored, as there.
import * as v from 'valibot'

export type KlingFamily = 'text2video' | 'image2video'

/** The older ones went offline on 2026-09-15; to Kling they are as unknown as any other name. */
const LIVE_MODELS: ReadonlySet<string> = new Set(['kling-v2-5-turbo', 'kling-v2-6', 'kling-v3'])
const MAX_IMAGE_BYTES = 10 * 1024 * 1024

function invalid(field: string): string {
  return `${field} is invalid`
}

/** An https URL (or one on this machine, which is all that emulators can reach), or bare base64. */
function isImage(image: string): boolean {
  if (/^https:\/\/[^/]+\//.test(image) || /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?\//.test(image)) return true
  return image.length > 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(image) && image.length * 0.75 <= MAX_IMAGE_BYTES
}

const image = v.pipe(v.string(invalid('image')), v.check(isImage, 'File is not in a valid base64 format'))

const common = {
  model_name: v.optional(v.string(invalid('model_name')), 'kling-v1'),
  negative_prompt: v.optional(v.pipe(v.string(invalid('negative_prompt')), v.maxLength(2500, 'negative_prompt is too long'))),
  cfg_scale: v.optional(
    v.pipe(v.number(invalid('cfg_scale')), v.minValue(0, invalid('cfg_scale')), v.maxValue(1, invalid('cfg_scale'))),
  ),
  mode: v.optional(v.picklist(['std', 'pro', '4k'], invalid('mode')), 'std'),
  duration: v.optional(v.string('duration must be a string'), '5'),
  sound: v.optional(v.picklist(['on', 'off'], invalid('sound')), 'off'),
  callback_url: v.optional(v.string(invalid('callback_url'))),
  external_task_id: v.optional(
    v.pipe(v.string(invalid('external_task_id')), v.regex(/^[A-Za-z0-9_-]+$/, invalid('external_task_id'))),
  ),
}

const prompt = v.pipe(v.string('prompt is required'), v.minLength(1, 'prompt is required'), v.maxLength(2500, 'prompt is too long'))

const textBody = v.object({
  ...common,
  prompt,
  aspect_ratio: v.optional(v.picklist(['16:9', '9:16', '1:1'], invalid('aspect_ratio')), '16:9'),
})

const imageBody = v.object({
  ...common,
  prompt: v.optional(v.pipe(v.string(invalid('prompt')), v.maxLength(2500, 'prompt is too long'))),
  image: v.optional(image),
  image_tail: v.optional(image),
})

export type KlingBody = v.InferOutput<typeof textBody> | v.InferOutput<typeof imageBody>

export type KlingRequest =
  | { readonly kind: 'VALID'; readonly body: KlingBody }
  | { readonly kind: 'INVALID'; readonly status: number; readonly code: number; readonly message: string }

export function readRequest(family: KlingFamily, json: unknown): KlingRequest {
  const parsed = v.safeParse(family === 'text2video' ? textBody : imageBody, json)
  if (!parsed.success) return { kind: 'INVALID', status: 400, code: 1201, message: parsed.issues[0].message }
  const body = parsed.output
  if (!LIVE_MODELS.has(body.model_name)) {
    return { kind: 'INVALID', status: 404, code: 1203, message: `model ${body.model_name} is not found` }
  }
  const complaint = complaintAbout(body)
  return complaint ? { kind: 'INVALID', status: 400, code: 1201, message: complaint } : { kind: 'VALID', body }
}

/** What depends on the model, and on two fields at once. */
function complaintAbout(body: KlingBody): string | undefined {
  const isV3 = body.model_name === 'kling-v3'
  if (!(isV3 ? /^([3-9]|1[0-5])$/ : /^(5|10)$/).test(body.duration)) return invalid('duration')
  if (body.mode === '4k' && !isV3) return invalid('mode')
  if (body.cfg_scale !== undefined && body.model_name.startsWith('kling-v2')) return 'cfg_scale is not supported by the current model'
  if (body.sound === 'on' && (body.model_name === 'kling-v2-5-turbo' || body.mode === 'std')) return invalid('sound')
  if (!('aspect_ratio' in body) && !body.image) return 'image is required'
  if (!('aspect_ratio' in body) && body.image_tail && !isV3 && body.mode !== 'pro') return 'image_tail is not supported by the current mode'
  return undefined
}
