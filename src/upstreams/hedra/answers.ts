// How Hedra says no: one envelope of errors for refusals and for failed jobs, with the codes of gRPC.
// The OpenAPI document of v3 (github.com/hedra-labs/hedra-cli, 2026-08-21), read 2026-11-22.
import * as v from 'valibot'
import type { PollOutcome, Refused } from '../contract.ts'
import { isAmbiguous, type HttpAnswer } from '../http.ts'
import { alarmOfLook, BAD_MEDIA, BALANCE_EMPTY, BUSY, DOWN, FAILED, INVALID, KEY_REFUSED, MODERATED, verdictOfStatus } from '../verdicts.ts'
import type { Verdict } from '../verdicts.ts'
import { ownValue } from '../../domain/own-value.ts'

export const ErrorEnvelope = v.object({
  code: v.nullish(v.string()),
  message: v.nullish(v.string()),
  retry_after: v.nullish(v.number()),
  param: v.nullish(v.string()),
})
type HedraError = v.InferOutput<typeof ErrorEnvelope>
const Problem = v.object({ error: ErrorEnvelope })

export const VERDICTS: Readonly<Record<string, Verdict>> = {
  INVALID_ARGUMENT: INVALID,
  FAILED_PRECONDITION: INVALID,
  // What we uploaded has passed its hour.
  GONE: FAILED,
  MODERATION_FAILED: MODERATED,
  UNAUTHORIZED: KEY_REFUSED,
  PERMISSION_DENIED: KEY_REFUSED,
  // A model that is not there is ours to mend.
  NOT_FOUND: KEY_REFUSED,
  INSUFFICIENT_BALANCE: BALANCE_EMPTY,
  RESOURCE_EXHAUSTED: BUSY,
  UNAVAILABLE: DOWN,
  DEADLINE_EXCEEDED: DOWN,
}

/** Why a request was refused, or undefined where nobody can tell whether it was. */
export function refusalOf(answer: HttpAnswer): Refused | undefined {
  const error = errorOf(answer)
  // 409: the idempotency key is being worked on, or was used for another body.
  if (isAmbiguous(answer.status) || answer.status === 409 || error?.code === 'DEADLINE_EXCEEDED') return undefined
  const retryAfterSeconds = answer.retryAfterSeconds ?? error?.retry_after ?? undefined
  const verdict = verdictOf(error) ?? verdictOfStatus(answer)
  return { ...verdict, detail: said(answer), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }
}

/** What a failed job died of. */
export function failureOf(error: HedraError | null | undefined): Refused {
  const detail = error ? `${error.code ?? 'no code'}: ${error.message ?? ''}` : 'failed without an error'
  return { ...(verdictOf(error) ?? FAILED), detail }
}

function verdictOf(error: HedraError | null | undefined): Verdict | undefined {
  const code = error?.code ?? ''
  const param = error?.param ?? ''
  // A voice or a file that is not there, or is somebody else's, is the caller's.
  const isOfInput = OF_INPUT.has(code) && (param.startsWith('input') || /voice/i.test(error?.message ?? ''))
  if (!isOfInput) return ownValue(VERDICTS, code)
  if (/image/.test(param)) return { ...BAD_MEDIA, field: 'image' }
  return /audio/.test(param) ? { ...BAD_MEDIA, field: 'audio' } : INVALID
}

const OF_INPUT: ReadonlySet<string> = new Set(['NOT_FOUND', 'PERMISSION_DENIED', 'INVALID_ARGUMENT', 'FAILED_PRECONDITION'])

/** A look that did not succeed says nothing about the work. */
export function unreachable(answer: HttpAnswer): PollOutcome {
  const retryAfterSeconds = answer.retryAfterSeconds ?? errorOf(answer)?.retry_after ?? undefined
  return { kind: 'UNREACHABLE', detail: said(answer), ...alarmOfLook(answer), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }
}

export function said(answer: HttpAnswer): string {
  return `HTTP ${answer.status}: ${new TextDecoder().decode(answer.bytes).slice(0, 500)}`
}

function errorOf(answer: HttpAnswer): HedraError | undefined {
  const problem = v.safeParse(Problem, answer.json)
  return problem.success ? problem.output.error : undefined
}
