// MiniMax's image API: POST /v1/image_generation, which answers with the images. It always answers at once, so `[[slow]]`
// changes nothing here. https://platform.minimax.io/docs/api-reference/image-generation-t2i.md, read 2026-11-22.
import { forcedOutcome, hang, type Desk } from '../emulator.ts'
import { paintedImage } from '../media.ts'
import { bodyOf, invalid, isImage, isMostlyInvisible, refuse, reply, SUCCESS, type Body, type Refusal } from './replies.ts'

const LINK_SECONDS = 24 * 3600

const RATIOS: Readonly<Record<string, readonly [number, number]>> = {
  '1:1': [1024, 1024],
  '16:9': [1280, 720],
  '4:3': [1152, 864],
  '3:2': [1248, 832],
  '2:3': [832, 1248],
  '3:4': [864, 1152],
  '9:16': [720, 1280],
  '21:9': [1344, 576],
}

const LIVE_STYLES = new Set<unknown>(['漫画', '元气', '中世纪', '水彩'])

export async function createImages(request: Request, desk: Desk): Promise<Response> {
  const body = await bodyOf(request)
  if (!body) return refuse(desk, invalid('the body must be a JSON object'), { id: '', data: null })
  const refusal = wrongIn(body)
  if (refusal) return refuse(desk, refusal, { id: '', data: null })
  const forced = forcedOutcome(String(body.prompt))
  if (forced === 'hang') return hang()
  if (forced === '429') return refuse(desk, { code: 1002 }, { id: '', data: null })
  if (forced === '500' || forced === 'fail') return refuse(desk, { code: 1024 }, { id: '', data: null })
  if (forced === 'moderated') return refuse(desk, { code: 1026 }, { id: '', data: null })
  const id = desk.newId().replaceAll('-', '')
  const count = typeof body.n === 'number' ? body.n : 1
  const [width, height] = sizeOf(body)
  const seed = typeof body.seed === 'number' ? body.seed : Number.parseInt(id.slice(0, 7), 16)
  const images = await Promise.all(Array.from({ length: count }, (_, index) => paintedImage(width, height, 'jpeg', seed + index, String(body.prompt))))
  const data =
    body.response_format === 'base64'
      ? { image_base64: images.map(({ bytes }) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))) }
      : { image_urls: await Promise.all(images.map((image) => desk.publish(image, LINK_SECONDS))) }
  // The page declares the counts as integers; the real ones are strings.
  const metadata = { failed_count: '0', success_count: String(count) }
  return reply(desk, JSON.stringify({ id, data, metadata, base_resp: SUCCESS }))
}

/** `aspect_ratio` wins over the sides. */
function sizeOf(body: Body): readonly [number, number] {
  const { aspect_ratio: ratio, width, height } = body
  if (ratio === undefined && typeof width === 'number' && typeof height === 'number') return [width, height]
  return (typeof ratio === 'string' ? RATIOS[ratio] : undefined) ?? [1024, 1024]
}

function wrongIn(body: Body): Refusal | undefined {
  const { model, prompt, n, seed, response_format: format } = body
  if (model !== 'image-01' && model !== 'image-01-live') return invalid('model is not supported')
  if (typeof prompt !== 'string' || prompt === '') return invalid('prompt is required')
  if (Array.from(prompt).length > 1500) return invalid('prompt is longer than 1500')
  if (n !== undefined && !isIntegerIn(n, 1, 9)) return invalid('n must be 1 to 9')
  if (seed !== undefined && !Number.isInteger(seed)) return invalid('seed must be an integer')
  for (const flag of ['prompt_optimizer', 'aigc_watermark']) {
    if (body[flag] !== undefined && typeof body[flag] !== 'boolean') return invalid(`${flag} must be a bool`)
  }
  if (format !== undefined && format !== 'url' && format !== 'base64') return invalid('response_format must be url or base64')
  return wrongShape(body, model) ?? wrongReference(body.subject_reference) ?? (isMostlyInvisible(prompt) ? { code: 1042 } : undefined)
}

function wrongShape(body: Body, model: string): Refusal | undefined {
  const { aspect_ratio: ratio, width, height, style } = body
  if (ratio !== undefined && (typeof ratio !== 'string' || !RATIOS[ratio])) return invalid('aspect_ratio is not supported')
  if (ratio === '21:9' && model === 'image-01-live') return invalid('aspect_ratio 21:9 is not supported by this model')
  if ((width === undefined) !== (height === undefined)) return invalid('width and height go together')
  for (const side of [width, height]) {
    if (side !== undefined && (!isIntegerIn(side, 512, 2048) || side % 8 !== 0)) return invalid('sides are 512 to 2048, in steps of 8')
  }
  if (style === undefined || model === 'image-01') return undefined
  const type: unknown = typeof style === 'object' && style !== null && 'style_type' in style ? style.style_type : undefined
  return LIVE_STYLES.has(type) ? undefined : invalid('style_type is not supported')
}

function isIntegerIn(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
}

function wrongReference(value: unknown): Refusal | undefined {
  if (value === undefined) return undefined
  const entry: unknown = Array.isArray(value) && value.length === 1 ? value[0] : undefined
  const isCharacter = typeof entry === 'object' && entry !== null && 'type' in entry && entry.type === 'character'
  return isCharacter && 'image_file' in entry && isImage(entry.image_file) ? undefined : invalid('subject_reference must be one character')
}
