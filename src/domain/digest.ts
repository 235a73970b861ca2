// Digests, as keys, sessions and fingerprints are stored; their spelling, and the keys of signatures.

/** @returns 64 hex digits */
export async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return toHex(digest)
}

/** Of who somebody is at his issuer: by that the directory finds him. */
export const personHash = ({ issuer, subject }: { readonly issuer: string; readonly subject: string }): Promise<string> => sha256Hex(JSON.stringify([issuer, subject]))

/** @returns no bytes for what is no hexadecimal */
export const bytesOfHex = (hex: string): Uint8Array<ArrayBuffer> =>
  /^(?:[0-9a-f]{2})*$/i.test(hex) ? Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)) : new Uint8Array()

/** Of HMAC-SHA256. */
export const hmacKey = (secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> => crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])

export const toHex = (bytes: ArrayBuffer): string => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
