// What Vidu says no with: `reason` of a refusal and `err_code` of a failed task come from one vocabulary. Its `code` is
// only the HTTP status again. https://platform.vidu.com/docs/error-code, read 2026-11-22.
import * as v from 'valibot'
import type { PollOutcome, Refused } from '../contract.ts'
import { isAmbiguous, type HttpAnswer } from '../http.ts'
import { alarmOfLook, BAD_MEDIA, BALANCE_EMPTY, BUSY, DOWN, INVALID, KEY_REFUSED, MODERATED, verdictOfStatus, waitOf } from '../verdicts.ts'
import type { Verdict } from '../verdicts.ts'
import { ownValue } from '../../domain/own-value.ts'

export const VERDICTS: Readonly<Record<string, Verdict>> = {
  BadRequest: INVALID,
  FieldLacking: INVALID,
  FieldUnwanted: INVALID,
  FieldInvalid: INVALID,
  FieldItemCountOutOfRange: INVALID,
  ImageDownloadFailure: BAD_MEDIA,
  ImageFormatInvalid: BAD_MEDIA,
  VideoFormatInvalid: BAD_MEDIA,
  ImageSizeInvalid: BAD_MEDIA,
  ImageCheckBodyJointsFailed: BAD_MEDIA,
  ImageCheckFaceFailed: BAD_MEDIA,
  ImageObjectsUndetected: BAD_MEDIA,
  FaceDetectFailure: BAD_MEDIA,
  FaceDetectNotPass: BAD_MEDIA,
  NoFaceDetected: BAD_MEDIA,
  MultiFaceDetected: BAD_MEDIA,
  TaskPromptPolicyViolation: MODERATED,
  AuditSubmitIllegal: MODERATED,
  CreationPolicyViolation: MODERATED,
  PhotoAuditNotPass: MODERATED,
  AuditFailed: MODERATED,
  CreditInsufficient: BALANCE_EMPTY,
  ModelUnavailable: KEY_REFUSED,
  Unauthorized: KEY_REFUSED,
  Forbidden: KEY_REFUSED,
  NotFound: KEY_REFUSED,
  // Said with 400, and yet only of the moment.
  OperationInProcess: BUSY,
  QuotaExceeded: BUSY,
  TooManyRequests: BUSY,
  SystemThrottling: BUSY,
  InternalServiceFailure: DOWN,
}

const Complaint = v.object({ reason: v.nullish(v.string(), ''), message: v.nullish(v.string(), '') })

/** Why a submission was not taken, or undefined where nobody can tell. */
export function refusalOf(answer: HttpAnswer): Refused | undefined {
  const { status } = answer
  const { reason } = complaintOf(answer)
  // 499 is our own going away, 409 that something of this key is there already: it may have been accepted.
  if (isAmbiguous(status) || status === 499 || status === 409 || reason === 'Canceled' || reason === 'Conflict') return undefined
  return { ...(ownValue(VERDICTS, reason) ?? verdictOfStatus(answer)), detail: said(answer), ...waitOf(answer) }
}

/** What a failed task died of. Its own failures, and a cancellation that was not ours, have no better word than FAILED. */
export function failureOf(code: string): Refused {
  const detail = code || 'failed without an err_code'
  const verdict = ownValue(VERDICTS, code)
  const isOfTheMoment = verdict?.refusal === 'BUSY' || (verdict?.refusal === 'UNAVAILABLE' && verdict.alarm !== 'BALANCE')
  if (!verdict || isOfTheMoment) return { refusal: 'FAILED', detail }
  return { ...verdict, detail }
}

/** A look that did not succeed says nothing about the work. */
export function unreachable(answer: HttpAnswer): PollOutcome {
  return { kind: 'UNREACHABLE', detail: said(answer), ...alarmOfLook(answer), ...waitOf(answer) }
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
