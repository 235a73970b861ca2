// The tests' time. It moves only when a test or a queue moves it, and wakes who waits for it on the way.

export interface Clock {
  nowMs: number
  /** Until it is so late. */
  readonly until: (atMs: number) => Promise<void>
  /** Until so many have begun to wait for it, in all. */
  readonly awaited: (count: number) => Promise<void>
}

export function createClock(startMs: number): Clock {
  let nowMs = startMs
  let sleepers: { readonly atMs: number; readonly wake: () => void }[] = []
  let begun = 0
  let watchers: { readonly count: number; readonly wake: () => void }[] = []
  return {
    get nowMs() {
      return nowMs
    },
    set nowMs(laterMs) {
      nowMs = laterMs
      const due = sleepers.filter(({ atMs }) => atMs <= nowMs)
      sleepers = sleepers.filter(({ atMs }) => atMs > nowMs)
      for (const { wake } of due) wake()
    },
    until: (atMs) => {
      begun += 1
      for (const { wake } of watchers.filter(({ count }) => begun >= count)) wake()
      watchers = watchers.filter(({ count }) => begun < count)
      return new Promise((wake) => void (atMs <= nowMs ? wake() : sleepers.push({ atMs, wake })))
    },
    awaited: (count) => new Promise((wake) => void (begun >= count ? wake() : watchers.push({ count, wake }))),
  }
}
