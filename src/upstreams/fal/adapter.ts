// fal.ai's queue: submit, look at the status, fetch the result; by the URLs it returns, since those of a request are not
// made of the endpoint's whole name. https://fal.ai/docs (queue, errors) and npm @fal-ai/client 1.10.1, read 2026-11-22.
// It has neither an idempotency key nor an id of ours, so a submission whose answer was lost cannot be found again.
import * as v from 'valibot'
import type { UpstreamRef } from '../../domain/upstream.ts'
import type { CancelOutcome, PollOutcome, Submission, SubmitOutcome, UpstreamRegistration } from '../contract.ts'
import { refusalOf, resultOf, said, unreachable } from './answers.ts'
import { isAmbiguous, type UpstreamHttp } from '../http.ts'
import { ownValue } from '../../domain/own-value.ts'
import { falCallbacks } from './callbacks.ts'

const Url = v.pipe(v.string(), v.url())
const Accepted = v.object({ request_id: v.string(), status_url: Url, response_url: Url, cancel_url: Url })
const Ref = v.object({ statusUrl: v.string(), responseUrl: v.string(), cancelUrl: v.string() })
const Status = v.object({ status: v.string(), error: v.nullish(v.unknown()), error_type: v.nullish(v.unknown()) })

/** Stable Diffusion XL names the file's format otherwise than the FLUX family. */
const SDXL = 'fal-ai/fast-sdxl'
const STEPS_OF_QUALITY: Readonly<Record<string, number>> = { standard: 28, high: 40, ultra: 50 }
/** Billed by the megapixel, rounded up: both sides are the multiples of this that stay within it. */
const SIDE_STEP = 32

async function submit(http: UpstreamHttp, submission: Submission): Promise<SubmitOutcome> {
  const { model, callback } = submission
  const query = callback ? { fal_webhook: callback.url } : {}
  const outcome = await http.request({ method: 'POST', url: `/${model}`, query, json: body(submission) })
  if (outcome.kind === 'LOST') return { kind: 'UNKNOWN', detail: outcome.detail }
  if (isAmbiguous(outcome.status)) return { kind: 'UNKNOWN', detail: said(outcome) }
  if (outcome.status < 200 || outcome.status >= 300) return { kind: 'REJECTED', ...refusalOf(outcome) }
  const accepted = v.safeParse(Accepted, outcome.json)
  if (!accepted.success) return { kind: 'UNKNOWN', detail: said(outcome) }
  const { request_id: requestId, status_url: statusUrl, response_url: responseUrl, cancel_url: cancelUrl } = accepted.output
  return { kind: 'ACCEPTED', ref: { requestId, statusUrl, responseUrl, cancelUrl } }
}

/** The model's input as it is: the queue wraps it in nothing. */
function body({ model, input, options }: Submission): object {
  const { outputFormat, lora, loraScale } = options
  return {
    prompt: input.text,
    ...(input.negativeText !== undefined && { negative_prompt: input.negativeText }),
    ...(typeof options.aspectRatio === 'string' && { image_size: sizeOf(options.aspectRatio, Number(options.megapixels ?? 1)) }),
    ...(options.quality !== undefined && { num_inference_steps: ownValue(STEPS_OF_QUALITY, String(options.quality)) }),
    ...(options.guidance !== undefined && { guidance_scale: options.guidance }),
    ...(options.acceleration !== undefined && { acceleration: options.acceleration }),
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(options.n !== undefined && { num_images: options.n }),
    ...(outputFormat !== undefined && (model === SDXL ? { format: outputFormat } : { output_format: outputFormat })),
    ...(lora !== undefined && { loras: [{ path: lora, ...(loraScale !== undefined && { scale: loraScale }) }] }),
    enable_safety_checker: true,
  }
}

function sizeOf(aspectRatio: string, megapixels: number): { width: number; height: number } {
  const [width = 1, height = 1] = aspectRatio.split(':').map(Number)
  const pixels = megapixels * 1_000_000
  const side = (ratio: number): number => Math.floor(Math.sqrt(pixels * ratio) / SIDE_STEP) * SIDE_STEP
  return { width: side(width / height), height: side(height / width) }
}

/** There is no status of failure: COMPLETED only says that there is a result, and the result says what came of it. */
async function poll(http: UpstreamHttp, ref: UpstreamRef): Promise<PollOutcome> {
  const { statusUrl, responseUrl } = v.parse(Ref, ref)
  const outcome = await http.request({ method: 'GET', url: statusUrl, query: { logs: '0' } })
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  if (outcome.status === 404) return { kind: 'MISSING', detail: said(outcome) }
  const answer = v.safeParse(Status, outcome.json)
  if ((outcome.status !== 200 && outcome.status !== 202) || !answer.success) return unreachable(outcome)
  const { status, error, error_type: errorType } = answer.output
  if (status === 'IN_QUEUE') return { kind: 'PENDING', started: false }
  if (status === 'IN_PROGRESS') return { kind: 'PENDING', started: true }
  if (status !== 'COMPLETED') return unreachable(outcome)
  return resultOf(await http.request({ method: 'GET', url: responseUrl }), Boolean(error ?? errorType))
}

/** Only what is still queued is sure to stop; a request that is worked on may go on to its end, so it is not called cancelled. */
async function cancel(http: UpstreamHttp, ref: UpstreamRef): Promise<CancelOutcome> {
  const before = await poll(http, ref)
  if (before.kind === 'UNREACHABLE') return { kind: 'UNREACHABLE', detail: before.detail }
  if (before.kind !== 'PENDING' || before.started) return { kind: 'TOO_LATE' }
  const outcome = await http.request({ method: 'PUT', url: v.parse(Ref, ref).cancelUrl })
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  if (outcome.status === 202) return { kind: 'CANCELLED' }
  if (outcome.status === 400 || outcome.status === 404) return { kind: 'TOO_LATE' }
  return { kind: 'UNREACHABLE', detail: said(outcome) }
}

export const falRegistration = {
  upstream: { id: 'fal', company: 'fal', submit, poll, cancel },
  defaultBaseUrl: 'https://queue.fal.run',
  settings: 'FAL',
  authorize: (setting) => {
    const key = setting('API_KEY')
    return key ? async () => ({ authorization: `Key ${key}` }) : undefined
  },
  callbacks: falCallbacks,
} satisfies UpstreamRegistration
