// The service's own keys for the asymmetric signatures of Standard Webhooks (`v1a`, Ed25519): a receiver needs no secret, only the
// public keys that we publish. All that are set sign, so that a key can be changed while receivers learn of the new one.
import { sha256Hex } from '../domain/digest.ts'

export interface SigningKey {
  readonly key: CryptoKey
  /** RFC 8037; its id is made of the key itself. */
  readonly publicJwk: { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly alg: 'EdDSA'; readonly use: 'sig'; readonly kid: string; readonly x: string }
}

export interface WithSigningKeys {
  readonly signingKeys: () => Promise<readonly SigningKey[]>
}

const PREFIX = 'whsk_'
const SEED_BYTES = 32
/** What stands before a seed in PKCS #8 (RFC 8410). */
const PKCS8_HEAD = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20]

/** @param setting `whsk_` and base64 of a seed; several with commas between */
export function openSigningKeys(setting: string | undefined): WithSigningKeys['signingKeys'] {
  let keys: Promise<readonly SigningKey[]> | undefined
  const words = (setting ?? '').split(',').map((word) => word.trim()).filter((word) => word !== '')
  return () => (keys ??= Promise.all(words.map(importKey)))
}

async function importKey(word: string): Promise<SigningKey> {
  const bytes = word.startsWith(PREFIX) ? Uint8Array.from(atob(word.slice(PREFIX.length)), (character) => character.charCodeAt(0)) : new Uint8Array()
  if (bytes.byteLength < SEED_BYTES) throw new Error(`a signing key is ${PREFIX} and base64 of ${SEED_BYTES} bytes`)
  const key = await crypto.subtle.importKey('pkcs8', Uint8Array.of(...PKCS8_HEAD, ...bytes.subarray(0, SEED_BYTES)), { name: 'Ed25519' }, true, ['sign'])
  const jwk = await crypto.subtle.exportKey('jwk', key)
  if (jwk instanceof ArrayBuffer || jwk.x === undefined) throw new Error('a signing key has no public half')
  return { key, publicJwk: { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid: (await sha256Hex(jwk.x)).slice(0, 16), x: jwk.x } }
}
