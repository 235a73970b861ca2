// Minting a client token: its row, which holds what it may spend, and the signed text.
import { ApiError } from '../domain/errors.ts'
import { timePart } from '../domain/new-id.ts'
import { deleteOldTokens, insertSpendingLimit, newSpendingLimit, selectSpendingLimit } from '../store/spending.ts'
import { isPerson } from './caller.ts'
import type { Caller } from './caller.ts'
import { beyondOwn, makerHolds } from './manage-keys.ts'
import { isStronger } from './scopes.ts'
import type { Scope } from '../domain/scope.ts'
import type { WithClientTokens } from './client-tokens.ts'
import type { WithDatabase } from '../store/database.ts'
import type { WithClock, WithIds } from '../domain/effects.ts'

export type IssueTokenNeeds = WithClientTokens & WithClock & WithDatabase & WithIds

export interface NewToken {
  readonly scopes: readonly Scope[]
  readonly endUser: string
  readonly maxCredits: number
  readonly expiresInSeconds: number
}

export interface MintedToken {
  readonly token: string
  readonly expiresAtMs: number
}

/** Its refunds may come until its last job's deadline; two days are more than any model's. */
const TOKEN_KEPT_MS = 48 * 3_600_000

/** @throws ApiError FORBIDDEN for a scope that the caller's key has not or for no key, PROVIDER_UNAVAILABLE where there are no tokens */
export async function createToken(needs: IssueTokenNeeds, caller: Caller, wanted: NewToken): Promise<MintedToken> {
  if (!needs.clientTokens) {
    throw new ApiError('PROVIDER_UNAVAILABLE', {
      sentence: { en: 'Client tokens are not set up on this service.', hi: 'इस सर्विस पर client token चालू नहीं हैं।' },
    })
  }
  // A token ends with the key behind it, and a person has none.
  if (isPerson(caller)) throw new ApiError('FORBIDDEN')
  if (caller.endUser !== null || isStronger(wanted, caller)) throw beyondOwn()
  const { accountId, keyId } = caller
  const { database } = needs
  const nowMs = needs.now()
  const { scopes, endUser } = wanted
  // The token says whole seconds, and must not be refused while we still keep its look-up.
  const expiresAtMs = Math.floor(nowMs / 1000 + wanted.expiresInSeconds) * 1000
  const limit = newSpendingLimit({ accountId, id: needs.newId('tok'), keyId, perDay: null, inAll: wanted.maxCredits }, nowMs)
  const old = deleteOldTokens(database, accountId, `tok_${timePart(nowMs - TOKEN_KEPT_MS)}`)
  const [, , [stored]] = await database.batch([insertSpendingLimit(database, limit, makerHolds(caller, nowMs)), old, selectSpendingLimit(database, accountId, limit.id)])
  if (!stored) throw new ApiError('UNAUTHENTICATED')
  const token = await needs.clientTokens.sign({ id: limit.id, accountId, scopes, endUser, expiresAtMs })
  return { token, expiresAtMs }
}
