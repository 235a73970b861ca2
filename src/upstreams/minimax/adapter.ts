// MiniMax's video API, first generation (Hailuo and the 01 family): submit, query, then exchange the file id for a link.
// No cancelling, no listing and no external id, so a lost submission cannot be found again.
// https://platform.minimax.io/docs/api-reference/video-generation-t2v.md (and -i2v, -fl2v, -s2v, -query,
// -download), read 2026-10-08.
import * as v from 'valibot'
import type { UpstreamRef } from '../../domain/upstream.ts'
import type { PollOutcome, Refused, Submission, SubmitOutcome, Upstream, UpstreamRegistration } from '../contract.ts'
import type { UpstreamHttp } from '../http.ts'
import { readAnswer, securedUrl, type MinimaxReading } from './answers.ts'
import { minimaxCallbacks } from './callbacks.ts'

/** Global. A key of the Chinese site only works there: set MINIMAX_BASE_URL for such a key. */
export const MINIMAX_BASE_URL = 'https://api.minimax.io'

export const authorizeMinimax = ((setting) => {
  const key = setting('API_KEY')
  return key ? async () => ({ authorization: `Bearer ${key}` }) : undefined
}) satisfies UpstreamRegistration['authorize']

/** The one model that takes a person's face instead of a frame, and neither duration nor resolution. */
const SUBJECT_MODEL = 'S2V-01'

const Accepted = v.object({ task_id: v.pipe(v.string(), v.nonEmpty()) })
const Ref = v.object({ taskId: v.string() })
const State = v.object({ status: v.pipe(v.string(), v.toLowerCase()) })
const Retrieved = v.object({ file: v.object({ download_url: v.pipe(v.string(), v.url()) }) })

async function submit(http: UpstreamHttp, submission: Submission): Promise<SubmitOutcome> {
  const json = requestBody(submission)
  const reading = readAnswer(await http.request({ method: 'POST', url: '/v1/video_generation', json, timeoutSeconds: 60 }))
  if (reading.kind === 'UNCLEAR') return { kind: 'UNKNOWN', detail: reading.detail }
  if (reading.kind === 'REFUSED') return { kind: 'REJECTED', ...reading.refused }
  const accepted = v.safeParse(Accepted, reading.json)
  if (!accepted.success) return { kind: 'UNKNOWN', detail: 'accepted without a task_id' }
  return { kind: 'ACCEPTED', ref: { taskId: accepted.output.task_id } }
}

function requestBody({ model, input, options, callback }: Submission): Readonly<Record<string, unknown>> {
  const common = { model, ...(input.text !== undefined && { prompt: input.text }), ...(callback && { callback_url: callback.url }) }
  if (model === SUBJECT_MODEL) {
    return { ...common, subject_reference: [{ type: 'character', image: input.images ?? [] }] }
  }
  return {
    ...common,
    duration: options.duration,
    resolution: String(options.resolution).toUpperCase(),
    ...(input.image !== undefined && { first_frame_image: input.image }),
    ...(input.lastImage !== undefined && { last_frame_image: input.lastImage }),
  }
}

async function poll(http: UpstreamHttp, ref: UpstreamRef): Promise<PollOutcome> {
  const { taskId } = v.parse(Ref, ref)
  const reading = readAnswer(await http.request({ method: 'GET', url: '/v1/query/video_generation', query: { task_id: taskId } }))
  if (reading.kind === 'UNCLEAR') return { kind: 'UNREACHABLE', detail: reading.detail }
  const state = v.safeParse(State, reading.json)
  const status = state.success ? state.output.status : 'none'
  // The page says `Fail`, its SDK `Failed`. The reason, if there is one, is in base_resp beside it.
  if ((status === 'fail' || status === 'failed') && (reading.kind === 'OK' || reading.spoken)) {
    return { kind: 'FAILED', ...verdict(reading) }
  }
  if (reading.kind === 'REFUSED') return refusedLook(reading)
  if (status === 'preparing' || status === 'queueing') return { kind: 'PENDING', started: false }
  if (status === 'processing') return { kind: 'PENDING', started: true }
  const fileId = status === 'success' ? fileIdOf(reading.text) : undefined
  if (fileId === undefined) return { kind: 'UNREACHABLE', detail: `status ${status} without a file` }
  return retrieve(http, fileId)
}

/** A failure while generating, unless its code tells of more: content rules, our balance. */
function verdict(reading: Exclude<MinimaxReading, { kind: 'UNCLEAR' }>): Refused {
  if (reading.kind === 'OK') return { refusal: 'FAILED', detail: 'status Fail' }
  const { refused } = reading
  const isOfTheMoment = refused.refusal === 'BUSY' || (refused.refusal === 'UNAVAILABLE' && !refused.alarm)
  return isOfTheMoment ? { ...refused, refusal: 'FAILED' } : refused
}

/** Content rules are a verdict on the task, whichever of the two requests tells it; any other refusal is about the look. */
function refusedLook({ spoken, refused }: Extract<MinimaxReading, { kind: 'REFUSED' }>): PollOutcome {
  if (spoken && refused.refusal === 'MODERATED') return { kind: 'FAILED', ...refused }
  const { detail, alarm, retryAfterSeconds } = refused
  return { kind: 'UNREACHABLE', detail, ...(alarm && { alarm }), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }
}

/** Read from the text: the id is an int64, documented here as a string and elsewhere as a number, which JSON.parse would round. */
function fileIdOf(text: string): string | undefined {
  return /"file_id"\s*:\s*"?(\d+)/.exec(text)?.[1]
}

/** The link lives for one hour and needs no key; asking again gives a fresh one. */
async function retrieve(http: UpstreamHttp, fileId: string): Promise<PollOutcome> {
  const reading = readAnswer(await http.request({ method: 'GET', url: '/v1/files/retrieve', query: { file_id: fileId } }))
  if (reading.kind === 'UNCLEAR') return { kind: 'UNREACHABLE', detail: reading.detail }
  if (reading.kind === 'REFUSED') return refusedLook(reading)
  const retrieved = v.safeParse(Retrieved, reading.json)
  if (!retrieved.success) return { kind: 'UNREACHABLE', detail: 'a file without a link' }
  return { kind: 'DONE', outputs: [{ kind: 'url', url: securedUrl(retrieved.output.file.download_url) }] }
}

const minimax: Upstream = { id: 'minimax', company: 'MiniMax', submit, poll }

export const minimaxRegistration = {
  upstream: minimax,
  defaultBaseUrl: MINIMAX_BASE_URL,
  settings: 'MINIMAX',
  authorize: authorizeMinimax,
  callbacks: () => minimaxCallbacks,
} satisfies UpstreamRegistration
