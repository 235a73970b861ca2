// What is due, as the sweeper hands it over: an upload that is over, or a job: the deadline's refund, a lost message, a lease that ran out,
// a question that is still open, a look after the refund, files that expire. The row says which; a message that comes late
// or twice finds nothing left to do.
import type { DueMessage } from '../domain/messages.ts'
import { isUploadId } from '../domain/upload.ts'
import { clearJobFaults } from '../store/due.ts'
import { OWING, expireJob, postpone, selectAttempt, selectJob } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import { pollOf } from './accept-job.ts'
import { ACK, failJob, giveJobUp, payOwed } from './end-job.ts'
import type { Disposition, EndedJob } from './end-job.ts'
import { lookAtTurn } from './look-at-turn.ts'
import { lookLate } from './look-late.ts'
import { giveUp } from './poll-job.ts'
import { lookAtUnknown } from './recover-job.ts'
import { REDRIVE_MS, SUBMIT_LEASE_MS, notAfterDeadline, submittedAtMs } from './schedule.ts'
import type { RecoverJobNeeds } from './recover-job.ts'
import type { PollJobNeeds } from './poll-job.ts'
import type { WithMedia } from '../media/ports.ts'
import type { WithDatabase } from '../store/database.ts'
import { deleteUpload } from '../uploads/delete-upload.ts'
import type { WithUploads } from '../uploads/ports.ts'

export type HandleDueNeeds = RecoverJobNeeds & PollJobNeeds & WithUploads<'abort' | 'deleteAll'>

/** @throws whatever its work throws: the row is due again then, a little later each time */
export async function handleDue(needs: HandleDueNeeds, { accountId, jobId }: DueMessage): Promise<Disposition> {
  const { database } = needs
  if (isUploadId(jobId)) {
    await deleteUpload(needs, { accountId, id: jobId })
    return ACK
  }
  const [[job]] = await database.batch([selectJob(database, { accountId, id: jobId })])
  if (!job) return ACK
  await workAt(needs, job, needs.now())
  // What is only sent on has not gone well yet.
  if (job.faults > 0 && job.status !== 'PROCESSING') await database.batch([clearJobFaults(database, job)])
  return ACK
}

async function workAt(needs: HandleDueNeeds, job: Job, nowMs: number): Promise<void> {
  const isOver = nowMs >= job.deadlineMs
  if (OWING.some((purpose) => purpose === job.dueFor) && isEnded(job)) return payOwed(needs, job)
  switch (job.status) {
    case 'WAITING':
      return lookAtTurn(needs, job)
    case 'QUEUED':
      if (isOver) await failJob(needs, job, { code: 'GENERATION_FAILED', reason: 'TIMEOUT' })
      return
    case 'SUBMITTING':
      return lookAtLease(needs, job, nowMs)
    case 'HELD':
      return lookAtUnknown(needs, job, 'still unknown')
    case 'PROCESSING':
      return redrive(needs, job, nowMs, isOver)
    case 'COMPLETED':
      return deleteFiles(needs, job, nowMs)
    case 'FAILED':
      return job.dueAtMs === null ? undefined : lookLate(needs, job)
    case 'CANCELLED':
      return postponeJob(needs, job, null, job.chain)
  }
}

const isEnded = (job: Job): job is EndedJob => job.status === 'COMPLETED' || job.status === 'FAILED' || job.status === 'CANCELLED'

/** A consumer that died between claiming and recording leaves an outcome that nobody can tell. */
async function lookAtLease(needs: HandleDueNeeds, job: Job, nowMs: number): Promise<void> {
  const leaseEndsMs = submittedAtMs(job) + SUBMIT_LEASE_MS
  if (nowMs < leaseEndsMs) await postponeJob(needs, job, leaseEndsMs, job.chain)
  else await lookAtUnknown(needs, job, 'the submission was cut off')
}

/** A new chain of polls; an older one stops by itself. */
async function redrive(needs: HandleDueNeeds, job: Job, nowMs: number, isOver: boolean): Promise<void> {
  const [attempts] = await needs.database.batch([selectAttempt(needs.database, job, job.attempt)])
  const ref = attempts[0]?.ref
  if (!ref) return isOver ? void (await giveJobUp(needs, job, 'UNKNOWN_OUTCOME')) : undefined
  if (isOver) return giveUp(needs, job, ref)
  const chain = job.chain + 1
  await postponeJob(needs, job, notAfterDeadline(job, nowMs + redriveMs(chain)), chain)
  await needs.queues.poll(pollOf({ ...job, chain }, ref), 0)
}

/** Each new chain of polls replaces the one before, so a healthy long job need not be re-driven often. */
function redriveMs(chain: number): number {
  return Math.min(REDRIVE_MS * 2 ** chain, 15 * 60_000)
}

async function deleteFiles(needs: WithDatabase & WithMedia<'delete'>, job: Job, nowMs: number): Promise<void> {
  if (job.expiresAtMs === null || job.expiredAtMs !== null) return postponeJob(needs, job, null, job.chain)
  if (nowMs < job.expiresAtMs) return postponeJob(needs, job, job.expiresAtMs, job.chain)
  await needs.media.delete((job.outputs ?? []).map(({ key }) => key))
  await needs.database.batch(expireJob(needs.database, job, nowMs))
}

async function postponeJob(needs: WithDatabase, job: Job, dueAtMs: number | null, chain: number): Promise<void> {
  await needs.database.batch([postpone(needs.database, job, dueAtMs, chain)])
}
