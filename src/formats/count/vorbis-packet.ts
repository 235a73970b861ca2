// How long a Vorbis packet plays (Vorbis I specification, sections 4.2 and 4.3): by its mode its block is long or short.
// The modes stand at the end of the setup header, behind codebooks that need not be understood: it is read backwards.

export interface VorbisStream {
  readonly samplesPerSecond: number
  readonly shortBlock: number
  readonly longBlock: number
  /** For each mode, whether its blocks are long. Empty where that could not be read: then all count as long. */
  readonly modes: readonly boolean[]
}

const MODE_BITS = 41
const MOST_MODES = 64

/** @param identification the first packet @param setup the third */
export function readVorbis(identification: Uint8Array, setup: Uint8Array): VorbisStream | undefined {
  if (identification.byteLength < 30) return undefined
  const view = new DataView(identification.buffer, identification.byteOffset, identification.byteLength)
  const samplesPerSecond = view.getUint32(12, true)
  const blocks = view.getUint8(28)
  if (samplesPerSecond === 0) return undefined
  return { samplesPerSecond, shortBlock: 2 ** (blocks & 15), longBlock: 2 ** (blocks >>> 4), modes: readModes(setup) }
}

/** Seconds; 0 for a packet that is no sound. */
export function vorbisSeconds(stream: VorbisStream, packet: Uint8Array): number {
  const [first] = packet
  if (first === undefined || (first & 1) !== 0) return 0
  const mode = (first >>> 1) & (2 ** bitsOf(stream.modes.length - 1) - 1)
  const block = (stream.modes[mode] ?? true) ? stream.longBlock : stream.shortBlock
  // Each block overlaps the next by half.
  return block / 2 / stream.samplesPerSecond
}

const bitsOf = (value: number): number => (value > 0 ? 32 - Math.clz32(value) : 0)

/** A mode: block flag (1 bit), window and transform (16 each, 0), mapping (8, under 64); before them their number less one (6). */
function readModes(setup: Uint8Array): readonly boolean[] {
  const bits = setup.byteLength * 8
  let at = 0
  /** Backwards, the last bit first: so a number comes with its highest bit first, as it is written. */
  const read = (count: number, from: number): number => {
    let value = 0
    for (let index = from; index < from + count; index += 1) {
      const bit = bits - 1 - index
      value = value * 2 + (((setup[bit >>> 3] ?? 0) >>> (bit & 7)) & 1)
    }
    return value
  }
  while (at < bits && read(1, at) === 0) at += 1
  // The framing bit itself.
  at += 1
  const flags: boolean[] = []
  let found: readonly boolean[] = []
  while (flags.length < MOST_MODES && at + MODE_BITS + 6 <= bits) {
    if (read(8, at) >= MOST_MODES || read(16, at + 8) !== 0 || read(16, at + 24) !== 0) break
    flags.unshift(read(1, at + 40) === 1)
    at += MODE_BITS
    if (read(6, at) + 1 === flags.length) found = [...flags]
  }
  return found
}
