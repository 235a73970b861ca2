// When a webhook is tried again: the example schedule of Standard Webhooks, ten attempts over 75 h 35 min.

const MINUTE = 60
const HOUR = 60 * MINUTE

/** Each counts from the attempt before it; the first is at once. */
const GAPS_SECONDS = [0, 5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR] as const

/** A receiver may ask for more time, but not for so much that its event is forgotten. */
const LONGEST_DELAY_SECONDS = 24 * HOUR

/**
 * Seconds from the last attempt to the next; undefined when there is none left and the delivery is parked for good.
 * @param retryAfterSeconds what the receiver asked for: never earlier than that
 */
export function nextDelaySeconds(attemptsMade: number, retryAfterSeconds: number | undefined): number | undefined {
  const gapSeconds = GAPS_SECONDS[attemptsMade]
  if (gapSeconds === undefined) return undefined
  return Math.max(gapSeconds, Math.min(retryAfterSeconds ?? 0, LONGEST_DELAY_SECONDS))
}
