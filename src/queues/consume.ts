// The consumer loop of every queue. It never throws, since a throw would deliver acknowledged messages again: what
// fails here by our own fault is retried alone, and in the end comes back as a dead letter.
import { failJob } from '../jobs/end-job.ts'
import type { Disposition } from '../jobs/end-job.ts'
import { readJob } from '../jobs/create-job.ts'
import { pollJob } from '../jobs/poll-job.ts'
import { submitJob } from '../jobs/submit-job.ts'
import type { Services } from '../services.ts'
import { deliverWebhook } from '../webhooks/deliver-webhook.ts'
import type { QueueMessage } from './messages.ts'

/** The part of a queue's message that the loop needs. */
export interface Delivered {
  readonly body: QueueMessage
  /** How often it was delivered, this time included. */
  readonly attempts: number
  ack(): void
  retry(options: { delaySeconds: number }): void
}

/** Only six connections of an invocation may wait for headers at once; a poll holds one. */
const AT_ONCE = 5
const AFTER_FAULT_SECONDS = 10

export async function consume(services: Services, messages: readonly Delivered[]): Promise<void> {
  const waiting = [...messages]
  const worker = async (): Promise<void> => {
    for (let message = waiting.shift(); message; message = waiting.shift()) await handle(services, message)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

async function handle(services: Services, message: Delivered): Promise<void> {
  try {
    const disposition = await dispatch(services, message)
    if (disposition.kind === 'ACK') message.ack()
    else message.retry({ delaySeconds: disposition.delaySeconds })
  } catch (error) {
    services.log('message failed', { kind: message.body.kind, attempts: message.attempts, error: String(error) })
    message.retry({ delaySeconds: AFTER_FAULT_SECONDS })
  }
}

function dispatch(services: Services, { body, attempts }: Delivered): Promise<Disposition> {
  switch (body.kind) {
    case 'submit':
      return submitJob(services, body)
    case 'poll':
      return pollJob(services, body, attempts)
    case 'webhook':
      return deliverWebhook(services, body)
  }
}

/**
 * The messages that no retry helped. A job that was never submitted fails and is refunded. What runs upstream or waits for
 * a receiver stays with the sweeper: that we could not look says nothing about the work.
 */
export async function consumeDead(services: Services, messages: readonly Delivered[]): Promise<void> {
  for (const message of messages) {
    try {
      await bury(services, message.body)
      message.ack()
    } catch (error) {
      services.log('dead letter failed', { kind: message.body.kind, error: String(error) })
      message.retry({ delaySeconds: AFTER_FAULT_SECONDS })
    }
  }
}

async function bury(services: Services, message: QueueMessage): Promise<void> {
  services.log('dead letter', { ...message })
  if (message.kind !== 'submit') return
  const job = await readJob(services, { accountId: message.accountId, endUser: null }, message.jobId)
  if (job?.status === 'QUEUED') await failJob(services, job, { code: 'GENERATION_FAILED', reason: 'UPSTREAM' })
}
