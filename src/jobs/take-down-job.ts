// An operator's takedown of one generation: its files go, and its row says so. The ledger stays.
import type { WithClock } from '../domain/effects.ts'
import type { WithMedia } from '../media/ports.ts'
import { takeArchivedDown } from '../store/archives.ts'
import type { WithDatabase } from '../store/database.ts'
import { expireJob, selectJob, takeJobDown } from '../store/jobs.ts'
import type { JobKey } from '../store/jobs.ts'
import { placeOf } from './archived.ts'

/** Repeating it is harmless; what cannot be deleted now is due for the sweeper. */
export async function takeDownJob({ database, media, now }: WithClock & WithDatabase & WithMedia<'delete'>, key: JobKey): Promise<void> {
  const nowMs = now()
  // The row first: from then on no link is made.
  const [, [job]] = await database.batch([takeJobDown(database, key, nowMs), selectJob(database, key)])
  if (!job) {
    // In the archive its files are gone; its row there must say so.
    const place = placeOf(key.id, nowMs)
    if (place) await database.batch([takeArchivedDown(database, key.accountId, place, nowMs)])
    return
  }
  if (job.takenDownAtMs === null) return
  await media.delete((job.outputs ?? []).map((output) => output.key))
  await database.batch(expireJob(database, key, nowMs))
}
