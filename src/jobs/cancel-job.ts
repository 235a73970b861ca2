// Cancelling, told honestly: before it started, stopped upstream, too late, or not possible with this provider. What
// cannot be told at this moment, since a submission is under way or its answer was lost, is found out first.
import type { Services } from '../services.ts'
import { OPEN_STATUSES, selectAttempt } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import { cancelOpenJob } from './end-job.ts'
import { readJob } from './create-job.ts'
import type { JobOwner } from './create-job.ts'
import { currentRoute } from './schedule.ts'
import { resolveUnknown } from './submit-job.ts'

export const CANCEL_OUTCOMES = ['CANCELLED_BEFORE_START', 'CANCELLED_UPSTREAM', 'TOO_LATE', 'NOT_SUPPORTED_BY_PROVIDER'] as const
export type CancelOutcomeName = (typeof CANCEL_OUTCOMES)[number]

export interface Cancellation {
  readonly outcome: CancelOutcomeName
  /** The job as it stands now. */
  readonly job: Job
}

/** A submission's answer is waited for so often and so long; it usually takes a second. */
const MOST_PAUSES = 8
const PAUSE_MS = 1000

/** @returns undefined for an id that is not the account's. Repeating it gives the same answer. */
export async function cancelJob(services: Services, owner: JobOwner, jobId: string): Promise<Cancellation | undefined> {
  const job = await readJob(services, owner, jobId)
  if (!job) return undefined
  const decided = await whenDecided(services, owner, job)
  const outcome = await cancel(services, decided)
  // A consumer was quicker, and has it now: what comes of that decides.
  if (outcome === 'TOO_LATE' && decided.status === 'QUEUED') return cancelJob(services, owner, jobId)
  const after = (await readJob(services, owner, jobId)) ?? job
  return { outcome, job: after }
}

/** The job once it is known whether the upstream has it; as it is, where that does not come to be known in time. */
async function whenDecided(services: Services, owner: JobOwner, job: Job): Promise<Job> {
  if (job.status !== 'SUBMITTING' && job.status !== 'HELD') return job
  const { upstream } = services.upstreams.get(currentRoute(job).upstream)
  if (!upstream.cancel) return job
  let current = job
  for (let pauses = 0; pauses < MOST_PAUSES && current.status === 'SUBMITTING'; pauses += 1) {
    await services.pause(PAUSE_MS)
    current = (await readJob(services, owner, job.id)) ?? current
  }
  if (current.status !== 'HELD' || !upstream.find) return current
  await resolveUnknown(services, current, 'to be cancelled')
  return (await readJob(services, owner, job.id)) ?? current
}

async function cancel(services: Services, job: Job): Promise<CancelOutcomeName> {
  if (job.status === 'CANCELLED') return job.startedAtMs === null ? 'CANCELLED_BEFORE_START' : 'CANCELLED_UPSTREAM'
  if (job.status === 'QUEUED') return (await cancelOpenJob(services, job)) ? 'CANCELLED_BEFORE_START' : 'TOO_LATE'
  if (!OPEN_STATUSES.some((open) => open === job.status)) return 'TOO_LATE'
  const { upstream, http } = services.upstreams.get(currentRoute(job).upstream)
  if (!upstream.cancel) return 'NOT_SUPPORTED_BY_PROVIDER'
  if (job.status !== 'PROCESSING') return 'TOO_LATE'
  const [attempts] = await services.database.batch([selectAttempt(services.database, job, job.attempt)])
  const ref = attempts[0]?.ref
  if (!ref || (await upstream.cancel(http, ref)).kind !== 'CANCELLED') return 'TOO_LATE'
  return (await cancelOpenJob(services, job)) ? 'CANCELLED_UPSTREAM' : 'TOO_LATE'
}
