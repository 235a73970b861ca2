// How many AAC frames are played in a second, from the decoder's configuration (ISO/IEC 14496-3, AudioSpecificConfig) in
// a sound's sample entry. The entry's own rate is not asked: decoders do not ask it either.
import { textAt } from '../byte-window.ts'

const SAMPLES_PER_SECOND = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350]
const SAMPLES_PER_FRAME = 1024
/** MPEG-4 AAC, and MPEG-2 AAC in its three profiles. */
const AAC: ReadonlySet<number> = new Set([0x40, 0x66, 0x67, 0x68])
/** Box header, entry header, and what a sound's entry says before its boxes. */
const ENTRY_BYTES = 8 + 28

/** @param at the sample entry @returns undefined where it is anything but AAC */
export function aacFramesPerSecond(view: DataView, at: number, end: number): number | undefined {
  if (textAt(view, at + 4, 4) !== 'mp4a') return undefined
  for (let box = at + ENTRY_BYTES; box + 8 <= end; box += Math.max(8, view.getUint32(box))) {
    if (textAt(view, box + 4, 4) === 'esds') return framesPerSecond(view, box + 12)
  }
  return undefined
}

/** Descriptors in descriptors: the stream's (3), in it the decoder's (4), in it the configuration (5). */
function framesPerSecond(view: DataView, at: number): number | undefined {
  const stream = descriptor(view, at, 3)
  const decoder = stream && descriptor(view, stream + 3, 4)
  if (!decoder || !AAC.has(view.getUint8(decoder))) return undefined
  const configuration = descriptor(view, decoder + 13, 5)
  if (!configuration) return undefined
  const bits = view.getUint32(configuration)
  // Five bits name the object's type, eleven where it is 31; four the rate, and 24 more where they are 15.
  const rateAt = bits >>> 27 === 31 ? 11 : 5
  const index = (bits >>> (32 - rateAt - 4)) & 15
  const explicit = Number((view.getBigUint64(configuration) >> BigInt(64 - rateAt - 28)) & 0xffffffn)
  const samplesPerSecond = index === 15 ? explicit : SAMPLES_PER_SECOND[index]
  return samplesPerSecond ? samplesPerSecond / SAMPLES_PER_FRAME : undefined
}

/** @returns where its body begins; its length takes up to four bytes of seven bits */
function descriptor(view: DataView, at: number, tag: number): number | undefined {
  if (view.getUint8(at) !== tag) return undefined
  let body = at + 1
  while (body < at + 4 && (view.getUint8(body) & 0x80) !== 0) body += 1
  return body + 1
}
