// One attempt to hand a webhook to its receiver. It never throws: whatever the receiver or the network does is one
// of three outcomes, and schedule.ts says when to try again.
import { retryAfterSeconds } from '../upstreams/http.ts'
import { signWebhook } from './sign.ts'

export interface WebhookDelivery {
  /** The same over all attempts: the receiver tells repetitions by it. */
  readonly id: string
  readonly url: string
  /** `whsec_…`; more than one while the account rotates its secret. */
  readonly secrets: readonly string[]
  /** JSON, sent and signed exactly as it is. */
  readonly body: string
}

export type DeliveryOutcome =
  | { readonly kind: 'DELIVERED'; readonly status: number }
  /** Worth another attempt. `status` is null when no answer came. */
  | { readonly kind: 'FAILED'; readonly status: number | null; readonly detail: string; readonly retryAfterSeconds?: number }
  /** The receiver wants no more of them. */
  | { readonly kind: 'STOPPED'; readonly status: 410; readonly detail: string }

const TIMEOUT_SECONDS = 15
const MAX_DETAIL_BYTES = 1024

/** @param deps.fetchPublic refuses private addresses by throwing an error named ForbiddenAddress; follows no redirect */
export async function postWebhook(
  deps: { readonly fetchPublic: (url: string, init: RequestInit) => Promise<Response>; readonly now: () => number },
  delivery: WebhookDelivery,
): Promise<DeliveryOutcome> {
  const timestampSeconds = Math.floor(deps.now() / 1000)
  const signature = await signWebhook(delivery.secrets, { id: delivery.id, timestampSeconds, body: delivery.body })
  const signal = AbortSignal.timeout(TIMEOUT_SECONDS * 1000)
  let response: Response
  try {
    response = await deps.fetchPublic(delivery.url, {
      method: 'POST',
      redirect: 'manual',
      signal,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Doitong-Webhooks/1',
        'webhook-id': delivery.id,
        'webhook-timestamp': String(timestampSeconds),
        'webhook-signature': signature,
      },
      body: delivery.body,
    })
  } catch (error) {
    return { kind: 'FAILED', status: null, detail: whyUnreached(error, signal) }
  }
  const { status } = response
  if (response.ok) {
    await dropBody(response)
    return { kind: 'DELIVERED', status }
  }
  const detail = `answered ${status}: ${await startOfAnswer(response, signal)}`.replace(/: $/, '')
  if (status === 410) return { kind: 'STOPPED', status, detail }
  const retryAfter = retryAfterSeconds(response.headers.get('retry-after'), deps.now())
  return { kind: 'FAILED', status, detail, ...(retryAfter !== undefined && { retryAfterSeconds: retryAfter }) }
}

function whyUnreached(error: unknown, signal: AbortSignal): string {
  if (error instanceof Error && error.name === 'ForbiddenAddress') return error.message
  return signal.aborted ? `no answer within ${TIMEOUT_SECONDS} s` : 'the connection failed'
}

/** What the receiver says about its refusal, as one line for the account's delivery log. Reads 1 KiB at most. */
async function startOfAnswer(response: Response, signal: AbortSignal): Promise<string> {
  if (!response.body) return ''
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let missingBytes = MAX_DETAIL_BYTES
  try {
    while (missingBytes > 0) {
      const { done, value } = await unlessAborted(reader.read(), signal)
      if (done) break
      text += decoder.decode(value.subarray(0, missingBytes), { stream: true })
      missingBytes -= value.byteLength
    }
  } catch {
    // Cut off or too slow: what came so far will do, since the status has decided already.
  }
  await reader.cancel().catch(() => undefined)
  // A receiver that prints the secret it expected must not put it, or the cut-off start of it, into our log.
  return text.replace(/whsec_[\w+/=-]*/g, 'whsec_…').replace(/[\p{C}\s]+/gu, ' ').trim()
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  if (signal.aborted) reject(signal.reason)
  signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  return Promise.race([work, promise])
}

async function dropBody(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => undefined)
}
