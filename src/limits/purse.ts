// An allowance of the last 60 seconds and who used it. What client tokens use never shuts their account out: together
// they have three quarters of it at most, and one end user a quarter. Pure values, bounded however many end users come.
import { hasLapsed, secondsUntilFits, secondsUntilNextFrees, spend, spentIn, takeBackOne, withoutLapsed } from './sliding-window.ts'
import type { SlidingWindow } from './sliding-window.ts'

export interface Purse {
  /** What everybody has used. */
  readonly all: SlidingWindow
  /** What client tokens have used of it. */
  readonly tokens: SlidingWindow
  /** What each end user has used of that, by cell. */
  readonly endUsers: ReadonlyMap<string, SlidingWindow>
}

export type Share = 'CLIENT_TOKENS' | 'END_USER'

export const EMPTY_PURSE: Purse = { all: [], tokens: [], endUsers: new Map() }

/** End users that have a cell to themselves; who comes when they are all taken shares one of the others. */
const OWN_CELLS = 128
const SHARED_CELLS = 32

export function settledPurse({ all, tokens, endUsers }: Purse, nowMs: number): Purse {
  return { all: withoutLapsed(all, nowMs), tokens: withoutLapsed(tokens, nowMs), endUsers: settledEndUsers(endUsers, nowMs) }
}

/** The same map while the oldest of nobody has lapsed: it is asked for at every read, and counting leaves out what has. */
function settledEndUsers(endUsers: Purse['endUsers'], nowMs: number): Purse['endUsers'] {
  let lapses = false
  for (const [oldest] of endUsers.values()) lapses ||= !oldest || hasLapsed(oldest, nowMs)
  if (!lapses) return endUsers
  const kept = [...endUsers].map(([cell, window]) => [cell, withoutLapsed(window, nowMs)] as const)
  return new Map(kept.filter(([, window]) => window.length > 0))
}

/** @param purse a settled one @returns undefined for what no client token uses */
export function cellOf({ endUsers }: Purse, endUser: string | null): string | undefined {
  if (endUser === null) return undefined
  const own = `u:${endUser}`
  if (endUsers.has(own) || endUsers.size < OWN_CELLS) return own
  return `#${hashOf(endUser) % SHARED_CELLS}`
}

export function spendFrom(purse: Purse, cell: string | undefined, count: number, nowMs: number): Purse {
  if (count === 0) return purse
  const all = spend(purse.all, count, nowMs)
  if (cell === undefined) return { ...purse, all }
  const own = spend(windowOf(purse, cell), count, nowMs)
  return { all, tokens: spend(purse.tokens, count, nowMs), endUsers: withCell(purse, cell, own) }
}

export function takeBackFrom(purse: Purse, cell: string | undefined, spentAtMs: number): Purse {
  const all = takeBackOne(purse.all, spentAtMs)
  if (cell === undefined) return { ...purse, all }
  const own = takeBackOne(windowOf(purse, cell), spentAtMs)
  return { all, tokens: takeBackOne(purse.tokens, spentAtMs), endUsers: withCell(purse, cell, own) }
}

export interface Shortage {
  readonly figure: number
  readonly retryAfterSeconds: number
  /** Whose share is used up; absent: the allowance itself. */
  readonly share?: Share
}

/** Why `wanted` more do not fit: of all that is in the way what takes longest. Undefined when they fit. */
export function shortageOf(purse: Purse, cell: string | undefined, wanted: number, limit: number, nowMs: number): Shortage | undefined {
  return boundsOf(purse, cell, limit)
    .filter(({ window, figure }) => spentIn(window, nowMs) + wanted > figure)
    .map(({ window, figure, share }) => ({ figure, retryAfterSeconds: secondsUntilFits(window, wanted, figure, nowMs), ...(share && { share }) }))
    .toSorted((one, other) => other.retryAfterSeconds - one.retryAfterSeconds)[0]
}

/** What is told of it: the narrowest of what holds for the caller. */
export function purseFigures(purse: Purse, cell: string | undefined, limit: number, nowMs: number) {
  const bounds = boundsOf(purse, cell, limit).map(({ window, figure }) => ({
    limit: figure,
    remaining: Math.max(0, figure - spentIn(window, nowMs)),
    resetSeconds: secondsUntilNextFrees(window, nowMs),
  }))
  const narrowest = bounds.toSorted((one, other) => one.remaining - other.remaining || one.limit - other.limit)[0]
  return { limit: Math.min(...bounds.map((bound) => bound.limit)), remaining: narrowest?.remaining ?? 0, resetSeconds: narrowest?.resetSeconds ?? 0 }
}

interface Bound {
  readonly window: SlidingWindow
  readonly figure: number
  readonly share?: Share
}

function boundsOf(purse: Purse, cell: string | undefined, limit: number): readonly Bound[] {
  const account: Bound = { window: purse.all, figure: limit }
  if (cell === undefined) return [account]
  return [
    { window: windowOf(purse, cell), figure: shareOf(limit, 1), share: 'END_USER' },
    { window: purse.tokens, figure: shareOf(limit, 3), share: 'CLIENT_TOKENS' },
    account,
  ]
}

/** At least one: a token that may do nothing would be none. */
export const shareOf = (limit: number, quarters: number): number => Math.max(1, Math.floor((limit * quarters) / 4))

/** Never the last slot, but where there is only one. */
export const slotsOf = (concurrent: number, endUser: string | null): number => (endUser === null || concurrent <= 1 ? concurrent : concurrent - 1)

const windowOf = ({ endUsers }: Purse, cell: string): SlidingWindow => endUsers.get(cell) ?? []

const withCell = ({ endUsers }: Purse, cell: string, window: SlidingWindow): Purse['endUsers'] => new Map(endUsers).set(cell, window)

/** FNV-1a: only spreads; nothing is safe by it. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  return hash
}
