// Stability AI, Stable Image v2beta: one synchronous request of multipart/form-data, the answer is the image itself.
// Nothing to poll, cancel or find. https://platform.stability.ai/docs/api-reference by way of the OpenAPI document in
// github.com/tryAGI/StabilityAI (mid-2026), 2026-11-22; the 402 from recorded answers.
import * as v from 'valibot'
import type { OptionValue } from '../../domain/model.ts'
import { lengthOf } from '../answer-media.ts'
import { readCallerMedia } from '../caller-media.ts'
import type { Refused, Submission, SubmitOutcome, UpstreamRegistration } from '../contract.ts'
import { isAmbiguous, type HttpAnswer, type UpstreamHttp } from '../http.ts'
import { BAD_MEDIA, MODERATED, verdictOfStatus } from '../verdicts.ts'
import type { Verdict } from '../verdicts.ts'

/** The slowest model takes 15 seconds; a call given up may be paid for all the same. */
const TIMEOUT_SECONDS = 120
/** Over 150 requests in 10 seconds it shuts us out for so long. It sends no Retry-After. */
const RATE_LIMIT_SECONDS = 60
/** A request may have 10 MiB; this leaves room for the other fields. */
const MAX_IMAGE_BYTES = 10 * 1024 * 1024 - 128 * 1024
/** Twice the largest image: what was given is held beside it. */
const MAX_ANSWER_BYTES = 20 * 1024 * 1024
const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const

const STYLE_PRESETS: ReadonlySet<string> = new Set([
  'enhance', 'anime', 'photographic', 'digital-art', 'comic-book', 'fantasy-art', 'line-art', 'analog-film', 'neon-punk',
  'isometric', 'low-poly', 'origami', 'modeling-compound', 'cinematic', '3d-model', 'pixel-art', 'tile-texture',
])

/** Options that are fields of the form, whatever else is given. */
const FIELDS: Readonly<Record<string, string>> = {
  seed: 'seed',
  outputFormat: 'output_format',
  guidance: 'cfg_scale',
  controlStrength: 'control_strength',
  fidelity: 'fidelity',
}

async function submit(http: UpstreamHttp, submission: Submission): Promise<SubmitOutcome> {
  const image = submission.input.image === undefined ? undefined : await readImage(http, submission.input.image)
  if (image && 'refusal' in image) return { kind: 'REJECTED', ...image }
  // A model of SD 3.5 is a field of one route; the others are routes of their own.
  const route = submission.model.startsWith('sd3') ? 'generate/sd3' : submission.model
  const outcome = await http.request({
    method: 'POST',
    url: `/v2beta/stable-image/${route}`,
    headers: { accept: 'image/*' },
    form: formOf(submission, image),
    timeoutSeconds: TIMEOUT_SECONDS,
    maxAnswerBytes: MAX_ANSWER_BYTES,
  })
  if (outcome.kind === 'LOST') return { kind: 'UNKNOWN', detail: outcome.detail }
  if (outcome.status >= 200 && outcome.status < 300) return picture(outcome)
  if (isAmbiguous(outcome.status)) return { kind: 'UNKNOWN', detail: `HTTP ${outcome.status}` }
  return { kind: 'REJECTED', ...refusal(outcome) }
}

function formOf({ model, input, options }: Submission, image: Blob | undefined): FormData {
  const form = new FormData()
  const preset = presetOf(options.style)
  const ownStyle = options.style !== undefined && !preset ? `${options.style} style` : undefined
  form.set('prompt', [input.text, ownStyle].filter(Boolean).join(', '))
  if (input.negativeText !== undefined) form.set('negative_prompt', input.negativeText)
  if (preset) form.set('style_preset', preset)
  if (model.startsWith('sd3')) {
    form.set('model', model)
    form.set('mode', image ? 'image-to-image' : 'text-to-image')
  }
  // How far to leave an image has no meaning, and is refused, without one.
  if (image) {
    form.set('image', image, `image.${image.type.slice('image/'.length)}`)
    if (options.strength !== undefined) form.set('strength', String(options.strength))
  }
  if (options.aspectRatio !== undefined && options.aspectRatio !== 'source') form.set('aspect_ratio', String(options.aspectRatio))
  for (const [name, field] of Object.entries(FIELDS)) {
    if (options[name] !== undefined) form.set(field, String(options[name]))
  }
  return form
}

/** `Pixel Art` → `pixel-art`, where that is a preset of theirs; other words go into the prompt. */
function presetOf(style: OptionValue | undefined): string | undefined {
  const word = String(style ?? '').trim().toLowerCase().replace(/[\s_]+/g, '-')
  return STYLE_PRESETS.has(word) ? word : undefined
}

/** The upstream takes files only. */
async function readImage(http: UpstreamHttp, image: string): Promise<Blob | Refused> {
  const media = await readCallerMedia(http, image, { field: 'image', maxBytes: MAX_IMAGE_BYTES, types: IMAGE_TYPES })
  return 'refusal' in media ? media : new Blob([media.bytes], { type: media.contentType })
}

/** A 200 tells in a header whether this is the image or what its filter made of it: blurred, and not to be delivered. */
function picture({ status, headers, pieces }: HttpAnswer): SubmitOutcome {
  const contentType = headers.get('content-type')?.split(';')[0]?.trim() ?? ''
  const reason = headers.get('finish-reason')
  if (reason === 'CONTENT_FILTERED') return { kind: 'REJECTED', refusal: 'MODERATED', detail: `HTTP ${status} ${reason}` }
  if (reason !== 'SUCCESS' || !contentType.startsWith('image/') || lengthOf(pieces) === 0) {
    const what = `${lengthOf(pieces)} bytes of ${contentType || 'no content type'}, finish-reason ${reason}`
    return { kind: 'UNKNOWN', detail: `HTTP ${status} with ${what}` }
  }
  return { kind: 'DONE', outputs: [{ kind: 'bytes', bytes: pieces, contentType }] }
}

const Problem = v.object({ name: v.nullish(v.string(), ''), errors: v.nullish(v.array(v.string()), []) })

function refusal(answer: HttpAnswer): Refused {
  const parsed = v.safeParse(Problem, answer.json)
  const { name, errors } = parsed.success ? parsed.output : { name: '', errors: [] }
  const words = (errors ?? []).join(' ')
  const { retryAfterSeconds = answer.status === 429 ? RATE_LIMIT_SECONDS : undefined } = answer
  return {
    ...verdict(answer, name ?? '', words),
    detail: `HTTP ${answer.status} ${name} ${words}`.trim(),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  }
}

function verdict(answer: HttpAnswer, name: string, words: string): Verdict {
  if (name === 'content_moderation' || name === 'public_figure') return MODERATED
  const ofStatus = verdictOfStatus(answer)
  return ofStatus.refusal === 'INVALID_INPUT' && /^image\b(?!.*\brequired)/i.test(words) ? { ...BAD_MEDIA, field: 'image' } : ofStatus
}

export const stabilityRegistration = {
  upstream: { id: 'stability', company: 'Stability AI', submit },
  defaultBaseUrl: 'https://api.stability.ai',
  settings: 'STABILITY',
  authorize: (setting) => {
    const key = setting('API_KEY')
    return key ? async () => ({ authorization: `Bearer ${key}` }) : undefined
  },
} satisfies UpstreamRegistration
