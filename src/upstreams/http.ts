// The one HTTP client of all adapters. It never throws for what the network or the upstream did: it says which of
// three things happened. It sends our credentials only to the upstream's own origin and follows no redirect.
import { withinTime } from '../time-limit.ts'
import type { UpstreamAccess } from './contract.ts'

export interface UpstreamRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** A path below the base URL (`/v1/tasks/1`), or an absolute URL the upstream gave us. */
  readonly url: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  /** Instead of `json`: sent as multipart/form-data, or as application/x-www-form-urlencoded. */
  readonly form?: FormData | URLSearchParams
  readonly timeoutSeconds?: number
  /** For an address that a caller gave: our credentials are not sent, wherever it leads. */
  readonly anonymous?: boolean
  /** An answer with more is LOST. */
  readonly maxAnswerBytes?: number
}

export type HttpOutcome =
  | HttpAnswer
  /** The request may or may not have arrived: time-out, connection lost, answer cut off or too large. */
  | { readonly kind: 'LOST'; readonly detail: string; readonly tooLarge?: true }

export interface HttpAnswer {
  readonly kind: 'ANSWER'
  readonly status: number
  readonly headers: Headers
  /** The parsed body, or undefined when it is not JSON. */
  readonly json: unknown
  /** The body as it came. */
  readonly bytes: Uint8Array
  /** From `Retry-After`, in seconds or as a date; undefined when absent. */
  readonly retryAfterSeconds: number | undefined
}

export interface UpstreamHttp {
  readonly request: (request: UpstreamRequest) => Promise<HttpOutcome>
  readonly nowMs: () => number
}

const DEFAULT_TIMEOUT_SECONDS = 30
const MAX_ANSWER_BYTES = 64 * 1024 * 1024

type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Binds the client to one upstream's access. @param fetcher the service's only way out */
export function upstreamHttp(access: UpstreamAccess, fetcher: Fetch, nowMs: () => number): UpstreamHttp {
  return { nowMs, request: (request) => send(access, fetcher, nowMs, request) }
}

async function send(access: UpstreamAccess, fetcher: Fetch, nowMs: () => number, request: UpstreamRequest): Promise<HttpOutcome> {
  const url = new URL(request.url.startsWith('/') ? access.baseUrl + request.url : request.url)
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value)
  const headers = new Headers(request.headers)
  headers.set('accept', headers.get('accept') ?? 'application/json')
  if (!request.anonymous && isOwnOrigin(access, url)) {
    for (const [name, value] of Object.entries(await access.authorize(nowMs()))) headers.set(name, value)
  }
  const init: RequestInit = { method: request.method, headers, redirect: 'manual' }
  if (request.json !== undefined) {
    headers.set('content-type', 'application/json')
    init.body = JSON.stringify(request.json)
  } else if (request.form) {
    // Its content type, which may name a boundary, is fetch's to write.
    init.body = request.form
  }
  try {
    const timeoutMs = (request.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000
    const mostBytes = request.maxAnswerBytes ?? MAX_ANSWER_BYTES
    const { response, bytes } = await withinTime(timeoutMs, async (signal) => {
      const answer = await fetcher(url.href, { ...init, signal })
      return { response: answer, bytes: await readAtMost(answer, mostBytes) }
    })
    if (!bytes) return { kind: 'LOST', detail: `answer of ${response.status} over ${mostBytes} bytes`, tooLarge: true }
    return {
      kind: 'ANSWER',
      status: response.status,
      headers: response.headers,
      bytes,
      json: parseJson(bytes, response.headers.get('content-type')),
      retryAfterSeconds: retryAfterSeconds(response.headers.get('retry-after'), nowMs()),
    }
  } catch (error) {
    return { kind: 'LOST', detail: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown' }
  }
}

function isOwnOrigin(access: UpstreamAccess, url: URL): boolean {
  if (url.origin === new URL(access.baseUrl).origin) return true
  return url.protocol === 'https:' && url.port === '' && (access.trustedHosts ?? []).some((host) => host.test(url.hostname))
}

async function readAtMost(response: Response, limitBytes: number): Promise<Uint8Array | undefined> {
  if (Number(response.headers.get('content-length') ?? 0) > limitBytes) {
    await response.body?.cancel()
    return undefined
  }
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = response.body?.getReader()
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    length += next.value.byteLength
    if (length > limitBytes) {
      await reader?.cancel()
      return undefined
    }
    chunks.push(next.value)
  }
  const whole = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.byteLength
  }
  return whole
}

function parseJson(bytes: Uint8Array, contentType: string | null): unknown {
  if (contentType && !/json|text/.test(contentType)) return undefined
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown
  } catch {
    return undefined
  }
}

/** Reads `Retry-After` (RFC 9110 §10.2.3): delta seconds or an HTTP date. At least 1 s; undefined when unreadable. */
export function retryAfterSeconds(value: string | null, nowMs: number): number | undefined {
  if (!value) return undefined
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - nowMs) / 1000)
  return Number.isFinite(seconds) ? Math.max(1, seconds) : undefined
}

/** Time-outs, and gateways that got no usable answer. Of Cloudflare's own 52x, 521 and 523 never reached the server. */
const AMBIGUOUS: ReadonlySet<number> = new Set([408, 502, 504, 520, 522, 524])

/** The outcome of a submission whose status alone decides: nobody can tell after these. */
export const isAmbiguous = (status: number): boolean => AMBIGUOUS.has(status)
