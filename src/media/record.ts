// The public record of what was made here, by the SHA-256 of its bytes: which model of which company, when, as which
// generation. Written once, next to the media; nothing of the prompt is in it, and of the account nothing that is shown. A
// takedown is written into it, and stays.
import * as v from 'valibot'
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

/** One generation that came to the same bytes. */
export interface Maker {
  readonly accountId: string
  readonly generationId: string
}

export const RECORD_PATH = '/media/verify/'

const recordKey = (sha256: string): string => `verify/${sha256}.json`
const makersPrefix = (sha256: string): string => `verify/${sha256}/`
const JSON_TYPE = { contentType: 'application/json' }

const Stored = v.looseObject({ generationId: v.string(), takenDownAt: v.exactOptional(v.string()) })

/**
 * The first to make these bytes stays their maker; who makes them again is noted beside it. Who takes them down writes that
 * first and then looks for all makers; so of the two at least one sees the other.
 * @returns whether these bytes were taken down
 */
export async function putRecord(bucket: R2Bucket, { accountId, ...record }: MediaRecord & Pick<Maker, 'accountId'>): Promise<boolean> {
  const { sha256, generationId } = record
  const first = await bucket.put(recordKey(sha256), JSON.stringify(record), { onlyIf: new Headers({ 'if-none-match': '*' }), httpMetadata: JSON_TYPE, customMetadata: { accountId } })
  if (first) return false
  await bucket.put(`${makersPrefix(sha256)}${accountId}/${generationId}`, '')
  return (await readRecord(bucket, sha256))?.takenDownAt !== undefined
}

async function readRecord(bucket: R2Bucket, sha256: string) {
  const object = await bucket.get(recordKey(sha256))
  return object && { ...v.parse(Stored, await object.json()), etag: object.etag, accountId: object.customMetadata?.['accountId'] }
}

/** Repeating it keeps the first time. @returns false where nothing with these bytes was recorded */
export async function markRecord(bucket: R2Bucket, sha256: string, takenDownAt: string): Promise<boolean> {
  for (;;) {
    const found = await readRecord(bucket, sha256)
    if (!found || found.takenDownAt !== undefined) return found !== null
    const { etag, accountId, ...record } = found
    const written = await bucket.put(recordKey(sha256), JSON.stringify({ ...record, takenDownAt }), {
      onlyIf: { etagMatches: etag }, httpMetadata: JSON_TYPE, ...(accountId !== undefined && { customMetadata: { accountId } }),
    })
    if (written) return true
  }
}

export interface MakersPage {
  readonly makers: readonly Maker[]
  /** Behind which the next page begins; undefined: there is none. */
  readonly next: string | undefined
}

/** Who made these bytes, the first one with the first page. @param after '' for that */
export async function readMakers(bucket: R2Bucket, sha256: string, after: string, limit: number): Promise<MakersPage> {
  const prefix = makersPrefix(sha256)
  const first = await readRecord(bucket, sha256)
  const { objects, truncated } = await bucket.list({ prefix, limit, ...(after !== '' && { startAfter: after }) })
  const others = objects.flatMap(({ key }) => {
    const [accountId = '', generationId = ''] = key.slice(prefix.length).split('/')
    return generationId === first?.generationId ? [] : [{ accountId, generationId }]
  })
  const makers = first?.accountId === undefined || after !== '' ? others : [{ accountId: first.accountId, generationId: first.generationId }, ...others]
  return { makers, next: truncated ? objects.at(-1)?.key : undefined }
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
