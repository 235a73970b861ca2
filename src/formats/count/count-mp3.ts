// MP3: its frames are counted, one after the other, whatever a Xing, Info or VBRI header says.
import { hasEncoderHeader, parseFrame, tagBytes } from '../probe-mp3.ts'
import type { Counter } from './counter.ts'

/** A tag at the end, or some padding. Where more is no frame, other players may find sound in what this one does not. */
const MOST_LOST_BYTES = 4096
const MOST_LOST_SHARE = 0.05

export const countMp3: Counter = (bytes) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = bytes.byteLength
  const headerAt = (at: number) => (at + 4 <= size ? parseFrame(view.getUint32(at)) : undefined)
  let at = 0
  for (let tag = tagBytes(view, at); tag > 0; tag = tagBytes(view, at)) at += tag
  let seconds = 0
  let lostBytes = 0
  let isInStep = false
  let isFirst = true
  while (at + 4 <= size) {
    const frame = headerAt(at)
    const nextAt = at + (frame?.bytes ?? 0)
    if (!frame || !(isInStep || nextAt >= size || headerAt(nextAt)?.samplesPerSecond === frame.samplesPerSecond)) {
      lostBytes += 1
      isInStep = false
      at += 1
      continue
    }
    if (!isFirst || !hasEncoderHeader(view, at, frame)) seconds += frame.samples / frame.samplesPerSecond
    isFirst = false
    isInStep = true
    at = nextAt
  }
  return seconds > 0 && lostBytes <= MOST_LOST_BYTES + size * MOST_LOST_SHARE ? seconds : undefined
}
