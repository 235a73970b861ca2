// MP4, M4A and MOV (ISO/IEC 14496-12): boxes within boxes. `moov` may come last, so boxes are stepped over by their
// headers; one that runs past the end of the file means that the file was cut off.
import { textAt } from './byte-window.ts'
import type { ByteWindow } from './byte-window.ts'
import type { Measured } from './containers.ts'

interface Box {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly cut: boolean
}

/** No level of a real file has more; a hostile one could have millions. */
const MAX_BOXES = 256
const UNKNOWN_32 = 0xffffffff

async function* boxes(window: ByteWindow, start: number, end: number): AsyncGenerator<Box> {
  let at = start
  for (let count = 0; count < MAX_BOXES && at + 8 <= end; count++) {
    const head = await window.bytes(at, 8)
    if (!head) return
    let size = head.getUint32(0)
    let headerBytes = 8
    if (size === 1) {
      const large = await window.bytes(at + 8, 8)
      if (!large) return
      size = Number(large.getBigUint64(0))
      headerBytes = 16
    } else if (size === 0) {
      size = end - at
    }
    if (size < headerBytes) return
    const cut = at + size > end
    yield { type: textAt(head, 4, 4), start: at + headerBytes, end: at + size, cut }
    if (cut) return
    at += size
  }
}

async function findBox(window: ByteWindow, within: Box, type: string): Promise<Box | undefined> {
  for await (const box of boxes(window, within.start, within.end)) {
    if (box.type === type && !box.cut) return box
  }
  return undefined
}

export async function probeIso(window: ByteWindow): Promise<Measured | undefined> {
  const movie = await findMovie(window)
  if (!movie) return undefined
  let timing: Timing | undefined
  let picture: Picture | undefined
  let hasSound = false
  let fragments: Box | undefined
  for await (const box of boxes(window, movie.start, movie.end)) {
    if (box.type === 'mvhd') timing = await readMovieHeader(window, box)
    if (box.type === 'mvex') fragments = box
    if (box.type !== 'trak') continue
    const handler = await readHandler(window, box)
    if (handler === 'soun') hasSound = true
    if (handler === 'vide') picture ??= await readPicture(window, box)
  }
  if (!timing || (!picture && !hasSound)) return undefined
  const units = timing.duration || (fragments && (await readFragmentsDuration(window, fragments)))
  // Without fragments, no length means no frames.
  if (!units && !fragments) return undefined
  const length = units && units > 0 ? { durationSeconds: units / timing.unitsPerSecond } : {}
  return picture ? { kind: 'video', ...picture, ...length } : { kind: 'audio', ...length }
}

async function findMovie(window: ByteWindow): Promise<Box | undefined> {
  let movie: Box | undefined
  for await (const box of boxes(window, 0, window.size)) {
    if (box.cut) return undefined
    if (box.type === 'moov') movie ??= box
    // A fragmented file goes on like this for its whole length; its `moov` came before.
    if (box.type === 'moof') return movie
  }
  return movie
}

interface Timing {
  readonly unitsPerSecond: number
  /** 0 when unknown. */
  readonly duration: number
}

async function readMovieHeader(window: ByteWindow, box: Box): Promise<Timing | undefined> {
  const view = await window.bytes(box.start, Math.min(32, box.end - box.start))
  if (!view || view.byteLength < 20) return undefined
  const isLong = view.getUint8(0) === 1
  if (isLong && view.byteLength < 32) return undefined
  const unitsPerSecond = view.getUint32(isLong ? 20 : 12)
  if (unitsPerSecond === 0) return undefined
  const duration = isLong ? Number(view.getBigUint64(24)) : view.getUint32(16)
  const isUnknown = isLong ? !Number.isSafeInteger(duration) : duration === UNKNOWN_32
  return { unitsPerSecond, duration: isUnknown ? 0 : duration }
}

async function readFragmentsDuration(window: ByteWindow, fragments: Box): Promise<number | undefined> {
  const box = await findBox(window, fragments, 'mehd')
  const view = box && (await window.bytes(box.start, Math.min(12, box.end - box.start)))
  if (!view || view.byteLength < 8) return undefined
  if (view.getUint8(0) !== 1) return view.getUint32(4)
  return view.byteLength < 12 ? undefined : Number(view.getBigUint64(4))
}

async function readHandler(window: ByteWindow, track: Box): Promise<string | undefined> {
  const media = await findBox(window, track, 'mdia')
  const box = media && (await findBox(window, media, 'hdlr'))
  const view = box && (await window.bytes(box.start, 12))
  return view && textAt(view, 8, 4)
}

interface Picture {
  readonly width: number
  readonly height: number
}

async function readPicture(window: ByteWindow, track: Box): Promise<Picture | undefined> {
  const box = await findBox(window, track, 'tkhd')
  const version = box && (await window.bytes(box.start, 1))
  if (!version) return undefined
  const matrixAt = version.getUint8(0) === 1 ? 52 : 40
  if (box.end - box.start < matrixAt + 44) return undefined
  const view = await window.bytes(box.start + matrixAt, 44)
  if (!view) return undefined
  const width = Math.round(view.getUint32(36) / 65_536)
  const height = Math.round(view.getUint32(40) / 65_536)
  if (width === 0 || height === 0) return undefined
  // A matrix of [0 b 0, c 0 0] turns the picture by a quarter.
  const isTurned = view.getInt32(0) === 0 && view.getInt32(16) === 0 && view.getInt32(4) !== 0
  return isTurned ? { width: height, height: width } : { width, height }
}
