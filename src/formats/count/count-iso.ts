// M4A: a sound's samples are counted in its tables and fragments, at what an AAC frame plays by the decoder's own
// configuration; its durations and edit lists count where they say more.
import { textAt } from '../byte-window.ts'
import { aacFramesPerSecond } from './aac-configuration.ts'
import type { Counter } from './counter.ts'

/** Those that are stepped into; any other is stepped over. */
const WITHIN: ReadonlySet<string> = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'edts', 'moof', 'traf'])
/** Samples of chapters and lyrics. */
const WORDS: ReadonlySet<string> = new Set(['text', 'tx3g'])
/** Slower than any. */
const UNKNOWN = Number.MIN_VALUE
/** Far more than a recording has. */
const MOST_BOXES = 100_000

interface Counts {
  /** Of all tracks; of the decoder's frames a second, the fewest. */
  samples: number
  framesPerSecond: number
  movieUnits: number
  trackUnits: number
  editUnits: number
  playedUnits: number
  boxes: number
}

export const countIso: Counter = (bytes) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const counts: Counts = { samples: 0, framesPerSecond: 0, movieUnits: 0, trackUnits: 0, editUnits: 0, playedUnits: 0, boxes: 0 }
  try {
    walk(view, 0, view.byteLength, counts)
  } catch (error) {
    // A table that reaches over the end of the file.
    if (error instanceof RangeError) return undefined
    throw error
  }
  const { samples, framesPerSecond, movieUnits, trackUnits, editUnits, playedUnits, boxes } = counts
  if (boxes > MOST_BOXES || framesPerSecond <= UNKNOWN || samples === 0) return undefined
  return Math.max(samples / framesPerSecond, movieUnits && editUnits / movieUnits, trackUnits && playedUnits / trackUnits)
}

function walk(view: DataView, start: number, end: number, counts: Counts): void {
  let at = start
  while (at + 8 <= end && counts.boxes <= MOST_BOXES) {
    counts.boxes += 1
    const short = view.getUint32(at)
    const size = short === 1 ? Number(view.getBigUint64(at + 8)) : short || end - at
    const body = at + (short === 1 ? 16 : 8)
    const type = textAt(view, at + 4, 4)
    const next = Math.min(end, at + size)
    if (next < body) return
    if (WITHIN.has(type)) walk(view, body, next, counts)
    else count(view, type, body, next, counts)
    at = next
  }
}

/** Each of these begins with its version and flags. */
function count(view: DataView, type: string, body: number, end: number, counts: Counts): void {
  switch (type) {
    case 'mvhd':
      counts.movieUnits = unitsOf(view, body)
      return
    case 'mdhd':
      counts.trackUnits = fewest(counts.trackUnits, unitsOf(view, body))
      return
    case 'stsz':
    case 'stz2':
      counts.samples += view.getUint32(body + 8)
      return
    case 'trun':
      counts.samples += view.getUint32(body + 4)
      return
    case 'stsd':
      if (view.getUint32(body + 4) === 1 && WORDS.has(textAt(view, body + 12, 4))) return
      // Of anything that is no AAC nobody knows here what it plays.
      counts.framesPerSecond = fewest(counts.framesPerSecond, (view.getUint32(body + 4) === 1 && aacFramesPerSecond(view, body + 8, end)) || UNKNOWN)
      return
    case 'stts':
      for (let at = body + 8; at + 8 <= end; at += 8) counts.playedUnits += view.getUint32(at) * view.getUint32(at + 4)
      return
    case 'elst': {
      const isLong = view.getUint8(body) === 1
      for (let at = body + 8; at + (isLong ? 20 : 12) <= end; at += isLong ? 20 : 12) {
        counts.editUnits += isLong ? Number(view.getBigUint64(at)) : view.getUint32(at)
      }
    }
  }
}

const fewest = (known: number, other: number): number => (known === 0 ? other : Math.min(known, other))

const unitsOf = (view: DataView, body: number): number => view.getUint32(body + (view.getUint8(body) === 1 ? 20 : 12))
