// Closing an account, as its owner wants it, and opening it again, as an operator may for 30 days.
import { ApiError } from '../domain/errors.ts'
import { closingId } from '../domain/task.ts'
import { canReopen, closeAccounts, isOpenAccount, reopenAccounts } from '../store/closings.ts'
import { deleteSessionsOf } from '../store/people.ts'
import { deleteTask, insertTask } from '../store/tasks.ts'
import type { Account } from '../store/accounts.ts'
import { newClosing } from '../tasks/close-account.ts'
import { readLive } from './accounts.ts'
import { makeChange } from './make-change.ts'
import type { Operator } from './make-change.ts'
import type { WithQueues } from '../domain/messages.ts'
import type { WithDatabase } from '../store/database.ts'
import { atHome } from '../store/shards.ts'
import type { WithShards } from '../store/shards.ts'
import type { WithClock, WithIds } from '../domain/effects.ts'

/**
 * From then on no key, token or session of it is known, its test keys' included; by the machines that remember one, within 30 s.
 * Repeating it changes nothing.
 */
export async function closeAccount(given: WithClock & WithDatabase & WithIds & WithQueues<'dueAll'> & WithShards, owner: Operator, accountId: string): Promise<Account> {
  const needs = await atHome(given, accountId)
  const { database } = needs
  const nowMs = needs.now()
  const isMade = await makeChange(needs, owner, {
    accountId, action: 'account.close', target: accountId, detail: { before: { closed: false }, after: { closed: true } }, condition: isOpenAccount(accountId),
    statements: (logged) => [
      closeAccounts(database, accountId, nowMs, logged),
      deleteSessionsOf(database, accountId, logged),
      insertTask(database, newClosing(accountId, nowMs), logged),
    ],
  })
  // Should this be lost, the sweeper begins.
  if (isMade) await needs.queues.dueAll([{ kind: 'due', accountId, jobId: closingId(accountId) }])
  return readLive(needs, accountId, 'accountId')
}

/** Its keys are what they were; its sessions, and what was cancelled, are not. @throws ApiError NOT_FOUND for what is not closed, or is erased */
export async function reopenAccount(given: WithClock & WithDatabase & WithIds & WithShards, operator: Operator, accountId: string, reason: string): Promise<Account> {
  const needs = await atHome(given, accountId)
  const { database } = needs
  await makeChange(needs, operator, {
    accountId, action: 'account.reopen', target: accountId, detail: { before: { closed: true }, after: { closed: false }, reason }, condition: canReopen(accountId),
    statements: (logged) => [reopenAccounts(database, accountId, logged), deleteTask(database, { accountId, id: closingId(accountId) }, logged)],
  })
  const account = await readLive(needs, accountId, 'accountId')
  if (account.closedAtMs === null) return account
  throw new ApiError('NOT_FOUND', { field: 'accountId', sentence: { en: 'What was in this account is deleted already.', hi: 'इस account का डेटा पहले ही हटाया जा चुका है।' } })
}
