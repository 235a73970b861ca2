// Whose share an upload takes up. What client tokens send never shuts their account out: together they have three quarters of
// it, one end user a quarter, as with all limits. Pure.
import { uploadLimitsOf } from '../domain/plans.ts'
import type { Plan } from '../domain/plans.ts'
import type { PartyLimit } from '../store/uploads.ts'

const ACCOUNT = 'account'
const TOKENS = 'tokens'
const TOKENS_SHARE = 3 / 4
const END_USER_SHARE = 1 / 4

/** The account itself first. */
export const partiesOf = (endUser: string | null): readonly string[] => (endUser === null ? [ACCOUNT] : [ACCOUNT, TOKENS, `user ${endUser}`])

const shareOf = (party: string): number => (party === ACCOUNT ? 1 : party === TOKENS ? TOKENS_SHARE : END_USER_SHARE)

export function partyLimits(plan: Plan, endUser: string | null): readonly PartyLimit[] {
  const { storedBytes, perDay } = uploadLimitsOf(plan)
  return partiesOf(endUser).map((party) => ({ party, storedBytes: Math.floor(storedBytes * shareOf(party)), perDay: Math.floor(perDay * shareOf(party)) }))
}
