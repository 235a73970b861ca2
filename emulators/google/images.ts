// Google's image models: generateContent, which answers with one image inside the JSON. It always answers at once, so
// `[[slow]]` changes nothing here. https://ai.google.dev/gemini-api/docs/image-generation, read 2026-11-22.
import { forcedOutcome, hang, type Desk } from '../emulator.ts'
import { bodyOf, forcedRefusal, invalid, isBody, isInlineImage, textOr, toBase64, unknownField, type Body } from './replies.ts'
import { paintedImage } from '../media.ts'

interface ImageModel {
  readonly id: string
  readonly sizes: readonly string[]
  /** Shut down on the API-key surface. */
  readonly isVertexOnly?: true
}

export const IMAGE_MODELS: readonly ImageModel[] = [
  { id: 'gemini-nano-banana-2.1', sizes: ['1K', '2K', '4K'] },
  { id: 'gemini-3.1-flash-image', sizes: ['512', '1K', '2K', '4K'], isVertexOnly: true },
  { id: 'gemini-3-pro-image', sizes: ['1K', '2K', '4K'] },
]

const RATIOS: Readonly<Record<string, readonly [width: number, height: number]>> = {
  '1:1': [1024, 1024],
  '2:3': [848, 1264],
  '3:2': [1264, 848],
  '3:4': [896, 1200],
  '4:3': [1200, 896],
  '4:5': [928, 1152],
  '5:4': [1152, 928],
  '9:16': [768, 1376],
  '16:9': [1376, 768],
  '21:9': [1584, 672],
  '1:4': [512, 2048],
  '4:1': [2048, 512],
  '1:8': [352, 2816],
  '8:1': [2816, 352],
}
const SCALES: Readonly<Record<string, number>> = { '512': 0.5, '1K': 1, '2K': 2, '4K': 4 }
const REFERENCE_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif']

/** POST …/models/{model}:generateContent */
export async function generateImage(request: Request, desk: Desk, model: ImageModel): Promise<Response> {
  const body = await bodyOf(request)
  if (!body) return invalid('Invalid JSON payload received.')
  const parts = partsOf(body)
  const wrong = wrongIn(body, parts, model)
  if (wrong) return invalid(wrong)
  const text = (parts ?? []).map((part) => (typeof part.text === 'string' ? part.text : '')).join('\n')
  const forced = forcedOutcome(text)
  if (forced === 'hang') return hang()
  const refusal = forcedRefusal(forced)
  if (refusal) return refusal
  const answer = { modelVersion: model.id, responseId: desk.newId() }
  if (forced === 'moderated') return Response.json({ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, ...answer })
  if (forced === 'fail') return Response.json({ candidates: [{ finishReason: 'IMAGE_OTHER', index: 0 }], ...answer })
  const generation = isBody(body.generationConfig) ? body.generationConfig : {}
  const image = isBody(generation.imageConfig) ? generation.imageConfig : {}
  const [width, height] = RATIOS[textOr(image.aspectRatio, '1:1')] ?? [1024, 1024]
  const scale = SCALES[textOr(image.imageSize, '1K')] ?? 1
  const seed = typeof generation.seed === 'number' ? generation.seed : Number.parseInt(answer.responseId.slice(0, 7), 16)
  const { bytes } = await paintedImage(width * scale, height * scale, 'png', seed, text)
  const content = { role: 'model', parts: [{ inlineData: { mimeType: 'image/png', data: toBase64(bytes) } }] }
  const usageMetadata = { promptTokenCount: 8, candidatesTokenCount: 1120, totalTokenCount: 1128 }
  return Response.json({ candidates: [{ content, finishReason: 'STOP', index: 0 }], usageMetadata, ...answer })
}

function partsOf({ contents }: Body): readonly Body[] | undefined {
  const content: unknown = Array.isArray(contents) && contents.length === 1 ? contents[0] : undefined
  if (!isBody(content) || content.role !== 'user' || !Array.isArray(content.parts)) return undefined
  return content.parts.every((part: unknown) => isBody(part)) ? content.parts : undefined
}

function wrongIn(body: Body, parts: readonly Body[] | undefined, model: ImageModel): string | undefined {
  const field = unknownField(body, ['contents', 'generationConfig', 'safetySettings', 'systemInstruction'])
  if (field) return `Invalid JSON payload received. Unknown name "${field}": Cannot find field.`
  if (!parts || parts.length === 0) return '* GenerateContentRequest.contents: contents is not specified'
  for (const { text, inlineData } of parts) {
    if ((text === undefined) === (inlineData === undefined)) return 'contents.parts must have one initialized field'
    if (text !== undefined && (typeof text !== 'string' || text === '')) return 'Unable to submit request because it must have a text parameter.'
    if (inlineData !== undefined && !(isBody(inlineData) && isInlineImage(inlineData.data, inlineData.mimeType, REFERENCE_TYPES))) {
      return 'Unable to process input image.'
    }
  }
  return wrongGeneration(body.generationConfig ?? {}, model)
}

function wrongGeneration(generation: unknown, { sizes }: ImageModel): string | undefined {
  if (!isBody(generation)) return 'Invalid value at generation_config.'
  const { seed, responseModalities, imageConfig = {}, candidateCount = 1 } = generation
  const field = unknownField(generation, ['seed', 'responseModalities', 'imageConfig', 'candidateCount', 'temperature'])
  if (field) return `Invalid JSON payload received. Unknown name "${field}" at 'generation_config': Cannot find field.`
  if (candidateCount !== 1) return 'Multiple candidates is not enabled for this model'
  const isInt32 = Number.isInteger(seed) && Math.abs(Number(seed)) < 2 ** 31
  if (seed !== undefined && !isInt32) return "Invalid value at 'generation_config.seed' (TYPE_INT32)"
  if (!Array.isArray(responseModalities) || !responseModalities.includes('IMAGE')) return 'responseModalities must include IMAGE.'
  if (!isBody(imageConfig)) return "Invalid value at 'generation_config.image_config'"
  const { aspectRatio, imageSize } = imageConfig
  const unknown = unknownField(imageConfig, ['aspectRatio', 'imageSize'])
  if (unknown) return `Invalid JSON payload received. Unknown name "${unknown}" at 'image_config': Cannot find field.`
  const hasRatio = aspectRatio === undefined || (typeof aspectRatio === 'string' && RATIOS[aspectRatio] !== undefined)
  if (!hasRatio) return 'aspect_ratio must be one of the supported ratios.'
  const hasSize = imageSize === undefined || (typeof imageSize === 'string' && sizes.includes(imageSize))
  return hasSize ? undefined : `image_size must be one of ${sizes.join(', ')}.`
}
