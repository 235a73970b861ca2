// Who an issuer's signed token speaks of. The keys are the issuer's own, fetched and kept by jose; whatever else would
// make a token mean something other than "this person, to us, now" is refused here.
import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose'
import * as v from 'valibot'
import type { Services } from '../services.ts'
import { askIssuer } from './ask-issuer.ts'

/** Issuer and subject are the person, for ever. The rest is only shown: an address may change hands. */
export interface Identity {
  readonly issuer: string
  readonly subject: string
  readonly email: string | null
  readonly name: string | null
}

type KeySet = ReturnType<typeof createRemoteJWKSet>
/** The isolate's memory of key sets, by address. */
export type KeySets = Map<string, KeySet>

export interface Expected {
  readonly issuer: string
  /** Us, as the issuer calls us. */
  readonly audience: string
  /** Absent where nobody was asked to repeat one. */
  readonly nonce?: string
}

/** Never `none`, nor a secret that both sides know: those the holder of a public key could write. */
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA']
/** Clocks differ. */
const TOLERANCE_SECONDS = 30

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
export async function identify(services: Services, known: KeySets, keysUrl: string, token: string, { issuer, audience, nonce }: Expected): Promise<Identity> {
  const { payload, protectedHeader } = await jwtVerify(token, keySetOf(services, known, keysUrl), {
    issuer,
    audience,
    algorithms: ALGORITHMS,
    requiredClaims: ['exp', 'iat', 'sub'],
    currentDate: new Date(services.now()),
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

/** Fetched at most once in 10 minutes, and once in 30 s for a key that is not in it: jose's own figures. */
function keySetOf(services: Services, known: KeySets, url: string): KeySet {
  const keySet = known.get(url) ?? createRemoteJWKSet(new URL(url), { [customFetch]: async () => Response.json((await askIssuer(services, { url })).json ?? null) })
  known.set(url, keySet)
  return keySet
}
