// Ogg (RFC 3533): its packets are counted by what each plays, whatever the granule positions say. Streams that follow one
// another in a file are played one after the other, and so added up.
import { textAt } from '../byte-window.ts'
import type { Counter } from './counter.ts'
import { opusSeconds } from './opus-packet.ts'
import { readVorbis, vorbisSeconds } from './vorbis-packet.ts'

/** From a stream's first packets to what each further one plays; undefined for a codec that is not known. */
interface Stream {
  readonly headers: Uint8Array[]
  /** Parts of a packet that goes on in the next page. */
  open: Uint8Array[]
  secondsOf: ((packet: Uint8Array) => number) | undefined
}

export const countOgg: Counter = (bytes) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const streams = new Map<number, Stream>()
  let seconds = 0
  let at = 0
  while (at + 27 <= bytes.byteLength) {
    // Players look for the next page; nothing that lies in between is played.
    if (view.getUint32(at) !== 0x4f676753) {
      at += 1
      continue
    }
    const serial = view.getUint32(at + 14, true)
    const isBeginning = (view.getUint8(at + 5) & 2) !== 0
    const stream = (!isBeginning && streams.get(serial)) || { headers: [], open: [], secondsOf: undefined }
    streams.set(serial, stream)
    const segments = bytes.subarray(at + 27, at + 27 + view.getUint8(at + 26))
    let start = at + 27 + segments.byteLength
    let end = start
    for (const [index, length] of segments.entries()) {
      end += length
      if (length === 255 && index < segments.byteLength - 1) continue
      const part = bytes.subarray(start, end)
      start = end
      if (length === 255) {
        stream.open.push(part)
        continue
      }
      const packet = whole(stream.open, part)
      stream.open = []
      const played = playedBy(stream, packet)
      if (played === undefined) return undefined
      seconds += played
    }
    at = end
  }
  return seconds > 0 ? seconds : undefined
}

function whole(open: readonly Uint8Array[], last: Uint8Array): Uint8Array {
  if (open.length === 0) return last
  const joined = new Uint8Array(open.reduce((sum, { byteLength }) => sum + byteLength, last.byteLength))
  let at = 0
  for (const part of [...open, last]) {
    joined.set(part, at)
    at += part.byteLength
  }
  return joined
}

/** Seconds of a packet, 0 for a header; undefined for a codec that is not known. */
function playedBy(stream: Stream, packet: Uint8Array): number | undefined {
  if (stream.secondsOf) return stream.secondsOf(packet)
  const { headers } = stream
  headers.push(packet)
  const [identification, , setup] = headers
  if (!identification || identification.byteLength < 8) return undefined
  const view = new DataView(identification.buffer, identification.byteOffset, identification.byteLength)
  if (textAt(view, 0, 8) === 'OpusHead') {
    if (headers.length === 2) stream.secondsOf = opusSeconds
    return 0
  }
  if (textAt(view, 0, 7) !== '\x01vorbis') return undefined
  if (!setup) return 0
  const vorbis = readVorbis(identification, setup)
  if (!vorbis) return undefined
  stream.secondsOf = (sound) => vorbisSeconds(vorbis, sound)
  return 0
}
