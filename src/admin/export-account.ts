// An account's owner asks for what we keep of it: one archive at a time, a few a day.
import { sql } from 'drizzle-orm'
import { closedError } from '../domain/closing.ts'
import { ApiError } from '../domain/errors.ts'
import type { Sentence } from '../domain/errors.ts'
import { selectAccount } from '../store/credits.ts'
import { canExport, selectExports } from '../store/exports.ts'
import { isClosed } from '../store/suspensions.ts'
import type { Task } from '../store/task-tables.ts'
import { insertTask } from '../store/tasks.ts'
import { newExport, readExport } from '../tasks/export-account.ts'
import { makeChange } from './make-change.ts'
import type { Operator } from './make-change.ts'
import type { WithQueues } from '../domain/messages.ts'
import type { WithDatabase } from '../store/database.ts'
import type { WithClock, WithIds } from '../domain/effects.ts'

const MOST_OF_A_DAY = 3
const DAY_MS = 86_400_000

const TOO_MANY: Sentence = {
  en: 'No more than {figure} archives can be made on one day (UTC).',
  hi: 'एक दिन (UTC) में {figure} से ज़्यादा archive नहीं बन सकते।',
}

/** The one that is being made, where there is one. @throws ApiError RATE_LIMIT, and FORBIDDEN once the account is closed, also by machines that remember its session */
export async function exportAccount(needs: WithClock & WithDatabase & WithIds & WithQueues<'dueAll'>, owner: Operator, accountId: string): Promise<Task> {
  const { database } = needs
  const nowMs = needs.now()
  const midnightMs = Math.floor(nowMs / DAY_MS) * DAY_MS
  const id = needs.newId('exp')
  const isMade = await makeChange(needs, owner, {
    accountId, action: 'account.export', target: id, detail: { before: null, after: { id } }, condition: sql`${canExport(accountId, midnightMs, MOST_OF_A_DAY)} and not ${isClosed(accountId)}`,
    statements: (logged) => [insertTask(database, newExport(accountId, id, nowMs), logged)],
  })
  if (isMade) await needs.queues.dueAll([{ kind: 'due', accountId, jobId: id }])
  const [[task], [account]] = await database.batch([selectExports(database, accountId), selectAccount(database, accountId)])
  if (typeof account?.closedAtMs === 'number') throw closedError(account.closedAtMs)
  if (task && (isMade || readExport(task).stage !== 'READY')) return task
  throw new ApiError('RATE_LIMIT', {
    sentence: TOO_MANY, values: { figure: MOST_OF_A_DAY }, retryAfterSeconds: Math.ceil((midnightMs + DAY_MS - nowMs) / 1000), extra: { limit: 'exports', limitFigure: MOST_OF_A_DAY },
  })
}

/** All that are kept, the one being made first. */
export async function listExports({ database }: WithDatabase, accountId: string): Promise<readonly Task[]> {
  const [rows] = await database.batch([selectExports(database, accountId)])
  return rows
}
