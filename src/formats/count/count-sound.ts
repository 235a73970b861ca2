// How long a recording of a caller's is, where its length decides a price. What a header claims may lie for nothing, so
// what is played is counted: frames, packets, samples. Over bytes in memory, in one pass, and keeping none of them.
import { sniff } from '../containers.ts'
import type { Container } from '../containers.ts'
import { countIso } from './count-iso.ts'
import { countMp3 } from './count-mp3.ts'
import { countOgg } from './count-ogg.ts'
import { countWebm } from './count-webm.ts'
import type { Counter } from './counter.ts'

const COUNTERS: Partial<Readonly<Record<Container, Counter>>> = { mp3: countMp3, ogg: countOgg, iso: countIso, webm: countWebm }
/** What encoders pad a sound with, and their headers rightly leave out. */
const PADDING_SECONDS = 0.25

/**
 * @param claimedSeconds what the probe read from the headers; a WAV's is by its size already
 * @returns never less than what is played; undefined where that cannot be counted
 */
export function soundSeconds(bytes: Uint8Array, claimedSeconds: number | undefined): number | undefined {
  const container = sniff(bytes)
  if (container === 'wave') return claimedSeconds
  const counted = container && COUNTERS[container]?.(bytes)
  if (counted === undefined) return undefined
  return claimedSeconds !== undefined && counted <= claimedSeconds + PADDING_SECONDS ? claimedSeconds : counted
}
