// The one HTTP client of all adapters. It never throws for what the network or the upstream did: it says which of
// three things happened. It sends our credentials only to the upstream's own origin and follows no redirect.
import { checkPublicUrl } from '../net/public-address.ts'
import { withinTime } from '../net/time-limit.ts'
import type { UpstreamAccess } from './access.ts'
import { FILE_BODY_TYPE, fileBody } from './file-body.ts'
import type { FileUpload } from './file-body.ts'
import { jsonBody } from './json-body.ts'
import { readAnswer, together } from './read-answer.ts'
import type { AnswerBody } from './read-answer.ts'

export interface UpstreamRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** A path below the base URL (`/v1/tasks/1`), or an absolute URL the upstream gave us. */
  readonly url: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  /** Bytes in it (Uint8Array) are sent as base64. */
  readonly json?: unknown
  /** Instead of `json`: sent as multipart/form-data, or as application/x-www-form-urlencoded. */
  readonly form?: FormData | URLSearchParams
  /** Instead of both: sent as a form with one file. */
  readonly file?: FileUpload
  readonly timeoutSeconds?: number
  /** For an address that a caller gave: our credentials are not sent, wherever it leads. */
  readonly anonymous?: boolean
  /** An answer with more is LOST. */
  readonly maxAnswerBytes?: number
  /** Its answer may hold media as base64 in JSON: `mediumIn` finds them. */
  readonly hasMediaInJson?: boolean
}

export type HttpOutcome =
  | HttpAnswer
  /** The request may or may not have arrived: time-out, connection lost, answer cut off or too large. */
  | { readonly kind: 'LOST'; readonly detail: string; readonly tooLarge?: true }

export interface HttpAnswer extends AnswerBody {
  readonly kind: 'ANSWER'
  readonly status: number
  readonly headers: Headers
  /** The body as it came, put together when it is asked for; of JSON with media, what is left without them. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** From `Retry-After`, in seconds or as a date; undefined when absent. */
  readonly retryAfterSeconds: number | undefined
}

export interface UpstreamHttp {
  readonly request: (request: UpstreamRequest) => Promise<HttpOutcome>
  readonly nowMs: () => number
  /** What a caller sent beforehand, by its key. Undefined where it is gone. */
  readonly readUpload: ReadUpload
}

export type ReadUpload = (key: string) => Promise<Uint8Array<ArrayBuffer> | undefined>

const DEFAULT_TIMEOUT_SECONDS = 30
/** Read, put together, decoded and parsed it is four times in memory. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024
/** Of answers that bring a medium: it is held once, in the pieces it came in, until it is stored. */
export const MAX_MEDIA_BYTES = 40 * 1024 * 1024
/** Of a look whose answer may bring one as base64. */
export const MEDIA_ANSWER = { hasMediaInJson: true, maxAnswerBytes: (MAX_MEDIA_BYTES * 4) / 3 } as const

type Fetch = (url: string, init: RequestInit) => Promise<Response>

const NOTHING: ReadUpload = async () => undefined

/** Binds the client to one upstream's access. @param fetcher the service's only way out */
export function upstreamHttp(access: UpstreamAccess, fetcher: Fetch, nowMs: () => number, readUpload: ReadUpload = NOTHING): UpstreamHttp {
  return { nowMs, readUpload, request: (request) => send(access, fetcher, nowMs, request) }
}

async function send(access: UpstreamAccess, fetcher: Fetch, nowMs: () => number, request: UpstreamRequest): Promise<HttpOutcome> {
  const url = addressOf(access, request.url)
  if (!url) return { kind: 'LOST', detail: `a forbidden address: ${request.url.slice(0, 200)}` }
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value)
  const headers = new Headers(request.headers)
  headers.set('accept', headers.get('accept') ?? 'application/json')
  if (!request.anonymous && isOwnOrigin(access, url)) {
    for (const [name, value] of Object.entries(await access.authorize(nowMs()))) headers.set(name, value)
  }
  const init: RequestInit = { method: request.method, headers, redirect: 'manual' }
  if (request.json !== undefined) {
    headers.set('content-type', 'application/json')
    init.body = jsonBody(request.json)
  } else if (request.file) {
    headers.set('content-type', FILE_BODY_TYPE)
    init.body = fileBody(request.file)
  } else if (request.form) {
    // Its content type, which may name a boundary, is fetch's to write.
    init.body = request.form
  }
  try {
    const timeoutMs = (request.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000
    const mostBytes = request.maxAnswerBytes ?? MAX_ANSWER_BYTES
    const { response, read } = await withinTime(timeoutMs, async (signal) => {
      const answer = await fetcher(url.href, { ...init, signal })
      return { response: answer, read: await readAnswer(answer, mostBytes, request.hasMediaInJson ?? false) }
    })
    if (!read) return { kind: 'LOST', detail: `answer of ${response.status} over ${mostBytes} bytes`, tooLarge: true }
    let whole: Uint8Array<ArrayBuffer> | undefined
    return {
      kind: 'ANSWER',
      status: response.status,
      headers: response.headers,
      ...read,
      get bytes() {
        whole ??= together(read.pieces)
        return whole
      },
      retryAfterSeconds: retryAfterSeconds(response.headers.get('retry-after'), nowMs()),
    }
  } catch (error) {
    return { kind: 'LOST', detail: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown' }
  }
}

/** An absolute URL came from the upstream, or from a caller: it is judged like any stranger's, but for our own setting's origin. */
function addressOf(access: UpstreamAccess, given: string): URL | undefined {
  if (given.startsWith('/')) return new URL(access.baseUrl + given)
  const url = URL.parse(given)
  const isPublic = checkPublicUrl(given, { allowLoopback: false }).kind === 'PUBLIC'
  return url && (isPublic || url.origin === new URL(access.baseUrl).origin) ? url : undefined
}

function isOwnOrigin(access: UpstreamAccess, url: URL): boolean {
  if (url.origin === new URL(access.baseUrl).origin) return true
  return url.protocol === 'https:' && url.port === '' && (access.trustedHosts ?? []).some((host) => host.test(url.hostname))
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
