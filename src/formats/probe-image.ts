// PNG (RFC 2083), GIF89a, JPEG (ITU T.81) and WebP (RFC 9649): the size in pixels from their headers.
import { textAt } from './byte-window.ts'
import type { ByteWindow } from './byte-window.ts'
import type { Measured } from './containers.ts'

/** JPEGs carry colour profiles and C2PA manifests in segments of up to 64 KiB before the frame. */
const MAX_JPEG_SEGMENTS = 512

export async function probePng(window: ByteWindow): Promise<Measured | undefined> {
  const view = await window.bytes(0, 24)
  if (!view || textAt(view, 12, 4) !== 'IHDR') return undefined
  return image(view.getUint32(16), view.getUint32(20))
}

export async function probeGif(window: ByteWindow): Promise<Measured | undefined> {
  const view = await window.bytes(0, 13)
  return view && image(view.getUint16(6, true), view.getUint16(8, true))
}

export async function probeJpeg(window: ByteWindow): Promise<Measured | undefined> {
  let at = 2
  for (let count = 0; count < MAX_JPEG_SEGMENTS; count++) {
    const head = await window.bytes(at, 4)
    if (!head || head.getUint8(0) !== 0xff) return undefined
    const marker = head.getUint8(1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (isFrameHeader(marker)) {
      const frame = await window.bytes(at, 9)
      return frame && image(frame.getUint16(7), frame.getUint16(5))
    }
    const length = head.getUint16(2)
    // The scan (0xda) cannot come before the frame.
    if (marker === 0xda || length < 2) return undefined
    at += 2 + length
  }
  return undefined
}

/** SOF0 to SOF15, less DHT, JPG and DAC, which share the range. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

export async function probeWebp(window: ByteWindow): Promise<Measured | undefined> {
  const view = await window.bytes(0, 30)
  // The RIFF size tells a file that was cut off.
  if (!view || view.getUint32(4, true) + 8 > window.size) return undefined
  switch (textAt(view, 12, 4)) {
    case 'VP8X':
      return image(1 + readUint24(view, 24), 1 + readUint24(view, 27))
    case 'VP8L': {
      if (view.getUint8(20) !== 0x2f) return undefined
      const bits = view.getUint32(21, true)
      return image(1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff))
    }
    case 'VP8 ': {
      if (textAt(view, 23, 3) !== '\x9d\x01\x2a') return undefined
      return image(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff)
    }
    default:
      return undefined
  }
}

function readUint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
}

function image(width: number, height: number): Measured | undefined {
  return width > 0 && height > 0 ? { kind: 'image', width, height } : undefined
}
