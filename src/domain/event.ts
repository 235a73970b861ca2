// What an account is told of: facts that do not change any more.

export const EVENT_KINDS = ['generation.completed', 'generation.failed', 'generation.cancelled', 'generation.expired', 'credits.low', 'endpoint.disabled'] as const
export type EventKind = (typeof EVENT_KINDS)[number]

/** Who has switched a webhook endpoint off: its owner; its receiver, by 410; we, after days of nothing but failures. */
export type DisabledReason = 'OWNER' | 'GONE' | 'FAILING'

/** What an event says beside its subject. */
export type EventDetail =
  /** Of `credits.low`: the balance after the charge, and the threshold that it went under. */
  | { readonly credits: number; readonly creditsLowAt: number }
  /** Of `endpoint.disabled`. */
  | { readonly reason: Exclude<DisabledReason, 'OWNER'> }

/** How long events, deliveries and their attempts are kept. */
export const EVENTS_KEPT_MS = 30 * 86_400_000
