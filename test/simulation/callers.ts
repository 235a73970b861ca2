// Who asks in a simulated run: several accounts at once, with different plans, and keys and a token that may spend so
// much and no more. Data alone; seed.ts writes them.
import { mintKey } from '../../src/domain/key-format.ts'
import type { KeyKind } from '../../src/domain/key-format.ts'
import type { Limits, Plan } from '../../src/domain/plans.ts'

export interface SimulatedAccount {
  readonly id: string
  readonly plan: Plan
  /** Its own figures; null: the plan's. */
  readonly limits: Limits | null
  /** Of a test account: the live one it belongs to. */
  readonly liveId: string | null
  /** What it begins with; undefined: as much as the run gives. */
  readonly credits?: number
}

const LARGE: SimulatedAccount = {
  id: 'acc_large', plan: 'ENTERPRISE', limits: { perMinute: 1000, concurrent: 4, perDay: 1000, readsPerMinute: 100_000, streams: 2 }, liveId: null,
}
const MIDDLE: SimulatedAccount = { id: 'acc_middle', plan: 'PRO', limits: null, liveId: null }
const SMALL: SimulatedAccount = { id: 'acc_small', plan: 'FREE', limits: null, liveId: null, credits: 9000 }
const TEST: SimulatedAccount = { ...LARGE, id: 'acc_large.test', liveId: LARGE.id, credits: 1_000_000 }
/** It asks for nothing: what is due of it was there before. */
export const STILL: SimulatedAccount = { id: 'acc_still', plan: 'STARTER', limits: null, liveId: null, credits: 50_000 }

export const ACCOUNTS = [LARGE, MIDDLE, SMALL, TEST, STILL] as const

const LINES = { FREE: 10, STARTER: 30, PRO: 200, ENTERPRISE: 1000 } as const satisfies Readonly<Record<Plan, number>>

/** Waits and streams at once, as the guide says. */
export function mostLinesOf(accountId: string): number {
  const account = ACCOUNTS.find(({ id }) => id === accountId)
  return account?.limits?.streams ?? LINES[account?.plan ?? 'FREE']
}

export interface SpendingLimitOf {
  readonly id: string
  readonly perDay: number | null
  readonly inAll: number | null
}

const OF_KEY: SpendingLimitOf = { id: 'lim_simulated', perDay: 8000, inAll: 12_000 }
const OF_TOKEN: SpendingLimitOf = { id: 'tok_simulated', perDay: null, inAll: 4000 }
export const SPENDING_LIMITS = [OF_KEY, OF_TOKEN] as const
/** Whose limits they are. */
export const LIMITED_ACCOUNT = MIDDLE.id

export interface SimulatedCaller {
  readonly account: SimulatedAccount
  /** Whose keys and tokens of them its key is; the token's is the key that made it. */
  readonly keyId: string
  readonly key: string
  readonly kind: KeyKind
  /** What its charges count against. */
  readonly limits: readonly SpendingLimitOf[]
  /** Of a client token. */
  readonly endUser: string | null
}

const keyed = (account: SimulatedAccount, keyId: string, chance: number, limits: readonly SpendingLimitOf[] = []): SimulatedCaller => {
  const kind = account.liveId === null ? 'live' : 'test'
  return { account, keyId, key: mintKey(kind, (byteCount) => new Uint8Array(byteCount).fill(chance)), kind, limits, endUser: null }
}

const LIMITED = keyed(MIDDLE, 'key_limited', 2, [OF_KEY])

/** The simplest first. */
export const CALLERS = {
  large: keyed(LARGE, 'key_large', 0),
  middle: keyed(MIDDLE, 'key_middle', 1),
  limited: LIMITED,
  browser: { ...LIMITED, limits: [OF_KEY, OF_TOKEN], endUser: 'visitor-1' },
  visitor: { ...LIMITED, limits: [OF_KEY, OF_TOKEN], endUser: 'visitor-2' },
  small: keyed(SMALL, 'key_small', 3),
  test: keyed(TEST, 'key_test', 4),
} as const satisfies Readonly<Record<string, SimulatedCaller>>

export type CallerName = keyof typeof CALLERS
export const callerOf = (name: CallerName): SimulatedCaller => CALLERS[name]
