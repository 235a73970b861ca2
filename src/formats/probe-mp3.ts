// MP3 (MPEG-1, 2 and 2.5, layer III). The length comes from the encoder's own count of frames where it left one (a
// Xing, Info or VBRI header in the first frame); else from the bit rate, averaged over the first frames when it varies.
import { textAt } from './byte-window.ts'
import type { ByteWindow } from './byte-window.ts'
import type { Measured } from './containers.ts'

const KILOBITS_MPEG1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
const KILOBITS_MPEG2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
const SAMPLES_PER_SECOND = [44_100, 48_000, 32_000]
const MAX_TAGS = 8
/** How far behind the tags the first frame may start: some writers pad. */
const MAX_PADDING_BYTES = 4096
const FRAMES_TO_AVERAGE = 128
const ID3V1_BYTES = 128
/** A VBRI header always stands 32 bytes behind the frame's own. */
const VBRI_AT = 36
/** Bytes a second of the highest rate there is. */
const MOST_PER_SECOND = 40_000

export interface Frame {
  readonly bytes: number
  readonly samples: number
  readonly samplesPerSecond: number
  readonly bitsPerSecond: number
  /** Where a Xing or Info header stands, from the frame's start. */
  readonly xingAt: number
}

export async function probeMp3(window: ByteWindow): Promise<Measured | undefined> {
  const first = await findFirstFrame(window, await skipTags(window))
  if (!first) return undefined
  const { frame, at } = first
  const count = await readFrameCount(window, at, frame)
  const claimed = count ? (count * frame.samples) / frame.samplesPerSecond : 0
  // A count of so few frames that they would be larger than any, is none.
  const isPossible = claimed * MOST_PER_SECOND >= window.size - at - MAX_PADDING_BYTES
  return { kind: 'audio', durationSeconds: isPossible ? claimed : await estimateSeconds(window, at, frame) }
}

/** ID3v2 tags: ten bytes, then a length in four times seven bits. */
async function skipTags(window: ByteWindow): Promise<number> {
  let at = 0
  for (let count = 0; count < MAX_TAGS; count++) {
    const head = await window.bytes(at, 10)
    const length = head ? tagBytes(head, 0) : 0
    if (length === 0) break
    at += length
  }
  return at
}

/** How long the tag is that begins here; 0 for none. */
export function tagBytes(view: DataView, at: number): number {
  if (at + 10 > view.byteLength || textAt(view, at, 3) !== 'ID3') return 0
  const hasFooter = (view.getUint8(at + 5) & 0x10) !== 0
  const bits = [6, 7, 8, 9].reduce((length, index) => length * 128 + (view.getUint8(at + index) & 0x7f), 0)
  return 10 + bits + (hasFooter ? 10 : 0)
}

/** Eleven set bits are no proof: a frame counts when another follows it, or the file ends with it. */
async function findFirstFrame(window: ByteWindow, start: number): Promise<{ frame: Frame; at: number } | undefined> {
  for (let at = start; at <= start + MAX_PADDING_BYTES; at++) {
    const view = await window.bytes(at, 4)
    if (!view) return undefined
    const frame = parseFrame(view.getUint32(0))
    if (!frame) continue
    if (at + frame.bytes === window.size) return { frame, at }
    const next = await window.bytes(at + frame.bytes, 4)
    const following = next && parseFrame(next.getUint32(0))
    if (following?.samplesPerSecond === frame.samplesPerSecond) return { frame, at }
  }
  return undefined
}

/** @param header the four bytes that begin it */
export function parseFrame(header: number): Frame | undefined {
  const version = (header >>> 19) & 3
  const isLayer3 = ((header >>> 17) & 3) === 1
  const isMpeg1 = version === 3
  const kilobits = (isMpeg1 ? KILOBITS_MPEG1 : KILOBITS_MPEG2)[(header >>> 12) & 15]
  const baseRate = SAMPLES_PER_SECOND[(header >>> 10) & 3]
  if (header >>> 21 !== 0x7ff || version === 1 || !isLayer3 || !kilobits || !baseRate) return undefined
  const samplesPerSecond = isMpeg1 ? baseRate : version === 2 ? baseRate / 2 : baseRate / 4
  const samples = isMpeg1 ? 1152 : 576
  const bitsPerSecond = kilobits * 1000
  const padding = (header >>> 9) & 1
  const isMono = ((header >>> 6) & 3) === 3
  const sideBytes = isMpeg1 ? (isMono ? 17 : 32) : isMono ? 9 : 17
  const bytes = Math.floor((samples / 8) * (bitsPerSecond / samplesPerSecond)) + padding
  return { bytes, samples, samplesPerSecond, bitsPerSecond, xingAt: 4 + sideBytes }
}

/** Whether a frame is no sound, but what the encoder says of the whole. */
export function hasEncoderHeader(view: DataView, at: number, frame: Frame): boolean {
  const says = (offset: number) => (at + offset + 4 <= view.byteLength ? textAt(view, at + offset, 4) : '')
  return says(frame.xingAt) === 'Xing' || says(frame.xingAt) === 'Info' || says(VBRI_AT) === 'VBRI'
}

async function readFrameCount(window: ByteWindow, at: number, frame: Frame): Promise<number | undefined> {
  const xing = await window.bytes(at + frame.xingAt, 16)
  if (xing && ['Xing', 'Info'].includes(textAt(xing, 0, 4))) {
    const flags = xing.getUint32(4)
    // Of a file that was cut off, the header still tells the former length.
    const isCut = (flags & 3) === 3 && xing.getUint32(12) > window.size - at
    return (flags & 1) === 1 && !isCut ? xing.getUint32(8) : undefined
  }
  // Its count is 14 bytes on.
  const vbri = await window.bytes(at + VBRI_AT, 18)
  return vbri && textAt(vbri, 0, 4) === 'VBRI' ? vbri.getUint32(14) : undefined
}

async function estimateSeconds(window: ByteWindow, start: number, first: Frame): Promise<number> {
  const tag = window.size > ID3V1_BYTES ? await window.bytes(window.size - ID3V1_BYTES, 3) : undefined
  const end = tag && textAt(tag, 0, 3) === 'TAG' ? window.size - ID3V1_BYTES : window.size
  let bytes = 0
  let seconds = 0
  let isConstant = true
  for (let count = 0; count < FRAMES_TO_AVERAGE; count++) {
    const view = await window.bytes(start + bytes, 4)
    const frame = view && parseFrame(view.getUint32(0))
    if (!frame) break
    bytes += frame.bytes
    seconds += frame.samples / frame.samplesPerSecond
    isConstant &&= frame.bitsPerSecond === first.bitsPerSecond
  }
  const bytesPerSecond = isConstant ? first.bitsPerSecond / 8 : bytes / seconds
  return (end - start) / bytesPerSecond
}
