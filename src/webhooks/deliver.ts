// One attempt to hand a webhook to its receiver. It never throws: whatever the receiver or the network does is one
// of three outcomes, and schedule.ts says when to try again.
import { retryAfterSeconds } from '../upstreams/http.ts'
import { startOfAnswer } from './start-of-answer.ts'
import { signWebhook } from './sign.ts'

export interface WebhookDelivery {
  /** The same over all attempts: the receiver tells repetitions by it. */
  readonly id: string
  readonly url: string
  /** `whsec_…`; more than one while the account rotates its secret. */
  readonly secrets: readonly string[]
  /** The service's own, for signatures that need no secret. */
  readonly keys?: readonly CryptoKey[]
  /** The owner's own, beside ours. */
  readonly headers?: Readonly<Record<string, string>>
  /** JSON, sent and signed exactly as it is. */
  readonly body: string
}

export type DeliveryOutcome =
  | { readonly kind: 'DELIVERED'; readonly status: number }
  /** Worth another attempt. `status` is null when no answer came. */
  | { readonly kind: 'FAILED'; readonly status: number | null; readonly detail: string; readonly retryAfterSeconds?: number }
  /** The receiver wants no more of them. */
  | { readonly kind: 'STOPPED'; readonly status: 410; readonly detail: string }

export interface Attempt {
  readonly outcome: DeliveryOutcome
  /** The first 1 KiB of what was answered. */
  readonly answer: string
  /** Until the answer's head came, or nothing any more. */
  readonly ms: number
}

const TIMEOUT_SECONDS = 15
/** The status has decided already: nobody waits long for what is said beside it. */
const ANSWER_TIMEOUT_SECONDS = 2

/** @param deps.fetchPublic refuses private addresses by throwing an error named ForbiddenAddress; follows no redirect */
export async function postWebhook(
  deps: { readonly fetchPublic: (url: string, init: RequestInit) => Promise<Response>; readonly now: () => number },
  delivery: WebhookDelivery,
): Promise<Attempt> {
  const startedMs = deps.now()
  const timestampSeconds = Math.floor(startedMs / 1000)
  const signature = await signWebhook(delivery.secrets, { id: delivery.id, timestampSeconds, body: delivery.body }, delivery.keys)
  const signal = AbortSignal.timeout(TIMEOUT_SECONDS * 1000)
  let response: Response
  try {
    response = await deps.fetchPublic(delivery.url, {
      method: 'POST',
      redirect: 'manual',
      signal,
      headers: {
        ...delivery.headers,
        'content-type': 'application/json',
        'user-agent': 'Doitong-Webhooks/1',
        'webhook-id': delivery.id,
        'webhook-timestamp': String(timestampSeconds),
        'webhook-signature': signature,
      },
      body: delivery.body,
    })
  } catch (error) {
    return { outcome: { kind: 'FAILED', status: null, detail: whyUnreached(error, signal) }, answer: '', ms: deps.now() - startedMs }
  }
  const ms = deps.now() - startedMs
  const answer = await startOfAnswer(response, AbortSignal.timeout(ANSWER_TIMEOUT_SECONDS * 1000))
  return { outcome: outcomeOf(response, answer, delivery.body, deps.now()), answer, ms }
}

function outcomeOf({ ok, status, headers }: Response, answer: string, body: string, nowMs: number): DeliveryOutcome {
  if (ok) return { kind: 'DELIVERED', status }
  const detail = [`answered ${status}${whyRefused(status, body)}`, answer].filter((words) => words !== '').join(': ')
  if (status === 410) return { kind: 'STOPPED', status, detail }
  const retryAfter = retryAfterSeconds(headers.get('retry-after'), nowMs)
  return { kind: 'FAILED', status, detail, ...(retryAfter !== undefined && { retryAfterSeconds: retryAfter }) }
}

/** What owners miss most often in a bare number. */
function whyRefused(status: number, body: string): string {
  if (status >= 300 && status < 400) return ', a redirect, which is not followed'
  return status === 413 ? `, too large: ${new TextEncoder().encode(body).byteLength} bytes` : ''
}

function whyUnreached(error: unknown, signal: AbortSignal): string {
  if (error instanceof Error && error.name === 'ForbiddenAddress') return error.message
  return signal.aborted ? `no answer within ${TIMEOUT_SECONDS} s` : 'the connection failed'
}
