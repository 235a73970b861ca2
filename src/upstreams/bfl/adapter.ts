// Black Forest Labs, FLUX.1. https://docs.bfl.ai/api_integration/integration_guidelines and https://api.bfl.ai/openapi.json
// as of 2026-05-01, checked 2026-11. The model is the path. There is no cancel, no idempotency key and no id of ours.
import * as v from 'valibot'
import type { UpstreamRef } from '../../domain/upstream.ts'
import type { PollOutcome, Refused, Submission, SubmitOutcome, Upstream, UpstreamRegistration } from '../contract.ts'
import { isAmbiguous, type HttpAnswer, type UpstreamHttp } from '../http.ts'
import { alarmOfLook, verdictOfStatus, waitOf } from '../verdicts.ts'
import { ownValue } from '../../domain/own-value.ts'
import { bflCallbacks } from './callbacks.ts'

/**
 * In front of all regions. Where a callback is asked for, the answer has no polling address, and this one may ask a region that does not
 * know the task: so only a region of its own (`BFL_BASE_URL`) is asked to call back.
 */
const GLOBAL_URL = 'https://api.bfl.ai'

const Accepted = v.object({ id: v.pipe(v.string(), v.minLength(1)), polling_url: v.nullish(v.string()) })
const Ref = v.object({ id: v.string(), pollingUrl: v.nullish(v.string()) })
const Result = v.object({
  status: v.string(),
  result: v.nullish(v.object({ sample: v.nullish(v.string()) })),
  progress: v.nullish(v.number()),
})

/** `Reasoning` and `Generating` came after the specification of 2026-05. */
const PENDING = new Set(['Pending', 'Reasoning', 'Generating'])
const MODERATED = new Set(['Request Moderated', 'Content Moderated'])
/** `Failed` is not in the specification, but in the quick start. */
const FAILED = new Set(['Error', 'Failed'])
const MISSING = 'Task not found'

/** Models that take pixels rather than a ratio: near one megapixel, both sides multiples of 32 within 256 and 1440. */
const SIZED_MODELS = new Set(['flux-dev', 'flux-pro-1.1'])
const LANDSCAPE_SIZES: Readonly<Record<string, readonly [longer: number, shorter: number]>> = {
  '21:9': [1344, 576],
  '16:9': [1376, 768],
  '3:2': [1152, 768],
  '4:3': [1152, 864],
  '5:4': [1120, 896],
  '1:1': [1024, 1024],
}

async function submit(http: UpstreamHttp, submission: Submission): Promise<SubmitOutcome> {
  const outcome = await http.request({ method: 'POST', url: `/v1/${submission.model}`, json: body(submission) })
  if (outcome.kind === 'LOST') return { kind: 'UNKNOWN', detail: outcome.detail }
  // After its own 500 it may have been accepted and billed all the same; a 503 comes before that.
  if (isAmbiguous(outcome.status) || outcome.status === 500) return { kind: 'UNKNOWN', detail: said(outcome) }
  if (outcome.status < 200 || outcome.status >= 300) return { kind: 'REJECTED', ...refused(outcome) }
  const accepted = v.safeParse(Accepted, outcome.json)
  if (!accepted.success) return { kind: 'UNKNOWN', detail: said(outcome) }
  const { id, polling_url: pollingUrl } = accepted.output
  return { kind: 'ACCEPTED', ref: { id, ...(pollingUrl && URL.canParse(pollingUrl) && { pollingUrl }) } }
}

function body({ model, input, options, callback }: Submission): object {
  const aspectRatio = typeof options.aspectRatio === 'string' ? options.aspectRatio : undefined
  return {
    ...(input.text !== undefined && { prompt: input.text }),
    ...references(input),
    ...(aspectRatio !== undefined && (SIZED_MODELS.has(model) ? pixelSize(aspectRatio) : { aspect_ratio: aspectRatio })),
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(options.outputFormat !== undefined && { output_format: options.outputFormat }),
    ...(options.raw !== undefined && { raw: options.raw }),
    ...(options.steps !== undefined && { steps: options.steps }),
    ...(options.guidance !== undefined && { guidance: options.guidance }),
    ...(callback && { webhook_url: callback.url, webhook_secret: callback.secret }),
  }
}

/** `input_image`, `input_image_2` … `input_image_4`: a URL, or base64 without its `data:` prefix. */
function references({ image, images = [] }: Submission['input']): Record<string, string> {
  const all = image === undefined ? images : [image, ...images]
  return Object.fromEntries(all.map((one, index) => [index === 0 ? 'input_image' : `input_image_${index + 1}`, withoutDataPrefix(one)]))
}

function withoutDataPrefix(media: string): string {
  return media.replace(/^data:[^,]*,/, '')
}

/** The pixels for a ratio of the catalogue's rows, or nothing for another one: the upstream's own default then holds. */
function pixelSize(aspectRatio: string): { width: number; height: number } | undefined {
  const wide = ownValue(LANDSCAPE_SIZES, aspectRatio)
  if (wide) return { width: wide[0], height: wide[1] }
  const tall = ownValue(LANDSCAPE_SIZES, aspectRatio.split(':').toReversed().join(':'))
  return tall && { width: tall[1], height: tall[0] }
}

function refused(answer: HttpAnswer): Refused {
  return { ...verdictOfStatus(answer), detail: said(answer), ...waitOf(answer) }
}

async function poll(http: UpstreamHttp, ref: UpstreamRef): Promise<PollOutcome> {
  const outcome = await http.request({ method: 'GET', ...where(ref) })
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  // An unknown or expired task is said with 200 by the specification, with 404 as some clients saw it.
  if (outcome.status === 404) return { kind: 'MISSING', detail: said(outcome) }
  const answer = v.safeParse(Result, outcome.json)
  if (outcome.status !== 200 || !answer.success) return unreachable(outcome)
  const { status, result, progress } = answer.output
  if (PENDING.has(status)) {
    // The words do not tell waiting from working; progress does.
    if (typeof progress !== 'number') return { kind: 'PENDING', started: status !== 'Pending' }
    return { kind: 'PENDING', started: true, progress: Math.min(1, Math.max(0, progress)) }
  }
  if (status === 'Ready' && result?.sample) return { kind: 'DONE', outputs: [{ kind: 'url', url: result.sample }] }
  if (MODERATED.has(status)) return { kind: 'FAILED', refusal: 'MODERATED', detail: said(outcome) }
  if (status === MISSING) return { kind: 'MISSING', detail: said(outcome) }
  if (FAILED.has(status)) return { kind: 'FAILED', refusal: 'FAILED', detail: said(outcome) }
  return unreachable(outcome)
}

/** The polling URL goes to the cluster that holds the task, on another host than the submission's; it is used as it came. */
function where(ref: UpstreamRef): { url: string; query?: Readonly<Record<string, string>> } {
  const { id, pollingUrl } = v.parse(Ref, ref)
  if (!pollingUrl) return { url: '/v1/get_result', query: { id } }
  return new URL(pollingUrl).searchParams.has('id') ? { url: pollingUrl } : { url: pollingUrl, query: { id } }
}

function unreachable(answer: HttpAnswer): PollOutcome {
  return { kind: 'UNREACHABLE', detail: said(answer), ...alarmOfLook(answer), ...waitOf(answer) }
}

function said(answer: HttpAnswer): string {
  return `${answer.status}: ${new TextDecoder().decode(answer.bytes).slice(0, 500)}`
}

export const bflRegistration = {
  upstream: { id: 'bfl', company: 'Black Forest Labs', submit, poll } satisfies Upstream,
  defaultBaseUrl: GLOBAL_URL,
  settings: 'BFL',
  authorize: (setting) => {
    const key = setting('API_KEY')
    return key ? async () => ({ 'x-key': key }) : undefined
  },
  trustedHosts: [/^api(\.[a-z0-9-]+)?\.bfl\.ai$/],
  callbacks: (setting) => ((setting('BASE_URL') ?? GLOBAL_URL) === GLOBAL_URL ? undefined : bflCallbacks),
} satisfies UpstreamRegistration
