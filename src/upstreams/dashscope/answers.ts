// What DashScope's answers mean: its error codes, for refused requests and for failed tasks alike, and where a task stands.
// https://help.aliyun.com/zh/model-studio/error-code, and the page on managing asynchronous tasks there, read 2026-11-22.
import * as v from 'valibot'
import type { PollOutcome, Refused } from '../contract.ts'
import type { HttpAnswer } from '../http.ts'
import { BAD_MEDIA, BALANCE_EMPTY, BUSY, DOWN, FAILED, INVALID, KEY_REFUSED, MODERATED, verdictOfStatus, waitOf } from '../verdicts.ts'
import type { Verdict } from '../verdicts.ts'

const refusalSchema = v.object({ code: v.string(), message: v.nullish(v.string()) })

export const taskSchema = v.object({
  output: v.object({
    task_id: v.nullish(v.string()),
    task_status: v.string(),
    video_url: v.nullish(v.string()),
    code: v.nullish(v.string()),
    message: v.nullish(v.string()),
  }),
})

export type WanTask = v.InferOutput<typeof taskSchema>['output']

/** In order: the first that fits decides. Many codes carry details behind a dot. */
export const VERDICTS: readonly (readonly [RegExp, Verdict])[] = [
  [/^(DataInspectionFailed|IPInfringementSuspect)/, MODERATED],
  // `InvalidParameter.DataInspection` is said of a file that could not be downloaded to be inspected.
  [/^(Invalid(URL|File|Image|Video)|InvalidParameter\.DataInspection)/, BAD_MEDIA],
  [/^(Arrearage|AllocationQuota)/, BALANCE_EMPTY],
  // A model it does not have is a row of ours that no caller can mend.
  [/^(InvalidApiKey|ModelNotFound|InvalidModel)|AccessDenied/, KEY_REFUSED],
  [/^Throttling/, BUSY],
  [/^ModelUnavailable/, DOWN],
  [/^(InvalidParameter|BadRequest)/, INVALID],
]

/** A request that DashScope refused with an error status. */
export function refused(answer: HttpAnswer): Refused {
  return { ...(verdictOfCode(codeOf(answer)) ?? verdictOfStatus(answer)), detail: said(answer), ...waitOf(answer) }
}

function verdictOfCode(code: string | null | undefined): Verdict | undefined {
  return code ? VERDICTS.find(([pattern]) => pattern.test(code))?.[1] : undefined
}

/** Where a task stands. An unknown word says nothing about the work. */
export function standingOf(task: WanTask): PollOutcome {
  switch (task.task_status) {
    case 'PENDING':
    case 'SUSPENDED':
      return { kind: 'PENDING', started: false }
    case 'RUNNING':
      return { kind: 'PENDING', started: true }
    case 'SUCCEEDED':
      if (!task.video_url) return { kind: 'UNREACHABLE', detail: 'succeeded without a video' }
      return { kind: 'DONE', outputs: [{ kind: 'url', url: task.video_url }] }
    case 'FAILED':
      return { kind: 'FAILED', ...reasonOf(task) }
    // DashScope's word for a task that it never had or has forgotten, which it does after 24 hours.
    case 'UNKNOWN':
      return { kind: 'MISSING', detail: 'task_status UNKNOWN' }
    case 'CANCELED':
      return { kind: 'FAILED', stopped: true, refusal: 'FAILED', detail: 'task_status CANCELED' }
    default:
      return { kind: 'UNREACHABLE', detail: `unknown task_status ${task.task_status}` }
  }
}

function reasonOf({ code, message }: WanTask): Refused {
  return { ...(verdictOfCode(code) ?? FAILED), detail: `${code ?? 'no code'}: ${message ?? ''}` }
}

/** A look that was answered with an error: it says nothing about the work. */
export function missed(answer: HttpAnswer): PollOutcome {
  const { detail, alarm } = refused(answer)
  return { kind: 'UNREACHABLE', detail, ...(alarm && { alarm }), ...waitOf(answer) }
}

/** It ran out of time behind its own front door: what came of the request, it cannot tell. */
export function isTimeout(answer: HttpAnswer): boolean {
  return /time_?out/i.test(codeOf(answer) ?? '')
}

export function codeOf(answer: HttpAnswer): string | undefined {
  const refusal = v.safeParse(refusalSchema, answer.json)
  return refusal.success ? refusal.output.code : undefined
}

export function said(answer: HttpAnswer): string {
  const refusal = v.safeParse(refusalSchema, answer.json)
  if (!refusal.success) return `${answer.status}: ${new TextDecoder().decode(answer.bytes).slice(0, 500)}`
  return `${answer.status} ${refusal.output.code}: ${refusal.output.message ?? ''}`
}
