// Client tokens: what a browser holds instead of a key. A JWT of minutes, signed by us (HS256, pinned), for one end
// user; what it may spend in all stands in a row of its own (store/spending.ts), so that nothing in it needs trust.
import { SignJWT, jwtVerify } from 'jose'
import * as v from 'valibot'
import { SCOPES } from './scopes.ts'
import type { Scope } from './scopes.ts'

export interface ClientTokenClaims {
  /** `tok_…`: the row of what it may spend. */
  readonly id: string
  readonly accountId: string
  readonly scopes: readonly Scope[]
  readonly endUser: string
  readonly expiresAtMs: number
}

export interface ClientTokens {
  readonly sign: (claims: ClientTokenClaims) => Promise<string>
  /** @returns undefined for what we have not signed, or what has expired */
  readonly verify: (token: string) => Promise<ClientTokenClaims | undefined>
}

/** A secret that could be guessed offline from any token is none. */
const LEAST_CHARACTERS = 32

const PayloadSchema = v.object({
  jti: v.string(),
  sub: v.string(),
  exp: v.number(),
  scopes: v.array(v.picklist(SCOPES)),
  endUser: v.string(),
})

/**
 * @param setting one secret, or several separated by commas, oldest first: the last one signs, all verify
 * @param publicUrl the issuer; tokens of another installation are not ours
 */
export function clientTokens(setting: string | undefined, publicUrl: string, now: () => number): ClientTokens | undefined {
  const secrets = (setting ?? '').split(',').filter((secret) => secret.length >= LEAST_CHARACTERS).map((secret) => new TextEncoder().encode(secret))
  const signing = secrets.at(-1)
  if (!signing) return undefined
  const audience = `${publicUrl}/graphql`
  return {
    sign: ({ id, accountId, scopes, endUser, expiresAtMs }) =>
      new SignJWT({ scopes: [...scopes], endUser })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(publicUrl)
        .setAudience(audience)
        .setSubject(accountId)
        .setJti(id)
        .setIssuedAt(new Date(now()))
        .setExpirationTime(new Date(expiresAtMs))
        .sign(signing),
    verify: async (token) => {
      for (const secret of secrets) {
        const payload = await payloadOf(token, secret, { issuer: publicUrl, audience, currentDate: new Date(now()) })
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
): Promise<ClientTokenClaims | undefined> {
  try {
    const { payload } = await jwtVerify(token, secret, { ...expected, algorithms: ['HS256'], requiredClaims: ['exp', 'sub', 'jti'] })
    const { jti, sub, exp, scopes, endUser } = v.parse(PayloadSchema, payload)
    return { id: jti, accountId: sub, scopes, endUser, expiresAtMs: exp * 1000 }
  } catch {
    return undefined
  }
}
