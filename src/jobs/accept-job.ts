// An upstream has the work. Its handle is worth what the work costs: it is put where it survives before anything else.
import type { PollMessage } from '../domain/messages.ts'
import { newMoveToken } from '../domain/new-id.ts'
import type { Services } from '../services.ts'
import { moveJob, recordAttempt, selectJob } from '../store/jobs.ts'
import type { JobKey } from '../store/jobs.ts'
import type { AttemptOutcome, Job } from '../store/tables.ts'
import type { UpstreamRef } from '../upstreams/contract.ts'
import { ACK, isGivenUp } from './end-job.ts'
import type { Disposition } from './end-job.ts'
import { REDRIVE_MS, currentModel, currentRoute, notAfterDeadline, pollDelaySeconds } from './schedule.ts'

/** Remembers the handle under the attempt, and begins to look. Where it cannot be written now, the message carries it. */
export async function accept(services: Services, job: Job, ref: UpstreamRef): Promise<Disposition> {
  try {
    await recordHandle(services, job, ref)
  } catch (error) {
    services.log('handle not recorded', { jobId: job.id, attempt: job.attempt, error: String(error) })
  }
  await services.queues.poll(pollOf(job, ref), pollDelaySeconds(currentModel(job), undefined))
  return ACK
}

/** The message that looks at the work of the job's current attempt. */
export function pollOf(job: Job, ref: UpstreamRef): PollMessage {
  const { accountId, id: jobId, attempt, deadlineMs, chain } = job
  return { kind: 'poll', accountId, jobId, attempt, upstream: currentRoute(job).upstream, ref, deadlineMs, chain }
}

/** From SUBMITTING, or from HELD where this comes after the lease. */
async function recordHandle({ database, now, random }: Services, job: Job, ref: UpstreamRef): Promise<void> {
  const nowMs = now()
  await database.batch([
    recordAttempt(database, job, attemptRow(job, 'ACCEPTED', ref, null), nowMs),
    moveJob(database, job, ['SUBMITTING', 'HELD'], job.attempt, 'PROCESSING', {
      startedAtMs: nowMs,
      dueAtMs: notAfterDeadline(job, nowMs + REDRIVE_MS),
      moveToken: newMoveToken(random),
    }),
  ])
}

/**
 * The job of a poll message. Where the row does not know the handle that the message carries, it learns it here: an open job
 * goes on by it, and one that was given up is looked at by it later.
 */
export async function jobOfPoll(services: Services, message: PollMessage): Promise<Job | undefined> {
  const key = { accountId: message.accountId, id: message.jobId }
  const job = await readRow(services, key)
  if (job?.attempt !== message.attempt) return undefined
  if (isGivenUp(job)) {
    await services.database.batch([recordAttempt(services.database, job, attemptRow(job, 'ACCEPTED', message.ref, null), services.now())])
  }
  if (job.status !== 'SUBMITTING' && job.status !== 'HELD') return job
  await recordHandle(services, job, message.ref)
  return readRow(services, key)
}

async function readRow({ database }: Services, key: JobKey): Promise<Job | undefined> {
  const [rows] = await database.batch([selectJob(database, key)])
  return rows[0]
}

export function attemptRow(job: Job, outcome: AttemptOutcome, ref: UpstreamRef | null, detail: string | null) {
  const { upstream, model } = currentRoute(job)
  return { number: job.attempt, upstream, model, outcome, ref, detail: detail?.slice(0, 500) ?? null }
}
