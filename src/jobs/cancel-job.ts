// Cancelling, told honestly: before it started, stopped upstream, too late, or not possible with this provider.
import type { Services } from '../services.ts'
import { selectAttempt } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import { cancelOpenJob } from './end-job.ts'
import { readJob } from './create-job.ts'
import type { JobOwner } from './create-job.ts'
import { currentRoute } from './schedule.ts'

export const CANCEL_OUTCOMES = ['CANCELLED_BEFORE_START', 'CANCELLED_UPSTREAM', 'TOO_LATE', 'NOT_SUPPORTED_BY_PROVIDER'] as const
export type CancelOutcomeName = (typeof CANCEL_OUTCOMES)[number]

export interface Cancellation {
  readonly outcome: CancelOutcomeName
  /** The job as it stands now. */
  readonly job: Job
}

/** @returns undefined for an id that is not the account's. Repeating it gives the same answer. */
export async function cancelJob(services: Services, owner: JobOwner, jobId: string): Promise<Cancellation | undefined> {
  const job = await readJob(services, owner, jobId)
  if (!job) return undefined
  const outcome = await cancel(services, job)
  const after = (await readJob(services, owner, jobId)) ?? job
  return { outcome, job: after }
}

async function cancel(services: Services, job: Job): Promise<CancelOutcomeName> {
  if (job.status === 'CANCELLED') return job.startedAtMs === null ? 'CANCELLED_BEFORE_START' : 'CANCELLED_UPSTREAM'
  if (job.status === 'QUEUED') return (await cancelOpenJob(services, job)) ? 'CANCELLED_BEFORE_START' : 'TOO_LATE'
  if (job.status !== 'PROCESSING') return 'TOO_LATE'
  const { upstream, http } = services.upstreams.get(currentRoute(job).upstream)
  if (!upstream.cancel) return 'NOT_SUPPORTED_BY_PROVIDER'
  const [attempts] = await services.database.batch([selectAttempt(services.database, job, job.attempt)])
  const ref = attempts[0]?.ref
  if (!ref || (await upstream.cancel(http, ref)).kind !== 'CANCELLED') return 'TOO_LATE'
  return (await cancelOpenJob(services, job)) ? 'CANCELLED_UPSTREAM' : 'TOO_LATE'
}
