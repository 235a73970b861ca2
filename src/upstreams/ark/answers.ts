// What Ark's answers mean: its error codes, for refused requests and for failed tasks alike, and where a task stands.
// https://www.volcengine.com/docs/82379/1359411 (error codes), https://docs.byteplus.com/en/docs/ModelArk/1521309 (a task), read 2026-11-22.
import * as v from 'valibot'
import type { PollOutcome, Refused } from '../contract.ts'
import type { HttpAnswer } from '../http.ts'
import { BAD_MEDIA, BALANCE_EMPTY, BUSY, DOWN, FAILED, INVALID, KEY_REFUSED, MODERATED, verdictOfStatus, waitOf } from '../verdicts.ts'
import type { Verdict } from '../verdicts.ts'

const errorSchema = v.object({ code: v.string(), message: v.nullish(v.string()) })
const refusalSchema = v.object({ error: errorSchema })

export const taskSchema = v.object({
  id: v.pipe(v.string(), v.nonEmpty()),
  status: v.string(),
  content: v.nullish(v.object({ video_url: v.nullish(v.string()) })),
  error: v.nullish(errorSchema),
})

export type ArkTask = v.InferOutput<typeof taskSchema>

/** In order: the first that fits decides. Codes carry details behind a dot, and new ones of a family keep its word. */
export const VERDICTS: readonly (readonly [RegExp, Verdict])[] = [
  [/Sensitive/, MODERATED],
  // The free quota is used up, or the spending cap of our account is reached: waiting does not help.
  [/^(AccountOverdue|QuotaExceeded|SetLimitExceeded)/, BALANCE_EMPTY],
  [/^(AuthenticationError|AccessDenied|ModelNotOpen|InvalidEndpoint)/, KEY_REFUSED],
  [/RateLimit|^(RequestBurstTooFast|ServerOverloaded)/, BUSY],
  [/^ModelLoading/, DOWN],
  [/^(InvalidImage|InvalidParameter\.Image|OversizeImage)/i, BAD_MEDIA],
  [/^(MissingParameter|Invalid)/, INVALID],
]

/** A request that Ark refused with an error status. */
export function refused(answer: HttpAnswer): Refused {
  return { ...(verdictOfCode(codeOf(answer)) ?? verdictOfStatus(answer)), detail: said(answer), ...waitOf(answer) }
}

function verdictOfCode(code: string | undefined): Verdict | undefined {
  return code === undefined ? undefined : VERDICTS.find(([pattern]) => pattern.test(code))?.[1]
}

/** Where a task stands. An unknown word says nothing about the work. */
export function standingOf(task: ArkTask): PollOutcome {
  const { status, content, error } = task
  if (status === 'queued' || status === 'running') return { kind: 'PENDING', started: status === 'running' }
  if (status === 'succeeded' && content?.video_url) return { kind: 'DONE', outputs: [{ kind: 'url', url: content.video_url }] }
  if (status === 'failed') {
    const verdict = verdictOfCode(error?.code) ?? FAILED
    return { kind: 'FAILED', ...verdict, detail: error ? `${error.code}: ${error.message ?? ''}` : 'failed without an error' }
  }
  if (status === 'expired') return { kind: 'FAILED', refusal: 'FAILED', detail: status }
  if (status === 'cancelled') return { kind: 'FAILED', stopped: true, refusal: 'FAILED', detail: status }
  return { kind: 'UNREACHABLE', detail: `status ${status} without a video` }
}

/** A look that was answered with an error. It is about the look, but for a task that Ark no longer has. */
export function missed(answer: HttpAnswer): PollOutcome {
  const { detail, alarm } = refused(answer)
  if (isMissing(answer)) return { kind: 'MISSING', detail }
  return { kind: 'UNREACHABLE', detail, ...(alarm && { alarm }), ...waitOf(answer) }
}

/** Any 404 will not do: a proxy's, or a wrong base URL's, has no such code. */
export function isMissing(answer: HttpAnswer): boolean {
  return answer.status === 404 && /^(Resource)?NotFound/.test(codeOf(answer) ?? '')
}

function codeOf(answer: HttpAnswer): string | undefined {
  const refusal = v.safeParse(refusalSchema, answer.json)
  return refusal.success ? refusal.output.error.code : undefined
}

export function said(answer: HttpAnswer): string {
  const refusal = v.safeParse(refusalSchema, answer.json)
  if (!refusal.success) return `${answer.status}: ${new TextDecoder().decode(answer.bytes).slice(0, 500)}`
  return `${answer.status} ${refusal.output.error.code}: ${refusal.output.error.message ?? ''}`
}
