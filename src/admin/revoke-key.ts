// Ending anybody's key: a leaked one, or one of an account that is no longer to be served.
import { ApiError } from '../domain/errors.ts'
import { isNotRevoked, revokeKey, selectManagedKey } from '../store/keys.ts'
import type { ApiKey } from '../store/keys.ts'
import { makeChange } from './make-change.ts'
import type { Operator } from './make-change.ts'
import type { WithDatabase } from '../store/database.ts'
import { atHome } from '../store/shards.ts'
import type { WithShards } from '../store/shards.ts'
import type { WithClock, WithIds } from '../domain/effects.ts'

/** Known everywhere within 30 s. One that is revoked stays as it is. @throws ApiError NOT_FOUND */
export async function revokeKeyOf(given: WithClock & WithDatabase & WithIds & WithShards, operator: Operator, { accountId, keyId, reason }: { readonly accountId: string; readonly keyId: string; readonly reason: string }): Promise<ApiKey> {
  const needs = await atHome(given, accountId)
  const { database } = needs
  const read = async (): Promise<ApiKey> => {
    const [[key]] = await database.batch([selectManagedKey(database, accountId, keyId)])
    if (!key) throw new ApiError('NOT_FOUND', { field: 'keyId' })
    return key
  }
  const key = await read()
  const revokedAtMs = needs.now()
  await makeChange(needs, operator, {
    accountId, action: 'key.revoke', target: keyId, detail: { before: { revoked: false }, after: { revoked: true }, reason }, condition: isNotRevoked(key),
    // Does nothing to a key that is revoked already, which is when nothing is logged.
    statements: () => [revokeKey(database, key.accountId, keyId, revokedAtMs)],
  })
  return read()
}
