// What Ark finds wrong with the body of a submission. Fields in the body are judged strictly, unlike the commands in a text.
// https://docs.byteplus.com/en/docs/ModelArk/1520757, read 2026-11-22.
import * as v from 'valibot'

export interface ArkRefusal {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly param?: string
}

interface Abilities {
  readonly resolutions: readonly string[]
  readonly seconds: readonly [shortest: number, longest: number]
  readonly sound: boolean
  readonly lastFrame: boolean
  /** How many reference images it takes. */
  readonly references: number
  /** May choose the shape for a text itself. */
  readonly adaptsToText: boolean
}

const FIRST: Abilities = {
  resolutions: ['480p', '720p', '1080p'],
  seconds: [2, 12],
  sound: false,
  lastFrame: true,
  references: 0,
  adaptsToText: false,
}
const SECOND: Abilities = {
  resolutions: ['480p', '720p', '1080p', '4k'],
  seconds: [4, 15],
  sound: true,
  lastFrame: true,
  references: 9,
  adaptsToText: true,
}

/** The lite models went offline on 2026-05-13: to Ark they are as unknown as any other name. */
const MODELS: Readonly<Record<string, Abilities>> = {
  'seedance-1-0-pro-250528': FIRST,
  'seedance-1-0-pro-fast-251015': { ...FIRST, lastFrame: false },
  'seedance-1-5-pro-251215': { ...FIRST, seconds: [4, 12], sound: true, adaptsToText: true },
  'dreamina-seedance-2-0-260128': SECOND,
  'dreamina-seedance-2-0-fast-260128': { ...SECOND, resolutions: ['480p', '720p'] },
}

const RATIOS = ['16:9', '4:3', '1:1', '3:4', '9:16', '21:9', 'adaptive']

const content = v.variant('type', [
  v.object({ type: v.literal('text'), text: v.string() }),
  v.object({
    type: v.literal('image_url'),
    image_url: v.object({ url: v.pipe(v.string(), v.check(isImage)) }),
    role: v.optional(v.picklist(['first_frame', 'last_frame', 'reference_image']), 'first_frame'),
  }),
])

const bodySchema = v.object({
  model: v.string(),
  content: v.pipe(v.array(content), v.minLength(1)),
  resolution: v.optional(v.string(), '720p'),
  ratio: v.optional(v.picklist(RATIOS), 'adaptive'),
  duration: v.optional(v.pipe(v.number(), v.integer()), 5),
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(2_147_483_647))),
  generate_audio: v.optional(v.boolean()),
  watermark: v.optional(v.boolean(), false),
  service_tier: v.optional(v.picklist(['default', 'flex']), 'default'),
  callback_url: v.optional(v.string()),
  execution_expires_after: v.optional(v.pipe(v.number(), v.integer(), v.minValue(3600), v.maxValue(259_200)), 172_800),
})

export type ArkBody = v.InferOutput<typeof bodySchema>

export type ArkRequest = { readonly kind: 'VALID'; readonly body: ArkBody } | ({ readonly kind: 'INVALID' } & ArkRefusal)

export function readRequest(json: unknown): ArkRequest {
  const missing = ['model', 'content'].find((name) => !isRecord(json) || json[name] === undefined)
  if (missing) return invalid('MissingParameter', missing, `missing \`${missing}\` parameter`)
  const parsed = v.safeParse(bodySchema, json)
  if (!parsed.success) {
    const param = v.getDotPath(parsed.issues[0]) ?? 'body'
    return invalid('InvalidParameter', param, `The parameter \`${param}\` specified in the request is not valid.`)
  }
  const body = parsed.output
  const abilities = MODELS[body.model]
  if (!abilities) {
    const message = `The model or endpoint ${body.model} does not exist or you do not have access to it.`
    return { kind: 'INVALID', status: 404, code: 'InvalidEndpointOrModel.NotFound', message }
  }
  const complaint = complaintAbout(body, abilities)
  if (!complaint) return { kind: 'VALID', body }
  return invalid('InvalidParameter', complaint, `The parameter \`${complaint}\` is not supported by ${body.model}.`)
}

/** The parameter that this model does not take as it is. */
function complaintAbout(body: ArkBody, can: Abilities): string | undefined {
  const count = (role: string) => body.content.filter((part) => part.type === 'image_url' && part.role === role).length
  const [first, last, references] = [count('first_frame'), count('last_frame'), count('reference_image')]
  const texts = body.content.filter((part) => part.type === 'text').length
  if (texts > 1 || first > 1 || last > 1) return 'content'
  if (last > 0 && (first === 0 || !can.lastFrame)) return 'content'
  if (references > can.references || (references > 0 && (first > 0 || texts === 0))) return 'content'
  if (!can.resolutions.includes(body.resolution)) return 'resolution'
  if (body.ratio === 'adaptive' && first === 0 && !can.adaptsToText) return 'ratio'
  if (body.duration < can.seconds[0] || body.duration > can.seconds[1]) return 'duration'
  if (body.seed !== undefined && body.model.includes('seedance-2-')) return 'seed'
  return body.generate_audio !== undefined && !can.sound ? 'generate_audio' : undefined
}

/** An https URL (or one on this machine, which is all that emulators can reach), a data URL, or an asset of its own. */
function isImage(url: string): boolean {
  return /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)[:/]|data:image\/[a-z]+;base64,|asset:\/\/)./.test(url)
}

function invalid(code: string, param: string, message: string): ArkRequest {
  return { kind: 'INVALID', status: 400, code, message, param }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
