// Media that an upstream or a caller wrapped in text.

/** The bytes of base64, or undefined when it is none. */
export function bytesOfBase64(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const binary = atob(base64)
    // By hand: Uint8Array.from would list every character of a video first.
    const bytes = new Uint8Array(binary.length)
    for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at)
    return bytes
  } catch {
    return undefined
  }
}

export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = []
  // In parts, since a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)))
  return btoa(parts.join(''))
}
