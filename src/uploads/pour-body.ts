// A body of a stated length on its way into the bucket: who stopped, its sender or the bucket, and what came.
import { toHex } from '../domain/digest.ts'
import { pump } from '../media/pour.ts'

export type PouredBody<Stored> =
  | { readonly kind: 'STORED'; readonly stored: Stored; readonly sha256: string }
  /** Its sender broke off, or sent more or less than was said. Where it was more, the bucket may have what it wanted. */
  | { readonly kind: 'OTHER_LENGTH'; readonly bytes: number; readonly isStored: boolean }
  /** All of it came, and the bucket would not have it. */
  | { readonly kind: 'REFUSED'; readonly sha256: string; readonly reason: unknown }

/** @param store gives the stream to the bucket @throws what the bucket throws before all of it came */
export async function pourBody<Stored>(
  head: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
  bytes: number,
  store: (body: ReadableStream) => Promise<Stored>,
): Promise<PouredBody<Stored>> {
  const came: Came = { bytes: head.byteLength, isAll: false }
  const body = new FixedLengthStream(bytes)
  const digest = new crypto.DigestStream('SHA-256')
  const storing = store(body.readable)
  const pumping = pump(head, counted(rest, came), body.writable, digest)
  const [stored] = await Promise.allSettled([storing])
  if (stored.status === 'rejected' && !came.isAll && came.bytes <= bytes) {
    // What still comes is for nobody.
    pumping.catch(() => undefined)
    throw stored.reason
  }
  const [pumped] = await Promise.allSettled([pumping])
  const isStored = stored.status === 'fulfilled'
  if (came.bytes !== bytes) return { kind: 'OTHER_LENGTH', bytes: came.bytes, isStored }
  if (pumped.status === 'rejected') throw pumped.reason
  const sha256 = toHex(await digest.digest)
  return isStored ? { kind: 'STORED', stored: stored.value, sha256 } : { kind: 'REFUSED', sha256, reason: stored.reason }
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
