// What Veo finds wrong with the body of a submission: the first complaint, in Google's words. The two doors differ in the
// parameters they know. https://ai.google.dev/gemini-api/docs/video#veo-model-parameters, read 2026-11-22.
import { isBody, isInlineImage, unknownField, type Body } from './replies.ts'

export interface VeoModel {
  readonly id: string
  readonly resolutions: readonly string[]
  readonly takesReferences: boolean
}

export const VEO_MODELS: readonly VeoModel[] = [
  { id: 'veo-3.1-generate-001', resolutions: ['720p', '1080p', '4k'], takesReferences: true },
  { id: 'veo-3.1-fast-generate-001', resolutions: ['720p', '1080p', '4k'], takesReferences: true },
  { id: 'veo-3.1-lite-generate-001', resolutions: ['720p', '1080p'], takesReferences: false },
]

const COMMON = ['sampleCount', 'durationSeconds', 'aspectRatio', 'resolution', 'personGeneration', 'negativePrompt', 'enhancePrompt']
const PARAMETERS = {
  gemini: COMMON,
  vertex: [...COMMON, 'generateAudio', 'seed', 'storageUri', 'fps', 'compressionQuality', 'resizeMode'],
} as const
const MAX_PROMPT_CHARACTERS = 4096

export function wrongSubmission(body: Body, surface: 'gemini' | 'vertex', model: VeoModel): string | undefined {
  const field = unknownField(body, ['instances', 'parameters', ...(surface === 'gemini' ? ['webhookConfig'] : [])])
  if (field) return `Invalid JSON payload received. Unknown name "${field}": Cannot find field.`
  const { instances, parameters = {} } = body
  const instance: unknown = Array.isArray(instances) && instances.length === 1 ? instances[0] : undefined
  if (!isBody(instance)) return 'instances must hold exactly one instance.'
  if (!isBody(parameters)) return 'parameters must be an object.'
  return wrongInstance(instance, model) ?? wrongParameters(parameters, surface, model, instance.referenceImages !== undefined)
}

const unsupported = (name: string) =>
  `\`${name}\` isn't supported by this model. Please remove it or refer to the Gemini API documentation for supported usage.`

function wrongInstance(instance: Body, model: VeoModel): string | undefined {
  const { prompt, image, lastFrame, referenceImages } = instance
  const field = unknownField(instance, ['prompt', 'image', 'lastFrame', 'video', 'referenceImages'])
  if (field) return unsupported(field)
  if (prompt === undefined && image === undefined) return 'Either a prompt or an image is required.'
  if (prompt !== undefined && (typeof prompt !== 'string' || prompt === '')) return 'prompt must be a string.'
  if (typeof prompt === 'string' && prompt.length > MAX_PROMPT_CHARACTERS) return 'The prompt is too long.'
  for (const frame of [image, lastFrame]) {
    if (frame !== undefined && !isFrame(frame)) return 'Unable to process the input image. Use bytesBase64Encoded with image/jpeg or image/png.'
  }
  if (lastFrame !== undefined && image === undefined) return 'lastFrame needs an image as the first frame.'
  if (referenceImages === undefined) return undefined
  if (!model.takesReferences) return unsupported('referenceImages')
  if (image !== undefined || lastFrame !== undefined) return 'referenceImages cannot be combined with image or lastFrame.'
  return isReferences(referenceImages) ? undefined : 'referenceImages must be 1 to 3 images of referenceType asset.'
}

function isFrame(value: unknown): boolean {
  if (!isBody(value) || unknownField(value, ['bytesBase64Encoded', 'mimeType'])) return false
  return isInlineImage(value.bytesBase64Encoded, value.mimeType)
}

function isReferences(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0 || value.length > 3) return false
  return value.every((one: unknown) => isBody(one) && one.referenceType === 'asset' && isFrame(one.image))
}

function wrongParameters(parameters: Body, surface: 'gemini' | 'vertex', model: VeoModel, hasReferences: boolean): string | undefined {
  const { aspectRatio = '16:9', durationSeconds = 8, generateAudio, negativePrompt, resolution = '720p', sampleCount = 1 } = parameters
  const field = unknownField(parameters, PARAMETERS[surface])
  if (field) return unsupported(field)
  if (surface === 'vertex' && typeof generateAudio !== 'boolean') return 'generateAudio is required for Veo 3 models and must be a boolean.'
  const most = surface === 'vertex' ? 4 : 1
  const isCount = Number.isInteger(sampleCount) && Number(sampleCount) >= 1 && Number(sampleCount) <= most
  if (!isCount) return `sampleCount must be between 1 and ${most}.`
  if (durationSeconds !== 4 && durationSeconds !== 6 && durationSeconds !== 8) return 'durationSeconds must be 4, 6 or 8.'
  if (aspectRatio !== '16:9' && aspectRatio !== '9:16') return 'aspectRatio must be 16:9 or 9:16.'
  const hasResolution = typeof resolution === 'string' && model.resolutions.includes(resolution)
  if (!hasResolution) return `resolution must be one of ${model.resolutions.join(', ')}.`
  if (resolution !== '720p' && durationSeconds !== 8) return `resolution ${resolution} needs durationSeconds 8.`
  if (hasReferences && durationSeconds !== 8) return 'referenceImages need durationSeconds 8.'
  return negativePrompt === undefined || typeof negativePrompt === 'string' ? undefined : 'negativePrompt must be a string.'
}
