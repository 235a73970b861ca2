// How much each account's attempts weigh in an upstream's health: together at most a fifth, so that nobody alone, whatever he
// asks for, makes it look ill or well. Pure.

/** Of an upstream's window one account has at most this part. */
export const LARGEST_SHARE = 1 / 5

export interface OfAccount {
  /** Absent: recorded before accounts were. Those weigh as one. */
  readonly account?: string
}

/** What an account's single attempt weighs, 0 to 1, and what all may weigh together. */
export interface Weights {
  readonly of: (one: OfAccount) => number
  /** A window is never lighter than the fewest outcomes that judge: what is missing speaks neither for nor against. */
  readonly total: number
}

/** @param least outcomes, each of an account of its own, that judge */
export function weigh(outcomes: readonly OfAccount[], least: number): Weights {
  const counts = new Map<string, number>()
  for (const { account = '' } of outcomes) counts.set(account, (counts.get(account) ?? 0) + 1)
  const total = fairTotal([...counts.values()], least)
  const most = total * LARGEST_SHARE
  return { total, of: ({ account = '' }) => Math.min(1, most / (counts.get(account) ?? 1)) }
}

/** The largest weight of a window in which nobody has more than his share of it, and no attempt weighs more than one. */
function fairTotal(counts: readonly number[], least: number): number {
  const descending = counts.toSorted((a, b) => b - a)
  const mostCapped = 1 / LARGEST_SHARE
  for (let capped = 0; capped < mostCapped; capped += 1) {
    const rest = descending.slice(capped).reduce((sum, count) => sum + count, 0)
    const total = rest / (1 - capped * LARGEST_SHARE)
    if ((descending[capped] ?? 0) <= total * LARGEST_SHARE) return Math.max(least, total)
  }
  return least
}

/** The newest of each account, no more than its part of so many; oldest first, as they came. */
export function withinShare<One extends OfAccount>(outcomes: readonly One[], most: number): readonly One[] {
  const counts = new Map<string, number>()
  const kept = outcomes.toReversed().filter(({ account = '' }) => {
    const count = (counts.get(account) ?? 0) + 1
    counts.set(account, count)
    return count <= most * LARGEST_SHARE
  })
  return kept.slice(0, most).toReversed()
}
