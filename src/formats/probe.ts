// What a stored file is: its type, size in pixels and length, read from its own bytes and never from what anyone said
// about it. Own parsers, since a few bytes of a caller's file take mediabunny 1.61.0 beyond an isolate's memory
// (docs/decisions.md), and image-size 2.1.0 wants the file in memory; these look at a few blocks of it.
import type { MediaFacts } from '../domain/media.ts'
import { windowOn } from './byte-window.ts'
import type { ByteSource, ByteWindow } from './byte-window.ts'
import { formOf, sniff, SNIFF_BYTES } from './containers.ts'
import type { Container, Measured } from './containers.ts'
import { probeGif, probeJpeg, probePng, probeWebp } from './probe-image.ts'
import { probeIso } from './probe-iso.ts'
import { probeMp3 } from './probe-mp3.ts'
import { probeOgg } from './probe-ogg.ts'
import { probeWave } from './probe-wave.ts'
import { probeWebm } from './probe-webm.ts'

const PROBES = {
  iso: probeIso,
  quicktime: probeIso,
  webm: probeWebm,
  png: probePng,
  jpeg: probeJpeg,
  webp: probeWebp,
  gif: probeGif,
  mp3: probeMp3,
  wave: probeWave,
  ogg: probeOgg,
} as const satisfies Record<Container, (window: ByteWindow) => Promise<Measured | undefined>>

/**
 * The facts of a file, or undefined when it is not a whole medium of a kind we serve. Bytes never make it throw;
 * only `source.read` can.
 */
export async function probe(source: ByteSource): Promise<MediaFacts | undefined> {
  const window = windowOn(source)
  const head = await window.bytes(0, Math.min(SNIFF_BYTES, source.size))
  const container = head && sniff(new Uint8Array(head.buffer))
  if (!container) return undefined
  const measured = await PROBES[container](window)
  if (!measured || !isPlausible(measured)) return undefined
  const form = formOf(container, measured.kind)
  if (!form) return undefined
  const { durationSeconds, ...rest } = measured
  return { ...form, ...rest, ...(durationSeconds !== undefined && { durationSeconds: Math.round(durationSeconds * 1000) / 1000 }) }
}

/** Every decoder ends at 16 bits; a header may claim two thousand million, and whoever believes it makes room for them. */
const MOST_PIXELS_A_SIDE = 65_535

const isPlausible = (measured: Measured): boolean => Math.max(measured.width ?? 0, measured.height ?? 0) <= MOST_PIXELS_A_SIDE
