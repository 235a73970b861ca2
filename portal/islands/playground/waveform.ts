// A sound as a line: the loudest of each of some hundred pieces, mirrored.
import { reach } from '../../ask.ts'

const PIECES = 150
const WIDTH = 600
const HALF_HEIGHT = 46
const SAMPLE_RATE = 8000

/** @returns an SVG path in a box of 600 by 100 around zero */
export async function waveformOf(url: string, signal: AbortSignal): Promise<string> {
  const bytes = await (await reach(url, { signal })).arrayBuffer()
  const sound = await new OfflineAudioContext(1, 1, SAMPLE_RATE).decodeAudioData(bytes)
  return pathOf(sound.getChannelData(0))
}

export function pathOf(samples: Float32Array): string {
  const length = Math.max(1, Math.floor(samples.length / PIECES))
  const peaks = Array.from({ length: PIECES }, (_, piece) => samples.subarray(piece * length, (piece + 1) * length).reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0))
  const loudest = Math.max(...peaks, 0.01)
  return peaks.map((peak, index) => {
    const height = Math.max(1, Math.round((peak / loudest) * HALF_HEIGHT))
    return `M${(index * WIDTH) / PIECES + 2} ${-height}V${height}`
  }).join('')
}
