// Moving an account to another database, which goes on by itself once it has begun (tasks/move-account.ts).
import { sql } from 'drizzle-orm'
import { invalidInput } from '../domain/errors.ts'
import { OF_NO_ACCOUNT, moveId } from '../domain/task.ts'
import type { WithClock, WithIds } from '../domain/effects.ts'
import type { WithQueues } from '../domain/messages.ts'
import type { WithDatabase } from '../store/database.ts'
import { selectHome } from '../store/homes.ts'
import { FIRST, atHome, inDirectory } from '../store/shards.ts'
import type { WithShards } from '../store/shards.ts'
import { deleteTask, insertTask, isOpenTask, selectTask } from '../store/tasks.ts'
import { newMove, readMove } from '../tasks/move-account.ts'
import type { MoveStage } from '../tasks/move-account.ts'
import { readLive } from './accounts.ts'
import { makeChange } from './make-change.ts'
import type { Operator } from './make-change.ts'

export type MoveAccountNeeds = WithClock & WithDatabase & WithIds & WithQueues<'dueAll'> & WithShards

export interface AccountMove {
  readonly accountId: string
  readonly from: string
  readonly to: string
  readonly stage: MoveStage | 'DONE'
}

/**
 * Begins it, or tells how far it has come: repeating it begins no second one.
 * @throws ApiError NOT_FOUND; INVALID_INPUT for a database that is not bound, and while it is moved to another one
 */
export async function moveAccount(given: MoveAccountNeeds, operator: Operator, accountId: string, to: string, reason: string): Promise<AccountMove> {
  await readLive(await atHome(given, accountId), accountId, 'accountId')
  if (!given.shards.all.has(to)) throw invalidInput('shard', { en: 'No such database is bound.', hi: 'ऐसा कोई database bind नहीं है।' }, [...given.shards.all.keys()])
  const needs = inDirectory(given)
  const { database, now, queues } = needs
  const key = { accountId: OF_NO_ACCOUNT, id: moveId(accountId) }
  const [[home]] = await database.batch([selectHome(database, accountId)])
  const from = home?.shard ?? FIRST
  const isBegun = from !== to && await makeChange(needs, operator, {
    accountId, action: 'account.move', target: accountId, detail: { before: { shard: from }, after: { shard: to }, reason }, condition: sql`not ${isOpenTask(key)}`,
    statements: (logged) => [deleteTask(database, key, logged), insertTask(database, newMove(accountId, from, to, now()), logged)],
  })
  if (isBegun) await queues.dueAll([{ kind: 'due', accountId: key.accountId, jobId: key.id }])
  const [[task]] = await database.batch([selectTask(database, key)])
  if (!task || task.dueAtMs === null) return { accountId, from, to, stage: 'DONE' }
  const move = readMove(task)
  if (move.to !== to) throw invalidInput('shard', { en: `The account is on its way to ${move.to} already.`, hi: `यह account पहले से ${move.to} में ले जाया जा रहा है।` }, [move.to])
  return { accountId, from: move.from, to, stage: move.stage }
}
