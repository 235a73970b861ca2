// API keys: only their SHA-256 is stored, so a copy of the database opens nothing. A look-up is one D1 read, kept for
// 30 s in the isolate; a revoked key therefore works for at most 30 s more. Unknown keys are kept too.
import { sha256Hex } from '../jobs/fingerprint.ts'
import { limitsOf, mediaRetentionDays } from '../limits/plans.ts'
import type { Limits, Plan } from '../limits/plans.ts'
import type { Services } from '../services.ts'
import { selectKey } from '../store/keys.ts'

/** Who is calling, and what they may use. */
export interface Caller {
  readonly accountId: string
  readonly plan: Plan
  readonly limits: Limits
  readonly retentionDays: number
}

export interface KeyCache {
  readonly get: (hash: string, nowMs: number) => Caller | null | undefined
  readonly set: (hash: string, caller: Caller | null, nowMs: number) => void
}

const KEPT_MS = 30_000
const MOST_KEPT = 5000

/** Keeps the newest; a null says that there is no such key. */
export function createKeyCache(): KeyCache {
  const kept = new Map<string, { readonly caller: Caller | null; readonly untilMs: number }>()
  return {
    get: (hash, nowMs) => {
      const entry = kept.get(hash)
      return entry && nowMs < entry.untilMs ? entry.caller : undefined
    },
    set: (hash, caller, nowMs) => {
      const oldest = kept.keys().next()
      if (kept.size >= MOST_KEPT && !oldest.done) kept.delete(oldest.value)
      kept.set(hash, { caller, untilMs: nowMs + KEPT_MS })
    },
  }
}

/** @returns null when the header carries no valid key */
export async function authenticate(services: Services, cache: KeyCache, authorization: string | null): Promise<Caller | null> {
  const key = /^Bearer +([\x21-\x7e]{8,200})$/i.exec(authorization ?? '')?.[1]
  if (key === undefined) return null
  const hash = await sha256Hex(key)
  const nowMs = services.now()
  const known = cache.get(hash, nowMs)
  if (known !== undefined) return known
  const [rows] = await services.database.batch([selectKey(services.database, hash)])
  const row = rows[0]
  const caller =
    row && row.revokedAtMs === null
      ? {
          accountId: row.accountId,
          plan: row.plan,
          limits: limitsOf(row.plan, row.limits),
          retentionDays: mediaRetentionDays(row.plan, row.retentionDays),
        }
      : null
  cache.set(hash, caller, nowMs)
  return caller
}
