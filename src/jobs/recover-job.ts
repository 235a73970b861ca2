// A submission whose end nobody has written down: what can be known of it all the same. In this order: the handle that a slow
// consumer recorded, the bytes that were stored before a settlement failed, and what the upstream says to our external id.
import type { StoredOutput } from '../domain/media.ts'
import { heldToken } from '../domain/new-id.ts'
import { moveJob, recordAttempt, selectAttempt, selectMoved } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import type { FindOutcome } from '../upstreams/contract.ts'
import { accept, attemptRow } from './accept-job.ts'
import { beginJobs } from './begin-jobs.ts'
import { CANNOT_BE_ASKED, upstreamOf } from './ask-upstream.ts'
import { completeJob, giveJobUp } from './end-job.ts'
import { measureMove } from './measure-move.ts'
import { readJobInput } from './job-input.ts'
import { recordEnd } from './record-end.ts'
import { HELD_SLOT_MS, REDRIVE_MS, currentRoute, notAfterDeadline, submittedAtMs } from './schedule.ts'
import { outputsPrefix } from './store-outputs.ts'
import { submissionOf } from './submission.ts'
import type { EndJobNeeds } from './end-job.ts'
import type { AcceptJobNeeds } from './accept-job.ts'
import type { WithCallbacks } from '../callbacks/ports.ts'
import type { WithMedia } from '../media/ports.ts'
import type { WithHealth } from '../health/ports.ts'
import type { WithUpstreams } from '../upstreams/ports.ts'
import type { WithRedaction } from '../domain/effects.ts'

export type RecoverJobNeeds = EndJobNeeds & AcceptJobNeeds & WithHealth<'record'> & WithMedia<'find' | 'linkUntil' | 'readInput'> & WithCallbacks<'addressOf'> & WithRedaction & WithUpstreams<'get'>

/** A look at a job whose submission was cut off, or that is held. At its deadline it is the last. */
export async function lookAtUnknown(needs: RecoverJobNeeds, job: Job, detail: string): Promise<void> {
  const isOver = needs.now() >= job.deadlineMs
  const [attempts] = await needs.database.batch([selectAttempt(needs.database, job, job.attempt)])
  const ref = attempts[0]?.ref
  if (ref) return void (await accept(needs, job, ref))
  if (await completeStored(needs, job, isOver)) return
  const found = await findSubmission(needs, job)
  if (found?.kind === 'FOUND') return void (await accept(needs, job, found.ref))
  if (isOver) return void (await giveJobUp(needs, job, 'UNKNOWN_OUTCOME'))
  await holdJob(needs, job, detail, found !== undefined)
}

/**
 * Delivers what is stored of an attempt whose consumer never came to say so.
 * @param isLastLook then a part of it is better than nothing; before, its consumer may still be storing the rest
 */
export async function completeStored(needs: RecoverJobNeeds, job: Job, isLastLook: boolean): Promise<boolean> {
  const stored: readonly StoredOutput[] = await needs.media.find(outputsPrefix(job), job.type)
  if (stored.length === 0 || (stored.length < currentRoute(job).outputs && !isLastLook)) return false
  if (await completeJob(needs, job, stored)) await recordEnd(needs, job, 'SUCCESS')
  return true
}

/** @param canBeAsked whether the upstream can be asked by our external id */
export async function holdJob(needs: RecoverJobNeeds, job: Job, detail: string, canBeAsked: boolean): Promise<void> {
  const { database, random, redact } = needs
  const nowMs = needs.now()
  const slotEndsMs = submittedAtMs(job) + HELD_SLOT_MS
  // Nobody can tell for how long it will be: the slot is the account's again.
  if (nowMs >= slotEndsMs) await beginJobs(needs, job.accountId, await needs.gate(job.accountId).release({ jobIds: [job.id], nowMs }))
  const nextMs = canBeAsked ? nowMs + REDRIVE_MS : nowMs < slotEndsMs ? slotEndsMs : job.deadlineMs
  const moveToken = heldToken(job.moveToken, random)
  const [, , moved] = await database.batch([
    recordAttempt(database, job, attemptRow(job, 'UNKNOWN', null, redact(detail)), nowMs),
    moveJob(database, job, [job.status], job.attempt, 'HELD', { dueAtMs: notAfterDeadline(job, nextMs), moveToken }),
    selectMoved(database, job, moveToken),
  ])
  if (job.status !== 'SUBMITTING' || moved.length === 0) return
  measureMove(needs, job, 'HELD')
  // Told when the answer is lost, and not when the job is given up: by then it is no news.
  await recordEnd(needs, job, 'FAILURE')
}

/** Asks the upstream for what was sent, by our external id. @returns undefined where it can never be asked */
export async function findSubmission(needs: RecoverJobNeeds, job: Job): Promise<FindOutcome | undefined> {
  const reached = await upstreamOf(needs, job)
  if (!reached) return { kind: 'UNREACHABLE', detail: CANNOT_BE_ASKED }
  const { upstream, http } = reached
  if (!upstream.find) return undefined
  return upstream.find(http, await submissionOf(needs, job, await readJobInput(needs, job)), submittedAtMs(job))
}
