// GET and HEAD of /media/*: stored media behind signed links, with the ranges and conditions that players and caches
// use (RFC 9110). At most two operations on R2: a plain GET or HEAD takes one.
import { create } from 'content-disposition'
import { ERRORS, errorMessage } from '../domain/errors.ts'
import type { ErrorCode, Sentence } from '../domain/errors.ts'
import { answerPreflight, isPreflight } from '../http/cross-origin.ts'
import { languageOf } from '../http/request-facts.ts'
import { evaluatePreconditions, evaluateRange } from './conditions.ts'
import { verifyLink } from './links.ts'

export interface ServeDependencies {
  readonly bucket: R2Bucket
  readonly linkSecret: string
  readonly now: () => number
}

const EXPIRED: Sentence = {
  en: 'This media link has expired. Read the generation again to get a new one.',
  hi: 'इस मीडिया लिंक की अवधि समाप्त हो गई है। नया लिंक पाने के लिए generation को दोबारा पढ़ें।',
}
const TAMPERED: Sentence = {
  en: 'This media link is not valid. Use the URL exactly as the API returned it.',
  hi: 'यह मीडिया लिंक मान्य नहीं है। URL को ठीक वैसा ही इस्तेमाल करें जैसा API ने दिया था।',
}

/** What a link says besides whose file it is. */
interface Terms {
  readonly remainingSeconds: number
  readonly fileName: string | undefined
}

const METHODS: readonly string[] = ['GET', 'HEAD']
const CONDITIONS = ['range', 'if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'] as const

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag, Last-Modified',
  'cross-origin-resource-policy': 'cross-origin',
} as const

export async function serveMedia(request: Request, dependencies: ServeDependencies): Promise<Response> {
  if (isPreflight(request)) return answerPreflight(request, METHODS)
  if (!METHODS.includes(request.method)) return refuse(request, 'METHOD_NOT_ALLOWED', undefined, { allow: METHODS.join(', ') })
  const nowMs = dependencies.now()
  const link = await verifyLink(new URL(request.url), dependencies.linkSecret, nowMs)
  if (link.kind !== 'VALID') return refuse(request, 'FORBIDDEN', link.kind === 'EXPIRED' ? EXPIRED : TAMPERED)
  const terms = { remainingSeconds: Math.floor((link.expiresAtMs - nowMs) / 1000), fileName: link.fileName }
  const isPlain = !CONDITIONS.some((name) => request.headers.has(name))
  if (request.method === 'GET' && isPlain) {
    const object = await dependencies.bucket.get(link.key)
    return object ? whole(object, object.body, terms) : refuse(request, 'NOT_FOUND')
  }
  const object = await dependencies.bucket.head(link.key)
  if (!object) return refuse(request, 'NOT_FOUND')
  return (await conditional(request, dependencies.bucket, object, terms)) ?? refuse(request, 'NOT_FOUND')
}

/** Undefined when the object went away meanwhile. */
async function conditional(
  request: Request,
  bucket: R2Bucket,
  object: R2Object,
  terms: Terms,
): Promise<Response | undefined> {
  const current = { etag: object.httpEtag, lastModifiedMs: object.uploaded.getTime() }
  const precondition = evaluatePreconditions(request.headers, current)
  const headers = validators(object, terms)
  if (precondition === 'FAILED') return new Response(null, { status: 412, headers })
  if (precondition === 'NOT_MODIFIED') return new Response(null, { status: 304, headers })
  // §14.2: Range is for GET alone.
  if (request.method === 'HEAD') return whole(object, null, terms)
  const range = evaluateRange(request.headers, current, object.size)
  if (range.kind === 'UNSATISFIABLE') {
    headers.set('content-range', `bytes */${object.size}`)
    return new Response(null, { status: 416, headers })
  }
  if (range.kind === 'WHOLE') {
    const found = await bucket.get(object.key)
    return found ? whole(found, found.body, terms) : undefined
  }
  const found = await bucket.get(object.key, { range: { offset: range.offset, length: range.length } })
  if (!found) return undefined
  const partHeaders = described(found, terms)
  partHeaders.set('content-length', String(range.length))
  partHeaders.set('content-range', `bytes ${range.offset}-${range.offset + range.length - 1}/${object.size}`)
  return new Response(found.body, { status: 206, headers: partHeaders })
}

function whole(object: R2Object, body: ReadableStream | null, terms: Terms): Response {
  const headers = described(object, terms)
  headers.set('content-length', String(object.size))
  return new Response(body, { headers })
}

/** What every answer about a file carries, 304 and 416 too. */
function validators(object: R2Object, { remainingSeconds }: Terms): Headers {
  return new Headers({
    ...CORS,
    'accept-ranges': 'bytes',
    'cache-control': `private, max-age=${remainingSeconds}`,
    etag: object.httpEtag,
    'last-modified': object.uploaded.toUTCString(),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })
}

/** An upload is whatever somebody sent: no browser shows it from an origin of ours. */
function dispositionOf({ key, httpMetadata }: R2Object, terms: Terms): string {
  if (key.startsWith('uploads/')) return httpMetadata?.contentDisposition ?? create(fileName(key))
  return terms.fileName === undefined ? create(fileName(key), { type: 'inline' }) : create(terms.fileName)
}

function described(object: R2Object, terms: Terms): Headers {
  const headers = validators(object, terms)
  headers.set('content-type', object.httpMetadata?.contentType ?? 'application/octet-stream')
  headers.set('content-security-policy', 'sandbox')
  headers.set('content-disposition', dispositionOf(object, terms))
  return headers
}

/** `<accountId>/<jobId>/<index>.<extension>` → `<jobId>-<index>.<extension>`. */
function fileName(key: string): string {
  return key.split('/').slice(-2).join('-').replace(/[^\w.-]/g, '_')
}

function refuse(request: Request, code: ErrorCode, sentence?: Sentence, more?: Record<string, string>): Response {
  const language = languageOf(request.headers.get('accept-language'))
  const message = errorMessage(code, sentence ? { sentence } : {}, language)
  const { status, retryable } = ERRORS[code]
  const headers = { ...CORS, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...more }
  return Response.json({ errors: [{ message, extensions: { code, retryable } }] }, { status, headers })
}
