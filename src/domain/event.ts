// What an account is told of: facts that do not change any more.

export const EVENT_KINDS = ['generation.completed', 'generation.failed', 'generation.cancelled', 'generation.expired', 'credits.low'] as const
export type EventKind = (typeof EVENT_KINDS)[number]

/** Of the kind `credits.low`: the balance after the charge, and the threshold that it went under. */
export interface EventDetail {
  readonly credits: number
  readonly creditsLowAt: number
}

/** How long events, deliveries and their attempts are kept. */
export const EVENTS_KEPT_MS = 30 * 86_400_000
