// Cancelling, told honestly: before it started, stopped upstream, too late, or not possible with this provider. The wish
// is written on the job before the company is asked, so that whoever comes to the job later keeps to it. What cannot be
// told at this moment, since a submission is under way or its answer was lost, is found out first.
import { askToCancel, selectAttempt, selectJob } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import type { ReadArchivedNeeds } from './archived.ts'
import { ACK, cancelOpenJob } from './end-job.ts'
import { readJob } from './create-job.ts'
import type { JobOwner } from './create-job.ts'
import { lookAtWork } from './poll-job.ts'
import { currentModel, currentRoute, pollDelaySeconds } from './schedule.ts'
import { lookAtUnknown } from './recover-job.ts'
import { isOpen } from './tell.ts'
import type { RecoverJobNeeds } from './recover-job.ts'
import type { PollJobNeeds } from './poll-job.ts'
import type { WithClock, WithPause } from '../domain/effects.ts'
import type { WithQueues } from '../domain/messages.ts'
import type { WithUpstreams } from '../upstreams/ports.ts'
import type { WithDatabase } from '../store/database.ts'

export type CancelJobNeeds = ReadArchivedNeeds & RecoverJobNeeds & PollJobNeeds & WithPause & WithQueues<'look'>

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
export async function cancelJob(needs: CancelJobNeeds, owner: JobOwner, jobId: string): Promise<Cancellation | undefined> {
  const found = await readJob(needs, owner, jobId)
  if (!found) return undefined
  const job = isOpen(found) ? await wish(needs, found) : found
  if (job.status === 'WAITING' || job.status === 'QUEUED') {
    // A consumer may be quicker, and have it now: what comes of that decides.
    if (!(await cancelOpenJob(needs, job, 'ALL'))) return cancelJob(needs, owner, jobId)
  } else if (isOpen(job) && canStop(needs, job)) {
    await stop(needs, await whenDecided(needs, job))
  }
  const after = await readAgain(needs, job)
  await lookSoon(needs, after)
  return { outcome: outcomeOf(needs, after), job: after }
}

/** What could not be stopped now is at the next look, and a company that will call back is not looked at for long. */
async function lookSoon(needs: CancelJobNeeds, job: Job): Promise<void> {
  const { upstream } = currentRoute(job)
  const isWished = job.cancelAskedAtMs !== null && (job.status === 'SUBMITTING' || job.status === 'PROCESSING')
  if (!isWished || !canStop(needs, job) || !needs.callbacks.isAsked(upstream)) return
  await needs.queues.look({ kind: 'look', accountId: job.accountId, jobId: job.id, attempt: job.attempt }, pollDelaySeconds(currentModel(job), undefined))
}

/** What cannot be asked now could stop it, perhaps. */
function canStop(needs: WithUpstreams<'get'>, job: Job): boolean {
  const reached = needs.upstreams.get(currentRoute(job).upstream)
  return !reached || reached.upstream.cancel !== undefined
}

async function readAgain(needs: WithDatabase, job: Job): Promise<Job> {
  const [[now]] = await needs.database.batch([selectJob(needs.database, job)])
  return now ?? job
}

/** @returns the job as it stands after that; what waits in the queue needs no wish, since no company has it */
async function wish(needs: WithClock & WithDatabase, job: Job): Promise<Job> {
  const { database } = needs
  const [, [now]] = await database.batch([askToCancel(database, job, needs.now()), selectJob(database, job)])
  return now ?? job
}

/** The job once it is known whether the upstream has it; as it is, where that does not come to be known in time. */
async function whenDecided(needs: CancelJobNeeds, job: Job): Promise<Job> {
  let current = job
  for (let pauses = 0; pauses < MOST_PAUSES && current.status === 'SUBMITTING'; pauses += 1) {
    await needs.pause(PAUSE_MS)
    current = await readAgain(needs, job)
  }
  if (current.status !== 'HELD' || !needs.upstreams.get(currentRoute(job).upstream)?.upstream.find) return current
  await lookAtUnknown(needs, current, 'to be cancelled')
  return readAgain(needs, job)
}

/**
 * Looks, delivers what is finished, and asks the company to stop what is not. When it would not, it is looked at once
 * more: another cancellation may have been a moment quicker, and both must tell the same.
 */
async function stop(needs: CancelJobNeeds, job: Job): Promise<void> {
  if (job.status !== 'PROCESSING') return
  const { database } = needs
  for (let looks = 0; looks < 2; looks += 1) {
    const [[now], [attempt]] = await database.batch([selectJob(database, job), selectAttempt(database, job, job.attempt)])
    if (now?.status !== 'PROCESSING' || !attempt?.ref) return
    await lookAtWork(needs, now, attempt.ref, async () => ACK)
  }
}

function outcomeOf(needs: WithUpstreams<'get'>, job: Job): CancelOutcomeName {
  if (job.status === 'CANCELLED') return job.startedAtMs === null ? 'CANCELLED_BEFORE_START' : 'CANCELLED_UPSTREAM'
  return isOpen(job) && !canStop(needs, job) ? 'NOT_SUPPORTED_BY_PROVIDER' : 'TOO_LATE'
}
