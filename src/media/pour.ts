// Bytes on their way into R2, which wants to know their length beforehand: counted, digested and never held as a whole.
import { toHex } from '../domain/digest.ts'
import type { ByteSource } from '../formats/byte-window.ts'
import { SNIFF_BYTES } from '../formats/containers.ts'

export async function* iterate(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks
}

/** The first chunks, until there is enough to tell the container by. */
export async function readHead(chunks: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  while (length < SNIFF_BYTES) {
    const next = await chunks.next()
    if (next.done) break
    parts.push(next.value)
    length += next.value.byteLength
  }
  return new Blob(parts).bytes()
}

/**
 * By hand rather than with `tee`, which would hold in memory what R2 has not taken yet. Throws when the source breaks
 * off or has another length than it said; the put then fails too and leaves nothing.
 */
export async function pump(head: Uint8Array, rest: AsyncIterable<Uint8Array>, body: WritableStream, digest: WritableStream): Promise<void> {
  const bodyWriter = body.getWriter()
  const digestWriter = digest.getWriter()
  try {
    await Promise.all([bodyWriter.write(head), digestWriter.write(head)])
    for await (const chunk of rest) await Promise.all([bodyWriter.write(chunk), digestWriter.write(chunk)])
    await Promise.all([bodyWriter.close(), digestWriter.close()])
  } catch (error) {
    await bodyWriter.abort(error).catch(() => undefined)
    throw error
  }
}

/** What is stored, for who reads a few blocks of it. */
export function sourceOf(bucket: R2Bucket, { key, size }: Pick<R2Object, 'key' | 'size'>): ByteSource {
  return {
    size,
    read: async (offset, length) => {
      const part = await bucket.get(key, { range: { offset, length } })
      if (!part) throw new Error('the stored file went away')
      return part.bytes()
    },
  }
}

/** @returns hex */
export async function digestStored(bucket: R2Bucket, key: string): Promise<string> {
  const object = await bucket.get(key)
  if (!object) throw new Error('the stored file went away')
  const digest = new crypto.DigestStream('SHA-256')
  await object.body.pipeTo(digest)
  return toHex(await digest.digest)
}
