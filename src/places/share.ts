// How many of our jobs a company takes at once, and how long each holds its place. Pure. Nothing is known of the one before the
// company has first said that it is busy: then it is halved, and rises by one for each round of work that goes well.
import type { Place, Share } from './state.ts'

export const NOT_MET: Share = { learned: null, halvedAtMs: 0, heldSeconds: 0, measured: 0, restsUntilMs: 0, refusals: 0, given: 0, parts: {} }

/** One in so many decides what is usual: half of all weight is on the last 22. */
const MEMORY = 32
/** What the row says counts as so many. */
const PRIOR = 4
const FIRST_REST_SECONDS = 5
const LONGEST_REST_SECONDS = 300

/** It took no more: half as many from now on, after a rest. @param held places, that one included */
export function afterBusy(share: Share, { givenAtMs }: Place, held: number, askedSeconds: number | undefined, nowMs: number): Share {
  const refusals = share.refusals + 1
  const restSeconds = Math.min(LONGEST_REST_SECONDS, Math.max(askedSeconds ?? 0, FIRST_REST_SECONDS * 4 ** Math.min(share.refusals, 4)))
  const rested = { ...share, refusals, restsUntilMs: Math.max(share.restsUntilMs, nowMs + restSeconds * 1000) }
  if (givenAtMs < share.halvedAtMs) return rested
  return { ...rested, halvedAtMs: nowMs, learned: Math.max(1, Math.floor((share.learned ?? held) / 2)) }
}

/** It has worked on one. */
export function afterWork(share: Share, { givenAtMs }: Place, held: number, nowMs: number): Share {
  const seconds = (nowMs - givenAtMs) / 1000
  const measured = Math.min(MEMORY, share.measured + 1)
  const heldSeconds = share.heldSeconds + (seconds - share.heldSeconds) / Math.min(MEMORY, measured + PRIOR)
  // Where it is not used up, nothing shows that more would be taken.
  const learned = share.learned === null || held < Math.floor(share.learned) ? share.learned : share.learned + 1 / share.learned
  return { ...share, heldSeconds, measured, learned, refusals: 0 }
}

/** The last so many places tell what parts accounts get. */
const PLACES_REMEMBERED = 100
/** An account with less has had nothing of late. */
const SMALLEST_PART = 0.004

/** An account has been given a place for which others wait. */
export function afterTurn(share: Share, accountId: string): Share {
  const given = Math.min(PLACES_REMEMBERED, share.given + 1)
  const others = Object.entries(share.parts).map(([id, part]) => [id, part * (1 - 1 / given)] as const)
  const kept = Object.fromEntries(others.filter(([, part]) => part >= SMALLEST_PART))
  return { ...share, given, parts: { ...kept, [accountId]: (kept[accountId] ?? 0) + 1 / given } }
}

/** Where nothing says how many a company takes. */
export const MOST_PLACES = 5000

/** @param most as the settings say; null: as many as the company lets us */
export const atOnce = ({ learned }: Share, most: number | null): number => most ?? Math.floor(learned ?? MOST_PLACES)

export const mayGive = (share: Share, held: number, most: number | null, nowMs: number): boolean => held < atOnce(share, most) && nowMs >= share.restsUntilMs
