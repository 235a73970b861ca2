// A window that slides over the last 60 seconds, as a value: what was spent in the same second shares a bucket, so
// that it stays below 62 entries at any rate. A bucket leaves 60 s after the last spending in it, never earlier.

/** Buckets of [time of the last spending in that second, in ms; how many]. */
export type SlidingWindow = readonly (readonly [lastMs: number, count: number])[]

export const WINDOW_SECONDS = 60
const WINDOW_MS = WINDOW_SECONDS * 1000

/** The window without the buckets that have left it. */
export function withoutLapsed(window: SlidingWindow, nowMs: number): SlidingWindow {
  return window.filter((bucket) => !hasLapsed(bucket, nowMs))
}

export const hasLapsed = ([lastMs]: SlidingWindow[number], nowMs: number): boolean => lastMs + WINDOW_MS <= nowMs

export function spentIn(window: SlidingWindow, nowMs: number): number {
  return withoutLapsed(window, nowMs).reduce((total, [, count]) => total + count, 0)
}

export function spend(window: SlidingWindow, count: number, nowMs: number): SlidingWindow {
  const kept = withoutLapsed(window, nowMs)
  const isSameSecond = ([lastMs]: readonly [number, number]) => secondOf(lastMs) === secondOf(nowMs)
  const same = kept.find(isSameSecond)
  if (!same) return [...kept, [nowMs, count]]
  return [...kept.filter((bucket) => bucket !== same), [Math.max(same[0], nowMs), same[1] + count]]
}

/** Takes back one spending. Nothing happens when its bucket has left the window. */
export function takeBackOne(window: SlidingWindow, spentAtMs: number): SlidingWindow {
  return window
    .map(([lastMs, count]) => [lastMs, secondOf(lastMs) === secondOf(spentAtMs) ? count - 1 : count] as const)
    .filter(([, count]) => count > 0)
}

/** Whole seconds until `wanted` fit under `limit`, at least 1; the whole window when they never will. */
export function secondsUntilFits(window: SlidingWindow, wanted: number, limit: number, nowMs: number): number {
  const oldestFirst = withoutLapsed(window, nowMs).toSorted(([one], [other]) => one - other)
  let mustLeave = spentIn(window, nowMs) + wanted - limit
  for (const [lastMs, count] of oldestFirst) {
    mustLeave -= count
    if (mustLeave <= 0) return secondsUntil(lastMs + WINDOW_MS, nowMs)
  }
  return WINDOW_SECONDS
}

/** Whole seconds until the oldest bucket leaves and frees what it holds; 0 when nothing is spent. */
export function secondsUntilNextFrees(window: SlidingWindow, nowMs: number): number {
  const stamps = withoutLapsed(window, nowMs).map(([lastMs]) => lastMs)
  return stamps.length === 0 ? 0 : secondsUntil(Math.min(...stamps) + WINDOW_MS, nowMs)
}

/** Rounded up, so that who waits that long is never early; at least 1. */
export function secondsUntil(thenMs: number, nowMs: number): number {
  return Math.max(1, Math.ceil((thenMs - nowMs) / 1000))
}

function secondOf(ms: number): number {
  return Math.floor(ms / 1000)
}
