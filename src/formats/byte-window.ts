// How the probes look at a file that may be 2 GiB: in blocks, each fetched once, and only so many of them. Whatever
// offsets a hostile file names, nothing is read outside it, memory stays under MAX_BLOCKS blocks and work under MAX_LOOKS.

export interface ByteSource {
  /** In bytes. */
  readonly size: number
  readonly read: (offset: number, length: number) => Promise<Uint8Array>
}

export interface ByteWindow {
  readonly size: number
  /** Exactly these bytes; undefined when they are not all inside the file, or too much of it was asked for already. */
  readonly bytes: (offset: number, length: number) => Promise<DataView | undefined>
}

const BLOCK_BYTES = 65_536
const MAX_BLOCKS = 32
const MAX_LOOKS = 20_000
/** The largest single look: an OGG page has at most 65,307 bytes. */
export const MAX_LOOK_BYTES = 2 * BLOCK_BYTES

export function windowOn(source: ByteSource): ByteWindow {
  const blocks = new Map<number, Uint8Array>()
  let looks = 0

  async function block(index: number): Promise<Uint8Array | undefined> {
    const known = blocks.get(index)
    if (known) return known
    if (blocks.size >= MAX_BLOCKS) return undefined
    const offset = index * BLOCK_BYTES
    const length = Math.min(BLOCK_BYTES, source.size - offset)
    const read = await source.read(offset, length)
    if (read.byteLength !== length) return undefined
    blocks.set(index, read)
    return read
  }

  async function bytes(offset: number, length: number): Promise<DataView | undefined> {
    if (!Number.isSafeInteger(offset) || offset < 0 || length < 1 || length > MAX_LOOK_BYTES) return undefined
    if (offset + length > source.size || ++looks > MAX_LOOKS) return undefined
    const joined = new Uint8Array(length)
    for (let at = offset; at < offset + length; ) {
      const index = Math.floor(at / BLOCK_BYTES)
      const found = await block(index)
      if (!found) return undefined
      const part = found.subarray(at - index * BLOCK_BYTES, offset + length - index * BLOCK_BYTES)
      joined.set(part, at - offset)
      at += part.byteLength
    }
    return new DataView(joined.buffer)
  }

  return { size: source.size, bytes }
}

/** The bytes as Latin-1 text, for four-character codes. */
export function textAt(view: DataView, offset: number, length: number): string {
  return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + offset, length))
}
