// What happened to a generation, as its timeline tells it.
import type { TimelineEvent } from './playground/operations.ts'

export interface Told extends TimelineEvent {
  /** Since it was accepted. */
  readonly seconds: number
}

/** Oldest first, each by its seconds from the start. */
export function storyOf({ timeline, createdAt }: { readonly timeline: readonly TimelineEvent[]; readonly createdAt: string }): readonly Told[] {
  const start = Date.parse(createdAt)
  return timeline.map(({ at, kind, detail }) => ({ at, kind, detail, seconds: Math.max(0, Math.round((Date.parse(at) - start) / 1000)) }))
}
