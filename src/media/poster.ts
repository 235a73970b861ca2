// A video's poster: a picture that its company gives beside it. It stands beside the video's file under a name made of the video's
// own, so that whoever deletes the one deletes the other, whether there is one or not.
import { formOf, sniff } from '../formats/containers.ts'
import { openOutput } from './open-output.ts'
import type { HeldRoom, OpenDependencies } from './open-output.ts'

/** It is held in memory. */
const MOST_BYTES = 4 * 1024 * 1024

/** `<accountId>/<jobId>/1-0.mp4` → `<accountId>/<jobId>/poster-1-0.mp4` */
export const posterKey = (key: string): string => key.replace(/[^/]*$/, 'poster-$&')

/** A file and what may stand beside it. */
export const keysOf = (key: string): readonly string[] => [key, posterKey(key)]

/** Never throws. @param key of the video @returns whether it is there now */
export async function putPoster(bucket: R2Bucket, url: string, key: string, dependencies: OpenDependencies, room: HeldRoom): Promise<boolean> {
  let heldBytes = 0
  try {
    const opened = await openOutput({ kind: 'url', url }, 'image', dependencies, room)
    if (opened.kind !== 'OPEN') return false
    heldBytes = opened.heldBytes ?? 0
    const bytes = opened.length <= MOST_BYTES ? await whole(opened.chunks) : undefined
    const container = bytes && sniff(bytes)
    const form = container && formOf(container, 'image')
    if (bytes?.byteLength !== opened.length || !form) return false
    await bucket.put(posterKey(key), bytes, { httpMetadata: { contentType: form.contentType } })
    return true
  } catch {
    return false
  } finally {
    room.heldBytes -= heldBytes
  }
}

async function whole(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    parts.push(chunk)
    length += chunk.byteLength
    if (length > MOST_BYTES) return undefined
  }
  return new Blob(parts).bytes()
}
