// A real PNG of exactly the size asked for: one byte a pixel, copied from a painting, its colours in the palette. A row that
// is the one above it says only so, which keeps large ones quick.
import { indexRows, joined, type Painting } from './painting.ts'

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** How many rows go to the compressor at a time. */
const ROWS_AT_ONCE = 64
const [AS_IT_IS, SAME_AS_ABOVE] = [0, 2]

export async function paintPng(width: number, height: number, painting: Painting): Promise<Uint8Array> {
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  header.set([8, 3, 0, 0, 0], 8) // 8 bits, palette, deflate, the five filters, not interlaced
  const pixels = await deflated(bands(width, height, painting))
  const parts = [new Uint8Array(SIGNATURE), chunk('IHDR', header), chunk('PLTE', painting.palette), chunk('IDAT', pixels), chunk('IEND', new Uint8Array())]
  return joined(parts)
}

/** Each row: the filter's byte, then the index of each pixel, or its difference from the one above. */
function* bands(width: number, height: number, painting: Painting): Generator<Uint8Array<ArrayBuffer>> {
  let above: Uint8Array | undefined
  let band = new Uint8Array(0)
  let used = 0
  let left = height
  for (const row of indexRows(width, height, painting)) {
    if (used === band.length) {
      if (used > 0) yield band
      band = new Uint8Array(Math.min(ROWS_AT_ONCE, left) * (width + 1))
      used = 0
    }
    band[used] = row === above ? SAME_AS_ABOVE : AS_IT_IS
    if (row !== above) band.set(row, used + 1)
    used += width + 1
    left -= 1
    above = row
  }
  yield band
}

async function deflated(parts: Iterable<Uint8Array<ArrayBuffer>>): Promise<Uint8Array> {
  const compressor = new CompressionStream('deflate')
  const answer = new Response(compressor.readable).bytes()
  const writer = compressor.writable.getWriter()
  for (const band of parts) await writer.write(band)
  await writer.close()
  return answer
}

function chunk(name: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(content.length + 12)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, content.length)
  bytes.set(new TextEncoder().encode(name), 4)
  bytes.set(content, 8)
  view.setUint32(content.length + 8, crc32(bytes.subarray(4, content.length + 8)))
  return bytes
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** The check sum of a PNG chunk (its name and content). */
export function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff
  for (const byte of bytes) value = (value >>> 8) ^ (CRC_TABLE[(value ^ byte) & 0xff] ?? 0)
  return (value ^ 0xffffffff) >>> 0
}
