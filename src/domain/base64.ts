// Media that an upstream or a caller wrapped in text. By hand and in parts: nothing may hold the whole of a video a second time.

/** Characters decoded and bytes encoded at once: whole groups of four and of three. */
const CHARACTERS = 32_768
const BYTES_AT_ONCE = 24_576

/** The bytes of base64 (RFC 4648 §4), or undefined when it is none. White space and left-out padding are let pass. */
export function bytesOfBase64(base64: string): Uint8Array<ArrayBuffer> | undefined {
  const text = /\s/.test(base64) ? base64.replace(/\s+/g, '') : base64
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const length = text.length - padding
  if (length % 4 === 1 || (padding > 0 && text.length % 4 !== 0)) return undefined
  const bytes = new Uint8Array(Math.floor((length * 3) / 4))
  let written = 0
  try {
    for (let at = 0; at < length; at += CHARACTERS) {
      const binary = atob(text.slice(at, Math.min(length, at + CHARACTERS)))
      for (let index = 0; index < binary.length; index += 1) bytes[written + index] = binary.charCodeAt(index)
      written += binary.length
    }
  } catch {
    return undefined
  }
  // Padding in the middle makes it shorter.
  return written === bytes.byteLength ? bytes : undefined
}

export function toBase64(bytes: Uint8Array): string {
  return [...base64Pieces(bytes)].join('')
}

/** @param bytes BYTES_AT_ONCE of them at most */
function base64Of(bytes: Uint8Array): string {
  let binary = ''
  // In parts, since a call takes only so many arguments.
  for (let at = 0; at < bytes.byteLength; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(binary)
}

/** The same in pieces of ASCII, each made when it is asked for. */
export function* base64Pieces(bytes: Uint8Array): Generator<string> {
  for (let at = 0; at < bytes.byteLength; at += BYTES_AT_ONCE) yield base64Of(bytes.subarray(at, at + BYTES_AT_ONCE))
}

/** How many characters the base64 of so many bytes has. */
export const base64Length = (bytes: number): number => 4 * Math.ceil(bytes / 3)
