// Worlds whose callers wait: what they cost is counted, and a test can go on once so many are attached to the account's object.
import { counting, noCounts } from './counting.ts'
import type { Counts } from './counting.ts'
import { createWorld } from './world.ts'
import type { World, WorldOptions } from './world.ts'

export interface WaitingWorld {
  readonly world: World
  readonly counts: Counts
  /** Until so many lines have been attached in all. */
  readonly attached: (count: number) => Promise<void>
}

export async function waitingWorld(options: WorldOptions = {}): Promise<WaitingWorld> {
  const counts = noCounts()
  let watchers: { readonly count: number; readonly wake: () => void }[] = []
  const counted = new Proxy(counts, {
    set: (target, name, value) => {
      const isSet = Reflect.set(target, name, value)
      for (const { wake } of watchers.filter(({ count }) => target.attached >= count)) wake()
      watchers = watchers.filter(({ count }) => target.attached < count)
      return isSet
    },
  })
  const world = await createWorld({ waitsForClock: true, bindings: counting(counted), ...options })
  const attached = (count: number): Promise<void> => new Promise((wake) => void (counts.attached >= count ? wake() : watchers.push({ count, wake })))
  return { world, counts, attached }
}
