// What Vidu says no with: `reason` of a refusal and `err_code` of a failed task come from one vocabulary. Its `code` is
// only the HTTP status again. https://platform.vidu.com/docs/error-code, read 2026-11-22.
import * as v from 'valibot'
import type { PollOutcome, Refused } from './contract.ts'
import { isAmbiguous, type HttpAnswer } from './http.ts'

type Verdict = Omit<Refused, 'detail'>

const INVALID: Verdict = { refusal: 'INVALID_INPUT' }
const MODERATED: Verdict = { refusal: 'MODERATED' }
const BUSY: Verdict = { refusal: 'UNAVAILABLE' }
const OURS_TO_MEND: Verdict = { refusal: 'UNAVAILABLE', alarm: true }

const VERDICTS: Readonly<Record<string, Verdict>> = {
  BadRequest: INVALID,
  FieldLacking: INVALID,
  FieldUnwanted: INVALID,
  FieldInvalid: INVALID,
  FieldItemCountOutOfRange: INVALID,
  ImageDownloadFailure: INVALID,
  ImageFormatInvalid: INVALID,
  VideoFormatInvalid: INVALID,
  ImageSizeInvalid: INVALID,
  ImageCheckBodyJointsFailed: INVALID,
  ImageCheckFaceFailed: INVALID,
  ImageObjectsUndetected: INVALID,
  FaceDetectFailure: INVALID,
  FaceDetectNotPass: INVALID,
  NoFaceDetected: INVALID,
  MultiFaceDetected: INVALID,
  TaskPromptPolicyViolation: MODERATED,
  AuditSubmitIllegal: MODERATED,
  CreationPolicyViolation: MODERATED,
  PhotoAuditNotPass: MODERATED,
  AuditFailed: MODERATED,
  CreditInsufficient: OURS_TO_MEND,
  ModelUnavailable: OURS_TO_MEND,
  Unauthorized: OURS_TO_MEND,
  Forbidden: OURS_TO_MEND,
  NotFound: OURS_TO_MEND,
  // Said with 400, and yet only of the moment.
  OperationInProcess: BUSY,
  QuotaExceeded: BUSY,
  TooManyRequests: BUSY,
  SystemThrottling: BUSY,
  InternalServiceFailure: BUSY,
}

const Complaint = v.object({ reason: v.nullish(v.string(), ''), message: v.nullish(v.string(), '') })

/** Why a submission was not taken, or undefined where nobody can tell. */
export function refusalOf(answer: HttpAnswer): Refused | undefined {
  const { status, retryAfterSeconds } = answer
  const { reason } = complaintOf(answer)
  // 499 is our own going away, 409 that something of this key is there already: it may have been accepted.
  if (isAmbiguous(status) || status === 499 || status === 409 || reason === 'Canceled' || reason === 'Conflict') return undefined
  const verdict = VERDICTS[reason] ?? verdictOfStatus(status)
  return { ...verdict, detail: said(answer), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }
}

/** For reasons the table does not know. */
function verdictOfStatus(status: number): Verdict {
  if (status === 429 || status >= 500) return BUSY
  return status === 400 || status === 413 || status === 422 ? INVALID : OURS_TO_MEND
}

/** What a failed task died of. Its own failures, and a cancellation that was not ours, have no better word than FAILED. */
export function failureOf(code: string): Refused {
  const detail = code || 'failed without an err_code'
  const verdict = VERDICTS[code]
  if (!verdict || (verdict.refusal === 'UNAVAILABLE' && code !== 'CreditInsufficient')) return { refusal: 'FAILED', detail }
  return { ...verdict, detail }
}

/** A look that did not succeed says nothing about the work. */
export function unreachable(answer: HttpAnswer): PollOutcome {
  const alarm = answer.status === 401 || answer.status === 403
  const { retryAfterSeconds } = answer
  return { kind: 'UNREACHABLE', detail: said(answer), ...(alarm && { alarm }), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }
}

export function said(answer: HttpAnswer): string {
  const { reason, message } = complaintOf(answer)
  const words = reason || message ? `${reason}: ${message}` : new TextDecoder().decode(answer.bytes).slice(0, 500)
  return `HTTP ${answer.status}, ${words}`
}

function complaintOf(answer: HttpAnswer): { reason: string; message: string } {
  const complaint = v.safeParse(Complaint, answer.json)
  return { reason: (complaint.success && complaint.output.reason) || '', message: (complaint.success && complaint.output.message) || '' }
}
