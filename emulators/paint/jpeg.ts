// A real baseline JPEG (ITU-T T.81) of exactly the size asked for, copied from a painting by a small encoder: a block of 8 by 8
// pixels is seen at 4 by 4 places, and of its 64 coefficients only the ten lowest are ever written.
import { cover, type Cover, type Painting } from './painting.ts'

/** How many places a block has along a side. */
const PLACES = 4
/** The ten lowest coefficients in the order of T.81, each by its place in a block of 4 by 4, and what it is divided by. */
const ORDER = [0, 1, 4, 8, 5, 2, 3, 6, 9, 12]
const QUANTISERS = [8, 10, 10, 12, 12, 12, 14, 14, 14, 14]
/** Of differences of the first: 0 to 11 bits. Twelve codes of four bits each, so a category is its own code. */
const DC_CATEGORIES = 12
/** Of the others: one bit that ends the block, or how many zeros come before (0 to 8) and how many bits it has (1 to 7), in 7 bits. */
const AC_BITS = 7
const AC_SYMBOLS = Array.from({ length: 9 * AC_BITS }, (_, index) => (Math.floor(index / AC_BITS) << 4) | ((index % AC_BITS) + 1))

export function paintJpeg(width: number, height: number, painting: Painting): Uint8Array {
  const columns = Math.ceil(width / 8)
  const rows = Math.ceil(height / 8)
  const places = cover(painting, { width, height }, columns * PLACES, rows * PLACES, 8 / PLACES)
  const levels = levelsOf(painting.palette)
  const out: number[] = header(width, height)
  const bits = bitWriter(out)
  const before = [0, 0, 0]
  const seen = Array.from({ length: 3 }, () => new Float32Array(columns * PLACES * PLACES))
  const block = new Float32Array(PLACES * PLACES)
  for (let row = 0; row < rows; row += 1) {
    for (const [component, samples] of seen.entries()) look(samples, painting, places, row * PLACES, levels, component)
    for (let column = 0; column < columns; column += 1) {
      for (let component = 0; component < 3; component += 1) {
        const samples = seen[component] ?? block
        for (let y = 0; y < PLACES; y += 1) {
          for (let x = 0; x < PLACES; x += 1) block[y * PLACES + x] = samples[(y * columns + column) * PLACES + x] ?? 0
        }
        before[component] = writeBlock(bits, block, before[component] ?? 0)
      }
    }
  }
  bits.flush()
  out.push(0xff, 0xd9)
  return Uint8Array.from(out)
}

/** Fills four lines with what the painting shows at their places: between four of its pixels, by how near each is. */
function look(samples: Float32Array, { width, height, pixels }: Painting, { columns, rows }: Cover, firstRow: number, levels: Float32Array, component: number): void {
  const level = (at: number): number => levels[(pixels[at] ?? 0) * 3 + component] ?? 0
  for (let y = 0; y < PLACES; y += 1) {
    const place = rows[firstRow + y] ?? 0
    const top = Math.floor(place)
    const below = place - top
    const upper = top * width
    const lower = Math.min(top + 1, height - 1) * width
    for (let x = 0; x < columns.length; x += 1) {
      const along = columns[x] ?? 0
      const left = Math.floor(along)
      const right = Math.min(left + 1, width - 1)
      const share = along - left
      const above = level(upper + left) * (1 - share) + level(upper + right) * share
      const under = level(lower + left) * (1 - share) + level(lower + right) * share
      samples[y * columns.length + x] = above * (1 - below) + under * below
    }
  }
}

/** JFIF's YCbCr of each colour, each about zero as T.81 wants them. */
function levelsOf(palette: Uint8Array): Float32Array {
  const levels = new Float32Array(palette.length)
  for (let at = 0; at < palette.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = palette.subarray(at, at + 3)
    levels[at] = 0.299 * red + 0.587 * green + 0.114 * blue - 128
    levels[at + 1] = -0.168736 * red - 0.331264 * green + 0.5 * blue
    levels[at + 2] = 0.5 * red - 0.418688 * green - 0.081312 * blue
  }
  return levels
}

/** @param before the first coefficient of the block before  @returns that of this one */
function writeBlock(bits: BitWriter, block: Float32Array, before: number): number {
  for (let at = 0; at < PLACES; at += 1) transform(block, at * PLACES, 1)
  for (let at = 0; at < PLACES; at += 1) transform(block, at, PLACES)
  const coefficient = (index: number): number => Math.round((2 * (block[ORDER[index] ?? 0] ?? 0)) / (QUANTISERS[index] ?? 1))
  const first = coefficient(0)
  writeValue(bits, first - before, (category) => bits.write(category, 4))
  let zeros = 0
  for (let index = 1; index < ORDER.length; index += 1) {
    const value = coefficient(index)
    if (value === 0) {
      zeros += 1
      continue
    }
    const run = zeros
    writeValue(bits, value, (category) => bits.write(0x40 + run * AC_BITS + category - 1, 7))
    zeros = 0
  }
  bits.write(0, 1)
  return first
}

/** The discrete cosine transform of four values, in their place. Twice its result is the eight-fold one's. */
function transform(values: Float32Array, at: number, step: number): void {
  const [a = 0, b = 0, c = 0, d = 0] = [values[at], values[at + step], values[at + 2 * step], values[at + 3 * step]]
  values[at] = (a + d + b + c) / 2
  values[at + step] = 0.653281 * (a - d) + 0.270598 * (b - c)
  values[at + 2 * step] = (a + d - b - c) / 2
  values[at + 3 * step] = 0.270598 * (a - d) - 0.653281 * (b - c)
}

/** T.81 F.1.2.1: how many bits the value has, then those bits; a negative one less 1. */
function writeValue(bits: BitWriter, value: number, writeCategory: (category: number) => void): void {
  const category = 32 - Math.clz32(Math.abs(value))
  writeCategory(category)
  bits.write(value < 0 ? value - 1 : value, category)
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
    ...segment(0xdb, [0, ...QUANTISERS, ...Array.from({ length: 64 - QUANTISERS.length }, () => 1)]),
    ...segment(0xc0, [8, ...word(height), ...word(width), 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]), // no subsampling
    ...segment(0xc4, [0x00, ...codeCounts({ 4: DC_CATEGORIES }), ...Array.from({ length: DC_CATEGORIES }, (_, category) => category)]),
    ...segment(0xc4, [0x10, ...codeCounts({ 1: 1, 7: AC_SYMBOLS.length }), 0, ...AC_SYMBOLS]),
    ...segment(0xda, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]),
  ]
}

function segment(marker: number, content: readonly number[]): number[] {
  return [0xff, marker, ...word(content.length + 2), ...content]
}

function word(value: number): number[] {
  return [value >>> 8, value & 0xff]
}

/** How many codes there are of each length, 1 to 16 bits. */
function codeCounts(counts: Readonly<Record<number, number>>): number[] {
  return Array.from({ length: 16 }, (_, index) => counts[index + 1] ?? 0)
}
