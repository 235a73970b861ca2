// Suspending an account or one of its end users: nothing new is accepted, and what was accepted runs to its end. Money is not touched.
import { not, sql } from 'drizzle-orm'
import { invalidInput } from '../domain/errors.ts'
import { isAccountSuspended, isUserSuspended, suspendAccount, suspendUser, unsuspendAccount, unsuspendUser } from '../store/suspensions.ts'
import type { Account } from '../store/accounts.ts'
import { readLive } from './accounts.ts'
import { makeChange } from './make-change.ts'
import type { Operator } from './make-change.ts'
import type { WithDatabase } from '../store/database.ts'
import { atHome } from '../store/shards.ts'
import type { WithShards } from '../store/shards.ts'
import type { WithClock, WithIds } from '../domain/effects.ts'

export interface Suspension {
  readonly accountId: string
  /** Null: the whole account. */
  readonly endUser: string | null
  readonly reason: string
}

/**
 * What costs credits is refused at once, all else within 30 s. What is so already stays as it is, and is not logged again.
 * @throws ApiError NOT_FOUND, also for an account of test keys: it follows its live one; INVALID_INPUT for the operator's own
 */
export async function setSuspended(given: WithClock & WithDatabase & WithIds & WithShards, operator: Operator, { accountId, endUser, reason }: Suspension, suspended: boolean): Promise<Account> {
  const needs = await atHome(given, accountId)
  const { database } = needs
  await readLive(needs, accountId, 'accountId')
  if (suspended && endUser === null && accountId === operator.actorAccountId) {
    throw invalidInput('accountId', { en: 'This is your own account: nobody could undo it.', hi: 'यह आपका अपना account है: फिर इसे कोई चालू नहीं कर सकेगा।' })
  }
  const isSo = endUser === null ? isAccountSuspended(accountId) : isUserSuspended(accountId, endUser)
  const nowMs = needs.now()
  await makeChange(needs, operator, {
    accountId, action: `${endUser === null ? 'account' : 'user'}.${suspended ? 'suspend' : 'unsuspend'}`, target: endUser ?? accountId,
    detail: { before: { suspended: !suspended }, after: { suspended }, reason }, condition: suspended ? not(isSo) : sql`${isSo}`,
    statements: (logged) => {
      if (endUser === null) return [suspended ? suspendAccount(database, accountId, nowMs, logged) : unsuspendAccount(database, accountId, logged)]
      return [suspended ? suspendUser(database, accountId, endUser, nowMs, logged) : unsuspendUser(database, accountId, endUser, logged)]
    },
  })
  return readLive(needs, accountId, 'accountId')
}
