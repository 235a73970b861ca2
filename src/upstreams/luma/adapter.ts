// Luma, the Dream Machine API (Ray 2). https://docs.lumalabs.ai and npm lumaai 1.19.1, read 2026-11-22.
// It has neither an idempotency key nor an id of ours, so a submission whose answer was lost cannot be found again.
import * as v from 'valibot'
import type { UpstreamRef } from '../../domain/upstream.ts'
import type { CancelOutcome, PollOutcome, Refused, Submission, SubmitOutcome, Upstream, UpstreamRegistration } from '../contract.ts'
import { isAmbiguous, type HttpAnswer, type UpstreamHttp } from '../http.ts'
import { alarmOfLook, BAD_MEDIA, BALANCE_EMPTY, FAILED, MODERATED, verdictOfStatus, waitOf } from '../verdicts.ts'
import type { Verdict } from '../verdicts.ts'
import { says } from '../signatures.ts'

const Generation = v.object({
  id: v.pipe(v.string(), v.minLength(1)),
  state: v.string(),
  failure_reason: v.nullish(v.string()),
  assets: v.nullish(v.object({ video: v.nullish(v.string()), image: v.nullish(v.string()) })),
})
const Accepted = v.pick(Generation, ['id'])
const Ref = v.pick(Generation, ['id'])
/** FastAPI's two forms: a sentence, or a list of what is wrong with which field. */
const Complaint = v.object({ detail: v.union([v.string(), v.array(v.object({ msg: v.string() }))]) })

const ONGOING: ReadonlySet<string> = new Set(['queued', 'dreaming'])
const MODERATION = /moderation|blacklisted words|not allowed|contains ip/i
const UNREADABLE_IMAGE = /failed to read user input image|image_load_error/i

async function submit(http: UpstreamHttp, submission: Submission): Promise<SubmitOutcome> {
  const outcome = await http.request({ method: 'POST', url: '/generations/video', json: body(submission) })
  if (outcome.kind === 'LOST') return { kind: 'UNKNOWN', detail: outcome.detail }
  if (outcome.status >= 200 && outcome.status < 300) {
    const accepted = v.safeParse(Accepted, outcome.json)
    if (!accepted.success) return { kind: 'UNKNOWN', detail: `${outcome.status} without an id: ${words(outcome)}` }
    return { kind: 'ACCEPTED', ref: { id: accepted.output.id } }
  }
  // A 500 may say that something behind it timed out ("Luma API timed out"): then it may have been accepted all the same.
  const timedOut = outcome.status >= 500 && /timed out/i.test(words(outcome))
  if (timedOut || isAmbiguous(outcome.status)) return { kind: 'UNKNOWN', detail: said(outcome) }
  return { kind: 'REJECTED', ...refused(outcome) }
}

function body({ model, input, options, callback }: Submission): object {
  const keyframes = {
    ...(input.image && { frame0: { type: 'image', url: input.image } }),
    ...(input.lastImage && { frame1: { type: 'image', url: input.lastImage } }),
  }
  return {
    model,
    ...(input.text !== undefined && { prompt: input.text }),
    ...(options.aspectRatio !== undefined && { aspect_ratio: options.aspectRatio }),
    ...(options.duration !== undefined && { duration: `${options.duration}s` }),
    ...(options.resolution !== undefined && { resolution: options.resolution }),
    ...(options.loop !== undefined && { loop: options.loop }),
    ...(Object.keys(keyframes).length > 0 && { keyframes }),
    ...(callback && { callback_url: callback.url }),
  }
}

function refused(answer: HttpAnswer): Refused {
  const text = words(answer)
  const isOfInput = answer.status === 400 || answer.status === 422
  const verdict = (/insufficient credits/i.test(text) && BALANCE_EMPTY) || (isOfInput && verdictOfWords(text)) || verdictOfStatus(answer)
  return { ...verdict, detail: said(answer), ...waitOf(answer) }
}

function verdictOfWords(text: string): Verdict | undefined {
  if (MODERATION.test(text)) return MODERATED
  return UNREADABLE_IMAGE.test(text) ? BAD_MEDIA : undefined
}

async function poll(http: UpstreamHttp, ref: UpstreamRef): Promise<PollOutcome> {
  const outcome = await http.request({ method: 'GET', url: path(ref) })
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  if (outcome.status === 404) return { kind: 'MISSING', stopped: true, detail: said(outcome) }
  const generation = v.safeParse(Generation, outcome.json)
  if (outcome.status !== 200 || !generation.success) return unreachable(outcome)
  const { state, assets, failure_reason: reason } = generation.output
  if (state === 'queued' || state === 'dreaming') return { kind: 'PENDING', started: state === 'dreaming' }
  if (state === 'completed' && assets?.video) return { kind: 'DONE', outputs: [{ kind: 'url', url: assets.video, ...(assets.image && { posterUrl: assets.image }) }] }
  if (state === 'failed') return { kind: 'FAILED', ...(verdictOfWords(reason ?? '') ?? FAILED), detail: reason ?? 'no failure_reason' }
  return unreachable(outcome)
}

function unreachable(answer: HttpAnswer): PollOutcome {
  return { kind: 'UNREACHABLE', detail: said(answer), ...alarmOfLook(answer), ...waitOf(answer) }
}

/**
 * Looks first: DELETE is documented as removing a generation, a finished one with its video. Whether it stops one that is
 * dreaming is not documented: best effort.
 */
async function cancel(http: UpstreamHttp, ref: UpstreamRef): Promise<CancelOutcome> {
  const before = await poll(http, ref)
  if (before.kind === 'UNREACHABLE') return { kind: 'UNREACHABLE', detail: before.detail }
  if (before.kind !== 'PENDING') return { kind: 'TOO_LATE' }
  const outcome = await http.request({ method: 'DELETE', url: path(ref) })
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  if (outcome.status === 204) return { kind: 'CANCELLED' }
  if (outcome.status === 404) return { kind: 'TOO_LATE' }
  return { kind: 'UNREACHABLE', detail: said(outcome) }
}

function path(ref: UpstreamRef): string {
  return `/generations/${encodeURIComponent(v.parse(Ref, ref).id)}`
}

/** What it complains of, without the echo of the caller's own text, which must not be taken for a verdict. */
function words(answer: HttpAnswer): string {
  const complaint = v.safeParse(Complaint, answer.json)
  if (!complaint.success) return new TextDecoder().decode(answer.bytes).slice(0, 500)
  const { detail } = complaint.output
  return typeof detail === 'string' ? detail : detail.map(({ msg }) => msg).join('; ')
}

function said(answer: HttpAnswer): string {
  return `${answer.status}: ${words(answer)}`
}

export const lumaRegistration = {
  upstream: { id: 'luma', company: 'Luma AI', submit, poll, cancel } satisfies Upstream,
  defaultBaseUrl: 'https://api.lumalabs.ai/dream-machine/v1',
  settings: 'LUMA',
  authorize: (setting) => {
    const key = setting('API_KEY')
    return key ? async () => ({ authorization: `Bearer ${key}` }) : undefined
  },
  // At each change of the state, and unsigned.
  callbacks: () => ({ isOngoing: says(['state'], ONGOING) }),
} satisfies UpstreamRegistration
