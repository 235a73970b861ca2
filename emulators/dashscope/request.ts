// What DashScope finds wrong with a submission of Wan. Fields it does not know are ignored; media are only fetched with the work.
// https://www.alibabacloud.com/help/en/model-studio/legacy-wan-text-to-video-api-reference, /image-to-video-guide, read 2026-11-22.
import * as v from 'valibot'

export interface DashscopeRefusal {
  readonly status: number
  readonly code: string
  readonly message: string
}

interface Abilities {
  readonly from: 'text' | 'image' | 'frames'
  /** For a text the tiers whose sizes it takes, else the resolutions themselves. */
  readonly resolutions: readonly string[]
  /** Undefined where the length is fixed and may not be told. */
  readonly seconds?: readonly number[]
}

const MODELS: Readonly<Record<string, Abilities>> = {
  'wan2.2-t2v-plus': { from: 'text', resolutions: ['480P', '1080P'] },
  'wan2.2-i2v-plus': { from: 'image', resolutions: ['480P', '1080P'] },
  'wan2.2-i2v-flash': { from: 'image', resolutions: ['480P', '720P', '1080P'] },
  'wan2.2-kf2v-flash': { from: 'frames', resolutions: ['480P', '720P', '1080P'] },
  'wan2.6-t2v': { from: 'text', resolutions: ['720P', '1080P'], seconds: [5, 10, 15] },
  'wan2.6-i2v': { from: 'image', resolutions: ['720P', '1080P'], seconds: [5, 10, 15] },
}

const SIZES: Readonly<Record<string, readonly string[]>> = {
  '480P': ['832*480', '480*832', '624*624'],
  '720P': ['1280*720', '720*1280', '960*960', '1088*832', '832*1088'],
  '1080P': ['1920*1080', '1080*1920', '1440*1440', '1632*1248', '1248*1632'],
}

const BAD_SEED = 'parameters.seed must be an integer in the range [0, 2147483647]'

const bodySchema = v.object({
  model: v.string('Required parameter(model) missing or invalid.'),
  input: v.object(
    {
      prompt: v.optional(v.string('input.prompt must be a string')),
      negative_prompt: v.optional(v.string('input.negative_prompt must be a string')),
      img_url: v.optional(v.string('input.img_url must be a string')),
      first_frame_url: v.optional(v.string('input.first_frame_url must be a string')),
      last_frame_url: v.optional(v.string('input.last_frame_url must be a string')),
    },
    'Field required: input',
  ),
  parameters: v.optional(
    v.object({
      size: v.optional(v.string('parameters.size must be a string')),
      resolution: v.optional(v.string('parameters.resolution must be a string')),
      duration: v.optional(v.number('parameters.duration must be an integer')),
      prompt_extend: v.optional(v.boolean('parameters.prompt_extend must be a boolean')),
      watermark: v.optional(v.boolean('parameters.watermark must be a boolean')),
      seed: v.optional(
        v.pipe(v.number(BAD_SEED), v.integer(BAD_SEED), v.minValue(0, BAD_SEED), v.maxValue(2_147_483_647, BAD_SEED)),
      ),
    }),
    {},
  ),
})

export type DashscopeBody = v.InferOutput<typeof bodySchema>

export type DashscopeRequest =
  | { readonly kind: 'VALID'; readonly body: DashscopeBody }
  | ({ readonly kind: 'INVALID' } & DashscopeRefusal)

/** @param task the last but one part of the path: `video-generation` or `image2video` */
export function readRequest(task: string, json: unknown): DashscopeRequest {
  const parsed = v.safeParse(bodySchema, json)
  if (!parsed.success) return invalid(parsed.issues[0].message)
  const body = parsed.output
  const abilities = MODELS[body.model]
  if (!abilities) return { kind: 'INVALID', status: 404, code: 'ModelNotFound', message: `Model ${body.model} not exist.` }
  if ((abilities.from === 'frames') !== (task === 'image2video')) return invalid('url error, please check url！')
  const complaint = complaintAbout(body, abilities)
  return complaint ? invalid(complaint) : { kind: 'VALID', body }
}

function complaintAbout({ input, parameters }: DashscopeBody, can: Abilities): string | undefined {
  if (can.from === 'text' && !input.prompt) return 'Field required: input.prompt'
  if (can.from === 'image' && !input.img_url) return 'Field required: input.img_url'
  if (can.from === 'frames' && !input.first_frame_url) return 'Field required: input.first_frame_url'
  if (can.from === 'frames' && !input.last_frame_url) return 'Field required: input.last_frame_url'
  const { size, resolution, duration } = parameters
  const sizes = can.resolutions.flatMap((name) => SIZES[name] ?? [])
  if (can.from === 'text' && size !== undefined && !sizes.includes(size)) return `The size is not match ${sizes.join(', ')}`
  if (can.from !== 'text' && resolution !== undefined && !can.resolutions.includes(resolution)) {
    return `resolution must be one of ${can.resolutions.join(', ')}`
  }
  if (duration === undefined) return undefined
  if (!can.seconds) return 'duration customization is not supported'
  return can.seconds.includes(duration) ? undefined : `duration must be one of ${can.seconds.join(', ')}`
}

/** What it could fetch or decode: an https URL (or one on this machine), or a data URL. */
export function isImage(url: string): boolean {
  return /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)[:/]|data:image\/[a-z]+;base64,)./.test(url)
}

function invalid(message: string): DashscopeRequest {
  return { kind: 'INVALID', status: 400, code: 'InvalidParameter', message }
}
