// The body of a webhook, held to a size that every receiver takes. What may be large in a generation is only what the
// caller sent and got otherwise: that is shortened first, and left out if it must be.
import type { Generation } from '../jobs/generation.ts'
import type { EventKind } from '../domain/event.ts'

/** docs/guide/limits.md tells it to callers. */
export const MOST_PAYLOAD_BYTES = 65_536
const LONGEST_KEPT = 200

export function payloadOf(type: EventKind, data: Generation): string {
  const whole = written(type, data)
  if (fits(whole)) return whole
  const shortened = written(type, { ...data, adjustments: data.adjustments.map((one) => ({ ...one, requested: short(one.requested), served: short(one.served) })) })
  return fits(shortened) ? shortened : written(type, { ...data, adjustments: [] })
}

const written = (type: EventKind, data: Generation): string => JSON.stringify({ type, timestamp: data.completedAt, data })

const fits = (body: string): boolean => body.length <= MOST_PAYLOAD_BYTES && new TextEncoder().encode(body).byteLength <= MOST_PAYLOAD_BYTES

function short<Value>(value: Value): Value | string {
  // Not in the middle of a surrogate pair.
  return typeof value === 'string' && value.length > LONGEST_KEPT ? `${value.slice(0, LONGEST_KEPT).toWellFormed()}…` : value
}
