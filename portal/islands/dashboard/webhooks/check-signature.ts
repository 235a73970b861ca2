// Whether a webhook was signed with a secret or by the service's own keys, told in the page by the browser's own cryptography: Standard
// Webhooks 1.0.0.
import { hmacKey } from '../../../../src/domain/digest.ts'

const SECRET_PREFIX = 'whsec_'
const ASYMMETRIC = 'v1a,'
/** Libraries refuse what is further off, either way. */
const TOLERANCE_SECONDS = 300

export type Verdict =
  | 'right'
  /** Without a secret: signed by one of the service's published keys. */
  | 'by-key'
  /** Signed so, but not lately: a library refuses it. */
  | 'old'
  | 'wrong'
  | 'no-secret'
  /** One of the three headers is missing. */
  | 'no-headers'
  /** The service's keys could not be read. */
  | 'unknown'

export interface Received {
  readonly secret: string
  /** As they were received: `webhook-id: …`, one a line, among any others. */
  readonly headers: string
  /** The exact bytes. */
  readonly body: string
}

/** As they stand at `/.well-known/webhooks/jwks.json`. */
export type PublicKeys = () => Promise<readonly JsonWebKey[]>

/** @param publicKeys asked for where no secret is given @returns undefined while nothing was given */
export async function verdictOf({ secret, headers, body }: Received, nowMs: number, publicKeys: PublicKeys): Promise<Verdict | undefined> {
  if (secret.trim() === '' && headers.trim() === '') return undefined
  const key = bytesOf(secret.trim())
  if (!key && secret.trim() !== '') return 'no-secret'
  const given = new Map(headers.split('\n').map((line) => [line.slice(0, line.indexOf(':')).trim().toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const))
  const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => given.get(name))
  if (!id || !timestamp || !signature) return 'no-headers'
  const signatures = signature.split(' ')
  const asymmetric = signatures.filter((one) => one.startsWith(ASYMMETRIC))
  if (!key && asymmetric.length === 0) return 'no-secret'
  const isRight = key ? signatures.includes(`v1,${await signed(key, id, timestamp, body)}`) : await isByKey(asymmetric, await publicKeys(), contentOf(id, timestamp, body))
  if (!isRight) return 'wrong'
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return 'old'
  return key ? 'right' : 'by-key'
}

async function isByKey(signatures: readonly string[], keys: readonly JsonWebKey[], content: Uint8Array<ArrayBuffer>): Promise<boolean> {
  for (const { kty = '', crv = '', x = '' } of keys) {
    const key = await crypto.subtle.importKey('jwk', { kty, crv, x }, { name: 'Ed25519' }, false, ['verify'])
    for (const signature of signatures) {
      const bytes = decoded(signature.slice(ASYMMETRIC.length))
      if (bytes && (await crypto.subtle.verify({ name: 'Ed25519' }, key, bytes, content))) return true
    }
  }
  return false
}

/** Something to try it with: signed here, by a secret that is nobody's. */
export async function exampleOf(nowMs: number): Promise<Received> {
  const secret = SECRET_PREFIX + btoa('an example, and nobody is safe by it')
  const body = '{"type":"generation.completed","timestamp":"2026-11-28T09:30:00.000Z","data":{"id":"gen_00000000000000000000000000","status":"COMPLETED"}}'
  const timestamp = String(Math.floor(nowMs / 1000))
  const signature = await signed(bytesOf(secret) ?? new Uint8Array(), 'evt_example', timestamp, body)
  return { secret, body, headers: `webhook-id: evt_example\nwebhook-timestamp: ${timestamp}\nwebhook-signature: v1,${signature}` }
}

async function signed(key: Uint8Array<ArrayBuffer>, id: string, timestamp: string, body: string): Promise<string> {
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign('HMAC', await hmacKey(key), contentOf(id, timestamp, body)))))
}

const contentOf = (id: string, timestamp: string, body: string): Uint8Array<ArrayBuffer> => Uint8Array.from(new TextEncoder().encode(`${id}.${timestamp}.${body}`))

/** @returns undefined for what is no secret */
const bytesOf = (secret: string): Uint8Array<ArrayBuffer> | undefined => (secret.startsWith(SECRET_PREFIX) ? decoded(secret.slice(SECRET_PREFIX.length)) : undefined)

function decoded(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    return bytes.length > 0 ? bytes : undefined
  } catch {
    return undefined
  }
}
