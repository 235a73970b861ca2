// A real WebP of exactly the size asked for, copied from a painting: lossless, its colours in a table and every pixel an index of
// eight bits, so that nothing is searched for. https://developers.google.com/speed/webp/docs/webp_lossless_bitstream_specification
import { indexRows, type Painting } from './painting.ts'

const COLOURS = 256
/** What may follow a literal in green's code: lengths of repetitions, which never come. */
const LENGTHS = 24
/** The order in which the lengths of the code of lengths stand: 12 of them reach 8. */
const UP_TO_EIGHT = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8]

export function paintWebp(width: number, height: number, painting: Painting): Uint8Array {
  const bits = bitWriter(width * height + 2048)
  bits.write(0x2f, 8)
  bits.write(width - 1, 14)
  bits.write(height - 1, 14)
  bits.write(0, 1 + 3) // no alpha, version 0
  bits.write(0b111, 3) // a transform: a table of colours
  bits.write(COLOURS - 1, 8)
  writeTable(bits, painting.palette)
  bits.write(0, 1 + 1 + 1) // no other transform, no colour cache, no meta codes
  writeByteCode(bits, LENGTHS)
  for (const symbol of [0, 0, 255, 0]) writeOneSymbol(bits, symbol) // red, blue, alpha, distance
  for (const row of indexRows(width, height, painting)) for (const index of row) bits.write(REVERSED[index] ?? 0, 8)
  return file(bits.bytes())
}

/** The table is an image of one row, each colour less the one before it. */
function writeTable(bits: BitWriter, palette: Uint8Array): void {
  bits.write(0, 1) // no colour cache
  writeByteCode(bits, LENGTHS) // green
  writeByteCode(bits, 0) // red
  writeByteCode(bits, 0) // blue
  bits.write(0b011, 3) // alpha: a simple code of two symbols, 0 in one bit and 255 in eight
  bits.write(0, 1)
  bits.write(255, 8)
  writeOneSymbol(bits, 0) // distance
  for (let at = 0; at < palette.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = palette.subarray(at, at + 3).map((level, channel) => level - (at === 0 ? 0 : (palette[at - 3 + channel] ?? 0)))
    for (const level of [green, red, blue]) bits.write(REVERSED[level] ?? 0, 8)
    bits.write(at === 0 ? 1 : 0, 1)
  }
}

/** A code in which every byte is itself: 256 symbols of eight bits, and more that never come. */
function writeByteCode(bits: BitWriter, more: number): void {
  bits.write(0, 1) // not a simple code
  bits.write(UP_TO_EIGHT.length - 4, 4)
  for (const length of UP_TO_EIGHT) bits.write(length === 0 || length === 8 ? 1 : 0, 3)
  bits.write(0, 1) // as many symbols as there can be
  for (let symbol = 0; symbol < COLOURS; symbol += 1) bits.write(1, 1)
  for (let symbol = 0; symbol < more; symbol += 1) bits.write(0, 1)
}

/** A colour that is the only symbol of its code takes no bits. */
function writeOneSymbol(bits: BitWriter, symbol: number): void {
  bits.write(0b101, 3) // a simple code of one symbol, in eight bits
  bits.write(symbol, 8)
}

/** Codes stand with their highest bit first, all else with the lowest. */
const REVERSED = Uint8Array.from({ length: COLOURS }, (_, byte) => {
  let reversed = 0
  for (let bit = 0; bit < 8; bit += 1) reversed |= ((byte >> bit) & 1) << (7 - bit)
  return reversed
})

function file(image: Uint8Array): Uint8Array {
  const padded = image.length + (image.length % 2)
  const whole = new Uint8Array(20 + padded)
  const view = new DataView(whole.buffer)
  whole.set(new TextEncoder().encode('RIFF'), 0)
  view.setUint32(4, 12 + padded, true)
  whole.set(new TextEncoder().encode('WEBPVP8L'), 8)
  view.setUint32(16, image.length, true)
  whole.set(image, 20)
  return whole
}

interface BitWriter {
  readonly write: (value: number, count: number) => void
  readonly bytes: () => Uint8Array
}

/** Least significant bit first. @param most how many bytes there can be */
function bitWriter(most: number): BitWriter {
  const out = new Uint8Array(most)
  let length = 0
  let held = 0
  let heldBits = 0
  return {
    write: (value, count) => {
      held |= value << heldBits
      heldBits += count
      for (; heldBits >= 8; heldBits -= 8) {
        out[length] = held & 0xff
        length += 1
        held >>>= 8
      }
    },
    bytes: () => {
      out[length] = held
      return out.subarray(0, length + (heldBits > 0 ? 1 : 0))
    },
  }
}
