// WAV (RIFF): chunks; the length is the data by what a second of it takes. Of the header's own figures the slowest counts,
// and data that claims less than follows it is taken to reach to the end: both lie for nothing. Writers that stream leave
// the data's size 0 or all ones.
import { textAt } from './byte-window.ts'
import type { ByteWindow } from './byte-window.ts'
import type { Measured } from './containers.ts'

const MAX_CHUNKS = 64
const UNKNOWN_SIZE = 0xffffffff
/** PCM, floating point, A-law, mu-law: all that has so many bytes a sample. */
const PLAIN: ReadonlySet<number> = new Set([1, 3, 6, 7])
const EXTENSIBLE = 0xfffe
/** What may follow the data as a comment of its own. */
const MOST_TRAILING_BYTES = 1024
const MOST_TRAILING_SHARE = 0.05

export async function probeWave(window: ByteWindow): Promise<Measured | undefined> {
  let bytesPerSecond = 0
  let at = 12
  for (let count = 0; count < MAX_CHUNKS; count++) {
    const head = await window.bytes(at, 8)
    if (!head) return undefined
    const type = textAt(head, 0, 4)
    const size = head.getUint32(4, true)
    const start = at + 8
    if (type === 'fmt ') {
      const format = await window.bytes(start, Math.min(40, Math.max(16, size)))
      const rate = format && rateOf(format)
      if (!rate) return undefined
      bytesPerSecond = bytesPerSecond === 0 ? rate : Math.min(bytesPerSecond, rate)
    }
    if (type === 'data') {
      const remaining = window.size - start
      const isOpen = size === 0 || size === UNKNOWN_SIZE
      if (remaining === 0 || bytesPerSecond === 0 || (!isOpen && size > remaining)) return undefined
      const isShort = remaining - size > MOST_TRAILING_BYTES + remaining * MOST_TRAILING_SHARE
      return { kind: 'audio', durationSeconds: (isOpen || isShort ? remaining : size) / bytesPerSecond }
    }
    // Chunks are padded to an even length.
    at = start + size + (size % 2)
  }
  return undefined
}

/** Bytes a second, by whichever of the header's figures makes the sound longest; undefined for what is compressed. */
function rateOf(format: DataView): number | undefined {
  const tag = format.getUint16(0, true)
  // The tag proper of an extensible format is the beginning of its GUID.
  const codec = tag === EXTENSIBLE ? (format.byteLength >= 26 ? format.getUint16(24, true) : 0) : tag
  if (!PLAIN.has(codec)) return undefined
  const channels = format.getUint16(2, true)
  const samplesPerSecond = format.getUint32(4, true)
  const sampleBytes = channels * Math.ceil(format.getUint16(14, true) / 8)
  return Math.min(format.getUint32(8, true), samplesPerSecond * format.getUint16(12, true), samplesPerSecond * sampleBytes)
}
