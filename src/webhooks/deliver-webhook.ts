// One webhook message: read the delivery and for whom it is, make the body from the rows as they stand, post it, record the
// attempt and what it says of the endpoint.
import type { BatchItem } from 'drizzle-orm/batch'
import { readArchived } from '../jobs/archived.ts'
import { ACK } from '../jobs/end-job.ts'
import type { Disposition } from '../jobs/end-job.ts'
import type { WebhookMessage, WithQueues } from '../domain/messages.ts'
import { newMoveToken } from '../domain/new-id.ts'
import { isAnyRow, runBatch } from '../store/batch.ts'
import { markSlow, selectAccount } from '../store/credits.ts'
import type { EventRow, WebhookEndpoint } from '../store/event-tables.ts'
import { selectJob } from '../store/jobs.ts'
import type { Job, WebhookDelivery, accounts } from '../store/tables.ts'
import { giveDeliveryUp, isUnrecorded, recordDeliveryAttempt, selectDelivery, selectIfRecorded } from '../store/webhook-deliveries.ts'
import { endEndpoint, markFailing, selectEndpoint, selectEvent } from '../store/webhook-endpoints.ts'
import { bodyOf } from './body.ts'
import { postWebhook } from './deliver.ts'
import type { Attempt, DeliveryOutcome } from './deliver.ts'
import { webhookIdOf } from './fan-out.ts'
import { isForSlowLane, slowUntilMs } from './lane.ts'
import { nextDelaySeconds } from './schedule.ts'
import { endpointSecrets, signingSecrets } from './sign.ts'
import type { WithSigningKeys } from './signing-keys.ts'
import type { WithDatabase } from '../store/database.ts'
import type { WithChance, WithClock, WithLog, WithPublicFetch, WithPublicUrl } from '../domain/effects.ts'
import type { WithMedia } from '../media/ports.ts'

export type DeliverWebhookNeeds = WithChance & WithClock & WithDatabase & WithLog & WithMedia<'link' | 'posterLink' | 'readArchive'> & WithPublicFetch & WithPublicUrl & WithQueues<'webhook'> & WithSigningKeys

type Account = typeof accounts.$inferSelect

/** Queues keep a message at most so long; a later attempt is the sweeper's. */
const LONGEST_QUEUE_DELAY_SECONDS = 12 * 3600
/** How much later than planned the sweeper takes over, so that it does not race the queue. */
const SWEEP_GRACE_MS = 120_000
/** An endpoint that took nothing for so long is switched off. */
const FAILING_MS = 5 * 86_400_000

export async function deliverWebhook(needs: DeliverWebhookNeeds, message: WebhookMessage): Promise<Disposition> {
  const { database } = needs
  const [[delivery], [account]] = await database.batch([
    selectDelivery(database, { accountId: message.accountId, id: message.deliveryId }),
    selectAccount(database, message.accountId),
  ])
  if (delivery?.status !== 'PENDING' || !account) return ACK
  const { job, endpoint, event } = await readAbout(needs, delivery)
  if (!message.slow && isForSlowLane(delivery, endpoint, account, needs.now())) {
    await needs.queues.webhook({ ...message, slow: true })
    return ACK
  }
  const body = await bodyOf(needs, delivery, job, event)
  if (body === undefined) return giveUp(needs, delivery, 'what it would tell of is gone')
  if (delivery.endpointId === null) {
    return record(needs, { message, delivery, account, url: delivery.url }, await postWebhook(needs, { id: webhookIdOf(delivery), url: delivery.url, secrets: signingSecrets(account, needs.now()), body }))
  }
  if (endpoint?.disabledAtMs !== null) return giveUp(needs, delivery, endpoint ? 'the endpoint is switched off' : 'the endpoint was deleted')
  const { url, headers } = endpoint
  const keys = (await needs.signingKeys()).map(({ key }) => key)
  return record(needs, { message, delivery, account, url, endpoint }, await postWebhook(needs, { id: webhookIdOf(delivery), url, headers, keys, secrets: endpointSecrets(endpoint, needs.now()), body }))
}

/** What an attempt was made with. */
interface Made {
  readonly message: WebhookMessage
  readonly delivery: WebhookDelivery
  readonly account: Account
  readonly url: string
  readonly endpoint?: WebhookEndpoint
}

interface About {
  readonly job: Job | undefined
  readonly endpoint: WebhookEndpoint | undefined
  readonly event: EventRow | undefined
}

async function readAbout(needs: DeliverWebhookNeeds, { accountId, jobId, endpointId, seq }: WebhookDelivery): Promise<About> {
  const { database } = needs
  // Its files may have expired long after it had ended, and this be of that.
  const archived = async () => (await readArchived(needs, accountId, [jobId])).get(jobId)?.job
  const ofJob = selectJob(database, { accountId, id: jobId })
  if (endpointId === null || seq === null) {
    const [[job]] = await database.batch([ofJob])
    return { job: job ?? (await archived()), endpoint: undefined, event: undefined }
  }
  const [[job], [endpoint], [event]] = await database.batch([ofJob, selectEndpoint(database, { accountId, id: endpointId }), selectEvent(database, accountId, seq)])
  return { job: job ?? (await archived()), endpoint, event }
}

async function giveUp({ database }: WithDatabase, delivery: WebhookDelivery, detail: string): Promise<Disposition> {
  await database.batch([giveDeliveryUp(database, delivery, detail)])
  return ACK
}

type Change = Parameters<typeof recordDeliveryAttempt>[2]

async function record(needs: DeliverWebhookNeeds, { message, delivery, account, url, endpoint }: Made, { outcome, answer, ms }: Attempt): Promise<Disposition> {
  const { database } = needs
  const moveToken = newMoveToken(needs.random)
  const nowMs = needs.now()
  needs.log('webhook attempt', { deliveryId: delivery.id, attempt: delivery.attempts + 1, outcome: outcome.kind, status: outcome.status, ms })
  const { change, delaySeconds } = afterAttempt(delivery, outcome, nowMs)
  const logged = { atMs: nowMs, status: outcome.status, ms, detail: change.lastDetail, answer }
  const untilMs = slowUntilMs(account, ms, nowMs)
  const results = await runBatch(database, [
    ...(untilMs === undefined ? [] : [markSlow(database, account.id, untilMs, isUnrecorded(delivery))]),
    ...(endpoint ? ofEndpoint(database, delivery, endpoint, outcome, nowMs) : []),
    recordDeliveryAttempt(database, delivery, { ...change, url, moveToken }, logged),
    selectIfRecorded(database, delivery, moveToken),
  ])
  // Another consumer had the same delivery, and goes on with it.
  if (!isAnyRow(results.at(-1)) || delaySeconds === undefined) return ACK
  if (message.slow) return { kind: 'RETRY', delaySeconds }
  await needs.queues.webhook({ ...message, slow: true }, delaySeconds)
  return ACK
}

/** What the attempt says of its endpoint: nothing is written as long as all goes well. */
function ofEndpoint(database: DeliverWebhookNeeds['database'], delivery: WebhookDelivery, endpoint: WebhookEndpoint, { kind }: DeliveryOutcome, nowMs: number): readonly BatchItem<'sqlite'>[] {
  const unrecorded = isUnrecorded(delivery)
  if (kind === 'STOPPED') return endEndpoint(database, endpoint, 'GONE', nowMs, unrecorded)
  if (kind === 'DELIVERED') return endpoint.failingSinceMs === null ? [] : [markFailing(database, endpoint, null, unrecorded)]
  if (endpoint.failingSinceMs === null) return [markFailing(database, endpoint, nowMs, unrecorded)]
  return nowMs - endpoint.failingSinceMs >= FAILING_MS ? endEndpoint(database, endpoint, 'FAILING', nowMs, unrecorded) : []
}

/** What is written down, and in how many seconds the queue brings the message again; undefined: not at all. */
function afterAttempt(delivery: WebhookDelivery, outcome: DeliveryOutcome, nowMs: number): { readonly change: Omit<Change, 'moveToken' | 'url'>; readonly delaySeconds?: number } {
  if (outcome.kind === 'DELIVERED') return { change: { status: 'DELIVERED', lastStatus: outcome.status, lastDetail: null, deliveredAtMs: nowMs, dueAtMs: null } }
  const failed = { lastStatus: outcome.status, lastDetail: outcome.detail.slice(0, 500), deliveredAtMs: null }
  if (outcome.kind === 'STOPPED') return { change: { ...failed, status: 'STOPPED', dueAtMs: null } }
  const delaySeconds = nextDelaySeconds(delivery.attempts + 1, outcome.retryAfterSeconds)
  if (delaySeconds === undefined) return { change: { ...failed, status: 'PARKED', dueAtMs: null } }
  const isQueued = delaySeconds <= LONGEST_QUEUE_DELAY_SECONDS
  const dueAtMs = nowMs + delaySeconds * 1000 + (isQueued ? SWEEP_GRACE_MS : 0)
  return { change: { ...failed, status: 'PENDING', dueAtMs }, ...(isQueued && { delaySeconds }) }
}
