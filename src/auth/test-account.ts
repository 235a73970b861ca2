// The account behind a live one's test keys: whatever is stored by account is thereby apart, and so are the gate's limits.
// A key is a test key exactly when it belongs to such an account; store/keys.ts finds no other.
import { ApiError } from '../errors.ts'
import type { Caller } from './caller.ts'
import type { KeyKind } from './key-format.ts'

export const TEST_SUFFIX = '.test'
export const testAccountId = (liveId: string): string => liveId + TEST_SUFFIX

/** Given once. */
export const TEST_CREDITS = 1_000_000
/** Sorts before the entries of every generation. */
export const TEST_GRANT_ID = `${'0'.repeat(26)}.grant`

/**
 * The caller as it manages the keys of a mode. A live key manages test keys too: its providers, origins and expiry bound
 * them, its spending limits do not, since they are of other credits. What administers is live.
 * @throws ApiError FORBIDDEN for a test key that asks for live ones
 */
export function inMode(caller: Caller, mode: KeyKind): Caller {
  if (mode === caller.kind) return caller
  if (mode === 'live') throw onlyTestKeys
  const scopes = caller.scopes.filter((scope) => scope !== 'admin')
  return { ...caller, accountId: testAccountId(caller.accountId), kind: mode, scopes, spendingIds: [] }
}

const onlyTestKeys = new ApiError('FORBIDDEN', {
  sentence: { en: 'A test key can manage test keys only.', hi: 'test key से केवल test keys सँभाली जा सकती हैं।' },
})
