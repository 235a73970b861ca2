// The messages that no retry helped: nothing could be written for hours. The rows they were about are due by themselves, so
// that the sweeper goes on with them. Only what no row knows yet is kept here: the handle of work that is paid for, and that
// nothing was sent under a claim.
import type { ReadArchivedNeeds } from '../jobs/archived.ts'
import { readJob } from '../jobs/create-job.ts'
import { failJob } from '../jobs/end-job.ts'
import { accept, attemptRow } from '../jobs/accept-job.ts'
import { takeClaimBack } from '../jobs/take-claim-back.ts'
import { recordAttempt, selectAttempt } from '../store/jobs.ts'
import { atHome } from '../store/shards.ts'
import type { WithShards } from '../store/shards.ts'
import type { Job } from '../store/tables.ts'
import { faultSeconds, keepUnreadable } from './consume.ts'
import type { Delivered } from './consume.ts'
import { readMessage } from '../domain/messages.ts'
import type { PollMessage, QueueMessage } from '../domain/messages.ts'
import type { EndJobNeeds } from '../jobs/end-job.ts'
import type { AcceptJobNeeds } from '../jobs/accept-job.ts'

export type ConsumeDeadNeeds = ReadArchivedNeeds & EndJobNeeds & AcceptJobNeeds & WithShards

export async function consumeDead(needs: ConsumeDeadNeeds, messages: readonly Delivered[]): Promise<void> {
  for (const message of messages) {
    const body = readMessage(message.body)
    if (body) await handle(needs, message, body)
    else await keepUnreadable(needs, message)
  }
}

async function handle(needs: ConsumeDeadNeeds, message: Delivered, body: QueueMessage): Promise<void> {
  try {
    await bury(await atHome(needs, body.accountId), body)
    message.ack()
  } catch (error) {
    needs.log('dead letter failed', { kind: body.kind, error: String(error) })
    message.retry({ delaySeconds: faultSeconds(message.attempts) })
  }
}

function subjectOf(message: QueueMessage): string {
  if (message.kind === 'webhook') return message.deliveryId
  return message.kind === 'events' ? message.accountId : message.jobId
}

async function bury(needs: ConsumeDeadNeeds, message: QueueMessage): Promise<void> {
  await needs.alarm({ kind: 'DEAD_LETTER', subject: message.kind, detail: `no retry helped the message about ${subjectOf(message)}` })
  if (message.kind === 'webhook' || message.kind === 'due' || message.kind === 'events' || message.kind === 'look') return
  if (message.kind === 'submit' && message.unsentToken !== undefined) await takeClaimBack(needs, { accountId: message.accountId, id: message.jobId }, message.unsentToken)
  const job = await readJob(needs, { accountId: message.accountId, endUser: null }, message.jobId)
  // Nobody will ever come back to it.
  if (job?.status === 'QUEUED' && job.dueAtMs === null) await failJob(needs, job, { code: 'GENERATION_FAILED', reason: 'UPSTREAM' })
  if (message.kind === 'poll' && job) await keepHandle(needs, job, message)
}

/** Of paid work whose handle no row has: it is found by it, before the deadline or after the refund. */
async function keepHandle(needs: ConsumeDeadNeeds, job: Job, { attempt, ref }: PollMessage): Promise<void> {
  if (attempt !== job.attempt) return
  const { database } = needs
  const [[known]] = await database.batch([selectAttempt(database, job, attempt)])
  if (known?.ref) return
  if (job.status === 'SUBMITTING' || job.status === 'HELD') return void (await accept(needs, job, ref))
  await database.batch([recordAttempt(database, job, attemptRow(job, 'ACCEPTED', ref, null), needs.now())])
}
