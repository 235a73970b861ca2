// How fal calls back: once, when it is over, always signed (ed25519) by one of the keys that it publishes.
// https://fal.ai/docs (webhooks), read 2026-11-22.
import * as v from 'valibot'
import { bytesOfHex, sha256Hex } from '../../domain/digest.ts'
import type { CompanyCallbacks, Told, UpstreamRegistration } from '../contract.ts'
import { upstreamHttp } from '../http.ts'
import { bytesOfText, isRecent } from '../signatures.ts'

const KEYS_URL = 'https://rest.fal.ai/.well-known/jwks.json'
const Jwks = v.object({ keys: v.array(v.looseObject({ kty: v.string(), crv: v.nullish(v.string()), x: v.nullish(v.string()) })) })
/** It says: 24 hours at most. */
const KEPT_MS = 3_600_000
/** For a signature that fits none of them, they are asked for again; not more often than this. */
const AGAIN_MS = 30_000
/** 64 bytes. */
const SIGNATURE = /^[0-9a-f]{128}$/i
const TIMEOUT_SECONDS = 5
const MOST_BYTES = 64 * 1024

interface Keys {
  readonly keys: readonly CryptoKey[]
  readonly atMs: number
}

/** By their address: they are the same for every request of an isolate. */
const known = new Map<string, Keys>()

export const falCallbacks = ((setting, fetcher): CompanyCallbacks => ({
  isGenuine: (told: Told) => isGenuine(setting('JWKS_URL') ?? KEYS_URL, fetcher, told),
  isOngoing: () => false,
})) satisfies UpstreamRegistration['callbacks']

type Fetcher = Parameters<NonNullable<UpstreamRegistration['callbacks']>>[1]

async function isGenuine(url: string, fetcher: Fetcher, { headers, text, nowMs }: Told): Promise<boolean> {
  const [requestId, userId, timestamp, signature] = ['request-id', 'user-id', 'timestamp', 'signature'].map((name) => headers.get(`x-fal-webhook-${name}`) ?? '')
  if (!isRecent(Number(timestamp) * 1000, nowMs) || !SIGNATURE.test(signature ?? '')) return false
  const message = bytesOfText([requestId, userId, timestamp, await sha256Hex(text)].join('\n'))
  const isOf = async ({ keys }: Keys): Promise<boolean> => {
    for (const key of keys) {
      if (await crypto.subtle.verify('Ed25519', key, bytesOfHex(signature ?? ''), message)) return true
    }
    return false
  }
  const kept = known.get(url)
  if (kept && nowMs - kept.atMs < KEPT_MS && (await isOf(kept))) return true
  if (kept && nowMs - kept.atMs < AGAIN_MS && nowMs >= kept.atMs) return false
  const fresh = await readKeys(url, fetcher, nowMs)
  known.set(url, fresh)
  return isOf(fresh)
}

/** None where they cannot be read: the callback is refused then, and the polls go on. */
async function readKeys(url: string, fetcher: Fetcher, nowMs: number): Promise<Keys> {
  const http = upstreamHttp({ baseUrl: new URL(url).origin, authorize: async () => ({}) }, fetcher, () => nowMs)
  const outcome = await http.request({ method: 'GET', url: new URL(url).pathname, timeoutSeconds: TIMEOUT_SECONDS, maxAnswerBytes: MOST_BYTES })
  const read = v.safeParse(Jwks, outcome.kind === 'ANSWER' && outcome.status === 200 ? outcome.json : undefined)
  const usable = (read.success ? read.output.keys : []).filter(({ kty, crv, x }) => kty === 'OKP' && crv === 'Ed25519' && typeof x === 'string')
  const keys = await Promise.all(usable.map(({ x }) => importKey(x ?? '')))
  return { keys: keys.filter((key) => key !== undefined), atMs: nowMs }
}

async function importKey(x: string): Promise<CryptoKey | undefined> {
  try {
    return await crypto.subtle.importKey('jwk', { kty: 'OKP', crv: 'Ed25519', x }, { name: 'Ed25519' }, false, ['verify'])
  } catch {
    return undefined
  }
}
