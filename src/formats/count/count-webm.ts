// WebM with Opus: its blocks are counted by what each plays, whatever the duration and the timestamps say. Read flat: a
// live recording's clusters do not say where they end.
import { readNumber } from '../probe-webm.ts'
import type { Counter } from './counter.ts'
import { opusSeconds } from './opus-packet.ts'

/** Those that are stepped into: segment, tracks, a track, cluster, block group. Any other is stepped over. */
const WITHIN: ReadonlySet<number> = new Set([0x18538067, 0x1654ae6b, 0xae, 0x1f43b675, 0xa0])
const CODEC = 0x86
const BLOCKS: ReadonlySet<number> = new Set([0xa3, 0xa1])
const LACING = 0x06

export const countWebm: Counter = (bytes) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let seconds = 0
  let at = 0
  while (at < bytes.byteLength) {
    const id = readNumber(view, at, 4, true)
    const size = id && readNumber(view, at + id.length, 8, false)
    if (!size) return undefined
    at += id.length + size.length
    if (WITHIN.has(id.value)) continue
    const body = bytes.subarray(at, at + size.value)
    if (size.isUnknown || body.byteLength < size.value) return undefined
    if (id.value === CODEC && new TextDecoder().decode(body) !== 'A_OPUS') return undefined
    if (BLOCKS.has(id.value)) {
      // The track's number, two bytes of time, one of flags. Nobody laces Opus.
      const track = readNumber(view, at, 8, false)
      const flags = body[(track?.length ?? 0) + 2]
      if (!track || flags === undefined || (flags & LACING) !== 0) return undefined
      seconds += opusSeconds(body.subarray(track.length + 3))
    }
    at += size.value
  }
  return seconds > 0 ? seconds : undefined
}
