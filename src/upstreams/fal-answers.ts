// How fal's answers are read: its refusals, and the result of a request, whose HTTP status is the model's verdict.
// https://docs.fal.ai/model-apis/errors and npm @fal-ai/client 1.10.1, read 2026-11-22.
import * as v from 'valibot'
import type { PollOutcome, Refused } from './contract.ts'
import { isAmbiguous, type HttpAnswer, type HttpOutcome } from './http.ts'

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
  const { status, retryAfterSeconds } = answer
  const detail = said(answer)
  if (status === 400 || status === 413 || status === 422) return inputRefusal(answer)
  // 403 is also how an exhausted balance is said; 404, that an endpoint of ours is gone.
  const alarm = status === 401 || status === 402 || status === 403 || status === 404
  return { refusal: 'UNAVAILABLE', detail, ...(alarm && { alarm }), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }
}

function inputRefusal(answer: HttpAnswer): Refused {
  const types = typesOf(answer)
  const detail = said(answer)
  if (types.includes('content_policy_violation')) return { refusal: 'MODERATED', detail }
  return { refusal: types.includes('no_media_generated') ? 'FAILED' : 'INVALID_INPUT', detail }
}

/** @param isFailure whether the status already said that it failed: then a 5xx is the result, and not the queue's trouble */
export function resultOf(outcome: HttpOutcome, isFailure: boolean): PollOutcome {
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  const { status } = outcome
  if (status === 200) return imagesOf(outcome)
  if (status === 404) return { kind: 'FAILED', refusal: 'FAILED', detail: said(outcome) }
  if (status === 400 || status === 422) return { kind: 'FAILED', ...inputRefusal(outcome) }
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
  const alarm = answer.status === 401 || answer.status === 403
  const { retryAfterSeconds } = answer
  return { kind: 'UNREACHABLE', detail: said(answer), ...(alarm && { alarm }), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }
}

export function said(answer: HttpAnswer): string {
  return `HTTP ${answer.status}: ${new TextDecoder().decode(answer.bytes).slice(0, 500)}`
}
