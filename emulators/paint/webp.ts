// A real WebP of exactly the size asked for, in one colour: in lossless WebP a colour that is the only symbol of its code
// takes no bits, so the file is its header. https://developers.google.com/speed/webp/docs/webp_lossless_bitstream_specification
import type { Palette } from './palette.ts'

const MIDDLE = 128

export function paintWebp(width: number, height: number, palette: Palette): Uint8Array {
  const [red, green, blue] = palette[MIDDLE] ?? [128, 128, 128]
  const bits = bitWriter()
  bits.write(0x2f, 8)
  bits.write(width - 1, 14)
  bits.write(height - 1, 14)
  bits.write(0, 1 + 3) // no alpha, version 0
  bits.write(0, 3) // no transform, no colour cache, no meta codes
  for (const symbol of [green, red, blue, 255]) {
    bits.write(0b101, 3) // a simple code of one symbol, in eight bits
    bits.write(symbol, 8)
  }
  bits.write(0b0001, 4) // distances: one symbol, in one bit, 0
  const image = bits.bytes()
  const padded = image.length + (image.length % 2)
  const file = new Uint8Array(20 + padded)
  const view = new DataView(file.buffer)
  file.set(new TextEncoder().encode('RIFF'), 0)
  view.setUint32(4, 12 + padded, true)
  file.set(new TextEncoder().encode('WEBPVP8L'), 8)
  view.setUint32(16, image.length, true)
  file.set(image, 20)
  return file
}

/** Least significant bit first. */
function bitWriter(): { write: (value: number, count: number) => void; bytes: () => Uint8Array } {
  const bits: number[] = []
  return {
    write: (value, count) => {
      for (let bit = 0; bit < count; bit += 1) bits.push((value >> bit) & 1)
    },
    bytes: () => {
      const bytes = new Uint8Array(Math.ceil(bits.length / 8))
      for (const [index, bit] of bits.entries()) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (bit << (index & 7))
      return bytes
    },
  }
}
