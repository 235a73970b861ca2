// The bucket as uploads see it.
import { create } from 'content-disposition'
import { signedPath } from '../media/links.ts'
import { digestStored, sourceOf } from '../media/pour.ts'
import { pourBody } from './pour-body.ts'
import type { Multipart, Poured, PouredPart, SentFile, UploadFiles } from './ports.ts'

/** What a link to send must begin with. */
export const UPLOAD_PATH = '/uploads/'

export interface UploadFilesNeeds {
  readonly bucket: R2Bucket
  /** Without a trailing slash. */
  readonly publicUrl: string
  readonly linkSecret: string
}

export function uploadFiles({ bucket, publicUrl, linkSecret }: UploadFilesNeeds): UploadFiles {
  return {
    put: (key, head, rest, file) => put(bucket, key, head, rest, file),
    begin: async (key, file) => (await bucket.createMultipartUpload(key, { httpMetadata: httpMetadataOf(file) })).uploadId,
    putPart: (of, part, head, rest, bytes) => putPart(bucket, of, part, head, rest, bytes),
    join: (of, parts, bytes) => join(bucket, of, parts, bytes),
    // Where it fails R2 does it by itself after a week.
    abort: ({ key, id }) => bucket.resumeMultipartUpload(key, id).abort().catch(() => undefined),
    digest: (key) => digestStored(bucket, key),
    read: (key, size) => sourceOf(bucket, { key, size }),
    delete: (key) => bucket.delete(key),
    deleteAll: async (prefix) => {
      // Fewer than a thousand: each upload is begun a bounded number of times.
      const { objects } = await bucket.list({ prefix })
      if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key))
    },
    sendUrl: async (accountId, id, untilMs) => (await signedPath(publicUrl, `${UPLOAD_PATH}${accountId}/${id}`, linkSecret, untilMs)).url,
  }
}

const httpMetadataOf = ({ contentType, fileName }: Pick<SentFile, 'contentType' | 'fileName'>): R2HTTPMetadata => ({
  contentType,
  ...(fileName !== null && { contentDisposition: create(fileName) }),
})

async function put(bucket: R2Bucket, key: string, head: Uint8Array, rest: AsyncIterable<Uint8Array>, file: SentFile): Promise<Poured> {
  // R2 compares the hash with that of what it has stored.
  const options = { httpMetadata: httpMetadataOf(file), ...(file.sha256 !== null && { sha256: file.sha256 }) }
  const poured = await pourBody(head, rest, file.bytes, (body) => bucket.put(key, body, options))
  if (poured.kind === 'STORED') return { kind: 'STORED', sha256: poured.sha256 }
  if (poured.kind === 'OTHER_LENGTH') {
    if (poured.isStored) await bucket.delete(key)
    return { kind: 'OTHER_LENGTH', bytes: poured.bytes }
  }
  if (file.sha256 !== null && poured.sha256 !== file.sha256) return { kind: 'OTHER_HASH', sha256: poured.sha256 }
  throw poured.reason
}

async function putPart(bucket: R2Bucket, { key, id }: Multipart, part: number, head: Uint8Array, rest: AsyncIterable<Uint8Array>, bytes: number): Promise<PouredPart> {
  const poured = await pourBody(head, rest, bytes, (body) => bucket.resumeMultipartUpload(key, id).uploadPart(part, body))
  if (poured.kind === 'STORED') return { kind: 'STORED', tag: poured.stored.etag }
  if (poured.kind === 'OTHER_LENGTH') return { kind: 'OTHER_LENGTH', bytes: poured.bytes }
  throw poured.reason
}

/** What R2 says of parts that are not there as their tags say, or not as large, and of what was joined or given up already. */
const NOT_THERE = /\((?:10011|10024|10025|10048)\)|could not be found|does not exist/i

async function join(bucket: R2Bucket, { key, id }: Multipart, parts: Readonly<Record<string, string>>, bytes: number): Promise<boolean> {
  const list = Object.entries(parts).map(([number, etag]) => ({ partNumber: Number(number), etag }))
  try {
    await bucket.resumeMultipartUpload(key, id).complete(list.toSorted((one, other) => one.partNumber - other.partNumber))
  } catch (error) {
    // It may have been joined before, the answer lost.
    if ((await bucket.head(key))?.size === bytes) return true
    if (NOT_THERE.test(String(error))) return false
    throw error
  }
  return (await bucket.head(key))?.size === bytes
}
