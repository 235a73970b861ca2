// What Kling's answers mean: the envelope { code, message, data } and its table of codes, apart from the calls in kling.ts.
// Docs: https://app.klingai.com/global/dev/document-api (error codes), read 2026-11-22.
import * as v from 'valibot'
import type { PollOutcome, Refused } from '../contract.ts'
import { isAmbiguous, type HttpAnswer, type HttpOutcome } from '../http.ts'
import { BAD_MEDIA, BALANCE_EMPTY, BUSY, DOWN, INVALID, KEY_REFUSED, MODERATED, verdictOfStatus } from '../verdicts.ts'
import type { Verdict } from '../verdicts.ts'

const envelopeSchema = v.object({ code: v.number(), message: v.nullish(v.string()), data: v.nullish(v.unknown()) })

const taskSchema = v.object({
  task_id: v.pipe(v.string(), v.minLength(1)),
  task_status: v.nullish(v.string()),
  task_status_msg: v.nullish(v.string()),
  task_info: v.nullish(v.object({ external_task_id: v.nullish(v.string()) })),
  task_result: v.nullish(v.object({ videos: v.nullish(v.array(v.object({ url: v.string() }))) })),
})

export type KlingTask = v.InferOutput<typeof taskSchema>

export type KlingNo =
  /** It has definitely not done what was asked. */
  | { readonly kind: 'REFUSED'; readonly refused: Refused; readonly notFound: boolean }
  /** Nobody can tell what it did. */
  | { readonly kind: 'UNCLEAR'; readonly detail: string }

export type KlingAnswer = { readonly kind: 'TASK'; readonly task: KlingTask } | KlingNo

const NOT_FOUND = 1203
/** Of a task, the paths of the old API were seen to say it as an invalid value. */
const NO_SUCH_TASK = /code 1201: task not found/i
const BACKLOG = 5002

/**
 * By `code`, since HTTP statuses are overloaded: 429 is also an empty balance. 1202 and 1203 name a path or a model that
 * Kling no longer has, which no caller can mend. It never sends Retry-After; the waits are ours.
 */
export const VERDICTS: Readonly<Record<number, Verdict>> = {
  1000: KEY_REFUSED,
  1001: KEY_REFUSED,
  1002: KEY_REFUSED,
  1003: KEY_REFUSED,
  1004: KEY_REFUSED,
  1100: KEY_REFUSED,
  1101: BALANCE_EMPTY,
  1102: BALANCE_EMPTY,
  1103: KEY_REFUSED,
  1200: INVALID,
  1201: INVALID,
  1202: KEY_REFUSED,
  [NOT_FOUND]: KEY_REFUSED,
  1300: MODERATED,
  1301: MODERATED,
  1302: { ...BUSY, retryAfterSeconds: 1 },
  1303: { ...BUSY, retryAfterSeconds: 10 },
  1304: KEY_REFUSED,
  5000: DOWN,
  5001: DOWN,
}

export function readAnswer(outcome: HttpOutcome): KlingAnswer {
  const reply = readEnvelope(outcome)
  if (reply.kind !== 'DATA') return reply
  const task = v.safeParse(taskSchema, reply.data)
  return task.success ? { kind: 'TASK', task: task.output } : { kind: 'UNCLEAR', detail: `${reply.detail} (not a task)` }
}

/** What both of its APIs wrap their data in. */
export function readEnvelope(outcome: HttpOutcome): { readonly kind: 'DATA'; readonly data: unknown; readonly detail: string } | KlingNo {
  if (outcome.kind === 'LOST') return { kind: 'UNCLEAR', detail: outcome.detail }
  const envelope = v.safeParse(envelopeSchema, outcome.json)
  const code = envelope.success ? envelope.output.code : undefined
  const detail = `HTTP ${outcome.status}, code ${code ?? 'absent'}: ${(envelope.success && envelope.output.message) || 'no message'}`
  if (isAmbiguous(outcome.status) || code === BACKLOG) return { kind: 'UNCLEAR', detail }
  if (code === 0 && isSuccess(outcome)) return { kind: 'DATA', data: envelope.success ? envelope.output.data : undefined, detail }
  const known = code === undefined ? undefined : VERDICTS[code]
  if (!known && isSuccess(outcome)) return { kind: 'UNCLEAR', detail }
  const ofCode = known ?? verdictOfStatus(outcome)
  const verdict = ofCode.refusal === 'INVALID_INPUT' && OF_A_FILE.test(detail) ? BAD_MEDIA : ofCode
  const retryAfterSeconds = outcome.retryAfterSeconds ?? verdict.retryAfterSeconds
  const refused: Refused = { ...verdict, detail, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }
  return { kind: 'REFUSED', refused, notFound: code === NOT_FOUND || NO_SUCH_TASK.test(detail) }
}

function isSuccess(answer: HttpAnswer): boolean {
  return answer.status >= 200 && answer.status < 300
}

/** Words about an image that it could not get, read or take. */
const OF_A_FILE = /\b(image|file|picture|base64)\b.*\b(invalid|illegal|fail(ed|ure)?|download|unsupported|exceed|too (large|small)|not (supported|valid|found))|\b(invalid|illegal|failed|unsupported)\b.*\b(image|file|picture|base64)\b/i

/** Where a task stands. An unknown word says nothing about the work. */
export function standingOf(task: KlingTask): PollOutcome {
  switch (task.task_status) {
    case 'submitted':
      return { kind: 'PENDING', started: false }
    case 'processing':
      return { kind: 'PENDING', started: true }
    case 'succeed': {
      const videos = task.task_result?.videos ?? []
      if (videos.length === 0) return { kind: 'UNREACHABLE', detail: 'succeeded without a video' }
      return { kind: 'DONE', outputs: videos.map(({ url }) => ({ kind: 'url', url })) }
    }
    case 'failed':
      return { kind: 'FAILED', ...reasonOf(task.task_status_msg ?? '') }
    default:
      return { kind: 'UNREACHABLE', detail: `unknown task_status ${task.task_status ?? 'absent'}` }
  }
}

/** A failed task has no code, only this sentence. */
export function reasonOf(message: string): Refused {
  if (/risk control/i.test(message)) return { refusal: 'MODERATED', detail: message }
  if (OF_A_FILE.test(message)) return { refusal: 'INPUT_MEDIA', detail: message }
  return { refusal: 'FAILED', detail: message || 'failed without a reason' }
}
