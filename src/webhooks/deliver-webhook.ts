// One webhook message: read the delivery, make the body from the generation as it stands, post it, record the attempt.
// The body is made anew each time, so that its media links are fresh.
import { viewGeneration } from '../jobs/generation.ts'
import { ACK } from '../jobs/end-job.ts'
import type { Disposition } from '../jobs/end-job.ts'
import type { WebhookMessage } from '../domain/messages.ts'
import { newMoveToken } from '../domain/new-id.ts'
import { selectAccount } from '../store/credits.ts'
import { selectJob } from '../store/jobs.ts'
import type { Job, WebhookDelivery } from '../store/tables.ts'
import { recordDeliveryAttempt, selectDelivery, selectIfRecorded } from '../store/webhook-deliveries.ts'
import { postWebhook } from './deliver.ts'
import { signingSecrets } from './sign.ts'
import type { DeliveryOutcome } from './deliver.ts'
import { payloadOf } from './payload.ts'
import { nextDelaySeconds } from './schedule.ts'
import type { WithDatabase } from '../store/database.ts'
import type { WithChance, WithClock, WithLog, WithPublicFetch, WithPublicUrl } from '../domain/effects.ts'
import type { WithMedia } from '../media/ports.ts'

export type DeliverWebhookNeeds = WithChance & WithClock & WithDatabase & WithLog & WithMedia<'link'> & WithPublicFetch & WithPublicUrl

/** Queues keep a message at most so long; a later attempt is the sweeper's. */
const LONGEST_QUEUE_DELAY_SECONDS = 12 * 3600
/** How much later than planned the sweeper takes over, so that it does not race the queue. */
const SWEEP_GRACE_MS = 120_000

export async function deliverWebhook(needs: DeliverWebhookNeeds, message: WebhookMessage): Promise<Disposition> {
  const { database } = needs
  const [deliveries, accounts] = await database.batch([
    selectDelivery(database, { accountId: message.accountId, id: message.deliveryId }),
    selectAccount(database, message.accountId),
  ])
  const [delivery, account] = [deliveries[0], accounts[0]]
  if (delivery?.status !== 'PENDING' || !account) return ACK
  const [jobs] = await database.batch([selectJob(database, { accountId: delivery.accountId, id: delivery.jobId })])
  if (!jobs[0]) return ACK
  const body = await bodyOf(needs, delivery, jobs[0])
  const outcome = await postWebhook(needs, { id: delivery.id, url: delivery.url, secrets: signingSecrets(account, needs.now()), body })
  return record(needs, delivery, outcome)
}

/** The payload: `data` is the generation as `generation(id)` returns it. */
async function bodyOf(needs: WithClock & WithMedia<'link'> & WithPublicFetch & WithPublicUrl, delivery: WebhookDelivery, job: Job): Promise<string> {
  const data = await viewGeneration(needs, delivery.event === 'generation.failed' ? asItFailed(job) : job, 'en')
  return payloadOf(delivery.event, data)
}

/** A late success must not change what an event said that was told before it, or is told again. */
const asItFailed = (job: Job): Job => ({ ...job, status: 'FAILED', outputs: null, expiresAtMs: null })

type Attempt = Parameters<typeof recordDeliveryAttempt>[2]

async function record(needs: DeliverWebhookNeeds, delivery: WebhookDelivery, outcome: DeliveryOutcome): Promise<Disposition> {
  const { database } = needs
  const moveToken = newMoveToken(needs.random)
  needs.log('webhook attempt', { deliveryId: delivery.id, attempt: delivery.attempts + 1, outcome: outcome.kind, status: outcome.status })
  const { change, delaySeconds } = afterAttempt(delivery, outcome, needs.now())
  const [, recorded] = await database.batch([
    recordDeliveryAttempt(database, delivery, { ...change, moveToken }),
    selectIfRecorded(database, delivery, moveToken),
  ])
  // Another consumer had the same delivery, and goes on with it.
  return recorded.length === 0 || delaySeconds === undefined ? ACK : { kind: 'RETRY', delaySeconds }
}

/** What is written down, and in how many seconds the queue brings the message again; undefined: not at all. */
function afterAttempt(delivery: WebhookDelivery, outcome: DeliveryOutcome, nowMs: number): { readonly change: Omit<Attempt, 'moveToken'>; readonly delaySeconds?: number } {
  if (outcome.kind === 'DELIVERED') return { change: { status: 'DELIVERED', lastStatus: outcome.status, lastDetail: null, deliveredAtMs: nowMs, dueAtMs: null } }
  const failed = { lastStatus: outcome.status, lastDetail: outcome.detail.slice(0, 500), deliveredAtMs: null }
  if (outcome.kind === 'STOPPED') return { change: { ...failed, status: 'STOPPED', dueAtMs: null } }
  const delaySeconds = nextDelaySeconds(delivery.attempts + 1, outcome.retryAfterSeconds)
  if (delaySeconds === undefined) return { change: { ...failed, status: 'PARKED', dueAtMs: null } }
  const isQueued = delaySeconds <= LONGEST_QUEUE_DELAY_SECONDS
  const dueAtMs = nowMs + delaySeconds * 1000 + (isQueued ? SWEEP_GRACE_MS : 0)
  return { change: { ...failed, status: 'PENDING', dueAtMs }, ...(isQueued && { delaySeconds }) }
}
