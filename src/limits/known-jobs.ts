// What an account's object knows of its jobs: as they were told, in memory alone. Open ones and, for a minute, ended ones.
// After an eviction it knows nothing, and whoever asks reads the row.
import type { Telling } from '../jobs/slots.ts'

interface KnownJob {
  readonly telling: Telling
  /** When it was told, or read by one for all. */
  readonly atMs: number
  /** Until then one reader reads it again, and the others take it as it is. */
  readonly readingUntilMs: number
}

export type KnownJobs = Map<string, KnownJob>

const FRESH_MS = 15_000
/** As long as a read of the database may take. */
const READING_MS = 3000
const ENDED_MS = 60_000
const MOST_KNOWN = 500

/** @returns whether it is news; what is older than what is known is not believed */
export function learn(known: KnownJobs, telling: Telling, nowMs: number): boolean {
  const before = known.get(telling.jobId)
  if (before && before.telling.version > telling.version) return false
  known.delete(telling.jobId)
  forgetOld(known, nowMs)
  known.set(telling.jobId, { telling, atMs: nowMs, readingUntilMs: 0 })
  return !before || before.telling.version < telling.version
}

/** The oldest come first: each is put behind the others when it is told. */
function forgetOld(known: KnownJobs, nowMs: number): void {
  for (const [jobId, { atMs, telling }] of known) {
    const isOld = nowMs - atMs >= (telling.isOver ? ENDED_MS : FRESH_MS * 4)
    if (!isOld && known.size < MOST_KNOWN) return
    known.delete(jobId)
  }
}

/**
 * An open job as it may be shown. Undefined: nothing is known, or it has ended, or it is old, and whoever asks is the one to
 * read it again for all.
 */
export function recall(known: KnownJobs, jobId: string, nowMs: number): Telling | undefined {
  const found = known.get(jobId)
  if (!found || found.telling.isOver) return undefined
  const { telling, atMs, readingUntilMs } = found
  if (nowMs - atMs < FRESH_MS || nowMs < readingUntilMs) return telling
  known.set(jobId, { ...found, readingUntilMs: nowMs + READING_MS })
  return undefined
}
