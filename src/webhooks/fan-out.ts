// From an account's latest events to one delivery for each endpoint that wants to hear of it. How far it has come stands on the
// account's row, so that a lost message is made good by the next one or by the sweeper, and a repeated one finds nothing to do.
import { timePart } from '../domain/new-id.ts'
import type { EventsMessage, WithQueues } from '../domain/messages.ts'
import type { WithClock } from '../domain/effects.ts'
import { ACK } from '../jobs/end-job.ts'
import type { Disposition } from '../jobs/end-job.ts'
import { REDRIVE_MS } from '../jobs/schedule.ts'
import type { WithDatabase } from '../store/database.ts'
import type { EventRow, WebhookEndpoint } from '../store/event-tables.ts'
import { deliveryIdOf } from '../store/settlements.ts'
import type { WebhookDelivery } from '../store/tables.ts'
import { insertDeliveries, moveFanned, moveRecovery, recoverDeliveries, selectEndpoints, selectEventsUntil, selectFanned } from '../store/webhook-endpoints.ts'
import type { FreshDelivery } from '../store/webhook-endpoints.ts'

export type FanOutNeeds = WithClock & WithDatabase & WithQueues<'events' | 'webhookAll'>

/** For ten endpoints as many deliveries as a queue takes at once. */
const EVENTS_OF_A_PAGE = 10
const EVENTS_OF_A_RECOVERY = 100
const MOST_PAGES = 10

export async function fanOut(needs: FanOutNeeds, message: EventsMessage): Promise<Disposition> {
  for (let page = 0; page < MOST_PAGES; page += 1) {
    if (!(await recoverPage(needs, message.accountId)) && !(await fanOutPage(needs, message.accountId))) return ACK
  }
  await needs.queues.events(message)
  return ACK
}

/** @returns whether there is more */
async function fanOutPage({ database, now, queues }: FanOutNeeds, accountId: string): Promise<boolean> {
  const [[account], endpoints] = await database.batch([selectFanned(database, accountId), selectEndpoints(database, accountId)])
  if (!account) return false
  const active = endpoints.filter(({ disabledAtMs }) => disabledAtMs === null)
  const after = Math.max(account.fannedSeq, Math.min(account.eventSeq, ...active.map(({ sinceSeq }) => sinceSeq)))
  const until = active.length === 0 ? account.eventSeq : Math.min(account.eventSeq, after + EVENTS_OF_A_PAGE)
  const [rows] = active.length === 0 ? [[]] : await database.batch([selectEventsUntil(database, accountId, after, until)])
  const fresh = rows.filter((event) => isStillTold(event, account)).flatMap((event) => active.filter((endpoint) => wants(endpoint, event)).map((endpoint) => deliveryOf(event, endpoint)))
  await database.batch([insertDeliveries(database, accountId, fresh, now() + REDRIVE_MS), moveFanned(database, accountId, until)])
  await queues.webhookAll(fresh.map(({ id }) => ({ kind: 'webhook', accountId, deliveryId: id })))
  return until < account.eventSeq
}

/** Of an account that is closed the ends of its generations are told, and nothing after them. */
const isStillTold = ({ kind, atMs }: EventRow, { closedAtMs }: { readonly closedAtMs: number | null }): boolean =>
  closedAtMs === null || atMs <= closedAtMs || kind === 'generation.completed' || kind === 'generation.failed' || kind === 'generation.cancelled'

/** What an endpoint was not told of is made due: the sweeper sends it, so that a receiver that has just come back is not overrun. @returns whether there was any */
async function recoverPage({ database, now }: FanOutNeeds, accountId: string): Promise<boolean> {
  const [endpoints] = await database.batch([selectEndpoints(database, accountId)])
  const endpoint = endpoints.find(({ recoverAfterSeq }) => recoverAfterSeq !== null)
  if (!endpoint) return false
  const after = endpoint.recoverAfterSeq ?? 0
  const last = endpoint.recoverUntilSeq ?? after
  const until = Math.min(last, after + EVENTS_OF_A_RECOVERY)
  const [rows] = await database.batch([selectEventsUntil(database, accountId, after, until)])
  const wanted = rows.filter((event) => wants({ ...endpoint, sinceSeq: after }, event)).map((event) => deliveryOf(event, endpoint))
  await database.batch([recoverDeliveries(database, accountId, wanted, now()), moveRecovery(database, endpoint, until < last ? until : null)])
  return true
}

const wants = ({ events, sinceSeq }: WebhookEndpoint, { kind, seq }: EventRow): boolean => seq > sinceSeq && (events === null || events.includes(kind))

export const deliveryOf = (event: EventRow, endpoint: Pick<WebhookEndpoint, 'id' | 'url'>): FreshDelivery => ({
  id: `${messageIdOf(event)}-${endpoint.id.slice(endpoint.id.indexOf('_') + 1)}`,
  jobId: event.subject,
  event: event.kind,
  url: endpoint.url,
  createdAtMs: event.atMs,
  endpointId: endpoint.id,
  seq: event.seq,
})

/** The `webhook-id` of an event. Of a generation's end it is the same as for the URL of its request; the others sort by their own time. */
function messageIdOf({ kind, subject, atMs }: EventRow): string {
  if (kind === 'generation.completed' || kind === 'generation.failed' || kind === 'generation.cancelled') return deliveryIdOf(subject, kind)
  return `msg_${timePart(atMs)}${subject.slice(-16)}_${kind.slice(kind.lastIndexOf('.') + 1)}`
}

/** Whoever gets an event by two ways knows it by this. */
export const webhookIdOf = ({ id, endpointId }: Pick<WebhookDelivery, 'id' | 'endpointId'>): string => (endpointId === null ? id : id.slice(0, id.lastIndexOf('-')))
