// The messages that no retry helped: nothing could be written for hours. The rows they were about are due by themselves, so
// that the sweeper goes on with them. Only what no row knows yet is kept here: the handle of work that is paid for.
import { readJob } from '../jobs/create-job.ts'
import { failJob } from '../jobs/end-job.ts'
import { accept, attemptRow } from '../jobs/accept-job.ts'
import type { Services } from '../services.ts'
import { recordAttempt, selectAttempt } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import { faultSeconds, keepUnreadable } from './consume.ts'
import type { Delivered } from './consume.ts'
import { readMessage } from '../domain/messages.ts'
import type { PollMessage, QueueMessage } from '../domain/messages.ts'

export async function consumeDead(services: Services, messages: readonly Delivered[]): Promise<void> {
  for (const message of messages) {
    const body = readMessage(message.body)
    if (body) await handle(services, message, body)
    else await keepUnreadable(services, message)
  }
}

async function handle(services: Services, message: Delivered, body: QueueMessage): Promise<void> {
  try {
    await bury(services, body)
    message.ack()
  } catch (error) {
    services.log('dead letter failed', { kind: body.kind, error: String(error) })
    message.retry({ delaySeconds: faultSeconds(message.attempts) })
  }
}

async function bury(services: Services, message: QueueMessage): Promise<void> {
  await services.alarm({ kind: 'DEAD_LETTER', subject: message.kind, detail: `no retry helped the message about ${message.kind === 'webhook' ? message.deliveryId : message.jobId}` })
  if (message.kind === 'webhook' || message.kind === 'due') return
  const job = await readJob(services, { accountId: message.accountId, endUser: null }, message.jobId)
  // Nobody will ever come back to it.
  if (job?.status === 'QUEUED' && job.dueAtMs === null) await failJob(services, job, { code: 'GENERATION_FAILED', reason: 'UPSTREAM' })
  if (message.kind === 'poll' && job) await keepHandle(services, job, message)
}

/** Of paid work whose handle no row has: it is found by it, before the deadline or after the refund. */
async function keepHandle(services: Services, job: Job, { attempt, ref }: PollMessage): Promise<void> {
  if (attempt !== job.attempt) return
  const { database } = services
  const [[known]] = await database.batch([selectAttempt(database, job, attempt)])
  if (known?.ref) return
  if (job.status === 'SUBMITTING' || job.status === 'HELD') return void (await accept(services, job, ref))
  await database.batch([recordAttempt(database, job, attemptRow(job, 'ACCEPTED', ref, null), services.now())])
}
