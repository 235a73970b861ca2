// What each plan allows, as data. CONTRACT: the published table of rate limits and of how long media are kept.

export const PLANS = ['FREE', 'STARTER', 'PRO', 'ENTERPRISE'] as const
export type Plan = (typeof PLANS)[number]

export interface Limits {
  /** Generating fields in any 60 seconds. */
  readonly perMinute: number
  /** Generations that are not over yet. */
  readonly concurrent: number
  /** Generating fields per UTC day; null is without limit. */
  readonly perDay: number | null
  /** Reads in any 60 seconds: a request that generates nothing is one, or more by the rows it may look at. */
  readonly readsPerMinute: number
}

/** Clients poll, so that reads may never be scarce, whatever an account's own figures say. */
const LEAST_READS_PER_MINUTE = 300

/** Tests and redeliveries of webhooks, together, in any 60 seconds: each calls somebody else's machine. */
export const WEBHOOK_CALLS_PER_MINUTE = 10

const PLAN_LIMITS = {
  FREE: { perMinute: 10, concurrent: 1, perDay: 100, readsPerMinute: 300 },
  STARTER: { perMinute: 30, concurrent: 3, perDay: 1_000, readsPerMinute: 600 },
  PRO: { perMinute: 60, concurrent: 10, perDay: 10_000, readsPerMinute: 1_200 },
  ENTERPRISE: { perMinute: 300, concurrent: 50, perDay: null, readsPerMinute: 3_000 },
} as const satisfies Record<Plan, Limits>

const MEDIA_RETENTION_DAYS = { FREE: 7, STARTER: 30, PRO: 90, ENTERPRISE: 365 } as const satisfies Record<Plan, number>

/** The limits that hold for an account. @param own what was agreed with it, over its plan's figures */
export function limitsOf(plan: Plan, own: Partial<Limits> | null): Limits {
  const limits = { ...PLAN_LIMITS[plan], ...own }
  return { ...limits, readsPerMinute: Math.max(LEAST_READS_PER_MINUTE, limits.readsPerMinute) }
}

/** How many days outputs are kept. @param ownDays what was agreed with the account, instead of its plan's figure */
export function mediaRetentionDays(plan: Plan, ownDays: number | null): number {
  return ownDays ?? MEDIA_RETENTION_DAYS[plan]
}
