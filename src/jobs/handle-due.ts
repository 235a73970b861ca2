// A job whose due time has come, as the sweeper hands it over: the deadline's refund, a lost message, a lease that ran out,
// a question that is still open, a look after the refund, files that expire. The row says which; a message that comes late
// or twice finds nothing left to do.
import type { DueMessage } from '../domain/messages.ts'
import type { Services } from '../services.ts'
import { clearJobFaults } from '../store/due.ts'
import { markExpired, postpone, selectAttempt, selectJob } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import { pollOf } from './accept-job.ts'
import { ACK, failJob, giveJobUp, payOwed } from './end-job.ts'
import type { Disposition, EndedJob } from './end-job.ts'
import { lookLate } from './look-late.ts'
import { giveUp } from './poll-job.ts'
import { lookAtUnknown } from './recover-job.ts'
import { REDRIVE_MS, SUBMIT_LEASE_MS, notAfterDeadline, submittedAtMs } from './schedule.ts'

/** @throws whatever its work throws: the row is due again then, a little later each time */
export async function handleDue(services: Services, { accountId, jobId }: DueMessage): Promise<Disposition> {
  const { database } = services
  const [[job]] = await database.batch([selectJob(database, { accountId, id: jobId })])
  if (!job) return ACK
  await workAt(services, job, services.now())
  // What is only sent on has not gone well yet.
  if (job.faults > 0 && job.status !== 'PROCESSING') await database.batch([clearJobFaults(database, job)])
  return ACK
}

async function workAt(services: Services, job: Job, nowMs: number): Promise<void> {
  const isOver = nowMs >= job.deadlineMs
  if (job.dueFor === 'OWED' && isEnded(job)) return payOwed(services, job)
  switch (job.status) {
    case 'QUEUED':
      if (isOver) await failJob(services, job, { code: 'GENERATION_FAILED', reason: 'TIMEOUT' })
      return
    case 'SUBMITTING':
      return lookAtLease(services, job, nowMs)
    case 'HELD':
      return lookAtUnknown(services, job, 'still unknown')
    case 'PROCESSING':
      return redrive(services, job, nowMs, isOver)
    case 'COMPLETED':
      return deleteFiles(services, job, nowMs)
    case 'FAILED':
      return job.dueAtMs === null ? undefined : lookLate(services, job)
    case 'CANCELLED':
      return postponeJob(services, job, null, job.chain)
  }
}

const isEnded = (job: Job): job is Job & EndedJob => job.status === 'COMPLETED' || job.status === 'FAILED' || job.status === 'CANCELLED'

/** A consumer that died between claiming and recording leaves an outcome that nobody can tell. */
async function lookAtLease(services: Services, job: Job, nowMs: number): Promise<void> {
  const leaseEndsMs = submittedAtMs(job) + SUBMIT_LEASE_MS
  if (nowMs < leaseEndsMs) await postponeJob(services, job, leaseEndsMs, job.chain)
  else await lookAtUnknown(services, job, 'the submission was cut off')
}

/** A new chain of polls; an older one stops by itself. */
async function redrive(services: Services, job: Job, nowMs: number, isOver: boolean): Promise<void> {
  const [attempts] = await services.database.batch([selectAttempt(services.database, job, job.attempt)])
  const ref = attempts[0]?.ref
  if (!ref) return isOver ? void (await giveJobUp(services, job, 'UNKNOWN_OUTCOME')) : undefined
  if (isOver) return giveUp(services, job, ref)
  const chain = job.chain + 1
  await postponeJob(services, job, notAfterDeadline(job, nowMs + redriveMs(chain)), chain)
  await services.queues.poll(pollOf({ ...job, chain }, ref), 0)
}

/** Each new chain of polls replaces the one before, so a healthy long job need not be re-driven often. */
function redriveMs(chain: number): number {
  return Math.min(REDRIVE_MS * 2 ** chain, 15 * 60_000)
}

async function deleteFiles(services: Services, job: Job, nowMs: number): Promise<void> {
  if (job.expiresAtMs === null || job.expiredAtMs !== null) return
  if (nowMs < job.expiresAtMs) return postponeJob(services, job, job.expiresAtMs, job.chain)
  await services.media.delete((job.outputs ?? []).map(({ key }) => key))
  await services.database.batch([markExpired(services.database, job, nowMs)])
}

async function postponeJob(services: Services, job: Job, dueAtMs: number | null, chain: number): Promise<void> {
  await services.database.batch([postpone(services.database, job, dueAtMs, chain)])
}
