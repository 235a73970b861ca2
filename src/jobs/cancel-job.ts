// Cancelling, told honestly: before it started, stopped upstream, too late, or not possible with this provider. The wish
// is written on the job before the company is asked, so that whoever comes to the job later keeps to it. What cannot be
// told at this moment, since a submission is under way or its answer was lost, is found out first.
import type { Services } from '../services.ts'
import { OPEN_STATUSES, askToCancel, selectAttempt, selectJob } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import { ACK, cancelOpenJob } from './end-job.ts'
import { readJob } from './create-job.ts'
import type { JobOwner } from './create-job.ts'
import { lookAtWork } from './poll-job.ts'
import { currentRoute } from './schedule.ts'
import { lookAtUnknown } from './recover-job.ts'

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

/** @returns undefined for an id that is not the account's. Repeating it gives the same answer, and so does each of several at once. */
export async function cancelJob(services: Services, owner: JobOwner, jobId: string): Promise<Cancellation | undefined> {
  const found = await readJob(services, owner, jobId)
  if (!found) return undefined
  const job = isOpen(found) ? await wish(services, found) : found
  if (job.status === 'QUEUED') {
    // A consumer may be quicker, and have it now: what comes of that decides.
    if (!(await cancelOpenJob(services, job, 'ALL'))) return cancelJob(services, owner, jobId)
  } else if (isOpen(job) && canStop(services, job)) {
    await stop(services, await whenDecided(services, job))
  }
  const after = await readAgain(services, job)
  return { outcome: outcomeOf(services, after), job: after }
}

const isOpen = ({ status }: Job): boolean => OPEN_STATUSES.some((open) => open === status)

/** What cannot be asked now could stop it, perhaps. */
function canStop(services: Services, job: Job): boolean {
  const reached = services.upstreams.get(currentRoute(job).upstream)
  return !reached || reached.upstream.cancel !== undefined
}

async function readAgain(services: Services, job: Job): Promise<Job> {
  const [[now]] = await services.database.batch([selectJob(services.database, job)])
  return now ?? job
}

/** @returns the job as it stands after that; what waits in the queue needs no wish, since no company has it */
async function wish(services: Services, job: Job): Promise<Job> {
  const { database } = services
  const [, [now]] = await database.batch([askToCancel(database, job, services.now()), selectJob(database, job)])
  return now ?? job
}

/** The job once it is known whether the upstream has it; as it is, where that does not come to be known in time. */
async function whenDecided(services: Services, job: Job): Promise<Job> {
  let current = job
  for (let pauses = 0; pauses < MOST_PAUSES && current.status === 'SUBMITTING'; pauses += 1) {
    await services.pause(PAUSE_MS)
    current = await readAgain(services, job)
  }
  if (current.status !== 'HELD' || !services.upstreams.get(currentRoute(job).upstream)?.upstream.find) return current
  await lookAtUnknown(services, current, 'to be cancelled')
  return readAgain(services, job)
}

/**
 * Looks, delivers what is finished, and asks the company to stop what is not. When it would not, it is looked at once
 * more: another cancellation may have been a moment quicker, and both must tell the same.
 */
async function stop(services: Services, job: Job): Promise<void> {
  if (job.status !== 'PROCESSING') return
  const { database } = services
  for (let looks = 0; looks < 2; looks += 1) {
    const [[now], [attempt]] = await database.batch([selectJob(database, job), selectAttempt(database, job, job.attempt)])
    if (now?.status !== 'PROCESSING' || !attempt?.ref) return
    await lookAtWork(services, now, attempt.ref, async () => ACK)
  }
}

function outcomeOf(services: Services, job: Job): CancelOutcomeName {
  if (job.status === 'CANCELLED') return job.startedAtMs === null ? 'CANCELLED_BEFORE_START' : 'CANCELLED_UPSTREAM'
  return isOpen(job) && !canStop(services, job) ? 'NOT_SUPPORTED_BY_PROVIDER' : 'TOO_LATE'
}
