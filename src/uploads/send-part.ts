// An upload in numbered parts: in any order, each again where it did not arrive. R2 puts them together; then the whole is read once
// and judged as if it had come in one piece. Nothing but the row knows what has arrived, so that anybody can go on.
import { ApiError, invalidInput } from '../domain/errors.ts'
import { bytesOfPart, partCountOf } from '../domain/upload.ts'
import { SNIFF_BYTES } from '../formats/containers.ts'
import { iterate, readHead } from '../media/pour.ts'
import { notePart, openMultipart, resetMultipart, selectUpload } from '../store/uploads.ts'
import type { UploadKey } from '../store/uploads.ts'
import type { Upload } from '../store/upload-tables.ts'
import { otherHash, otherLength, sentTooOften, typeOfSent } from './judge-file.ts'
import type { Multipart, WithUploads } from './ports.ts'
import { begin, keep, objectKey } from './send-upload.ts'
import type { KeepNeeds, Sent } from './send-upload.ts'
import { receivedOf } from './view-upload.ts'

export type SendPartNeeds = KeepNeeds & WithUploads<'abort' | 'begin' | 'digest' | 'join' | 'putPart'>

/** @throws ApiError as `sendUpload` */
export async function sendPart(needs: SendPartNeeds, key: UploadKey, part: number, body: ReadableStream<Uint8Array> | null, declaredBytes: number | undefined): Promise<Sent> {
  const { database, uploads } = needs
  const { upload, object } = await begin(needs, key)
  const bytes = bytesOfPart(upload.bytes, part)
  const count = partCountOf(upload.bytes)
  if (bytes === undefined || count === 1) throw invalidInput('part', { en: `This upload has parts 1 to ${count}; without a part it is sent in one piece.`, hi: `इस upload के हिस्से 1 से ${count} हैं; हिस्से के बिना यह एक साथ भेजा जाता है।` })
  if (upload.status === 'STORED') return { upload, repeated: true }
  if (object === undefined) throw sentTooOften()
  if (declaredBytes !== undefined && declaredBytes !== bytes) throw otherLength({ bytes }, declaredBytes)
  const chunks = iterate(body ?? [])
  const head = await readHead(chunks).catch(() => new Uint8Array())
  if (head.byteLength === 0) throw otherLength({ bytes }, 0)
  if (part === 1) typeOfSent(upload, head)
  const multipart = await multipartOf(needs, upload, object)
  const poured = await uploads.putPart(multipart, part, head, chunks, bytes)
  if (poured.kind === 'OTHER_LENGTH') throw otherLength({ bytes }, poured.bytes)
  const [, [now]] = await database.batch([notePart(database, key, multipart.id, part, poured.tag), selectUpload(database, key)])
  if (!now || now.status === 'DELETING') throw new ApiError('NOT_FOUND')
  return { upload: now, repeated: upload.parts?.[part] !== undefined }
}

/** What its parts are put together by; begun by the first that is sent. */
async function multipartOf(needs: SendPartNeeds, upload: Upload, object: number): Promise<Multipart> {
  const { database, uploads } = needs
  if (upload.multipart !== null && upload.multipartObject !== null) return { key: objectKey(upload, upload.multipartObject), id: upload.multipart }
  const key = objectKey(upload, object)
  const id = await uploads.begin(key, upload)
  const [, [now]] = await database.batch([openMultipart(database, upload, id, object), selectUpload(database, upload)])
  if (now?.multipart === id) return { key, id }
  await uploads.abort({ key, id })
  if (!now || now.multipart === null || now.multipartObject === null) throw new ApiError('NOT_FOUND')
  return { key: objectKey(now, now.multipartObject), id: now.multipart }
}

/** All parts were sent. Repeating it is harmless. @throws ApiError INVALID_INPUT where parts are missing, or are not the file that was said */
export async function completeParts(needs: SendPartNeeds, key: UploadKey): Promise<Sent> {
  const { uploads } = needs
  const { upload, object } = await begin(needs, key)
  if (upload.status === 'STORED') return { upload, repeated: true }
  const received = new Set(receivedOf(upload))
  const missing = Array.from({ length: partCountOf(upload.bytes) }, (_, index) => index + 1).filter((part) => !received.has(part))
  const { multipart: id, multipartObject, parts } = upload
  if (missing.length > 0 || id === null || multipartObject === null || parts === null) {
    throw invalidInput('part', { en: `These parts are missing: ${missing.join(', ')}.`, hi: `ये हिस्से नहीं आए: ${missing.join(', ')}।` })
  }
  if (object === undefined) throw sentTooOften()
  const multipart = { key: objectKey(upload, multipartObject), id }
  if (!(await uploads.join(multipart, parts, upload.bytes))) {
    await dropParts(needs, upload, multipart)
    throw invalidInput('part', { en: 'The parts do not fit together. Send all of them again.', hi: 'हिस्से आपस में नहीं जुड़ते। सभी दोबारा भेजें।' })
  }
  const sha256 = await uploads.digest(multipart.key)
  try {
    if (upload.sha256 !== null && sha256 !== upload.sha256) throw otherHash(sha256)
    typeOfSent(upload, await uploads.read(multipart.key, upload.bytes).read(0, SNIFF_BYTES))
    return await keep(needs, { ...upload, sha256, object: multipartObject })
  } catch (error) {
    if (error instanceof ApiError && error.code === 'INVALID_INPUT') await dropParts(needs, upload, multipart)
    throw error
  }
}

/** The row first: whoever sends a part from then on begins anew. */
async function dropParts({ database, uploads }: SendPartNeeds, upload: Upload, multipart: Multipart): Promise<void> {
  await database.batch([resetMultipart(database, upload, multipart.id)])
  await uploads.abort(multipart)
  await uploads.delete(multipart.key)
}
