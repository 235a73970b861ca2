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
  /** Waits and streams that are open at once. */
  readonly streams: number
}

/** Clients poll, so that reads may never be scarce, whatever an account's own figures say. */
const LEAST_READS_PER_MINUTE = 300

/** Tests and redeliveries of webhooks, together, in any 60 seconds: each calls somebody else's machine. */
export const WEBHOOK_CALLS_PER_MINUTE = 10

const PLAN_LIMITS = {
  FREE: { perMinute: 10, concurrent: 1, perDay: 100, readsPerMinute: 300, streams: 10 },
  STARTER: { perMinute: 30, concurrent: 3, perDay: 1_000, readsPerMinute: 600, streams: 30 },
  PRO: { perMinute: 60, concurrent: 10, perDay: 10_000, readsPerMinute: 1_200, streams: 200 },
  ENTERPRISE: { perMinute: 300, concurrent: 50, perDay: null, readsPerMinute: 3_000, streams: 1_000 },
} as const satisfies Record<Plan, Limits>

const MEDIA_RETENTION_DAYS = { FREE: 7, STARTER: 30, PRO: 90, ENTERPRISE: 365 } as const satisfies Record<Plan, number>

/** What an account may send beforehand, in bytes; MB are millions. */
export interface UploadLimits {
  /** One file. */
  readonly image: number
  readonly audio: number
  readonly video: number
  /** All that is there at once, and what is begun counts. */
  readonly storedBytes: number
  /** Begun per UTC day. */
  readonly perDay: number
}

const MB = 1_000_000

const UPLOAD_LIMITS = {
  FREE: { image: 20 * MB, audio: 50 * MB, video: 100 * MB, storedBytes: 500 * MB, perDay: 200 },
  STARTER: { image: 20 * MB, audio: 50 * MB, video: 200 * MB, storedBytes: 5_000 * MB, perDay: 2_000 },
  PRO: { image: 20 * MB, audio: 50 * MB, video: 500 * MB, storedBytes: 50_000 * MB, perDay: 20_000 },
  ENTERPRISE: { image: 20 * MB, audio: 50 * MB, video: 1_000 * MB, storedBytes: 500_000 * MB, perDay: 100_000 },
} as const satisfies Record<Plan, UploadLimits>

export const uploadLimitsOf = (plan: Plan): UploadLimits => UPLOAD_LIMITS[plan]

/** The limits that hold for an account. @param own what was agreed with it, over its plan's figures */
export function limitsOf(plan: Plan, own: Partial<Limits> | null): Limits {
  const limits = { ...PLAN_LIMITS[plan], ...own }
  return { ...limits, readsPerMinute: Math.max(LEAST_READS_PER_MINUTE, limits.readsPerMinute) }
}

/** How many days outputs are kept. @param ownDays what was agreed with the account, instead of its plan's figure */
export function mediaRetentionDays(plan: Plan, ownDays: number | null): number {
  return ownDays ?? MEDIA_RETENTION_DAYS[plan]
}
