// An upstream has the work. Its handle is worth what the work costs: it is put where it survives before anything else.
import type { PollMessage, WithQueues } from '../domain/messages.ts'
import { newMoveToken } from '../domain/new-id.ts'
import { moveJob, recordAttempt, selectJob } from '../store/jobs.ts'
import type { JobKey } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import type { AttemptEnd, AttemptOutcome } from '../domain/job.ts'
import type { UpstreamRef } from '../domain/upstream.ts'
import { ACK, isGivenUp } from './end-job.ts'
import type { Disposition } from './end-job.ts'
import { measureMove } from './measure-move.ts'
import { REDRIVE_MS, currentRoute, firstLookDelaySeconds, notAfterDeadline } from './schedule.ts'
import type { WithCallbacks } from '../callbacks/ports.ts'
import type { WithChance, WithClock, WithLog } from '../domain/effects.ts'
import type { WithMeasures } from '../domain/measure.ts'
import type { WithDatabase } from '../store/database.ts'

export type AcceptJobNeeds = WithCallbacks<'isAsked'> & WithChance & WithClock & WithDatabase & WithLog & WithMeasures & WithQueues<'poll'>

/** Remembers the handle under the attempt, and begins to look. Where it cannot be written now, the message carries it. */
export async function accept(needs: AcceptJobNeeds, job: Job, ref: UpstreamRef): Promise<Disposition> {
  const firstLookSeconds = firstLookDelaySeconds(job, needs.callbacks.isAsked(currentRoute(job).upstream), needs.now())
  try {
    await recordHandle(needs, job, ref, firstLookSeconds)
  } catch (error) {
    needs.log('handle not recorded', { jobId: job.id, attempt: job.attempt, error: String(error) })
  }
  await needs.queues.poll(pollOf(job, ref), firstLookSeconds)
  return ACK
}

/** The message that looks at the work of the job's current attempt. */
export function pollOf(job: Job, ref: UpstreamRef): PollMessage {
  const { accountId, id: jobId, attempt, deadlineMs, chain } = job
  return { kind: 'poll', accountId, jobId, attempt, upstream: currentRoute(job).upstream, ref, deadlineMs, chain }
}

type RecordHandleNeeds = WithChance & WithClock & WithDatabase & WithMeasures

/** From SUBMITTING, or from HELD where this comes after the lease. */
async function recordHandle(needs: RecordHandleNeeds, job: Job, ref: UpstreamRef, nextLookSeconds: number): Promise<void> {
  const { database, now, random } = needs
  const nowMs = now()
  await database.batch([
    recordAttempt(database, job, attemptRow(job, 'ACCEPTED', ref, null), nowMs),
    moveJob(database, job, ['SUBMITTING', 'HELD'], job.attempt, 'PROCESSING', {
      startedAtMs: nowMs,
      dueAtMs: notAfterDeadline(job, nowMs + nextLookSeconds * 1000 + REDRIVE_MS),
      moveToken: newMoveToken(random),
    }),
  ])
  measureMove(needs, job, 'PROCESSING')
}

/**
 * The job of a poll message. Where the row does not know the handle that the message carries, it learns it here: an open job
 * goes on by it, and one that was given up is looked at by it later.
 */
export async function jobOfPoll(needs: RecordHandleNeeds, message: PollMessage): Promise<Job | undefined> {
  const key = { accountId: message.accountId, id: message.jobId }
  const job = await readRow(needs, key)
  if (job?.attempt !== message.attempt) return undefined
  if (isGivenUp(job)) {
    await needs.database.batch([recordAttempt(needs.database, job, attemptRow(job, 'ACCEPTED', message.ref, null), needs.now())])
  }
  if (job.status !== 'SUBMITTING' && job.status !== 'HELD') return job
  await recordHandle(needs, job, message.ref, 0)
  return readRow(needs, key)
}

async function readRow({ database }: WithDatabase, key: JobKey): Promise<Job | undefined> {
  const [rows] = await database.batch([selectJob(database, key)])
  return rows[0]
}

export function attemptRow(job: Job, outcome: AttemptOutcome, ref: UpstreamRef | null, detail: string | null, refusal: AttemptEnd | null = null) {
  const { upstream, model } = currentRoute(job)
  return { number: job.attempt, upstream, model, outcome, ref, detail: detail?.slice(0, 500) ?? null, refusal }
}
