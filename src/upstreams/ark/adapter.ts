// Ark, ByteDance's model platform (BytePlus ModelArk), for Seedance. It has no idempotency key and echoes no id of ours
// but a hash of the end user, so a submission whose answer was lost cannot be found again.
// https://docs.byteplus.com/en/docs/ModelArk/1520757 (create), /1521309 (look), /1521720 (cancel), read 2026-11-22.
import * as v from 'valibot'
import type { UpstreamRef } from '../../domain/upstream.ts'
import { isMissing, missed, refused, said, standingOf, taskSchema } from './answers.ts'
import type { CancelOutcome, PollOutcome, Submission, SubmitOutcome, UpstreamRegistration } from '../contract.ts'
import { isAmbiguous, type HttpOutcome, type UpstreamHttp } from '../http.ts'
import { says } from '../signatures.ts'

const TASKS = '/contents/generations/tasks'

const Accepted = v.object({ id: v.pipe(v.string(), v.nonEmpty()) })
const Ref = v.object({ id: v.string() })

const ONGOING: ReadonlySet<string> = new Set(['queued', 'running'])
/** What waits longer expires unbilled. The shortest that Ark takes, and no shorter than any deadline of ours. */
const EXPIRES_AFTER_SECONDS = 3600

async function submit(http: UpstreamHttp, submission: Submission): Promise<SubmitOutcome> {
  const outcome = await http.request({ method: 'POST', url: TASKS, json: bodyOf(submission), timeoutSeconds: 60 })
  if (outcome.kind === 'LOST') return { kind: 'UNKNOWN', detail: outcome.detail }
  if (outcome.status >= 200 && outcome.status < 300) {
    const accepted = v.safeParse(Accepted, outcome.json)
    if (!accepted.success) return { kind: 'UNKNOWN', detail: `no id in ${said(outcome)}` }
    return { kind: 'ACCEPTED', ref: { id: accepted.output.id } }
  }
  if (isAmbiguous(outcome.status)) return { kind: 'UNKNOWN', detail: said(outcome) }
  return { kind: 'REJECTED', ...refused(outcome) }
}

function bodyOf({ model, input, options, callback }: Submission): object {
  // Stored before sound had one name over all models, it is under Ark's own.
  const sound = options.sound ?? options.generateAudio
  const text = input.text === undefined ? [] : [{ type: 'text', text: withoutCommands(input.text) }]
  return {
    model,
    content: [...text, ...imagesOf(input)],
    resolution: options.resolution,
    // Where nothing was asked, a video follows its first frame.
    ratio: options.aspectRatio ?? (input.image === undefined ? '16:9' : 'adaptive'),
    duration: options.duration,
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(sound !== undefined && { generate_audio: sound }),
    watermark: false,
    execution_expires_after: EXPIRES_AFTER_SECONDS,
    ...(callback && { callback_url: callback.url }),
  }
}

/** First and last frame, or the reference images: Ark takes no mixture of the two. */
function imagesOf({ image, lastImage, images = [] }: Submission['input']): readonly object[] {
  return [
    ...(image === undefined ? [] : [imagePart('first_frame', image)]),
    ...(lastImage === undefined ? [] : [imagePart('last_frame', lastImage)]),
    ...images.map((url) => imagePart('reference_image', url)),
  ]
}

function imagePart(role: string, url: string): object {
  return { type: 'image_url', image_url: { url }, role }
}

/** Ark also reads parameters out of the text (`--resolution 1080p`): a caller's words must not change what was priced. */
function withoutCommands(text: string): string {
  const names = 'resolution|rs|ratio|rt|duration|dur|frames|framespersecond|fps|watermark|wm|seed|camerafixed|cf'
  return text.replace(new RegExp(`-{2,}(?=(?:${names})\\b)`, 'gi'), '')
}

async function poll(http: UpstreamHttp, ref: UpstreamRef): Promise<PollOutcome> {
  const outcome = await look(http, ref)
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  if (outcome.status !== 200) return missed(outcome)
  const task = v.safeParse(taskSchema, outcome.json)
  return task.success ? standingOf(task.output) : { kind: 'UNREACHABLE', detail: `not a task: ${said(outcome)}` }
}

/** Looks first: deleting cancels what is queued, but of a task that has ended it removes the record, with the same answer. */
async function cancel(http: UpstreamHttp, ref: UpstreamRef): Promise<CancelOutcome> {
  const seen = await look(http, ref)
  if (seen.kind === 'LOST') return { kind: 'UNREACHABLE', detail: seen.detail }
  if (isMissing(seen)) return { kind: 'TOO_LATE' }
  const task = v.safeParse(taskSchema, seen.json)
  if (seen.status !== 200 || !task.success) return { kind: 'UNREACHABLE', detail: said(seen) }
  if (task.output.status === 'cancelled') return { kind: 'CANCELLED' }
  if (task.output.status !== 'queued') return { kind: 'TOO_LATE' }
  const deleted = await http.request({ method: 'DELETE', url: path(ref) })
  if (deleted.kind === 'LOST') return { kind: 'UNREACHABLE', detail: deleted.detail }
  if (deleted.status >= 200 && deleted.status < 300) return { kind: 'CANCELLED' }
  // It started in between.
  return deleted.status === 409 ? { kind: 'TOO_LATE' } : { kind: 'UNREACHABLE', detail: said(deleted) }
}

function look(http: UpstreamHttp, ref: UpstreamRef): Promise<HttpOutcome> {
  return http.request({ method: 'GET', url: path(ref) })
}

function path(ref: UpstreamRef): string {
  return `${TASKS}/${encodeURIComponent(v.parse(Ref, ref).id)}`
}

/** The international site. The Chinese one (ark.cn-beijing.volces.com) has other keys and other names of the models. */
export const arkRegistration = {
  upstream: { id: 'ark', company: 'ByteDance', submit, poll, cancel },
  defaultBaseUrl: 'https://ark.ap-southeast.bytepluses.com/api/v3',
  settings: 'ARK',
  authorize: (setting) => {
    const key = setting('API_KEY')
    return key ? async () => ({ authorization: `Bearer ${key}` }) : undefined
  },
  // At each change of the status, and unsigned.
  callbacks: () => ({ isOngoing: says(['status'], ONGOING) }),
} satisfies UpstreamRegistration
