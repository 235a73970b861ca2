// OGG (RFC 3533) with Opus (RFC 7845) or Vorbis: the codec from the first page, the length from the last page's
// granule position, which counts samples.
import { MAX_LOOK_BYTES, textAt } from './byte-window.ts'
import type { ByteWindow } from './byte-window.ts'
import type { Measured } from './containers.ts'

/** 512 kbit/s. */
const MOST_PER_SECOND = 64_000
const OPUS_SAMPLES_PER_SECOND = 48_000
/** A page that ends no packet says -1. */
const NO_GRANULE = 0xffffffffffffffffn

interface Codec {
  readonly serial: number
  readonly samplesPerSecond: number
  /** Samples that are decoded and thrown away. */
  readonly preSkip: number
}

export async function probeOgg(window: ByteWindow): Promise<Measured | undefined> {
  const codec = await readCodec(window)
  if (!codec) return undefined
  const length = Math.min(MAX_LOOK_BYTES, window.size)
  const tail = await window.bytes(window.size - length, length)
  const granule = tail && lastGranule(tail, codec.serial)
  if (granule === undefined) return undefined
  const samples = Number(granule) - codec.preSkip
  if (samples <= 0) return undefined
  // Last of all a granule position lies for nothing: no sound takes more bytes than so many a second.
  return { kind: 'audio', durationSeconds: Math.max(samples / codec.samplesPerSecond, (window.size - MAX_LOOK_BYTES) / MOST_PER_SECOND) }
}

async function readCodec(window: ByteWindow): Promise<Codec | undefined> {
  const head = await window.bytes(0, 27)
  if (!head) return undefined
  const packetAt = 27 + head.getUint8(26)
  const packet = await window.bytes(packetAt, 19)
  if (!packet) return undefined
  const serial = head.getUint32(14, true)
  if (textAt(packet, 0, 8) === 'OpusHead') {
    return { serial, samplesPerSecond: OPUS_SAMPLES_PER_SECOND, preSkip: packet.getUint16(10, true) }
  }
  const samplesPerSecond = packet.getUint32(12, true)
  return textAt(packet, 0, 7) === '\x01vorbis' && samplesPerSecond > 0 ? { serial, samplesPerSecond, preSkip: 0 } : undefined
}

function lastGranule(tail: DataView, serial: number): bigint | undefined {
  for (let at = tail.byteLength - 27; at >= 0; at--) {
    if (tail.getUint32(at) !== 0x4f676753 || tail.getUint32(at + 14, true) !== serial) continue
    const granule = tail.getBigUint64(at + 6, true)
    if (granule !== NO_GRANULE) return granule
  }
  return undefined
}
