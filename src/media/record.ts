// The public record of what was made here, by the SHA-256 of its bytes: which model of which company, when, as which
// generation. Written once, next to the media; nothing of the prompt or the account is in it.
import { ERRORS, errorMessage } from '../domain/errors.ts'
import { answerPreflight, isPreflight } from '../http/cross-origin.ts'
import { languageOf } from '../http/request-facts.ts'

export interface MediaRecord {
  readonly sha256: string
  readonly generationId: string
  readonly model: string
  readonly company: string
  /** When its generation ended. */
  readonly madeAt: string
}

export const RECORD_PATH = '/media/verify/'

const recordKey = (sha256: string): string => `verify/${sha256}.json`

/** The first to make these bytes stays their maker. */
export async function putRecord(bucket: R2Bucket, record: MediaRecord): Promise<void> {
  await bucket.put(recordKey(record.sha256), JSON.stringify(record), { onlyIf: new Headers({ 'if-none-match': '*' }), httpMetadata: { contentType: 'application/json' } })
}

const METHODS: readonly string[] = ['GET', 'HEAD']
const OPEN = { 'access-control-allow-origin': '*', 'x-content-type-options': 'nosniff' } as const

/** `GET /media/verify/<sha256>`, for anybody. */
export async function serveRecord(request: Request, bucket: R2Bucket): Promise<Response> {
  if (isPreflight(request)) return answerPreflight(request, METHODS)
  const sha256 = new URL(request.url).pathname.slice(RECORD_PATH.length)
  const record = /^[0-9a-f]{64}$/.test(sha256) ? await bucket.get(recordKey(sha256)) : null
  if (record) return new Response(request.method === 'HEAD' ? null : record.body, { headers: { ...OPEN, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'public, max-age=300' } })
  const message = errorMessage('NOT_FOUND', {}, languageOf(request.headers.get('accept-language')))
  const { status, retryable } = ERRORS.NOT_FOUND
  return Response.json({ errors: [{ message, extensions: { code: 'NOT_FOUND', retryable } }] }, { status, headers: { ...OPEN, 'cache-control': 'public, max-age=60' } })
}
