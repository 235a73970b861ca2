// The bytes of an upload arrive. They are streamed into an object of their own and count only once they are whole and are what
// was said of them; of several that are sent at once the first to be whole counts, and the others leave nothing.
import { ApiError, invalidInput } from '../domain/errors.ts'
import type { Sentence } from '../domain/errors.ts'
import { PART_BYTES, UNUSED_LIFE_MS, partBytesOf, uploadPrefix } from '../domain/upload.ts'
import { haltedError } from '../domain/suspended.ts'
import { probe } from '../formats/probe.ts'
import { toHex } from '../domain/digest.ts'
import { iterate, readHead } from '../media/pour.ts'
import { selectIsHalted } from '../store/suspensions.ts'
import { beginTry, closeUpload, endUserOf, selectUpload } from '../store/uploads.ts'
import type { UploadKey } from '../store/uploads.ts'
import type { Upload } from '../store/upload-tables.ts'
import { kindOf, otherFile, otherHash, otherLength, otherType, sentTooOften, typeOfSent } from './judge-file.ts'
import { objectName } from './object-name.ts'
import type { WithUploads } from './ports.ts'
import type { WithClock } from '../domain/effects.ts'
import type { WithDatabase } from '../store/database.ts'

export type KeepNeeds = WithClock & WithDatabase & WithUploads<'delete' | 'read'>
export type SendUploadNeeds = KeepNeeds & WithUploads<'put'>

export interface Sent {
  readonly upload: Upload
  /** It was there already, and these are its bytes. */
  readonly repeated: boolean
}

/** Each may leave as much in the bucket as was sent, where a Worker dies. */
const MOST_TRIES = { most: 20, more: 8, perBytes: PART_BYTES } as const

const IN_PARTS: Sentence = {
  en: 'This upload is sent in parts: add "&part=1" and so on to the URL.',
  hi: 'यह upload हिस्सों में भेजा जाता है: URL में "&part=1" आदि जोड़ें।',
}

/**
 * Every request that may cost more than a look is counted before it does anything.
 * @returns with the number of an object that nobody else has; none where it was sent too often, or is stored
 */
export async function begin({ database, now }: WithClock & WithDatabase, key: UploadKey): Promise<{ readonly upload: Upload; readonly object: number | undefined }> {
  const nowMs = now()
  const [[begun], [upload], halted] = await database.batch([beginTry(database, key, nowMs, MOST_TRIES), selectUpload(database, key), selectIsHalted(database, key.accountId, endUserOf(key))])
  if (!upload || upload.status === 'DELETING' || upload.expiresAtMs <= nowMs) throw new ApiError('NOT_FOUND')
  if (halted.length > 0) throw haltedError()
  return { upload, object: begun?.object }
}

/** @throws ApiError NOT_FOUND for one that is over, INVALID_INPUT for bytes that are not as they were said to be: they may be sent again */
export async function sendUpload(needs: SendUploadNeeds, key: UploadKey, body: ReadableStream<Uint8Array> | null, declaredBytes: number | undefined): Promise<Sent> {
  const { upload, object } = await begin(needs, key)
  if (partBytesOf(upload.bytes) !== null) throw invalidInput('part', IN_PARTS)
  if (declaredBytes !== undefined && declaredBytes !== upload.bytes) throw otherLength(upload, declaredBytes)
  const chunks = iterate(body ?? [])
  if (upload.status === 'STORED') return { upload: await requireSame(upload, chunks), repeated: true }
  if (object === undefined) throw sentTooOften()
  const head = await readHead(chunks).catch(() => new Uint8Array())
  const contentType = head.byteLength === 0 ? undefined : typeOfSent(upload, head)
  if (contentType === undefined) throw otherLength(upload, 0)
  const file = { bytes: upload.bytes, sha256: upload.sha256, contentType, fileName: upload.fileName }
  const path = objectKey({ ...upload, contentType }, object)
  const poured = await needs.uploads.put(path, head, chunks, file)
  if (poured.kind === 'OTHER_LENGTH') throw otherLength(upload, poured.bytes)
  if (poured.kind === 'OTHER_HASH') throw otherHash(poured.sha256)
  return keep(needs, { ...upload, contentType, sha256: poured.sha256, object })
}

export const objectKey = ({ accountId, id, contentType }: Upload, object: number): string => uploadPrefix(accountId, id) + objectName(contentType, object)

/** What is whole now is looked at, and counts if it is what it should be and nothing was stored before. */
export async function keep(needs: KeepNeeds, found: Upload & { readonly object: number; readonly sha256: string }): Promise<Sent> {
  const { database, uploads } = needs
  const path = objectKey(found, found.object)
  const facts = await probe(uploads.read(path, found.bytes))
  if (facts && facts.kind !== kindOf(found)) {
    await uploads.delete(path)
    throw otherType(found.contentType, facts.contentType)
  }
  const nowMs = needs.now()
  const { contentType, sha256, object } = found
  const closing = { contentType, sha256, object, width: facts?.width ?? null, height: facts?.height ?? null, expiresAtMs: nowMs + UNUSED_LIFE_MS }
  const [, [upload]] = await database.batch([closeUpload(database, found, closing, nowMs), selectUpload(database, found)])
  if (upload?.status === 'STORED' && upload.object === object) return { upload, repeated: false }
  await uploads.delete(path)
  if (upload?.status !== 'STORED') throw new ApiError('NOT_FOUND')
  if (upload.sha256 !== sha256) throw otherFile()
  return { upload, repeated: true }
}

/** Read to its end, as one would be that is new; nothing of it is stored. */
async function requireSame(upload: Upload, chunks: AsyncGenerator<Uint8Array>): Promise<Upload> {
  const digest = new crypto.DigestStream('SHA-256')
  const writer = digest.getWriter()
  let bytes = 0
  try {
    for await (const chunk of chunks) {
      bytes += chunk.byteLength
      if (bytes > upload.bytes) break
      await writer.write(chunk)
    }
  } catch {
    // Broken off: what came says so.
  }
  await writer.close()
  if (bytes !== upload.bytes) throw otherLength(upload, bytes)
  if (toHex(await digest.digest) !== upload.sha256) throw otherFile()
  return upload
}
