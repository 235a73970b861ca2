// Client tokens: what a browser holds instead of a key. A JWT of minutes, signed by us, for one end user; what it may
// spend in all stands in a row of its own (store/spending.ts), so that nothing in it needs trust.
import * as v from 'valibot'
import { SCOPES } from '../domain/scope.ts'
import type { Scope } from '../domain/scope.ts'
import { signedClaims } from './signed-claims.ts'

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

const PayloadSchema = v.object({
  jti: v.string(),
  sub: v.string(),
  exp: v.number(),
  scopes: v.array(v.picklist(SCOPES)),
  endUser: v.string(),
})

/** @param setting as in signed-claims.ts @param publicUrl the issuer; tokens of another installation are not ours */
export function clientTokens(setting: string | undefined, publicUrl: string, now: () => number): ClientTokens | undefined {
  const signed = signedClaims(setting, publicUrl, `${publicUrl}/graphql`, now)
  return signed && {
    sign: ({ id, accountId, scopes, endUser, expiresAtMs }) => signed.sign({ sub: accountId, jti: id, scopes: [...scopes], endUser }, expiresAtMs),
    verify: async (token) => {
      const payload = v.safeParse(PayloadSchema, await signed.verify(token))
      if (!payload.success) return undefined
      const { jti, sub, exp, scopes, endUser } = payload.output
      return { id: jti, accountId: sub, scopes, endUser, expiresAtMs: exp * 1000 }
    },
  }
}

export interface WithClientTokens {
  /** Absent where its secret is not set: then there are no client tokens. */
  readonly clientTokens: ClientTokens | undefined
}
