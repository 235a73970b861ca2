// The consumer loop of every queue. It never throws, since a throw would deliver acknowledged messages again. What fails
// here by our own fault is noted on its row, which is due again then; only where that cannot be written the queue repeats it.
import { handleDue } from '../jobs/handle-due.ts'
import type { HandleDueNeeds } from '../jobs/handle-due.ts'
import type { Disposition } from '../jobs/end-job.ts'
import { lookWhenTold } from '../jobs/look-when-told.ts'
import { pollJob } from '../jobs/poll-job.ts'
import { submitJob } from '../jobs/submit-job.ts'
import { withinTime } from '../net/time-limit.ts'
import { isTaskId } from '../domain/task.ts'
import { noteDeliveryFault, noteJobFault } from '../store/due.ts'
import { noteTaskFault } from '../store/tasks.ts'
import { atHome } from '../store/shards.ts'
import type { WithShards } from '../store/shards.ts'
import { isTransient } from '../store/transient.ts'
import { workAtTask } from '../tasks/work-at-task.ts'
import type { WorkAtTaskNeeds } from '../tasks/work-at-task.ts'
import { deliverWebhook } from '../webhooks/deliver-webhook.ts'
import { fanOut } from '../webhooks/fan-out.ts'
import { readMessage } from '../domain/messages.ts'
import type { QueueMessage } from '../domain/messages.ts'
import type { SubmitJobNeeds } from '../jobs/submit-job.ts'
import type { DeliverWebhookNeeds } from '../webhooks/deliver-webhook.ts'
import type { FanOutNeeds } from '../webhooks/fan-out.ts'
import type { WithAlarm } from '../domain/effects.ts'

export type ConsumeNeeds = SubmitJobNeeds & HandleDueNeeds & DeliverWebhookNeeds & FanOutNeeds & WorkAtTaskNeeds & WithShards

/** The part of a queue's message that the loop needs. */
export interface Delivered {
  /** Perhaps of another version of the service. */
  readonly body: unknown
  /** How often it was delivered, this time included. */
  readonly attempts: number
  ack(): void
  retry(options: { delaySeconds: number }): void
}

/** Only six connections of an invocation may wait for headers at once; a poll holds one. No batch is larger (wrangler.toml). */
const AT_ONCE = 5
/** The platform cuts a batch off after 15 minutes, and what the others have told by then is lost with it. */
const MOST_BATCH_MS = 10 * 60_000
const LONGEST_FAULT_SECONDS = 300
/** Of what no row knows: its job may end in ten minutes, refunded, though it could have been made. */
const LONGEST_KNOWING_SECONDS = 60
/** Until the version that can read it is back, or the next one there. */
const UNREADABLE_SECONDS = 900
/** Faults in a row that a person is told of: it will not pass by itself. */
const MANY_FAULTS = 3

export async function consume(needs: ConsumeNeeds, messages: readonly Delivered[]): Promise<void> {
  const waiting = [...messages]
  const unanswered = new Set(messages)
  const worker = async (): Promise<void> => {
    for (let message = waiting.shift(); message; message = waiting.shift()) {
      await handle(needs, message)
      unanswered.delete(message)
    }
  }
  await withinTime(MOST_BATCH_MS, (signal) => Promise.race([Promise.all(Array.from({ length: AT_ONCE }, worker)), endOf(signal)]))
  for (const message of unanswered) message.retry({ delaySeconds: 0 })
}

function endOf(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  signal.addEventListener('abort', () => resolve())
  return promise
}

async function handle(needs: ConsumeNeeds, message: Delivered): Promise<void> {
  const body = readMessage(message.body)
  if (!body) return keepUnreadable(needs, message)
  try {
    const disposition = await dispatch(await atHome(needs, body.accountId), body, message.attempts)
    if (disposition.kind === 'ACK') message.ack()
    else message.retry({ delaySeconds: disposition.delaySeconds })
  } catch (error) {
    needs.log('message failed', { kind: body.kind, attempts: message.attempts, error: String(error) })
    if ((await noteFault(needs, body, isTransient(error))) && !mayKnowMore(body)) message.ack()
    else message.retry({ delaySeconds: faultSeconds(message.attempts, mayKnowMore(body) ? LONGEST_KNOWING_SECONDS : LONGEST_FAULT_SECONDS) })
  }
}

function dispatch(needs: ConsumeNeeds, message: QueueMessage, attempts: number): Promise<Disposition> {
  switch (message.kind) {
    case 'submit':
      return submitJob(needs, message)
    case 'poll':
      return pollJob(needs, message, attempts)
    case 'look':
      return lookWhenTold(needs, message, attempts)
    case 'webhook':
      return deliverWebhook(needs, message)
    case 'due':
      return isTaskId(message.jobId) ? workAtTask(needs, { accountId: message.accountId, id: message.jobId }) : handleDue(needs, message)
    case 'events':
      return fanOut(needs, message)
  }
}

/** It may say what its row does not: the handle of paid work, or that nothing was sent. Then it must come again itself. */
const mayKnowMore = (message: QueueMessage): boolean => message.kind === 'poll' || (message.kind === 'submit' && message.unsentToken !== undefined)

/** Sent by a version that is not here now. It is never thrown away. */
export async function keepUnreadable(needs: WithAlarm, message: Delivered): Promise<void> {
  message.retry({ delaySeconds: UNREADABLE_SECONDS })
  await needs.alarm({ kind: 'UNREADABLE', subject: 'queue', detail: 'a message of a version or kind that this version of the service does not know' })
}

/** 10, 20, 40 … s, up to the longest. */
export const faultSeconds = (attempts: number, longest = LONGEST_FAULT_SECONDS): number => Math.min(longest, 10 * 2 ** Math.min(attempts - 1, 5))

/** @param passes by itself: it is no fault of the row's. @returns false where it could not be written */
async function noteFault({ shards, now, alarm, log }: ConsumeNeeds, message: QueueMessage, passes: boolean): Promise<boolean> {
  // The account's row stays due.
  if (message.kind === 'events') return true
  try {
    const id = message.kind === 'webhook' ? message.deliveryId : message.jobId
    const note = message.kind === 'webhook' ? noteDeliveryFault : isTaskId(id) ? noteTaskFault : noteJobFault
    const database = await shards.homeOf(message.accountId)
    const [[row]] = await database.batch([note(database, { accountId: message.accountId, id }, now(), passes)])
    if (!passes && row && row.faults >= MANY_FAULTS) await alarm({ kind: 'SWEEPER', subject: 'faults', detail: `work at ${id} failed ${row.faults} times in a row` })
    return true
  } catch (error) {
    log('fault not noted', { kind: message.kind, error: String(error) })
    return false
  }
}
