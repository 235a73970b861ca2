// How fal's answers are read: its refusals, and the result of a request, whose HTTP status is the model's verdict.
// https://docs.fal.ai/model-apis/errors and npm @fal-ai/client 1.10.1, read 2026-11-22.
import * as v from 'valibot'
import type { PollOutcome, Refused } from '../contract.ts'
import { isAmbiguous, type HttpAnswer, type HttpOutcome } from '../http.ts'
import { alarmOfLook, BAD_MEDIA, BALANCE_EMPTY, INVALID, MODERATED, UNMADE, verdictOfStatus, waitOf } from '../verdicts.ts'
import type { Verdict } from '../verdicts.ts'

const Images = v.object({
  images: v.array(v.object({ url: v.pipe(v.string(), v.minLength(1)) })),
  has_nsfw_concepts: v.nullish(v.array(v.nullish(v.boolean()))),
})
/** Of the model, a list of what is wrong with which field; of the queue, a sentence with a type beside it. */
const Complaint = v.object({
  detail: v.nullish(v.union([v.string(), v.array(v.object({ type: v.nullish(v.string()), msg: v.nullish(v.string()) }))])),
  error_type: v.nullish(v.string()),
})

export function refusalOf(answer: HttpAnswer): Refused {
  const detail = said(answer)
  if (INPUT_STATUSES.has(answer.status)) return inputRefusal(answer)
  // 403 is also how an exhausted balance is said.
  const verdict = answer.status === 403 && /balance/i.test(detail) ? BALANCE_EMPTY : verdictOfStatus(answer)
  return { ...verdict, detail, ...waitOf(answer) }
}

const INPUT_STATUSES: ReadonlySet<number> = new Set([400, 413, 422])
/** Of a file that a caller gave, which for these models is a LoRA. */
const OF_A_FILE = /^(image_|file_|face_|unsupported_.*_format$|.*_duration_too_)/

function inputRefusal(answer: HttpAnswer): Refused {
  return { ...inputVerdict(typesOf(answer)), detail: said(answer) }
}

function inputVerdict(types: readonly string[]): Verdict {
  if (types.includes('content_policy_violation')) return MODERATED
  if (types.includes('no_media_generated')) return UNMADE
  return types.some((type) => OF_A_FILE.test(type)) ? BAD_MEDIA : INVALID
}

/** @param isFailure whether the status already said that it failed: then a 5xx is the result, and not the queue's trouble */
export function resultOf(outcome: HttpOutcome, isFailure: boolean): PollOutcome {
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  const { status } = outcome
  if (status === 200) return imagesOf(outcome)
  if (status === 404) return { kind: 'MISSING', detail: said(outcome) }
  if (INPUT_STATUSES.has(status)) return { kind: 'FAILED', ...(typesOf(outcome).includes('request_cancelled') && { stopped: true }), ...inputRefusal(outcome) }
  const isServerError = status >= 500 || isAmbiguous(status)
  if (!isServerError || (!isFailure && typesOf(outcome).length === 0)) return unreachable(outcome)
  const isRetryable = outcome.headers.get('x-fal-retryable') === 'true'
  return { kind: 'FAILED', refusal: isRetryable ? 'UNAVAILABLE' : 'FAILED', detail: said(outcome) }
}

/** The safety checker blackens an image and says so beside it; it is then no output. */
function imagesOf(answer: HttpAnswer): PollOutcome {
  const result = v.safeParse(Images, answer.json)
  if (!result.success || result.output.images.length === 0) return unreachable(answer)
  const { images, has_nsfw_concepts: withheldFlags } = result.output
  const shown = images.filter((_, index) => withheldFlags?.[index] !== true)
  if (shown.length === 0) return { kind: 'FAILED', refusal: 'MODERATED', detail: 'the safety checker blackened every image' }
  const withheld = images.length - shown.length
  return { kind: 'DONE', outputs: shown.map(({ url }) => ({ kind: 'url', url })), ...(withheld > 0 && { withheld }) }
}

function typesOf(answer: HttpAnswer): readonly string[] {
  const complaint = v.safeParse(Complaint, answer.json)
  if (!complaint.success) return []
  const { detail, error_type: errorType } = complaint.output
  const types = Array.isArray(detail) ? detail.map(({ type }) => type) : []
  return [...types, errorType, answer.headers.get('x-fal-error-type')].filter((type) => typeof type === 'string')
}

/** A look that did not succeed says nothing about the work. */
export function unreachable(answer: HttpAnswer): PollOutcome {
  return { kind: 'UNREACHABLE', detail: said(answer), ...alarmOfLook(answer), ...waitOf(answer) }
}

export function said(answer: HttpAnswer): string {
  return `HTTP ${answer.status}: ${new TextDecoder().decode(answer.bytes).slice(0, 500)}`
}
