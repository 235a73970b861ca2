// The one batch that ends a job: its event, refund, webhook delivery, and last the status itself. Each statement looks for the
// job still open under its attempt, so that of many racing settlements exactly one has any effect at all. A success
// that comes after the refund is settled by the same batch, once more, and moves no credits.
import { sql } from 'drizzle-orm'
import { isAnyRow, runBatch } from './batch.ts'
import { insertRefund } from './credits.ts'
import type { Database } from './database.ts'
import { countEvent, insertEvent, selectIsAwaited } from './events.ts'
import { insertIf } from './insert-if.ts'
import { isGivenUp, mayEnd, selectMoved } from './jobs.ts'
import { countLate } from './margins.ts'
import { giveSpendingBack } from './spending.ts'
import { jobs, webhookDeliveries } from './tables.ts'
import type { Job } from './tables.ts'
import type { EventKind } from '../domain/event.ts'
import type { FailureCode, FailureReason } from '../domain/job.ts'
import type { StoredOutput } from '../domain/media.ts'

export interface Settlement {
  readonly status: 'COMPLETED' | 'FAILED' | 'CANCELLED'
  readonly outputs: readonly StoredOutput[] | null
  readonly refund: number
  readonly errorCode: FailureCode | null
  readonly errorReason: FailureReason | null
  /** The input at fault, where it is one. */
  readonly errorField?: string | null
  readonly expiresAtMs: number | null
}

export const EVENT_OF = {
  COMPLETED: 'generation.completed',
  FAILED: 'generation.failed',
  CANCELLED: 'generation.cancelled',
} as const satisfies Record<Settlement['status'], EventKind>

/** The `webhook-id` of a job's event: made from the job's own id, so there can be only one. */
export const deliveryIdOf = (jobId: string, event: EventKind): string =>
  `msg_${jobId.slice(jobId.indexOf('_') + 1)}_${event.slice(event.indexOf('.') + 1)}`

/** How long what follows the end, and the webhook's message, may be lost before the sweeper sees to it. */
const REDRIVE_MS = 60_000

/** Where the open job was due soon anyway, its place in the index is left as it is: that is a row less. */
const SOON_MS = 15 * 60_000
const owing = ({ dueFor, dueAtMs }: Job, nowMs: number): Partial<Pick<Job, 'dueFor' | 'dueAtMs'>> =>
  (dueFor === 'WORK' || dueFor === 'TURN') && dueAtMs !== null && dueAtMs <= nowMs + SOON_MS ? {} : { dueFor: 'OWED', dueAtMs: nowMs + REDRIVE_MS }

export interface Settled {
  /** The account's webhook endpoints are to be told of it. */
  readonly isAwaited: boolean
}

/**
 * Ends the job. What follows is owed by the row from then on, until `closeOwed`.
 * @param moveToken fresh: it tells whose settlement it was, also where the batch is played twice
 * @returns undefined for all but the one caller whose settlement took effect
 */
export async function settleJob(database: Database, job: Job, settlement: Settlement, nowMs: number, moveToken: string): Promise<Settled | undefined> {
  const isLate = job.status === 'FAILED' && settlement.status === 'COMPLETED'
  const open = isLate ? isGivenUp(job, job.attempt) : mayEnd(job, job.attempt, settlement.status)
  const event = EVENT_OF[settlement.status]
  const isOpen = sql`exists (select 1 from ${jobs} where ${open})`
  const told = [
    countEvent(database, job.accountId, settlement.refund, nowMs + REDRIVE_MS, isOpen),
    insertEvent(database, { accountId: job.accountId, kind: event, subject: job.id, atMs: nowMs }, isOpen),
  ]
  const counted = isLate ? [countLate(database, job, open)] : []
  const refunds =
    settlement.refund > 0
      ? [
          insertRefund(database, job, settlement.refund, nowMs, open),
          ...giveSpendingBack(database, job, settlement.refund, open),
        ]
      : []
  const deliveries =
    job.webhookUrl === null
      ? []
      : [
          insertIf(
            database,
            webhookDeliveries,
            {
              accountId: job.accountId,
              id: deliveryIdOf(job.id, event),
              jobId: job.id,
              event,
              url: job.webhookUrl,
              status: 'PENDING',
              attempts: 0,
              lastStatus: null,
              lastDetail: null,
              createdAtMs: nowMs,
              deliveredAtMs: null,
              dueAtMs: nowMs + REDRIVE_MS,
              faults: 0,
              moveToken: null,
              endpointId: null,
              seq: null,
              log: [],
            },
            isOpen,
          ),
        ]
  const settled = database
    .update(jobs)
    .set({
      status: settlement.status,
      outputs: settlement.outputs,
      refunded: job.refunded + settlement.refund,
      errorCode: settlement.errorCode,
      errorReason: settlement.errorReason,
      errorField: settlement.errorField ?? null,
      completedAtMs: nowMs,
      waitedUntilMs: sql`case when ${jobs.status} = 'WAITING' then ${nowMs} else ${jobs.waitedUntilMs} end`,
      polls: job.polls,
      expiresAtMs: settlement.expiresAtMs,
      ...owing(job, nowMs),
      // Those behind it are tried no more.
      ...(job.routes.length > job.route + 1 && { routes: job.routes.slice(0, job.route + 1) }),
      moveToken,
    })
    .where(open)
  const answers = await runBatch(database, [...told, ...counted, ...refunds, ...deliveries, settled, selectIsAwaited(database, job.accountId), selectMoved(database, job, moveToken)])
  return isAnyRow(answers.at(-1)) ? { isAwaited: isAnyRow(answers.at(-2)) } : undefined
}
