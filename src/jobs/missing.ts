// "Not found" of work that was accepted, or of the link to its result: said once, it may only be a replica that lags or a
// link that is not everywhere yet. So often in a row and so long, it is believed. An ordinary life writes nothing of this.
import { recordMissing } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import type { WithClock } from '../domain/effects.ts'
import type { WithDatabase } from '../store/database.ts'

const MOST_LOOKS = 3
const LEAST_MS = 30_000
/** Between such looks. */
export const LOOK_AGAIN_SECONDS = 15

/** Counts one more. @returns whether it is a verdict by now */
export async function isMissing(needs: WithClock & WithDatabase, job: Job): Promise<boolean> {
  const nowMs = needs.now()
  const { count, sinceMs } = job.missing ?? { count: 0, sinceMs: nowMs }
  if (count + 1 >= MOST_LOOKS && nowMs - sinceMs >= LEAST_MS) return true
  await needs.database.batch([recordMissing(needs.database, job, { count: count + 1, sinceMs })])
  return false
}

/** It is there. */
export async function isThere(needs: WithDatabase, job: Job): Promise<void> {
  if (job.missing !== null) await needs.database.batch([recordMissing(needs.database, job, null)])
}
