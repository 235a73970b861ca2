// /uploads/<account>/<id>: where an upload's bytes are sent, and asked after. The signature in the address is all the right that
// it takes; it is good for this upload alone, and for no reading of its bytes.
import { ApiError, invalidInput } from '../domain/errors.ts'
import type { Sentence } from '../domain/errors.ts'
import { answerPreflight, isPreflight } from '../http/cross-origin.ts'
import { partBytesOf } from '../domain/upload.ts'
import { verifyLink } from '../media/links.ts'
import { selectUpload } from '../store/uploads.ts'
import type { UploadKey } from '../store/uploads.ts'
import { atHome } from '../store/shards.ts'
import type { WithShards } from '../store/shards.ts'
import type { Upload } from '../store/upload-tables.ts'
import { completeParts, sendPart } from './send-part.ts'
import type { SendPartNeeds } from './send-part.ts'
import { sendUpload } from './send-upload.ts'
import type { SendUploadNeeds, Sent } from './send-upload.ts'
import { UPLOAD_PATH } from './upload-files.ts'
import { receivedOf } from './view-upload.ts'

export type UploadRouteNeeds = SendUploadNeeds & SendPartNeeds & WithShards & {
  readonly linkSecret: string
  /** Counts one more of that name in this minute; false when there were too many. */
  readonly mayAsk: (name: string) => Promise<boolean>
}

const EXPIRED: Sentence = {
  en: 'This address has expired. Read the upload by its id to get a new one; what was sent is still there.',
  hi: 'इस पते की अवधि समाप्त हो गई है। नया पता पाने के लिए upload को उसके id से पढ़ें; जो भेजा गया वह सुरक्षित है।',
}
const TAMPERED: Sentence = {
  en: 'This address is not valid. Use the URL exactly as the API returned it.',
  hi: 'यह पता मान्य नहीं है। URL को ठीक वैसा ही इस्तेमाल करें जैसा API ने दिया था।',
}

const METHODS: readonly string[] = ['GET', 'PUT', 'POST']

/** @throws ApiError */
export async function serveUpload(request: Request, given: UploadRouteNeeds): Promise<Response> {
  if (isPreflight(request)) return answerPreflight(request, METHODS)
  if (!METHODS.includes(request.method)) throw new ApiError('METHOD_NOT_ALLOWED')
  const url = new URL(request.url)
  const key = await keyOf(url, given)
  const needs = await atHome(given, key.accountId)
  if (!(await needs.mayAsk(`uploads ${key.accountId}`))) throw new ApiError('RATE_LIMIT', { retryAfterSeconds: 60, extra: { limit: 'upload-requests' } })
  if (request.method === 'GET') return answer(await read(needs, key), 200)
  const { upload, repeated } = await act(request, url.searchParams, key, needs)
  return answer(upload, repeated ? 200 : 201)
}

function act({ method, body, headers }: Request, asked: URLSearchParams, key: UploadKey, needs: UploadRouteNeeds): Promise<Sent> {
  if (method === 'POST') {
    if (!asked.has('complete')) throw invalidInput('complete', { en: 'Add "&complete" to the URL once all parts are sent.', hi: 'सभी हिस्से भेजने के बाद URL में "&complete" जोड़ें।' })
    return completeParts(needs, key)
  }
  const [part, ...others] = asked.getAll('part')
  if (part === undefined) return sendUpload(needs, key, body, declaredBytes(headers))
  return sendPart(needs, key, others.length === 0 && /^\d{1,5}$/.test(part) ? Number(part) : 0, body, declaredBytes(headers))
}

async function keyOf(url: URL, { linkSecret, now }: UploadRouteNeeds): Promise<UploadKey> {
  const link = await verifyLink(url, linkSecret, now(), UPLOAD_PATH)
  if (link.kind !== 'VALID') throw new ApiError('FORBIDDEN', { sentence: link.kind === 'EXPIRED' ? EXPIRED : TAMPERED })
  const [accountId = '', id = ''] = link.key.split('/')
  return { accountId, id }
}

async function read({ database, now }: UploadRouteNeeds, key: UploadKey): Promise<Upload> {
  const [[upload]] = await database.batch([selectUpload(database, key)])
  if (!upload || upload.status === 'DELETING' || upload.expiresAtMs <= now()) throw new ApiError('NOT_FOUND')
  return upload
}

/** Undefined where the body comes in chunks. */
function declaredBytes(headers: Headers): number | undefined {
  const text = headers.get('content-length')
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined
}

function answer(upload: Upload, status: number): Response {
  const { id, bytes, contentType, sha256 } = upload
  const isStored = upload.status === 'STORED'
  return Response.json({ id, stored: isStored, bytes, contentType, ...(isStored && { sha256 }), partBytes: partBytesOf(bytes), received: receivedOf(upload) }, { status, headers: { 'cache-control': 'no-store' } })
}
