// What Vidu finds wrong with a submission, route by route. https://platform.vidu.com/docs/{text-to-video, image-to-video,
// start-end-to-video, reference-to-video}, checked 2026-11-22. Fields it does not know are dropped without a word.

export interface Objection {
  readonly reason: string
  readonly message: string
}

export type Body = Readonly<Record<string, unknown>>

interface Ability {
  readonly durations: readonly [from: number, to: number] | readonly number[]
  readonly resolutions: readonly string[]
}

interface Route {
  readonly images: readonly [from: number, to: number]
  readonly needsPrompt: boolean
  readonly takesRatio: boolean
  readonly models: Readonly<Record<string, Ability>>
}

const SIZES = ['540p', '720p', '1080p']
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index)
const q3: Ability = { durations: range(1, 16), resolutions: SIZES }
const q3Reference: Ability = { durations: range(3, 16), resolutions: SIZES }
const q2: Ability = { durations: range(1, 10), resolutions: SIZES }
const q1: Ability = { durations: [5], resolutions: ['1080p'] }
const two: Ability = { durations: [4, 8], resolutions: ['360p', '720p', '1080p'] }
const byFrame = { 'viduq3-pro': q3, 'viduq3-turbo': q3, 'viduq2-pro': q2, 'viduq2-turbo': q2, viduq1: q1, 'viduq1-classic': q1, 'vidu2.0': two }

export const ROUTES: Readonly<Record<string, Route>> = {
  text2video: { images: [0, 0], needsPrompt: true, takesRatio: true, models: { 'viduq3-pro': q3, 'viduq3-turbo': q3, viduq2: q2, viduq1: q1 } },
  img2video: { images: [1, 1], needsPrompt: false, takesRatio: false, models: { ...byFrame, 'viduq3-pro-fast': q3 } },
  'start-end2video': { images: [2, 2], needsPrompt: false, takesRatio: false, models: byFrame },
  reference2video: {
    images: [1, 7],
    needsPrompt: true,
    takesRatio: true,
    models: { 'viduq3-turbo': q3Reference, viduq3: q3Reference, 'viduq3-mix': q3, 'viduq2-pro': q2, viduq2: q2, viduq1: q1 },
  },
}

export function objection(name: string, body: Body): Objection | undefined {
  const route = ROUTES[name]
  const { model, prompt, images = [], payload, seed, audio } = body
  if (typeof model !== 'string') return { reason: 'FieldLacking', message: 'model is required' }
  const ability = route?.models[model]
  if (!route || !ability) return { reason: 'FieldInvalid', message: `model ${model} is not supported` }
  if (route.needsPrompt && (typeof prompt !== 'string' || prompt === '')) return { reason: 'FieldLacking', message: 'prompt is required' }
  if (typeof prompt === 'string' && Array.from(prompt).length > 5000) return invalid('prompt')
  if (!Array.isArray(images) || images.length < route.images[0] || images.length > route.images[1]) {
    return { reason: 'FieldItemCountOutOfRange', message: `images must have ${route.images.join(' to ')} items` }
  }
  if (!images.every((image) => typeof image === 'string' && /^(https?:\/\/|data:image\/(png|jpeg|jpg|webp);base64,)/.test(image))) {
    return { reason: 'ImageFormatInvalid', message: 'image format is invalid' }
  }
  return shapeObjection(route, body) ?? lengthObjection(model, ability, body) ?? plainObjection({ payload, seed, audio })
}

function shapeObjection(route: Route, { model, aspect_ratio: ratio }: Body): Objection | undefined {
  if (ratio === undefined) return undefined
  if (!route.takesRatio) return { reason: 'FieldUnwanted', message: 'aspect_ratio is unwanted' }
  const isNew = /^viduq[23]/.test(String(model))
  const allowed = isNew ? ['16:9', '9:16', '1:1', '4:3', '3:4'] : ['16:9', '9:16', '1:1']
  return allowed.some((one) => one === ratio) ? undefined : invalid('aspect_ratio')
}

function lengthObjection(model: string, { durations, resolutions }: Ability, { duration = durations[0], resolution, movement_amplitude: movement }: Body): Objection | undefined {
  if (!durations.some((one) => one === duration)) return invalid('duration')
  if (resolution !== undefined && !resolutions.some((one) => one === resolution)) return invalid('resolution')
  if (model === 'vidu2.0' && duration === 8 && resolution !== undefined && resolution !== '720p') return invalid('resolution')
  return movement === undefined || ['auto', 'small', 'medium', 'large'].some((one) => one === movement) ? undefined : invalid('movement_amplitude')
}

function plainObjection({ payload, seed, audio }: Body): Objection | undefined {
  if (payload !== undefined && (typeof payload !== 'string' || payload.length > 1_048_576)) return invalid('payload')
  if (seed !== undefined && !Number.isInteger(seed)) return invalid('seed')
  return audio === undefined || typeof audio === 'boolean' ? undefined : invalid('audio')
}

function invalid(field: string): Objection {
  return { reason: 'FieldInvalid', message: `${field} is invalid` }
}
