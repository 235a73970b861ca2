// Whose turn it is, and how long the others wait. Pure. An account's next comes before another's that has more at the company
// already; among equals who has waited longest, with a head start for paid plans. This holds for as long as everybody can be
// served in time: where it would be too late for one, those whose time ends first come first. Whom the company refuses again and
// again comes behind all who wait by then: it may be that one alone that it does not take, and each refusal is a rest for all.
import { atOnce } from './share.ts'
import type { LineState, Share, Waiting } from './state.ts'

/** What is measured may take a tenth longer, and the next place may keep somebody waiting for as long as one is held. */
const CARE = 1.1
/** Who pays is taken to have come so much earlier. More, and those who do not would wait for whoever comes next, without end. */
const HEAD_START_MS = 60_000

/** @param most as the settings say; null: as many as the company lets us */
export function inOrder(state: LineState, most: number | null, nowMs: number): readonly Waiting[] {
  const { urgent, fair } = turnsOf(state, most, nowMs)
  return [...urgent, ...fair.map(({ one }) => one)]
}

interface Turns {
  readonly urgent: readonly Waiting[]
  /** With how many its account has before it, at the company and in the line. */
  readonly fair: readonly { readonly one: Waiting; readonly rank: number }[]
}

export function turnsOf({ places, waiting, share }: LineState, most: number | null, nowMs: number): Turns {
  const all = Object.values(waiting)
  const held = new Map<string, number>()
  for (const { accountId } of Object.values(places)) held.set(accountId, (held.get(accountId) ?? 0) + 1)
  const byAge = all.toSorted((one, other) => lastCameMs(one) - lastCameMs(other) || (one.jobId < other.jobId ? -1 : 1))
  const ranked = byAge.map((one) => {
    const rank = held.get(one.accountId) ?? 0
    held.set(one.accountId, rank + 1)
    return { one, rank }
  })
  const fair = ranked.toSorted((a, b) => a.rank - b.rank || cameAtMs(a.one) - cameAtMs(b.one) || Number(b.one.isPaid) - Number(a.one.isPaid))
  const urgent = urgentOf(all.filter(({ refusedAtMs }) => refusedAtMs === undefined), share.heldSeconds, secondsEach(share, most), nowMs)
  return { urgent: [...urgent], fair: fair.filter(({ one }) => !urgent.has(one)) }
}

const lastCameMs = ({ sinceMs, refusedAtMs }: Waiting): number => refusedAtMs ?? sinceMs
const cameAtMs = (one: Waiting): number => lastCameMs(one) - (one.isPaid && one.refusedAtMs === undefined ? HEAD_START_MS : 0)

/** All up to the last that would be too late if it waited for others too. */
function urgentOf(all: readonly Waiting[], heldSeconds: number, seconds: number, nowMs: number): ReadonlySet<Waiting> {
  const byEnd = all.toSorted((one, other) => one.untilMs - other.untilMs || one.sinceMs - other.sinceMs || (one.jobId < other.jobId ? -1 : 1))
  const last = byEnd.findLastIndex(({ untilMs }, index) => nowMs + (heldSeconds + (index + 1) * seconds * CARE) * 1000 >= untilMs)
  return new Set(byEnd.slice(0, last + 1))
}

/** Between two places that come free; 0 where nothing holds them back. */
export function secondsEach(share: Share, most: number | null): number {
  if (most === null && share.learned === null) return 0
  return share.heldSeconds / Math.max(1, atOnce(share, most))
}

/** Until whoever has so many before it gets a place, when all are taken. */
export const waitSeconds = (share: Share, before: number, most: number | null, nowMs: number): number =>
  Math.ceil(Math.max((share.restsUntilMs - nowMs) / 1000, (before + 1) * secondsEach(share, most)))
