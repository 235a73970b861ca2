// The bytes of an upload arrive. They are streamed into an object of their own and count only once they are whole and are what
// was said of them; of several that are sent at once the first to be whole counts, and the others leave nothing.
import { ApiError, invalidInput } from '../domain/errors.ts'
import type { MediaKind } from '../domain/media.ts'
import { UNUSED_LIFE_MS, uploadPrefix } from '../domain/upload.ts'
import { isMislabelled, knownInputType, typeOfInput, unservedPicture } from '../formats/input-type.ts'
import { probe } from '../formats/probe.ts'
import { iterate, readHead, toHex } from '../media/pour.ts'
import { beginTry, closeUpload, selectUpload } from '../store/uploads.ts'
import type { UploadKey } from '../store/uploads.ts'
import type { Upload } from '../store/upload-tables.ts'
import { objectName } from './object-name.ts'
import type { WithUploads } from './ports.ts'
import type { WithClock } from '../domain/effects.ts'
import type { WithDatabase } from '../store/database.ts'

export type SendUploadNeeds = WithClock & WithDatabase & WithUploads<'delete' | 'put' | 'read'>

export interface Sent {
  readonly upload: Upload
  /** It was there already, and these are its bytes. */
  readonly repeated: boolean
}

/** Each may leave as much in the bucket as the upload has, where a Worker dies. */
const MOST_TRIES = 20

/** @throws ApiError NOT_FOUND for one that is over, INVALID_INPUT for bytes that are not as they were said to be: they may be sent again */
export async function sendUpload(needs: SendUploadNeeds, key: UploadKey, body: ReadableStream<Uint8Array> | null, declaredBytes: number | undefined): Promise<Sent> {
  const { database } = needs
  const nowMs = needs.now()
  const [[begun], [upload]] = await database.batch([beginTry(database, key, nowMs, MOST_TRIES), selectUpload(database, key)])
  if (!upload || upload.status === 'DELETING' || upload.expiresAtMs <= nowMs) throw new ApiError('NOT_FOUND')
  if (declaredBytes !== undefined && declaredBytes !== upload.bytes) throw otherLength(upload, declaredBytes)
  const chunks = iterate(body ?? [])
  if (upload.status === 'STORED') return { upload: await requireSame(upload, chunks), repeated: true }
  if (!begun) throw invalidInput('body', { en: 'This upload was sent too often. Make a new one.', hi: 'यह upload बहुत बार भेजा गया। नया upload बनाएँ।' })
  const head = await readHead(chunks).catch(() => new Uint8Array())
  const contentType = head.byteLength === 0 ? undefined : typeOfSent(upload, head)
  if (contentType === undefined) throw otherLength(upload, 0)
  const file = { bytes: upload.bytes, sha256: upload.sha256, contentType, fileName: upload.fileName }
  const path = objectKey({ ...upload, contentType }, begun.object)
  const poured = await needs.uploads.put(path, head, chunks, file)
  if (poured.kind === 'OTHER_LENGTH') throw otherLength(upload, poured.bytes)
  if (poured.kind === 'OTHER_HASH') throw otherHash(poured.sha256)
  return keep(needs, { ...upload, contentType, sha256: poured.sha256, object: begun.object })
}

const objectKey = ({ accountId, id, contentType }: Upload, object: number): string => uploadPrefix(accountId, id) + objectName(contentType, object)

/** What is whole now is looked at, and counts if it is what it should be and nothing was stored before. */
async function keep(needs: SendUploadNeeds, found: Upload & { readonly object: number; readonly sha256: string }): Promise<Sent> {
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

/** @throws ApiError INVALID_INPUT where its bytes are of another type than was said */
function typeOfSent(upload: Upload, head: Uint8Array): string {
  const actual = typeOfInput(head, kindOf(upload))
  if (actual !== undefined && (!isMislabelled(upload.contentType, actual) || [upload.contentType, actual].every((type) => ONE_FAMILY.has(type)))) return actual
  throw otherType(upload.contentType, actual ?? unservedPicture(head))
}

/** Few know which of them a film is. */
const ONE_FAMILY: ReadonlySet<string> = new Set(['video/mp4', 'video/quicktime'])

const kindOf = ({ contentType }: Pick<Upload, 'contentType'>): MediaKind => knownInputType(contentType)?.kind ?? 'image'

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

const otherLength = ({ bytes }: Upload, came: number): ApiError =>
  invalidInput('body', {
    en: `This upload has ${bytes} bytes; ${came} came. Send it again, whole.`,
    hi: `यह upload ${bytes} बाइट का है; ${came} आए। इसे पूरा दोबारा भेजें।`,
  })

const otherHash = (sha256: string): ApiError =>
  invalidInput('body', {
    en: `The SHA-256 of what came is ${sha256}, not the one that was given. Send it again.`,
    hi: `जो आया उसका SHA-256 ${sha256} है, वह नहीं जो बताया गया था। दोबारा भेजें।`,
  })

const otherType = (said: string, actual: string | undefined): ApiError =>
  invalidInput('body', {
    en: `The bytes are ${actual === undefined ? 'nothing that can be used' : actual}, not ${said} as was said.`,
    hi: `bytes ${actual === undefined ? 'इस्तेमाल लायक नहीं' : `${actual} के`} हैं, ${said} के नहीं जैसा बताया गया था।`,
  })

const otherFile = (): ApiError =>
  invalidInput('body', { en: 'Another file was sent to this upload before. Make a new one.', hi: 'इस upload पर पहले दूसरी फ़ाइल भेजी जा चुकी है। नया upload बनाएँ।' })
