// Hedra, API v3: a portrait that speaks. A recording is uploaded beside the portrait and one job made of both. A text is
// spoken by a job of its own first; the video's job is then asked for at every look, by one idempotency key, so that it
// is made once and its id is always had again. There is no cancel. The OpenAPI document of v3
// (github.com/hedra-labs/hedra-cli, 2026-08-21) and the official SDK (github.com/hedra-labs/hedra-node), read 2026-11-22.
import * as v from 'valibot'
import type { UpstreamRef } from '../../domain/upstream.ts'
import { mediaRoom } from '../caller-media.ts'
import type { FindOutcome, PollOutcome, Refusal, Submission, SubmitOutcome, UpstreamRegistration } from '../contract.ts'
import { ErrorEnvelope, failureOf, refusalOf, said, unreachable } from './answers.ts'
import { estimate } from './estimate.ts'
import { upload } from './media.ts'
import type { UpstreamHttp } from '../http.ts'
import { waitOf } from '../verdicts.ts'

const SPEECH_MODEL = 'elevenlabs-v3'

const Accepted = v.object({ job_id: v.pipe(v.string(), v.minLength(1)) })
const Status = v.object({ status: v.string(), progress: v.nullish(v.number()) })
const Result = v.object({
  status: v.string(),
  outputs: v.nullish(
    v.array(
      v.object({
        status: v.nullish(v.string()),
        url: v.nullish(v.string()),
        asset_id: v.nullish(v.string()),
        error: v.nullish(ErrorEnvelope),
      }),
    ),
  ),
  error: v.nullish(ErrorEnvelope),
})
type Output = NonNullable<v.InferOutput<typeof Result>['outputs']>[number]

/** The video's job itself, or the speech it waits for with all that its own request will say. */
const Ref = v.union([
  v.object({ jobId: v.string() }),
  v.object({ speechJobId: v.string(), model: v.string(), key: v.string(), input: v.record(v.string(), v.unknown()) }),
])

/** It never answers with the result at once. */
type Submitted = Exclude<SubmitOutcome, { kind: 'DONE' }>

async function submit(http: UpstreamHttp, submission: Submission): Promise<Submitted> {
  const { model, externalId, input, options } = submission
  const room = mediaRoom()
  const portrait = await upload(http, 'image', input.image ?? '', room)
  if (portrait.kind === 'REFUSED') return { kind: 'REJECTED', ...portrait.refused }
  const scene = {
    prompt: promptOf(submission),
    aspect_ratio: String(options.aspectRatio),
    resolution: String(options.resolution),
    start_image: { source: 'url', url: portrait.url },
  }
  if (input.audio === undefined) {
    const speech = { text: input.text, voice_id: input.voice, ...(options.speed !== undefined && { speed: options.speed }) }
    const job = await make(http, SPEECH_MODEL, speech, `${externalId}-speech`)
    return 'jobId' in job ? { kind: 'ACCEPTED', ref: { speechJobId: job.jobId, model, key: externalId, input: scene } } : job
  }
  const recording = await upload(http, 'audio', input.audio, room, Number(options.duration))
  if (recording.kind === 'REFUSED') return { kind: 'REJECTED', ...recording.refused }
  const job = await make(http, model, { ...scene, audio: { source: 'url', url: recording.url } }, externalId)
  return 'jobId' in job ? { kind: 'ACCEPTED', ref: job } : job
}

/** What the picture does. A text that is to be spoken is not part of it; one beside a recording describes the scene. */
function promptOf({ input, options }: Submission): string {
  const scene = input.audio === undefined ? undefined : input.text
  const words = [
    scene ?? 'A person speaking to the camera',
    options.emotion !== undefined && `${options.emotion} expression`,
    options.gesture !== undefined && `${options.gesture} gestures`,
  ]
  return words.filter(Boolean).join(', ')
}

type Made = { readonly jobId: string } | Exclude<Submitted, { kind: 'ACCEPTED' }>

async function make(http: UpstreamHttp, model: string, input: object, key: string): Promise<Made> {
  const outcome = await http.request({ method: 'POST', url: `/models/${model}`, json: { input, idempotency_key: key } })
  if (outcome.kind === 'LOST') return { kind: 'UNKNOWN', detail: outcome.detail }
  if (outcome.status >= 200 && outcome.status < 300) {
    const accepted = v.safeParse(Accepted, outcome.json)
    return accepted.success ? { jobId: accepted.output.job_id } : { kind: 'UNKNOWN', detail: said(outcome) }
  }
  const refused = refusalOf(outcome)
  return refused ? { kind: 'REJECTED', ...refused } : { kind: 'UNKNOWN', detail: said(outcome) }
}

/**
 * Submitting again with the same key is answered with the first job. A recording is uploaded anew under another URL, and
 * the key then refused for another body: that it was accepted is then known, but not as what, and it stays open.
 */
async function find(http: UpstreamHttp, submission: Submission): Promise<FindOutcome> {
  const outcome = await submit(http, submission)
  if (outcome.kind === 'ACCEPTED') return { kind: 'FOUND', ref: outcome.ref }
  const isVerdict = outcome.kind === 'REJECTED' && (outcome.refusal === 'INVALID_INPUT' || outcome.refusal === 'MODERATED' || (outcome.refusal === 'INPUT_MEDIA' && !outcome.forNow))
  if (isVerdict) return { kind: 'ABSENT' }
  return { kind: 'UNREACHABLE', detail: outcome.detail }
}

async function poll(http: UpstreamHttp, ref: UpstreamRef): Promise<PollOutcome> {
  const work = v.parse(Ref, ref)
  if ('jobId' in work) return pollVideo(http, work.jobId)
  const speech = await resultOf(http, work.speechJobId)
  if (!('output' in speech)) return speech
  if (!speech.output.asset_id) return { kind: 'UNREACHABLE', detail: 'the speech has no asset id' }
  const audio = { source: 'asset', asset_id: speech.output.asset_id }
  const job = await make(http, work.model, { ...work.input, audio }, work.key)
  if ('jobId' in job) return pollVideo(http, job.jobId)
  if (job.kind === 'UNKNOWN') return { kind: 'UNREACHABLE', detail: job.detail }
  const { kind: _, ...refused } = job
  if (VERDICTS_ON_THE_VIDEO.has(refused.refusal)) return { kind: 'FAILED', ...refused }
  // The key refused, or a moment's trouble: the video may have been made at an earlier look.
  const { detail, alarm } = refused
  return { kind: 'UNREACHABLE', detail, ...(alarm && { alarm }), ...waitOf(refused) }
}

const VERDICTS_ON_THE_VIDEO: ReadonlySet<Refusal> = new Set(['INVALID_INPUT', 'INPUT_MEDIA', 'MODERATED', 'FAILED'])

/** The status alone tells the progress, the job alone the outputs. */
async function pollVideo(http: UpstreamHttp, jobId: string): Promise<PollOutcome> {
  const outcome = await http.request({ method: 'GET', url: `/jobs/${encodeURIComponent(jobId)}/status` })
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  if (outcome.status === 404) return { kind: 'MISSING', detail: said(outcome) }
  const answer = v.safeParse(Status, outcome.json)
  if (outcome.status !== 200 || !answer.success) return unreachable(outcome)
  const { status, progress } = answer.output
  if (status === 'IN_QUEUE') return { kind: 'PENDING', started: false }
  if (status === 'IN_PROGRESS') {
    return { kind: 'PENDING', started: true, ...(typeof progress === 'number' && { progress: Math.min(1, Math.max(0, progress)) }) }
  }
  const video = await resultOf(http, jobId)
  if (!('output' in video)) return video
  if (!video.output.url) return { kind: 'UNREACHABLE', detail: 'completed without a link' }
  return { kind: 'DONE', outputs: [{ kind: 'url', url: video.output.url }] }
}

/** What a job has made, or where it stands. */
async function resultOf(http: UpstreamHttp, jobId: string): Promise<PollOutcome | { readonly output: Output }> {
  const outcome = await http.request({ method: 'GET', url: `/jobs/${encodeURIComponent(jobId)}` })
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  if (outcome.status === 404) return { kind: 'MISSING', detail: said(outcome) }
  const result = v.safeParse(Result, outcome.json)
  if (outcome.status !== 200 || !result.success) return unreachable(outcome)
  const { status, outputs, error } = result.output
  const output = outputs?.[0]
  if (status === 'IN_QUEUE' || status === 'IN_PROGRESS') return { kind: 'PENDING', started: status === 'IN_PROGRESS' }
  if (status === 'FAILED' || output?.status === 'FAILED') return { kind: 'FAILED', ...failureOf(error ?? output?.error) }
  if (output?.status === 'EXPIRED') return { kind: 'FAILED', refusal: 'FAILED', detail: 'the output has expired' }
  return status === 'COMPLETED' && output ? { output } : unreachable(outcome)
}

export const hedraRegistration = {
  // A speech that is ready is made a video of at the next look.
  upstream: { id: 'hedra', company: 'Hedra', submit, poll, find, estimate, mayBegin: (ref) => !ref || 'speechJobId' in ref },
  defaultBaseUrl: 'https://api.hedra.com/v3',
  settings: 'HEDRA',
  authorize: (setting) => {
    const key = setting('API_KEY')
    return key ? async () => ({ authorization: `Key ${key}` }) : undefined
  },
} satisfies UpstreamRegistration
