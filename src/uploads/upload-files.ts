// The bucket as uploads see it.
import { create } from 'content-disposition'
import { signedPath } from '../media/links.ts'
import { pump, sourceOf, toHex } from '../media/pour.ts'
import type { Poured, SentFile, UploadFiles } from './ports.ts'

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

async function put(bucket: R2Bucket, key: string, head: Uint8Array, rest: AsyncIterable<Uint8Array>, file: SentFile): Promise<Poured> {
  const came: Came = { bytes: head.byteLength, isAll: false }
  const body = new FixedLengthStream(file.bytes)
  const digest = new crypto.DigestStream('SHA-256')
  const putting = bucket.put(key, body.readable, {
    httpMetadata: { contentType: file.contentType, ...(file.fileName !== null && { contentDisposition: create(file.fileName) }) },
    // R2 compares it with what it has stored.
    ...(file.sha256 !== null && { sha256: file.sha256 }),
  })
  const pumping = pump(head, counted(rest, came), body.writable, digest)
  const [stored] = await Promise.allSettled([putting])
  if (stored.status === 'rejected' && !came.isAll && came.bytes <= file.bytes) {
    // The bucket stopped before its sender did: what still comes is for nobody.
    pumping.catch(() => undefined)
    throw stored.reason
  }
  const [pumped] = await Promise.allSettled([pumping])
  const sha256 = pumped.status === 'fulfilled' ? toHex(await digest.digest) : undefined
  if (stored.status === 'fulfilled' && sha256 !== undefined) return { kind: 'STORED', sha256 }
  // It had as many bytes as it wanted, and more came.
  if (stored.status === 'fulfilled') await bucket.delete(key)
  if (came.bytes !== file.bytes) return { kind: 'OTHER_LENGTH', bytes: came.bytes }
  if (sha256 !== undefined && file.sha256 !== null && sha256 !== file.sha256) return { kind: 'OTHER_HASH', sha256 }
  throw stored.status === 'rejected' ? stored.reason : new Error('the bytes came, and could not be passed on')
}

interface Came {
  bytes: number
  /** No more comes: it has ended, or broke off. */
  isAll: boolean
}

async function* counted(chunks: AsyncIterable<Uint8Array>, came: Came): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  for (;;) {
    const next = await iterator.next().catch(() => undefined)
    came.isAll = !next || next.done === true
    if (!next || next.done) return
    came.bytes += next.value.byteLength
    yield next.value
  }
}
