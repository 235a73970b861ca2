// What a webhook says. It is made anew for each attempt from the rows as they stand, so that its media links are fresh.
import type { WithClock, WithPublicUrl } from '../domain/effects.ts'
import { isoTime } from '../domain/times.ts'
import { viewGeneration } from '../jobs/generation.ts'
import type { WithMedia } from '../media/ports.ts'
import type { EventRow } from '../store/event-tables.ts'
import type { Job, WebhookDelivery } from '../store/tables.ts'
import { payloadOf, written } from './payload.ts'

export type BodyNeeds = WithClock & WithMedia<'link' | 'posterLink'> & WithPublicUrl

/** `data` is the generation as `generation(id)` returns it. @returns undefined where its rows are gone */
export async function bodyOf(needs: BodyNeeds, delivery: WebhookDelivery, job: Job | undefined, event: EventRow | undefined): Promise<string | undefined> {
  const at = isoTime(delivery.createdAtMs)
  if (delivery.event === 'credits.low') return event && written(delivery.event, at, { ...event.detail, generationId: job?.id ?? null })
  if (delivery.event === 'endpoint.disabled') return event && written(delivery.event, at, { ...event.detail, endpointId: event.subject })
  if (!job) return undefined
  return payloadOf(delivery.event, at, await viewGeneration(needs, delivery.event === 'generation.failed' ? asItFailed(job) : job, 'en'))
}

/** A late success must not change what an event said that was told before it, or is told again. */
const asItFailed = (job: Job): Job => ({ ...job, status: 'FAILED', outputs: null, expiresAtMs: null })
