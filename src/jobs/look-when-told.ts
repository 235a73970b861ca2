// A company has called back about an attempt. What it said is not known here: the work is looked at, as by any poll. The polls that are
// scheduled go on beside it.
import { selectAttempt, selectJob } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import type { UpstreamRef } from '../domain/upstream.ts'
import type { LookMessage } from '../domain/messages.ts'
import { ACK, isGivenUp } from './end-job.ts'
import type { Disposition } from './end-job.ts'
import { lookLate } from './look-late.ts'
import { lookAtWork } from './poll-job.ts'
import type { PollJobNeeds } from './poll-job.ts'
import { lookAtUnknown } from './recover-job.ts'
import { currentModel, currentRoute, pollDelaySeconds } from './schedule.ts'

/** Its answer to our look may lag behind what it tells. The scheduled polls do the rest. */
const MOST_LOOKS = 3
/** It may call back before its answer to the submission is written down: 2, 4, 8 … s, longer in all than a submission may take. */
const MOST_WAITS = 9
const LONGEST_WAIT_SECONDS = 60

/** @param deliveries how often the queue has delivered this message, this time included */
export async function lookWhenTold(needs: PollJobNeeds, message: LookMessage, deliveries: number): Promise<Disposition> {
  const { database } = needs
  const key = { accountId: message.accountId, id: message.jobId }
  const [[job], [attempt]] = await database.batch([selectJob(database, key), selectAttempt(database, key, message.attempt)])
  if (job?.attempt !== message.attempt) return ACK
  if (job.status === 'SUBMITTING' && !attempt?.ref) return deliveries < MOST_WAITS ? { kind: 'RETRY', delaySeconds: Math.min(LONGEST_WAIT_SECONDS, 2 ** deliveries) } : ACK
  if (job.status === 'PROCESSING' && attempt?.ref && needs.now() < job.deadlineMs) return lookNow(needs, job, attempt.ref, deliveries)
  // Nobody could tell whether it was accepted, and now it was told: it is asked for by our id, where that can be.
  if (job.status === 'HELD' && needs.upstreams.get(currentRoute(job).upstream)?.upstream.find) {
    await lookAtUnknown(needs, job, 'it has called back')
    return deliveries < MOST_LOOKS ? { kind: 'RETRY', delaySeconds: 1 } : ACK
  }
  if (isGivenUp(job) && job.dueFor === 'LATE') await lookLate(needs, job)
  return ACK
}

function lookNow(needs: PollJobNeeds, read: Job, ref: UpstreamRef, deliveries: number): Promise<Disposition> {
  // As of any look, what ends the attempt writes how many there were.
  const job = { ...read, polls: read.polls + deliveries }
  return lookAtWork(needs, job, ref, async (askedSeconds) =>
    deliveries < MOST_LOOKS ? { kind: 'RETRY', delaySeconds: pollDelaySeconds(currentModel(job), askedSeconds) } : ACK)
}
