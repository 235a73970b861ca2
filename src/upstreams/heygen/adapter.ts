// HeyGen, API v3 (v1 and v2 ended on 2026-10-31): POST /v3/videos, then a look at the video until it is done.
// https://developers.heygen.com/docs/error-codes and github.com/heygen-com/heygen-cli (gen/video.go), 2026-11-22.
// DELETE removes a video from the account and is not documented to stop one, so cancelling is left out.
import * as v from 'valibot'
import type { UpstreamRef } from '../../domain/upstream.ts'
import type { FindOutcome, PollOutcome, Refused, Submission, SubmitOutcome, UpstreamRegistration } from '../contract.ts'
import { isAmbiguous, type HttpAnswer, type HttpOutcome, type UpstreamHttp } from '../http.ts'
import { alarmOfLook, BAD_MEDIA, BALANCE_EMPTY, FAILED, INVALID, MODERATED, verdictOfStatus, waitOf } from '../verdicts.ts'
import type { Verdict } from '../verdicts.ts'
import { ownValue } from '../../domain/own-value.ts'
import { heygenCallbacks } from './callbacks.ts'

/** A photo has no voice of its own and a script needs one; an avatar brings its own. The catalogue's professional_female. */
const PHOTO_VOICE = 'f8c69e517f424cafaecde32dde57096b'

interface Scene {
  /** The nearest HeyGen takes: it has colours and pictures, no scenes. */
  readonly color: string
  /** The look that was recorded in such a place and best keeps its own background. */
  readonly look: string
}

const SCENES: Readonly<Record<string, Scene>> = {
  modern_office: { color: '#dfe5ea', look: 'fda889ac354a440da8dbecc410981273' },
  law_office: { color: '#5b4636', look: 'ff172d6c499c4e47ba6fcc5de631e9fc' },
  lecture_hall: { color: '#c9b79c', look: 'fd6814ecc5e143cd899e615a80eaa2dc' },
}

async function submit(http: UpstreamHttp, submission: Submission): Promise<SubmitOutcome> {
  const outcome = await post(http, submission)
  if (outcome.kind === 'LOST') return { kind: 'UNKNOWN', detail: outcome.detail }
  if (outcome.status >= 200 && outcome.status < 300) {
    const ref = refOf(outcome)
    return ref ? { kind: 'ACCEPTED', ref } : { kind: 'UNKNOWN', detail: said(outcome) }
  }
  // 409: this key is being worked on, or was used. After 5xx one may post again by the same key only. Either may have accepted it.
  if (isAmbiguous(outcome.status) || outcome.status === 409 || outcome.status >= 500) return { kind: 'UNKNOWN', detail: said(outcome) }
  return { kind: 'REJECTED', ...refused(outcome) }
}

/**
 * There is no asking by our id, but a POST with the same Idempotency-Key is answered for 24 hours with the video it
 * made the first time. Well within that, posting again either finds the video or makes the one that was never made. Should HeyGen ever fail
 * to honour the key, the cost is a second video of ours, never a second charge of the caller.
 */
async function find(http: UpstreamHttp, submission: Submission): Promise<FindOutcome> {
  const outcome = await post(http, submission)
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  const ref = outcome.status >= 200 && outcome.status < 300 ? refOf(outcome) : undefined
  if (ref) return { kind: 'FOUND', ref }
  // Its own refusal of the content, and not of the moment, says that no video was made of it.
  const { refusal } = refused(outcome)
  const isVerdict = outcome.status >= 400 && outcome.status < 500 && !isAmbiguous(outcome.status) && outcome.status !== 409
  if (isVerdict && (refusal === 'INVALID_INPUT' || refusal === 'INPUT_MEDIA' || refusal === 'MODERATED')) return { kind: 'ABSENT' }
  return { kind: 'UNREACHABLE', detail: said(outcome) }
}

function post(http: UpstreamHttp, submission: Submission): Promise<HttpOutcome> {
  return http.request({
    method: 'POST',
    url: '/v3/videos',
    headers: { 'idempotency-key': submission.externalId },
    json: body(submission),
  })
}

function body({ model, input, options, callback }: Submission): object {
  const isPhoto = model === 'image'
  const voice = input.voice ?? (isPhoto ? PHOTO_VOICE : undefined)
  const look = typeof options.avatarId === 'string' ? options.avatarId : undefined
  const background = backgroundOf(options.background, look)
  return {
    ...(isPhoto
      ? { type: 'image', image: imageOf(input.image ?? '') }
      : { type: 'avatar', avatar_id: look, engine: { type: model } }),
    script: input.text,
    ...(voice !== undefined && { voice_id: voice }),
    ...(options.speed !== undefined && { voice_settings: { speed: options.speed } }),
    ...(options.resolution !== undefined && { resolution: options.resolution }),
    ...(options.aspectRatio !== undefined && { aspect_ratio: options.aspectRatio }),
    // A background shows only where the look's own is taken away.
    ...(background && { background, remove_background: true }),
    ...(options.gesture !== undefined && { motion_prompt: `${options.gesture} gestures and body language` }),
    ...(callback && { callback_url: callback.url }),
  }
}

/** A data URL travels as base64, anything else as an address. */
function imageOf(image: string): object {
  const [, mediaType, data] = /^data:([^;,]+);base64,(.+)$/s.exec(image) ?? []
  return data === undefined ? { type: 'url', url: image } : { type: 'base64', media_type: mediaType, data }
}

function backgroundOf(value: unknown, look: string | undefined): object | undefined {
  if (typeof value !== 'string') return undefined
  const scene = ownValue(SCENES, value)
  if (scene) return scene.look === look ? undefined : { type: 'color', value: scene.color }
  return value.startsWith('#') ? { type: 'color', value } : { type: 'image', url: value }
}

const Ref = v.object({ videoId: v.string() })
const Accepted = v.object({ data: v.object({ video_id: v.pipe(v.string(), v.minLength(1)) }) })

function refOf(answer: HttpAnswer): UpstreamRef | undefined {
  const accepted = v.safeParse(Accepted, answer.json)
  return accepted.success ? { videoId: accepted.output.data.video_id } : undefined
}

const Video = v.object({
  data: v.object({
    status: v.string(),
    video_url: v.nullish(v.string()),
    thumbnail_url: v.nullish(v.string()),
    failure_code: v.nullish(v.string(), ''),
    failure_message: v.nullish(v.string(), ''),
  }),
})

async function poll(http: UpstreamHttp, ref: UpstreamRef): Promise<PollOutcome> {
  const { videoId } = v.parse(Ref, ref)
  const outcome = await http.request({ method: 'GET', url: `/v3/videos/${encodeURIComponent(videoId)}` })
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  if (outcome.status === 404) return { kind: 'MISSING', detail: said(outcome) }
  const video = v.safeParse(Video, outcome.json)
  if (outcome.status !== 200 || !video.success) return unreachable(outcome)
  const { status, video_url: url, thumbnail_url: posterUrl, failure_code: code, failure_message: message } = video.output.data
  if (status === 'waiting' || status === 'pending') return { kind: 'PENDING', started: false }
  if (status === 'processing') return { kind: 'PENDING', started: true }
  if (status === 'completed' && url) return { kind: 'DONE', outputs: [{ kind: 'url', url, ...(posterUrl && { posterUrl }) }] }
  if (status === 'failed') return { kind: 'FAILED', ...failure(code ?? '', `${code}: ${message}`) }
  return unreachable(outcome)
}

const AGAINST_POLICY = /MODERATION|BLOCKED|INAPPROPRIATE|CELEBRITY/i

function failure(code: string, detail: string): Refused {
  return { ...(verdictOfCode(code) ?? FAILED), detail }
}

function unreachable(answer: HttpAnswer): PollOutcome {
  return { kind: 'UNREACHABLE', detail: said(answer), ...alarmOfLook(answer), ...waitOf(answer) }
}

/** In order: the first that fits decides. Refusals and failures have one vocabulary. */
export const VERDICTS: readonly (readonly [RegExp, Verdict])[] = [
  [AGAINST_POLICY, MODERATED],
  [/insufficient_credit/i, BALANCE_EMPTY],
  // Our account's own room for avatars and the like.
  [/resource_limit_reached/i, { ...BALANCE_EMPTY, blameless: true }],
  [/download|image|media|format/i, BAD_MEDIA],
  // A look, a voice or a file of somebody else: callers may name any id.
  [/resource_access_denied|not_found|voice|avatar|look|script|text|invalid_parameter/i, INVALID],
]

const verdictOfCode = (code: string): Verdict | undefined => VERDICTS.find(([pattern]) => pattern.test(code))?.[1]

const Problem = v.object({ error: v.object({ code: v.nullish(v.string(), ''), message: v.nullish(v.string(), '') }) })

function refused(answer: HttpAnswer): Refused {
  const problem = v.safeParse(Problem, answer.json)
  const known = problem.success ? verdictOfCode(problem.output.error.code ?? '') : undefined
  return { ...(known ?? (answer.status === 404 ? INVALID : verdictOfStatus(answer))), detail: said(answer), ...waitOf(answer) }
}

function said(answer: HttpAnswer): string {
  return `HTTP ${answer.status}: ${new TextDecoder().decode(answer.bytes).slice(0, 500)}`
}

export const heygenRegistration = {
  upstream: { id: 'heygen', company: 'HeyGen', submit, poll, find, mayBegin: (ref) => ref === undefined },
  defaultBaseUrl: 'https://api.heygen.com',
  settings: 'HEYGEN',
  authorize: (setting) => {
    const key = setting('API_KEY')
    return key ? async () => ({ 'x-api-key': key }) : undefined
  },
  callbacks: heygenCallbacks,
} satisfies UpstreamRegistration
