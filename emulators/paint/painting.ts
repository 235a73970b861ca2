// A drawn scene as the emulators keep it: an indexed PNG of tools/samples.ts, read once and then copied from at any size.
import { unzlibSync } from 'fflate'

export interface Painting {
  readonly width: number
  readonly height: number
  /** 256 colours, three bytes each. */
  readonly palette: Uint8Array
  /** An index a pixel, row by row. */
  readonly pixels: Uint8Array
}

/** Knows only what tools/samples.ts writes: eight bits a pixel, no filters. */
export function openPainting(file: ArrayBuffer): Painting {
  const view = new DataView(file)
  const palette = new Uint8Array(256 * 3)
  const packed: Uint8Array[] = []
  let [width, height] = [0, 0]
  for (let at = 8; at < file.byteLength; at += 12 + view.getUint32(at)) {
    const content = new Uint8Array(file, at + 8, view.getUint32(at))
    const name = String.fromCharCode(...new Uint8Array(file, at + 4, 4))
    if (name === 'IHDR') [width, height] = [view.getUint32(at + 8), view.getUint32(at + 12)]
    if (name === 'PLTE') palette.set(content)
    if (name === 'IDAT') packed.push(content)
  }
  const filtered = unzlibSync(joined(packed))
  const pixels = new Uint8Array(width * height)
  for (let row = 0; row < height; row += 1) pixels.set(filtered.subarray(row * (width + 1) + 1, (row + 1) * (width + 1)), row * width)
  return { width, height, palette, pixels }
}

/** Where along the painting each of `count` places of the picture lies. */
export interface Cover {
  readonly columns: Float64Array
  readonly rows: Float64Array
}

/**
 * As much of the painting as fills the picture. What must go goes at the left and the top: at the right below stands that
 * it is a sample.
 * @param step how many pixels of the picture lie between two places
 */
export function cover({ width, height }: Painting, picture: { readonly width: number; readonly height: number }, columns: number, rows: number, step: number): Cover {
  const scale = Math.max(picture.width / width, picture.height / height)
  const places = (count: number, from: number, length: number): Float64Array =>
    Float64Array.from({ length: count }, (_, index) => Math.min(Math.max(from - length / scale + ((index + 0.5) * step) / scale - 0.5, 0), from - 1))
  return { columns: places(columns, width, picture.width), rows: places(rows, height, picture.height) }
}

/** The picture's rows as indices, each pixel the one nearest to it. Rows that are alike are the same array. */
export function* indexRows(width: number, height: number, painting: Painting): Generator<Uint8Array> {
  const { columns, rows } = cover(painting, { width, height }, width, height, 1)
  const nearest = Uint16Array.from(columns, (place) => Math.round(place))
  let from = -1
  let row = new Uint8Array(width)
  for (const place of rows) {
    if (Math.round(place) !== from) {
      from = Math.round(place)
      const source = from * painting.width
      row = new Uint8Array(width)
      for (let x = 0; x < width; x += 1) row[x] = painting.pixels[source + (nearest[x] ?? 0)] ?? 0
    }
    yield row
  }
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
