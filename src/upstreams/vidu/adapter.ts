// Vidu (ShengShu): video from text, an image, two frames or references, each by a route of its own.
// https://platform.vidu.com/docs/text-to-video, get-generation and cancel-generation, read 2026-11-22. It has no
// idempotency key, but echoes our id as `payload` in its list of tasks, by which a lost submission is found again.
import * as v from 'valibot'
import type { UpstreamRef } from '../../domain/upstream.ts'
import type { CancelOutcome, FindOutcome, PollOutcome, Submission, SubmitOutcome, UpstreamRegistration } from '../contract.ts'
import type { UpstreamHttp } from '../http.ts'
import { failureOf, refusalOf, said, unreachable } from './answers.ts'
import { viduCallbacks } from './callbacks.ts'

type Route = 'text2video' | 'img2video' | 'start-end2video' | 'reference2video'

const NonEmpty = v.pipe(v.string(), v.minLength(1))
const Accepted = v.object({ task_id: NonEmpty })
const Ref = v.object({ taskId: v.string() })
const Creations = v.object({
  state: v.string(),
  err_code: v.nullish(v.string()),
  creations: v.nullish(v.array(v.object({ url: v.nullish(v.string()), cover_url: v.nullish(v.string()) }))),
})
/** A task is listed under `id`; a resent submission's answer calls the same thing `task_id`. */
const List = v.object({
  tasks: v.nullish(v.array(v.object({ id: v.nullish(NonEmpty), task_id: v.nullish(NonEmpty), payload: v.nullish(v.string()) }))),
  next_page_token: v.nullish(v.string()),
})

/** Their clock may be behind ours by so much. */
const FIND_BEFORE_MS = 5 * 60_000
const LIST_LENGTH = 100

async function submit(http: UpstreamHttp, submission: Submission): Promise<SubmitOutcome> {
  const route = routeOf(submission.input)
  const outcome = await http.request({ method: 'POST', url: `/ent/v2/${route}`, json: body(submission, route) })
  if (outcome.kind === 'LOST') return { kind: 'UNKNOWN', detail: outcome.detail }
  if (outcome.status >= 200 && outcome.status < 300) {
    const accepted = v.safeParse(Accepted, outcome.json)
    return accepted.success ? { kind: 'ACCEPTED', ref: { taskId: accepted.output.task_id } } : { kind: 'UNKNOWN', detail: said(outcome) }
  }
  const refused = refusalOf(outcome)
  return refused ? { kind: 'REJECTED', ...refused } : { kind: 'UNKNOWN', detail: said(outcome) }
}

/** A last frame without a first one goes to the route of two, which says itself that one is lacking. */
function routeOf({ image, lastImage, images }: Submission['input']): Route {
  if (images) return 'reference2video'
  if (lastImage) return 'start-end2video'
  return image ? 'img2video' : 'text2video'
}

/** Where the video begins with an image, the image decides the shape, and an `aspect_ratio` is refused. */
function body({ model, externalId, input, options, callback }: Submission, route: Route): object {
  const images = input.images ?? [input.image, input.lastImage].filter((image) => image !== undefined)
  const isShaped = route === 'text2video' || route === 'reference2video'
  return {
    model,
    ...(input.text !== undefined && { prompt: input.text }),
    ...(images.length > 0 && { images }),
    ...(options.duration !== undefined && { duration: options.duration }),
    ...(options.resolution !== undefined && { resolution: options.resolution }),
    ...(isShaped && options.aspectRatio !== undefined && { aspect_ratio: options.aspectRatio }),
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(options.sound !== undefined && { audio: options.sound }),
    ...(options.motionIntensity !== undefined && { movement_amplitude: options.motionIntensity }),
    payload: externalId,
    ...(callback && { callback_url: callback.url }),
  }
}

async function poll(http: UpstreamHttp, ref: UpstreamRef): Promise<PollOutcome> {
  const outcome = await http.request({ method: 'GET', url: `${pathOf(ref)}/creations` })
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  if (outcome.status === 404) return { kind: 'MISSING', detail: said(outcome) }
  const task = v.safeParse(Creations, outcome.json)
  if (outcome.status !== 200 || !task.success) return unreachable(outcome)
  const { state, err_code: code, creations } = task.output
  // The spelling is theirs.
  if (state === 'created' || state === 'queueing') return { kind: 'PENDING', started: false }
  if (state === 'processing') return { kind: 'PENDING', started: true }
  if (state === 'failed') return { kind: 'FAILED', ...(code === 'UserCancelled' && { stopped: true }), ...failureOf(code ?? '') }
  const { url, cover_url: posterUrl } = creations?.[0] ?? {}
  return state === 'success' && url ? { kind: 'DONE', outputs: [{ kind: 'url', url, ...(posterUrl && { posterUrl }) }] } : unreachable(outcome)
}

/** Only what is not yet scheduled can be cancelled; for the rest it answers 400. */
async function cancel(http: UpstreamHttp, ref: UpstreamRef): Promise<CancelOutcome> {
  const { taskId } = v.parse(Ref, ref)
  const outcome = await http.request({ method: 'POST', url: `${pathOf(ref)}/cancel`, json: { id: taskId } })
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  if (outcome.status === 200) return { kind: 'CANCELLED' }
  if (outcome.status === 400 || outcome.status === 404) return { kind: 'TOO_LATE' }
  return { kind: 'UNREACHABLE', detail: said(outcome) }
}

async function find(http: UpstreamHttp, { externalId }: Submission, sentAtMs: number): Promise<FindOutcome> {
  const from = new Date(sentAtMs - FIND_BEFORE_MS).toISOString()
  const query = { 'created_at.from': from, 'pager.page': '0', 'pager.pagesz': String(LIST_LENGTH) }
  const outcome = await http.request({ method: 'GET', url: '/ent/v2/tasks', query })
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  const list = v.safeParse(List, outcome.json)
  if (outcome.status !== 200 || !list.success) return { kind: 'UNREACHABLE', detail: said(outcome) }
  const found = (list.output.tasks ?? []).find(({ payload }) => payload === externalId)
  const taskId = found?.id ?? found?.task_id
  if (taskId) return { kind: 'FOUND', ref: { taskId } }
  if (found || list.output.next_page_token) return { kind: 'UNREACHABLE', detail: 'the list of tasks does not tell' }
  return { kind: 'ABSENT' }
}

function pathOf(ref: UpstreamRef): string {
  return `/ent/v2/tasks/${encodeURIComponent(v.parse(Ref, ref).taskId)}`
}

export const viduRegistration = {
  upstream: { id: 'vidu', company: 'ShengShu', submit, poll, cancel, find },
  defaultBaseUrl: 'https://api.vidu.com',
  settings: 'VIDU',
  authorize: (setting) => {
    const key = setting('API_KEY')
    return key ? async () => ({ authorization: `Token ${key}` }) : undefined
  },
  callbacks: viduCallbacks,
} satisfies UpstreamRegistration
