// A real baseline JPEG (ITU-T T.81) of exactly the size asked for, by the smallest encoder there can be: every block of
// 8 by 8 pixels has one colour, so of its 64 coefficients only the first (DC) is ever written.
import type { Palette, Rgb } from './palette.ts'

/** The DC coefficient of a flat block is 8 times its level; dividing by as much makes a difference of levels the code. */
const DC_QUANTISER = 8
/** Of differences: 0 to 11 bits. Twelve codes of four bits each, so a category is its own code. */
const DC_CATEGORIES = 12
/** The AC table has one code, of one bit: end of block. */
const END_OF_BLOCK = { symbol: 0, code: 0, bits: 1 }

export function paintJpeg(width: number, height: number, palette: Palette): Uint8Array {
  const columns = Math.ceil(width / 8)
  const rows = Math.ceil(height / 8)
  const levels = palette.map(levelsOf)
  const out: number[] = header(width, height)
  const bits = bitWriter(out)
  let before: Levels = [0, 0, 0]
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const now = levels[Math.floor(((row + column) * levels.length) / (rows + columns))] ?? before
      for (const component of [0, 1, 2] as const) {
        writeDifference(bits, now[component] - before[component])
        bits.write(END_OF_BLOCK.code, END_OF_BLOCK.bits)
      }
      before = now
    }
  }
  bits.flush()
  out.push(0xff, 0xd9)
  return Uint8Array.from(out)
}

type Levels = readonly [luma: number, blue: number, red: number]

/** JFIF's YCbCr, each about zero as T.81 wants them. */
function levelsOf([red, green, blue]: Rgb): Levels {
  return [
    Math.round(0.299 * red + 0.587 * green + 0.114 * blue) - 128,
    Math.round(-0.168736 * red - 0.331264 * green + 0.5 * blue),
    Math.round(0.5 * red - 0.418688 * green - 0.081312 * blue),
  ]
}

/** T.81 F.1.2.1: how many bits the difference has, then those bits; a negative one less 1. */
function writeDifference(bits: BitWriter, difference: number): void {
  const category = 32 - Math.clz32(Math.abs(difference))
  bits.write(category, 4)
  bits.write(difference < 0 ? difference - 1 : difference, category)
}

interface BitWriter {
  readonly write: (value: number, count: number) => void
  /** Fills the last byte with ones. */
  readonly flush: () => void
}

function bitWriter(out: number[]): BitWriter {
  let held = 0
  let heldBits = 0
  const write = (value: number, count: number): void => {
    held = (held << count) | (value & ((1 << count) - 1))
    heldBits += count
    while (heldBits >= 8) {
      heldBits -= 8
      const byte = (held >>> heldBits) & 0xff
      out.push(byte)
      if (byte === 0xff) out.push(0) // or it would read as a marker
    }
    held &= (1 << heldBits) - 1
  }
  return { write, flush: () => write(0x7f, (8 - heldBits) % 8) }
}

function header(width: number, height: number): number[] {
  return [
    0xff, 0xd8,
    ...segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]), // JFIF 1.1
    ...segment(0xdb, [0, DC_QUANTISER, ...Array.from({ length: 63 }, () => 1)]),
    ...segment(0xc0, [8, ...word(height), ...word(width), 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]), // no subsampling
    ...segment(0xc4, [0x00, ...codeCounts(4, DC_CATEGORIES), ...Array.from({ length: DC_CATEGORIES }, (_, category) => category)]),
    ...segment(0xc4, [0x10, ...codeCounts(END_OF_BLOCK.bits, 1), END_OF_BLOCK.symbol]),
    ...segment(0xda, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]),
  ]
}

function segment(marker: number, content: readonly number[]): number[] {
  return [0xff, marker, ...word(content.length + 2), ...content]
}

function word(value: number): number[] {
  return [value >>> 8, value & 0xff]
}

/** How many codes there are of each length, 1 to 16 bits: all of one length. */
function codeCounts(bits: number, count: number): number[] {
  return Array.from({ length: 16 }, (_, index) => (index + 1 === bits ? count : 0))
}
