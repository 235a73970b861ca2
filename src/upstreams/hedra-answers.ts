// How Hedra says no: one envelope of errors for refusals and for failed jobs, with the codes of gRPC.
// The OpenAPI document of v3 (github.com/hedra-labs/hedra-cli, 2026-08-21), read 2026-11-22.
import * as v from 'valibot'
import type { PollOutcome, Refused } from './contract.ts'
import { isAmbiguous, type HttpAnswer } from './http.ts'

export const ErrorEnvelope = v.object({
  code: v.nullish(v.string()),
  message: v.nullish(v.string()),
  retry_after: v.nullish(v.number()),
  param: v.nullish(v.string()),
})
type HedraError = v.InferOutput<typeof ErrorEnvelope>
const Problem = v.object({ error: ErrorEnvelope })

type Verdict = Omit<Refused, 'detail'>

const OURS_TO_MEND: Verdict = { refusal: 'UNAVAILABLE', alarm: true }
const INVALID: Verdict = { refusal: 'INVALID_INPUT' }
const BUSY: Verdict = { refusal: 'UNAVAILABLE' }

const VERDICTS: Readonly<Record<string, Verdict>> = {
  INVALID_ARGUMENT: INVALID,
  FAILED_PRECONDITION: INVALID,
  GONE: INVALID,
  MODERATION_FAILED: { refusal: 'MODERATED' },
  UNAUTHORIZED: OURS_TO_MEND,
  PERMISSION_DENIED: OURS_TO_MEND,
  INSUFFICIENT_BALANCE: OURS_TO_MEND,
  RESOURCE_EXHAUSTED: BUSY,
  UNAVAILABLE: BUSY,
  DEADLINE_EXCEEDED: BUSY,
}

/** Why a request was refused, or undefined where nobody can tell whether it was. */
export function refusalOf(answer: HttpAnswer): Refused | undefined {
  const error = errorOf(answer)
  // 409: the idempotency key is being worked on, or was used for another body.
  if (isAmbiguous(answer.status) || answer.status === 409 || error?.code === 'DEADLINE_EXCEEDED') return undefined
  const retryAfterSeconds = answer.retryAfterSeconds ?? error?.retry_after ?? undefined
  const verdict = verdictOf(error) ?? verdictOfStatus(answer.status)
  return { ...verdict, detail: said(answer), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }
}

/** What a failed job died of. */
export function failureOf(error: HedraError | null | undefined): Refused {
  const detail = error ? `${error.code ?? 'no code'}: ${error.message ?? ''}` : 'failed without an error'
  return { ...(verdictOf(error) ?? { refusal: 'FAILED' }), detail }
}

function verdictOf(error: HedraError | null | undefined): Verdict | undefined {
  // A voice or file of the input that is not there is the caller's; a model that is not there is ours.
  if (error?.code === 'NOT_FOUND') return error.param?.startsWith('input') || /voice/i.test(error.message ?? '') ? INVALID : OURS_TO_MEND
  return VERDICTS[error?.code ?? '']
}

function verdictOfStatus(status: number): Verdict {
  if (status === 400 || status === 413 || status === 422) return INVALID
  return status === 429 || status >= 500 ? BUSY : OURS_TO_MEND
}

/** A look that did not succeed says nothing about the work. */
export function unreachable(answer: HttpAnswer): PollOutcome {
  const alarm = answer.status === 401 || answer.status === 402 || answer.status === 403
  const retryAfterSeconds = answer.retryAfterSeconds ?? errorOf(answer)?.retry_after ?? undefined
  return { kind: 'UNREACHABLE', detail: said(answer), ...(alarm && { alarm }), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }
}

export function said(answer: HttpAnswer): string {
  return `HTTP ${answer.status}: ${new TextDecoder().decode(answer.bytes).slice(0, 500)}`
}

function errorOf(answer: HttpAnswer): HedraError | undefined {
  const problem = v.safeParse(Problem, answer.json)
  return problem.success ? problem.output.error : undefined
}
