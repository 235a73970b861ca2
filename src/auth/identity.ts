// Who an issuer's signed token speaks of. jose verifies it by the issuer's own keys; whatever else would make it mean
// something other than "this person, to us, now" is refused here.
import { createLocalJWKSet, errors, jwtVerify } from 'jose'
import type { FlattenedJWSInput, JWK, JWTHeaderParameters } from 'jose'
import * as v from 'valibot'
import { askIssuer } from './ask-issuer.ts'
import type { WithClock, WithLog, WithPublicFetch } from '../domain/effects.ts'

/** Issuer and subject are the person, for ever. The rest is only shown: an address may change hands. */
export interface Identity {
  readonly issuer: string
  readonly subject: string
  readonly email: string | null
  readonly name: string | null
}

/** The isolate's memory of issuers' keys, by address. */
export type KnownKeys = Map<string, { readonly find: ReturnType<typeof createLocalJWKSet>; readonly fetchedAtMs: number }>

export interface Expected {
  readonly issuer: string
  /** Us, as the issuer calls us. */
  readonly audience: string
  /** Absent where nobody was asked to repeat one. */
  readonly nonce?: string
}

/** Asymmetric ones alone: `none` anybody could write, and an HMAC whoever takes the public key for its secret. */
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA']
/** Clocks differ. */
const TOLERANCE_SECONDS = 30
const KEPT_MS = 600_000
const COOLDOWN_MS = 30_000

/** jose judges each key itself. */
const JsonWebKeys = v.object({ keys: v.array(v.custom<JWK>((key) => typeof key === 'object' && key !== null)) })

/** As much as is worth showing, in one line that runs one way; null where there is nothing. */
const shown = (text: string): string | null => text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim().slice(0, 100).toWellFormed() || null
const Shown = v.fallback(v.nullable(v.pipe(v.string(), v.transform(shown))), null)

const Claims = v.object({
  // OpenID Connect Core, 2: at most 255 ASCII characters.
  sub: v.pipe(v.string(), v.regex(/^[ -~]{1,255}$/)),
  aud: v.union([v.string(), v.array(v.string())]),
  azp: v.optional(v.string()),
  nonce: v.optional(v.string()),
  email: Shown,
  name: Shown,
})

/** @throws Error for a token that is not to be believed, its message without any of it; ApiError PROVIDER_UNAVAILABLE without keys */
export async function identify(needs: WithClock & WithLog & WithPublicFetch, known: KnownKeys, keysUrl: string, token: string, { issuer, audience, nonce }: Expected): Promise<Identity> {
  const { payload, protectedHeader } = await jwtVerify(token, (header, jws) => findKey(needs, known, keysUrl, header, jws), {
    issuer,
    audience,
    algorithms: ALGORITHMS,
    requiredClaims: ['exp', 'iat', 'sub'],
    currentDate: new Date(needs.now()),
    clockTolerance: TOLERANCE_SECONDS,
  })
  // Access and logout tokens are signed with the same keys, and say here that they are such.
  if ((protectedHeader.typ ?? 'JWT').toUpperCase() !== 'JWT') throw new Error('another type of token')
  const { sub, aud, azp, email, name, ...claims } = v.parse(Claims, payload)
  const isForOthersToo = typeof aud !== 'string' && aud.length > 1
  if ((azp ?? (isForOthersToo ? undefined : audience)) !== audience) throw new Error('issued to another party')
  if (claims.nonce !== nonce && nonce !== undefined) throw new Error('another nonce')
  return { issuer, subject: sub, email, name }
}

/**
 * As jose's own remote set does it, over our clock: fetched every 10 minutes, and for a key that is not in it again, but not
 * within 30 s, so that forged tokens cause no traffic.
 */
async function findKey(needs: WithClock & WithLog & WithPublicFetch, known: KnownKeys, url: string, header: JWTHeaderParameters, token: FlattenedJWSInput) {
  const nowMs = needs.now()
  const fetchKeys = async () => {
    const { json } = await askIssuer(needs, { url })
    const keys = { find: createLocalJWKSet(v.parse(JsonWebKeys, json)), fetchedAtMs: nowMs }
    known.set(url, keys)
    return keys
  }
  const kept = known.get(url)
  const keys = kept && nowMs < kept.fetchedAtMs + KEPT_MS ? kept : await fetchKeys()
  try {
    return await keys.find(header, token)
  } catch (error) {
    if (!(error instanceof errors.JWKSNoMatchingKey) || nowMs < keys.fetchedAtMs + COOLDOWN_MS) throw error
    return (await fetchKeys()).find(header, token)
  }
}
