// Reads painted images back, each format by its own specification: how light every block of 8 by 8 pixels is, 0 to 255.

export interface Light {
  readonly blocks: readonly number[]
}

export interface Chunk {
  readonly name: string
  readonly content: Uint8Array
  readonly checked: Uint8Array
  readonly statedCrc: number
}

export function pngChunks(bytes: Uint8Array): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const chunks: Chunk[] = []
  for (let at = 8; at < bytes.length; ) {
    const end = at + 8 + view.getUint32(at)
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    chunks.push({ name, content: bytes.subarray(at + 8, end), checked: bytes.subarray(at + 4, end), statedCrc: view.getUint32(end) })
    at = end + 4
  }
  return chunks
}

export async function pngLight(bytes: Uint8Array): Promise<Light> {
  const [header, palette, packed] = pngChunks(bytes).map((chunk) => chunk.content)
  if (!header || !palette || !packed) throw new Error('a chunk is missing')
  const [width, height] = [0, 4].map((at) => new DataView(header.buffer, header.byteOffset).getUint32(at)) as [number, number]
  const rows = await new Response(new Response(packed).body?.pipeThrough(new DecompressionStream('deflate'))).bytes()
  if (rows.length !== (width + 1) * height) throw new Error('a pixel is missing')
  for (let row = 0; row < height; row += 1) {
    const start = row * (width + 1) + 1
    const filter = rows[start - 1]
    if (filter !== 0 && filter !== 2) throw new Error(`filter ${filter}`)
    if (filter === 2) for (let x = start; x < start + width; x += 1) rows[x] = ((rows[x] ?? 0) + (rows[x - width - 1] ?? 0)) & 0xff
  }
  return blocksOf(width, height, palette, (x, y) => rows[y * (width + 1) + 1 + x] ?? 0)
}

/** Of a lossless WebP as emulators write it: a table of colours as differences, then an index a pixel. */
export async function webpLight(bytes: Uint8Array): Promise<Light> {
  const read = bitReader(bytes.subarray(21), 'lowest')
  const [width, height] = [read(14) + 1, read(14) + 1]
  if (read(4) !== 0 || read(3) !== 0b111 || read(8) !== 255 || read(1) !== 0) throw new Error('no table of 256 colours')
  for (const more of [24, 0, 0]) skipByteCode(read, more)
  if (read(3) !== 0b011 || read(1) !== 0 || read(8) !== 255) throw new Error('no code of alpha')
  skipOneSymbol(read)
  const palette = new Uint8Array(256 * 3)
  for (let at = 0; at < palette.length; at += 3) {
    const [green, red, blue] = [byteOf(read), byteOf(read), byteOf(read)] as const
    read(1)
    for (const [channel, level] of [red, green, blue].entries()) palette[at + channel] = level + (palette[at - 3 + channel] ?? 0)
  }
  if (read(3) !== 0) throw new Error('more than a table')
  skipByteCode(read, 24)
  for (let code = 0; code < 4; code += 1) skipOneSymbol(read)
  const pixels = Uint8Array.from({ length: width * height }, () => byteOf(read))
  return blocksOf(width, height, palette, (x, y) => pixels[y * width + x] ?? 0)
}

/** Of a JPEG as emulators write it: the first coefficient of each block is how light it is. */
export async function jpegLight(bytes: Uint8Array): Promise<Light> {
  const { markers, quantisers, symbols, scan } = jpegParts(bytes)
  if (markers.join() !== [0xe0, 0xdb, 0xc0, 0xc4, 0xc4, 0xda].join()) throw new Error(`markers ${markers.join()}`)
  const stuffed = scan.filter((byte, index) => byte !== 0 || scan[index - 1] !== 0xff)
  const read = bitReader(stuffed, 'highest')
  const blocks: number[] = []
  const before = [0, 0, 0]
  for (let left = stuffed.length * 8; left >= 15; ) {
    for (let component = 0; component < 3; component += 1) {
      const category = read(4)
      left -= 5 + category
      const value = read(category)
      before[component] = (before[component] ?? 0) + (category > 0 && value < 2 ** (category - 1) ? value - 2 ** category + 1 : value)
      while (read(1) === 1) {
        const size = (symbols[read(6) + 1] ?? 0) & 0xf
        read(size)
        left -= 7 + size
      }
    }
    blocks.push(((before[0] ?? 0) * (quantisers[0] ?? 0)) / 8 + 128)
  }
  return { blocks }
}

function jpegParts(bytes: Uint8Array): { markers: number[]; quantisers: Uint8Array; symbols: Uint8Array; scan: Uint8Array } {
  const markers: number[] = []
  let [quantisers, symbols] = [new Uint8Array(), new Uint8Array()]
  let at = 2
  while (bytes[at] === 0xff && markers.at(-1) !== 0xda) {
    const marker = bytes[at + 1] ?? 0
    const length = (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0)
    if (marker === 0xdb) quantisers = bytes.slice(at + 5, at + 2 + length)
    if (marker === 0xc4) symbols = bytes.slice(at + 21, at + 2 + length)
    markers.push(marker)
    at += 2 + length
  }
  if (bytes.at(-2) !== 0xff || bytes.at(-1) !== 0xd9) throw new Error('no end of image')
  return { markers, quantisers, symbols, scan: bytes.subarray(at, -2) }
}

type Read = (count: number) => number

function bitReader(bytes: Uint8Array, first: 'lowest' | 'highest'): Read {
  let at = 0
  return (count) => {
    let value = 0
    for (let bit = 0; bit < count; bit += 1, at += 1) {
      const byte = bytes[at >> 3]
      if (byte === undefined) throw new Error('the image is too short')
      value = first === 'lowest' ? value | (((byte >> (at & 7)) & 1) << bit) : (value << 1) | ((byte >> (7 - (at & 7))) & 1)
    }
    return value
  }
}

/** A code of eight bits for each byte, its highest bit first. */
function byteOf(read: Read): number {
  let value = 0
  for (let bit = 0; bit < 8; bit += 1) value = (value << 1) | read(1)
  return value
}

function skipByteCode(read: Read, more: number): void {
  read(1 + 4)
  for (let length = 0; length < 12; length += 1) read(3)
  read(1)
  for (let symbol = 0; symbol < 256 + more; symbol += 1) if (read(1) !== (symbol < 256 ? 1 : 0)) throw new Error('not a code of bytes')
}

function skipOneSymbol(read: Read): void {
  if (read(3) !== 0b101) throw new Error('not a code of one symbol')
  read(8)
}

export function blocksOf(width: number, height: number, palette: Uint8Array, indexAt: (x: number, y: number) => number): Light {
  const lightAt = (x: number, y: number): number => {
    const at = indexAt(x, y) * 3
    return 0.299 * (palette[at] ?? 0) + 0.587 * (palette[at + 1] ?? 0) + 0.114 * (palette[at + 2] ?? 0)
  }
  const blocks: number[] = []
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      let [sum, count] = [0, 0]
      for (let y = top; y < Math.min(top + 8, height); y += 1) for (let x = left; x < Math.min(left + 8, width); x += 1) [sum, count] = [sum + lightAt(x, y), count + 1]
      blocks.push(sum / count)
    }
  }
  return { blocks }
}
