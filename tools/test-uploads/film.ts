// A film of any size, by its bytes from here to there: a clip, and behind it a box that players pass over, full of noise. The whole is never
// in memory.
import { readFileSync } from 'node:fs'

export const MOST_BYTES_AT_ONCE = 16 * 1024 * 1024
const BOX_HEAD_BYTES = 8

const clip = readFileSync(new URL('../../static/test-media/lotus-wide-5.mp4.bin', import.meta.url))

export function bytesOfFilm(filmBytes: number, from: number, to: number): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.alloc(to - from)
  // Words of a sequence that has no period within the file, so that no two parts are alike.
  for (let at = 0; at + 4 <= bytes.length; at += 4) bytes.writeUInt32LE(Math.imul((from + at) >>> 2, 0x9e3779b1) >>> 0, at)
  const head = Buffer.alloc(BOX_HEAD_BYTES)
  head.writeUInt32BE(filmBytes - clip.length, 0)
  head.write('free', 4, 'latin1')
  const start = Buffer.concat([clip, head])
  if (from < start.length) start.copy(bytes, 0, from, Math.min(start.length, to))
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
