// The body of a webhook, held to a size that every receiver takes. What may be large in a generation is only what the
// caller sent and got otherwise: that is shortened first, and left out if it must be.
import type { EventKind } from '../domain/event.ts'
import type { Generation } from '../jobs/generation.ts'

/** docs/guide/limits.md tells it to callers. */
export const MOST_PAYLOAD_BYTES = 20_000
const LONGEST_KEPT = 200

/** @param timestamp of the event, ISO 8601 */
export function payloadOf(type: EventKind, timestamp: string, data: Generation): string {
  const whole = written(type, timestamp, data)
  if (fits(whole)) return whole
  const shortened = written(type, timestamp, { ...data, adjustments: data.adjustments.map((one) => ({ ...one, requested: short(one.requested), served: short(one.served) })) })
  return fits(shortened) ? shortened : written(type, timestamp, { ...data, adjustments: [] })
}

export const written = (type: EventKind | 'webhook.test', timestamp: string, data: object): string => JSON.stringify({ type, timestamp, data })

const fits = (body: string): boolean => body.length <= MOST_PAYLOAD_BYTES && new TextEncoder().encode(body).byteLength <= MOST_PAYLOAD_BYTES

function short<Value>(value: Value): Value | string {
  // Not in the middle of a surrogate pair.
  return typeof value === 'string' && value.length > LONGEST_KEPT ? `${value.slice(0, LONGEST_KEPT).toWellFormed()}…` : value
}
