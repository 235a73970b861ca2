// A claim under which nothing was sent, as only its message knows: the job waits again. One that the sweeper has held
// meanwhile, since nobody had said so for minutes, waits for a slot; it may still have its own.
import { releaseClaim, selectJob } from '../store/jobs.ts'
import type { JobKey } from '../store/jobs.ts'
import { cancelOpenJob } from './end-job.ts'
import type { EndJobNeeds } from './end-job.ts'
import { freePlace } from './places.ts'
import { LONGEST_TURN_MS } from './schedule.ts'
import { tell } from './tell.ts'

/** Repeating it is harmless. */
export async function takeClaimBack(needs: EndJobNeeds, key: JobKey, claimToken: string): Promise<void> {
  const { database } = needs
  const released = await database.batch([...releaseClaim(database, key, claimToken, { dueAtMs: needs.now(), turnMs: LONGEST_TURN_MS }), selectJob(database, key)])
  const [job] = released[3]
  if (job?.status !== 'WAITING') return
  if (job.cancelAskedAtMs !== null) return void (await cancelOpenJob(needs, job, 'ALL'))
  await freePlace(needs, job, 'NEITHER')
  await tell(needs, job)
}
