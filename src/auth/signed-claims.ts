// What we sign for ourselves alone: client tokens, and the cookie of a sign-in under way. JWTs of minutes (HS256, pinned),
// each kind with a secret and an audience of its own, so that none can stand in for another.
import { SignJWT, jwtVerify } from 'jose'
import type { JWTPayload } from 'jose'

export interface SignedClaims {
  readonly sign: (claims: JWTPayload, expiresAtMs: number) => Promise<string>
  /** @returns undefined for what we have not signed, or what has expired */
  readonly verify: (token: string) => Promise<JWTPayload | undefined>
}

/** A secret that could be guessed offline from any token is none. */
const LEAST_CHARACTERS = 32

/**
 * @param setting one secret, or several separated by commas, oldest first: the last one signs, all verify
 * @param issuer where callers reach us; what another installation signed is not ours
 * @param audience what it is for
 */
export function signedClaims(setting: string | undefined, issuer: string, audience: string, now: () => number): SignedClaims | undefined {
  const secrets = (setting ?? '').split(',').filter((secret) => secret.length >= LEAST_CHARACTERS).map((secret) => new TextEncoder().encode(secret))
  const signing = secrets.at(-1)
  if (!signing) return undefined
  return {
    sign: (claims, expiresAtMs) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(new Date(now()))
        .setExpirationTime(new Date(expiresAtMs))
        .sign(signing),
    verify: async (token) => {
      for (const secret of secrets) {
        const payload = await payloadOf(token, secret, { issuer, audience, currentDate: new Date(now()) })
        if (payload) return payload
      }
      return undefined
    },
  }
}

async function payloadOf(
  token: string,
  secret: Uint8Array,
  expected: { readonly issuer: string; readonly audience: string; readonly currentDate: Date },
): Promise<JWTPayload | undefined> {
  try {
    return (await jwtVerify(token, secret, { ...expected, algorithms: ['HS256'], requiredClaims: ['exp'] })).payload
  } catch {
    return undefined
  }
}
