// Bytes as the media tests handle them: put together, searched, and offered to the probe under watch.
import type { ByteSource } from '../../src/formats/byte-window.ts'

export interface WatchedSource extends ByteSource {
  readonly reads: { readonly offset: number; readonly length: number }[]
}

/** Fails the test that reads outside the file. */
export function sourceOf(bytes: Uint8Array): WatchedSource {
  return watched(bytes.byteLength, (offset, length) => bytes.slice(offset, offset + length))
}

export function watched(size: number, read: (offset: number, length: number) => Uint8Array): WatchedSource {
  const reads: { offset: number; length: number }[] = []
  return {
    size,
    reads,
    read: async (offset, length) => {
      reads.push({ offset, length })
      if (offset < 0 || length < 1 || offset + length > size) throw new RangeError(`read ${length} at ${offset} of ${size}`)
      return read(offset, length)
    },
  }
}

export function joined(...parts: readonly (Uint8Array | ArrayBuffer)[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    whole.set(new Uint8Array(part), at)
    at += part.byteLength
  }
  return whole
}

/** One byte for each character, up to \xff. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

export function indexOf(bytes: Uint8Array, text: string): number {
  return String.fromCharCode(...bytes).indexOf(text)
}

export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
