// WebM (Matroska's EBML, RFC 8794 and RFC 9559): elements of id and size. `Info` and `Tracks` come before the
// clusters in every file a muxer writes; a live recording has no Duration, and then neither have the facts.
import type { ByteWindow } from './byte-window.ts'
import type { Measured } from './containers.ts'

const ID = {
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackType: 0x83,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  cluster: 0x1f43b675,
} as const

const TRACK_VIDEO = 1
const TRACK_AUDIO = 2
const DEFAULT_NANOSECONDS_PER_TICK = 1_000_000
const MAX_ELEMENTS = 256

interface Element {
  readonly id: number
  readonly start: number
  readonly end: number
}

async function* elements(window: ByteWindow, start: number, end: number): AsyncGenerator<Element> {
  let at = start
  for (let count = 0; count < MAX_ELEMENTS && at < end; count++) {
    const head = await window.bytes(at, Math.min(12, window.size - at))
    const id = head && readNumber(head, 0, 4, true)
    const size = id && readNumber(head, id.length, 8, false)
    if (!size) return
    const bodyStart = at + id.length + size.length
    // Unknown size (all ones): up to the end of what holds it.
    const bodyEnd = size.isUnknown ? end : bodyStart + size.value
    if (bodyEnd > end) return
    yield { id: id.value, start: bodyStart, end: bodyEnd }
    at = bodyEnd
  }
}

/** A variable-length number: the leading zeros of its first byte tell how many bytes follow. */
export function readNumber(view: DataView, at: number, maxLength: number, keepMarker: boolean) {
  if (at >= view.byteLength) return undefined
  const first = view.getUint8(at)
  const length = Math.clz32(first) - 23
  if (length > maxLength || at + length > view.byteLength) return undefined
  let value = keepMarker ? first : first & (0xff >> length)
  let isUnknown = (first & (0xff >> length)) === 0xff >> length
  for (let index = 1; index < length; index++) {
    const byte = view.getUint8(at + index)
    value = value * 256 + byte
    isUnknown &&= byte === 0xff
  }
  return { value, length, isUnknown }
}

export async function probeWebm(window: ByteWindow): Promise<Measured | undefined> {
  let durationSeconds: number | undefined
  let tracks: Tracks | undefined
  for await (const top of elements(window, 0, window.size)) {
    if (top.id !== ID.segment) continue
    for await (const element of elements(window, top.start, top.end)) {
      if (element.id === ID.info) durationSeconds = await readDuration(window, element)
      if (element.id === ID.tracks) tracks = await readTracks(window, element)
      if (element.id === ID.cluster) break
    }
    break
  }
  const length = durationSeconds === undefined ? {} : { durationSeconds }
  if (tracks?.picture) return { kind: 'video', ...tracks.picture, ...length }
  return tracks?.hasSound ? { kind: 'audio', ...length } : undefined
}

async function readDuration(window: ByteWindow, info: Element): Promise<number | undefined> {
  let nanosecondsPerTick = DEFAULT_NANOSECONDS_PER_TICK
  let ticks: number | undefined
  for await (const element of elements(window, info.start, info.end)) {
    if (element.id === ID.timestampScale) nanosecondsPerTick = (await readUnsigned(window, element)) ?? nanosecondsPerTick
    if (element.id === ID.duration) ticks = await readFloat(window, element)
  }
  if (ticks === undefined || !(ticks > 0)) return undefined
  const seconds = (ticks * nanosecondsPerTick) / 1e9
  return Number.isFinite(seconds) ? seconds : undefined
}

interface Tracks {
  readonly picture: { readonly width: number; readonly height: number } | undefined
  readonly hasSound: boolean
}

async function readTracks(window: ByteWindow, tracks: Element): Promise<Tracks> {
  let picture: Tracks['picture']
  let hasSound = false
  for await (const track of elements(window, tracks.start, tracks.end)) {
    if (track.id !== ID.trackEntry) continue
    let type: number | undefined
    let width: number | undefined
    let height: number | undefined
    for await (const element of elements(window, track.start, track.end)) {
      if (element.id === ID.trackType) type = await readUnsigned(window, element)
      if (element.id !== ID.video) continue
      for await (const detail of elements(window, element.start, element.end)) {
        if (detail.id === ID.pixelWidth) width = await readUnsigned(window, detail)
        if (detail.id === ID.pixelHeight) height = await readUnsigned(window, detail)
      }
    }
    if (type === TRACK_VIDEO && width && height) picture ??= { width, height }
    if (type === TRACK_AUDIO) hasSound = true
  }
  return { picture, hasSound }
}

async function readUnsigned(window: ByteWindow, element: Element): Promise<number | undefined> {
  const length = element.end - element.start
  const view = length <= 6 ? await window.bytes(element.start, length) : undefined
  if (!view) return undefined
  let value = 0
  for (let index = 0; index < length; index++) value = value * 256 + view.getUint8(index)
  return value
}

async function readFloat(window: ByteWindow, element: Element): Promise<number | undefined> {
  const length = element.end - element.start
  if (length !== 4 && length !== 8) return undefined
  const view = await window.bytes(element.start, length)
  return view && (length === 4 ? view.getFloat32(0) : view.getFloat64(0))
}
