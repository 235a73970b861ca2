// Whether a webhook was signed with a secret, told in the page by the browser's own cryptography: Standard Webhooks 1.0.0.
import { hmacKey } from '../../../../src/domain/digest.ts'

const SECRET_PREFIX = 'whsec_'
/** Libraries refuse what is further off, either way. */
const TOLERANCE_SECONDS = 300

export type Verdict =
  | 'right'
  /** Signed by this secret, but not lately: a library refuses it. */
  | 'old'
  | 'wrong'
  | 'no-secret'
  /** One of the three headers is missing. */
  | 'no-headers'

export interface Received {
  readonly secret: string
  /** As they were received: `webhook-id: …`, one a line, among any others. */
  readonly headers: string
  /** The exact bytes. */
  readonly body: string
}

/** @returns undefined while nothing was given */
export async function verdictOf({ secret, headers, body }: Received, nowMs: number): Promise<Verdict | undefined> {
  if (secret.trim() === '' && headers.trim() === '') return undefined
  const key = bytesOf(secret.trim())
  if (!key) return 'no-secret'
  const given = new Map(headers.split('\n').map((line) => [line.slice(0, line.indexOf(':')).trim().toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const))
  const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => given.get(name))
  if (!id || !timestamp || !signature) return 'no-headers'
  const expected = `v1,${await signed(key, id, timestamp, body)}`
  if (!signature.split(' ').includes(expected)) return 'wrong'
  return Math.abs(nowMs / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS ? 'right' : 'old'
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
  const content = Uint8Array.from(new TextEncoder().encode(`${id}.${timestamp}.${body}`))
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign('HMAC', await hmacKey(key), content))))
}

/** @returns undefined for what is no secret */
function bytesOf(secret: string): Uint8Array<ArrayBuffer> | undefined {
  if (!secret.startsWith(SECRET_PREFIX)) return undefined
  try {
    const bytes = Uint8Array.from(atob(secret.slice(SECRET_PREFIX.length)), (character) => character.charCodeAt(0))
    return bytes.length > 0 ? bytes : undefined
  } catch {
    return undefined
  }
}
