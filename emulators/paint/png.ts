// A real PNG of exactly the size asked for: a diagonal gradient of a palette. One byte a pixel and every row a shift of
// the one before keep it small and quick.
import type { Palette } from './palette.ts'

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** How many rows go to the compressor at a time. */
const ROWS_AT_ONCE = 64

export async function paintPng(width: number, height: number, palette: Palette): Promise<Uint8Array> {
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  header.set([8, 3, 0, 0, 0], 8) // 8 bits, palette, deflate, the five filters, not interlaced
  const pixels = await deflated(rows(width, height))
  const parts = [new Uint8Array(SIGNATURE), chunk('IHDR', header), chunk('PLTE', Uint8Array.from(palette.flat())), chunk('IDAT', pixels), chunk('IEND', new Uint8Array())]
  return joined(parts)
}

/** Each row: filter byte 0, then the palette index of each pixel, by its distance along the diagonal. */
function* rows(width: number, height: number): Generator<Uint8Array<ArrayBuffer>> {
  const diagonal = Uint8Array.from({ length: width + height }, (_, distance) => Math.floor((distance * 256) / (width + height)))
  for (let top = 0; top < height; top += ROWS_AT_ONCE) {
    const count = Math.min(ROWS_AT_ONCE, height - top)
    const band = new Uint8Array(count * (width + 1))
    for (let row = 0; row < count; row += 1) {
      band.set(diagonal.subarray(top + row, top + row + width), row * (width + 1) + 1)
    }
    yield band
  }
}

async function deflated(bands: Iterable<Uint8Array<ArrayBuffer>>): Promise<Uint8Array> {
  const compressor = new CompressionStream('deflate')
  const answer = new Response(compressor.readable).bytes()
  const writer = compressor.writable.getWriter()
  for (const band of bands) await writer.write(band)
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

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
