// A caller wants the files of a generation gone, now. The ledger and the row stay.
import { invalidInput } from '../domain/errors.ts'
import type { WithClock } from '../domain/effects.ts'
import type { WithMedia } from '../media/ports.ts'
import type { WithDatabase } from '../store/database.ts'
import { expireJob, expireNow, selectJob } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import { isOpen } from './tell.ts'

export type DeleteMediaNeeds = WithClock & WithDatabase & WithMedia<'delete'>

/**
 * Repeating it is harmless. What cannot be deleted at once the sweeper deletes.
 * @throws ApiError INVALID_INPUT while the generation is open
 */
export async function deleteMedia({ database, media, now }: DeleteMediaNeeds, job: Job): Promise<Job> {
  if (isOpen(job)) {
    throw invalidInput('generationId', { en: 'This generation has not ended. Cancel it, or wait until it has.', hi: 'यह generation अभी ख़त्म नहीं हुई है। इसे रद्द करें, या पूरी होने दें।' })
  }
  if (job.outputs === null || job.expiredAtMs !== null) return job
  const nowMs = now()
  // The row first: from then on no link is made, and what is left is the sweeper's.
  await database.batch([expireNow(database, job, nowMs)])
  await media.delete(job.outputs.map(({ key }) => key))
  const [, , , [deleted]] = await database.batch([...expireJob(database, job, nowMs), selectJob(database, job)])
  return deleted ?? job
}
