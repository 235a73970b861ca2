// What Google's refusals mean: google.rpc.Status, as an HTTP answer and inside an operation that ended.
// https://ai.google.dev/gemini-api/docs/troubleshooting and https://cloud.google.com/apis/design/errors, with the safety
// filter's support codes of https://cloud.google.com/vertex-ai/generative-ai/docs/video/responsible-ai-and-usage-guidelines;
// read 2026-11-22.
import * as v from 'valibot'
import type { PollOutcome, Refused } from '../contract.ts'
import type { HttpAnswer } from '../http.ts'
import { BAD_MEDIA, BUSY, FAILED, INVALID, KEY_REFUSED, MODERATED, UNTOLD, verdictOfStatus } from '../verdicts.ts'
import type { Verdict } from '../verdicts.ts'

const Status = v.object({ code: v.nullish(v.number()), message: v.nullish(v.string()) })
/** Of interactions `code` is a word, and what Google's front answers for them is a list of one. */
const Problem = v.object({
  error: v.object({
    code: v.nullish(v.union([v.number(), v.string()])),
    message: v.nullish(v.string()),
    status: v.nullish(v.string()),
    details: v.nullish(v.array(v.object({ reason: v.nullish(v.string()), retryDelay: v.nullish(v.string()) }))),
  }),
})
export const operationError = Status

/** `\bsafety\b` spares the names of parameters, such as safetySetting. */
const MODERATED_WORDS = /responsible ai|sensitive words|usage guidelines|support codes?|prompt could not be submitted|\bsafety\b/i

/** Of our project, its key, its billing or its region, where a failed precondition is ours to mend. */
const OF_OUR_PROJECT = /billing|project|account|location|region|permission|enabled?\b|quota|free tier|\bapi\b/i
/** `Unable to process input image`, `Unsupported MIME type`, `The image has an invalid size`. */
const OF_AN_IMAGE = /\b(process|decode|unsupported|invalid|corrupt\w*|provided|input)\b.*\b(image|mime)\b|\bimage\b.*\b(invalid|unsupported|too large|not supported|corrupt\w*)/i

export function refusedBy(answer: HttpAnswer): Refused {
  return { ...(answer.status === 400 ? verdictOfBadRequest(answer) : verdictOfStatus(answer)), detail: said(answer), ...retryAfterOf(answer) }
}

function verdictOfBadRequest(answer: HttpAnswer): Verdict {
  const problem = problemOf(answer)
  const message = problem?.message ?? ''
  if (problem?.details?.some(({ reason }) => reason === 'API_KEY_INVALID')) return KEY_REFUSED
  if (MODERATED_WORDS.test(message)) return MODERATED
  if (problem?.status === 'FAILED_PRECONDITION') return verdictOfPrecondition(message)
  return OF_AN_IMAGE.test(message) ? BAD_MEDIA : INVALID
}

/** @param message Google's sentence, whose words alone tell whose precondition it is */
export const verdictOfPrecondition = (message: string): Verdict => (OF_OUR_PROJECT.test(message) ? KEY_REFUSED : UNTOLD)

/** A look that failed says nothing about the work. */
export function unreachable(answer: HttpAnswer): PollOutcome {
  const { detail, alarm } = refusedBy(answer)
  return { kind: 'UNREACHABLE', detail, ...(alarm && { alarm }), ...retryAfterOf(answer) }
}

/** gRPC's codes, in which an operation says why it failed. */
export function failureOf({ code, message }: v.InferOutput<typeof operationError>): Refused {
  const detail = `${code ?? 'no code'}: ${message ?? ''}`
  if (MODERATED_WORDS.test(message ?? '')) return { ...MODERATED, detail }
  switch (code) {
    case 3: // INVALID_ARGUMENT
      return { ...(OF_AN_IMAGE.test(message ?? '') ? BAD_MEDIA : INVALID), detail }
    case 8: // RESOURCE_EXHAUSTED
      return { ...BUSY, detail }
    case 9: // FAILED_PRECONDITION
      return { ...verdictOfPrecondition(message ?? ''), detail }
    case 7: // PERMISSION_DENIED
    case 16: // UNAUTHENTICATED
      return { ...KEY_REFUSED, detail }
    default:
      return { ...FAILED, detail }
  }
}

/** In the header, or in the body as google.rpc.RetryInfo: `"retryDelay": "17.5s"`. */
function retryAfterOf(answer: HttpAnswer): { readonly retryAfterSeconds?: number } {
  if (answer.retryAfterSeconds !== undefined) return { retryAfterSeconds: answer.retryAfterSeconds }
  const delays = (problemOf(answer)?.details ?? []).map(({ retryDelay }) => Number(/^(\d+(?:\.\d+)?)s$/.exec(retryDelay ?? '')?.[1]))
  const seconds = delays.find((delay) => Number.isFinite(delay))
  return seconds === undefined ? {} : { retryAfterSeconds: Math.max(1, Math.ceil(seconds)) }
}

function problemOf(answer: HttpAnswer): v.InferOutput<typeof Problem>['error'] | undefined {
  const problem = v.safeParse(Problem, Array.isArray(answer.json) ? answer.json[0] : answer.json)
  return problem.success ? problem.output.error : undefined
}

/** For our logs: Google's sentence, or the beginning of whatever came instead. Never the media. */
export function said(answer: HttpAnswer): string {
  const problem = problemOf(answer)
  const words = problem ? `${problem.status ?? ''} ${problem.message ?? ''}` : new TextDecoder().decode(answer.bytes.subarray(0, 300))
  return `${answer.status}: ${words}`.slice(0, 500)
}
