// What Google's refusals mean: google.rpc.Status, as an HTTP answer and inside an operation that ended.
// https://ai.google.dev/gemini-api/docs/troubleshooting and https://cloud.google.com/apis/design/errors, with the safety
// filter's support codes of https://cloud.google.com/vertex-ai/generative-ai/docs/video/responsible-ai-and-usage-guidelines;
// read 2026-11-22.
import * as v from 'valibot'
import type { PollOutcome, Refused } from './contract.ts'
import type { HttpAnswer } from './http.ts'

const Status = v.object({ code: v.nullish(v.number()), message: v.nullish(v.string()) })
const Problem = v.object({
  error: v.object({
    ...Status.entries,
    status: v.nullish(v.string()),
    details: v.nullish(v.array(v.object({ reason: v.nullish(v.string()), retryDelay: v.nullish(v.string()) }))),
  }),
})
export const operationError = Status

/** `\bsafety\b` spares the names of parameters, such as safetySetting. */
const MODERATION = /responsible ai|sensitive words|usage guidelines|support codes?|prompt could not be submitted|\bsafety\b/i

export function refusedBy(answer: HttpAnswer): Refused {
  const { status } = answer
  const problem = problemOf(answer)
  const detail = said(answer)
  if (status === 400) {
    const isOursToMend = problem?.status === 'FAILED_PRECONDITION' || problem?.details?.some(({ reason }) => reason === 'API_KEY_INVALID')
    if (isOursToMend) return { refusal: 'UNAVAILABLE', detail, alarm: true }
    return { refusal: MODERATION.test(problem?.message ?? '') ? 'MODERATED' : 'INVALID_INPUT', detail }
  }
  if (status === 413) return { refusal: 'INVALID_INPUT', detail }
  // 404: the model was taken away, which an operator must mend like a refused key.
  const alarm = status === 401 || status === 403 || status === 404
  return { refusal: 'UNAVAILABLE', detail, ...(alarm && { alarm }), ...retryAfterOf(answer) }
}

/** A look that failed says nothing about the work. */
export function unreachable(answer: HttpAnswer): PollOutcome {
  const { detail, alarm } = refusedBy(answer)
  return { kind: 'UNREACHABLE', detail, ...(alarm && { alarm }), ...retryAfterOf(answer) }
}

/** gRPC's codes, in which an operation says why it failed. */
export function failureOf({ code, message }: v.InferOutput<typeof operationError>): Refused {
  const detail = `${code ?? 'no code'}: ${message ?? ''}`
  if (MODERATION.test(message ?? '')) return { refusal: 'MODERATED', detail }
  switch (code) {
    case 3: // INVALID_ARGUMENT
      return { refusal: 'INVALID_INPUT', detail }
    case 8: // RESOURCE_EXHAUSTED
      return { refusal: 'UNAVAILABLE', detail }
    case 7: // PERMISSION_DENIED
    case 9: // FAILED_PRECONDITION
    case 16: // UNAUTHENTICATED
      return { refusal: 'UNAVAILABLE', detail, alarm: true }
    default:
      return { refusal: 'FAILED', detail }
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
  const problem = v.safeParse(Problem, answer.json)
  return problem.success ? problem.output.error : undefined
}

/** For our logs: Google's sentence, or the beginning of whatever came instead. Never the media. */
export function said(answer: HttpAnswer): string {
  const problem = problemOf(answer)
  const words = problem ? `${problem.status ?? ''} ${problem.message ?? ''}` : new TextDecoder().decode(answer.bytes.subarray(0, 300))
  return `${answer.status}: ${words}`.slice(0, 500)
}
