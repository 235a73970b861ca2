// How a job ends, whatever ended it: one guarded batch (store/settlements.ts). What follows is owed by the ended row: the
// caller that won sees to it at once, and where it cannot, the sweeper does.
import type { FailureCode, FailureReason } from '../domain/job.ts'
import type { StoredOutput } from '../domain/media.ts'
import type { CancelRefund } from '../domain/model.ts'
import { newMoveToken } from '../domain/new-id.ts'
import type { Refused } from '../upstreams/contract.ts'
import { closeOwed, selectExpired, selectJob } from '../store/jobs.ts'
import { EVENT_OF, deliveryIdOf, settleJob } from '../store/settlements.ts'
import type { Settlement } from '../store/settlements.ts'
import type { Job } from '../store/tables.ts'
import { comparePrice } from './compare-price.ts'
import { deleteJobInput } from './job-input.ts'
import { measureMove } from './measure-move.ts'
import { leaveLines } from './places.ts'
import type { FreePlaceNeeds } from './places.ts'
import { recordOutputs } from './record-outputs.ts'
import { currentModel, currentRoute, nextLateLook } from './schedule.ts'
import { storePosters } from './store-posters.ts'
import type { Posters } from './store-posters.ts'
import { takeDownJob } from './take-down-job.ts'
import { isOpen, tellingOf } from './tell.ts'
import { beginJobs } from './begin-jobs.ts'
import type { BeginJobsNeeds } from './begin-jobs.ts'
import type { WithAlarm, WithClock } from '../domain/effects.ts'
import type { WithDatabase } from '../store/database.ts'
import type { WithQueues } from '../domain/messages.ts'
import type { WithMedia } from '../media/ports.ts'

export type EndJobNeeds = BeginJobsNeeds & FreePlaceNeeds & WithAlarm & WithMedia<'delete' | 'deleteOthers' | 'poster' | 'record'> & WithQueues<'events' | 'webhook'>

/** What consumers tell the queue about a message. */
export type Disposition = { readonly kind: 'ACK' } | { readonly kind: 'RETRY'; readonly delaySeconds: number }
export const ACK: Disposition = { kind: 'ACK' }

export interface Failure {
  readonly code: FailureCode
  readonly reason: FailureReason | null
  /** The input at fault, by its name. */
  readonly field?: string | undefined
}

const notEarned = ({ cost }: Job, earned: number): number => Math.max(0, cost - earned)

/** What every end without outputs is: all of it is refunded but where something else is said. */
const unmade = ({ cost }: Job) => ({ outputs: null, refund: cost, errorCode: null, errorReason: null, expiresAtMs: null })

/** Fails the job and refunds all of it. @returns true when this call ended it */
export const failJob = (needs: EndJobNeeds, job: Job, { code, reason, field }: Failure): Promise<boolean> =>
  endJob(needs, job, { ...unmade(job), status: 'FAILED', errorCode: code, errorReason: reason, errorField: field ?? null })

/** Fails and refunds a job that nobody can wait for any longer; what comes of it all the same is looked for later. */
export const giveJobUp = (needs: EndJobNeeds, job: Job, reason: 'TIMEOUT' | 'UNKNOWN_OUTCOME'): Promise<boolean> =>
  endJob(needs, job, { ...unmade(job), status: 'FAILED', errorCode: 'GENERATION_FAILED', errorReason: reason }, job.attempt > 0)

/**
 * Cancels the job. What its company keeps is the price of the model that was at work, which after a failover may be less than was charged.
 * @param comesBack what of that price; all, where no company works on it @returns true when this call ended it
 */
export const cancelOpenJob = (needs: EndJobNeeds, job: Job, comesBack: CancelRefund): Promise<boolean> =>
  endJob(needs, job, { ...unmade(job), status: 'CANCELLED', refund: comesBack === 'ALL' ? job.cost : notEarned(job, currentRoute(job).credits) })

/** Cancels what the company has stopped: its model's row says what comes back. */
export const cancelStoppedJob = (needs: EndJobNeeds, job: Job): Promise<boolean> =>
  cancelOpenJob(needs, job, currentModel(job).cancelRefund ?? 'NOTHING')

/**
 * Completes the job with what was made. Outputs that a content rule withheld are refunded, and so is the
 * difference when a cheaper model than the quoted one made it.
 */
export function completeJob(needs: EndJobNeeds, job: Job, outputs: readonly StoredOutput[], posters: Posters = []): Promise<boolean> {
  const route = currentRoute(job)
  const earned = Math.ceil((route.credits * Math.min(outputs.length, route.outputs)) / route.outputs)
  return complete(needs, job, outputs, { refund: notEarned(job, earned), errorCode: null, errorReason: null }, posters)
}

/** Delivers, free, what came after the job was given up and refunded. The job remembers why it had been. */
export function completeLate(needs: EndJobNeeds, job: Job, outputs: readonly StoredOutput[]): Promise<boolean> {
  const { errorCode, errorReason, errorField } = job
  return complete(needs, job, outputs, { refund: 0, errorCode, errorReason, errorField })
}

async function complete(
  needs: EndJobNeeds,
  job: Job,
  outputs: readonly StoredOutput[],
  rest: Pick<Settlement, 'refund' | 'errorCode' | 'errorReason' | 'errorField'>,
  posters: Posters = [],
): Promise<boolean> {
  const expiresAtMs = needs.now() + job.retentionDays * 86_400_000
  const won = await endJob(needs, job, { ...rest, status: 'COMPLETED', outputs, expiresAtMs }, false, posters)
  if (won) await comparePrice(needs, job, outputs)
  else await dropUnwanted(needs, job, outputs)
  return won
}

/**
 * Somebody else has ended it while this was being stored. Where its files are gone since, or are others, nobody would ever delete
 * these; what was given up is looked for again, by what is stored of it.
 */
async function dropUnwanted(needs: WithClock & WithDatabase & WithMedia<'delete'>, job: Job, outputs: readonly StoredOutput[]): Promise<void> {
  const kept = await keptOf(needs, job)
  const unwanted = kept ? outputs.map(({ key }) => key).filter((key) => !kept.includes(key)) : []
  if (unwanted.length > 0) await needs.media.delete(unwanted)
}

/** The same where nobody can tell what was stored, since an answer of the storage was lost. */
export async function dropUntold(needs: WithClock & WithDatabase & WithMedia<'deleteOthers'>, job: Job): Promise<void> {
  const kept = await keptOf(needs, job)
  if (kept) await needs.media.deleteOthers(`${job.accountId}/${job.id}/`, kept)
}

/** The files that stay of a job; undefined where somebody may still want others. */
async function keptOf({ database, now }: WithClock & WithDatabase, job: Job): Promise<readonly string[] | undefined> {
  const [[ended]] = await database.batch([selectJob(database, job)])
  if (!ended || isOpen(ended) || isGivenUp(ended)) return undefined
  const isKept = ended.expiredAtMs === null && now() < (ended.expiresAtMs ?? 0)
  return isKept ? (ended.outputs ?? []).map(({ key }) => key) : []
}

/** @param mayComeLate nobody knows that it failed: what comes of it all the same is looked for */
async function endJob(needs: EndJobNeeds, job: Job, settlement: Settlement, mayComeLate = false, posters: Posters = []): Promise<boolean> {
  const moveToken = newMoveToken(needs.random)
  const nowMs = needs.now()
  const settled = await settleJob(needs.database, job, settlement, nowMs, moveToken)
  if (!settled) return false
  const { refund, ...end } = settlement
  const ended = { ...job, ...end, errorField: settlement.errorField ?? null, refunded: job.refunded + refund, completedAtMs: nowMs, moveToken }
  measureMove(needs, ended, ended.status)
  needs.log('job ended', { jobId: job.id, status: settlement.status, reason: settlement.errorReason, refund: settlement.refund })
  try {
    if (settled.isAwaited) await needs.queues.events({ kind: 'events', accountId: job.accountId })
    await payOwed(needs, ended, mayComeLate, posters)
  } catch (error) {
    needs.log('owed after the end', { jobId: job.id, error: String(error) })
  }
  return true
}

export type EndedJob = Job & { readonly status: Settlement['status'] }

/** Frees the slot and the place and tells who waits, has begin whose turn it is, sends the webhook, writes down whose work it is, deletes what no longer belongs to it, and closes the row. Repeating any of it is harmless. */
export async function payOwed(needs: EndJobNeeds, job: EndedJob, mayComeLate = isGivenUp(job), posters: Posters = []): Promise<void> {
  const { accountId, id } = job
  const nowMs = needs.now()
  const called = await needs.gate(accountId).release({ jobIds: [id], nowMs, ended: { telling: tellingOf(job), nowMs } })
  await beginJobs(needs, accountId, called)
  await leaveLines(needs, job)
  if (job.webhookUrl !== null) await needs.queues.webhook({ kind: 'webhook', accountId, deliveryId: deliveryIdOf(id, EVENT_OF[job.status]) })
  if (await recordOutputs(needs, job)) await takeDownJob(needs, job)
  // What was given up is looked for again: by what it was made from, and by what is stored of it.
  if (!mayComeLate) await deleteLeftovers(needs, job)
  const outputs = posters.length > 0 ? await storePosters(needs, job, posters) : undefined
  // Whoever deletes marks the row first: what was put after the deletion is seen here, or by who pays anew when this is cut off.
  const isOver = outputs ? (await selectExpired(needs.database, job, needs.now())).length > 0 : job.expiresAtMs !== null && job.expiresAtMs <= nowMs
  if (isOver) await needs.media.delete((job.outputs ?? []).map(({ key }) => key))
  await needs.database.batch([closeOwed(needs.database, job, { ...afterOwed(job, mayComeLate, needs.now()), ...(outputs && { outputs }) })])
}

/** What a job that is over has stored and nobody can want: of attempts that failed or were superseded, and what it was made from. */
export async function deleteLeftovers(needs: WithDatabase & WithMedia<'delete' | 'deleteOthers'>, job: Pick<Job, 'accountId' | 'id' | 'attempt' | 'outputs' | 'storedInputs'>): Promise<void> {
  const kept = (job.outputs ?? []).map(({ key }) => key)
  const mayHaveLeft = job.attempt > (kept.length > 0 ? 1 : 0)
  if (mayHaveLeft) await needs.media.deleteOthers(`${job.accountId}/${job.id}/`, kept)
  await deleteJobInput(needs, job)
}

/** What an ended row is due for when it owes nothing more. */
function afterOwed(job: EndedJob, mayComeLate: boolean, nowMs: number): Pick<Job, 'dueFor' | 'dueAtMs'> {
  if (job.status === 'COMPLETED') return { dueFor: 'DELETE', dueAtMs: job.expiresAtMs }
  const lookAtMs = mayComeLate ? nextLateLook(job.completedAtMs ?? nowMs, nowMs) : null
  return lookAtMs === null ? { dueFor: null, dueAtMs: null } : { dueFor: 'LATE', dueAtMs: lookAtMs }
}

/** It was refunded because nobody could wait any longer: its upstream may have made it all the same. */
export const isGivenUp = ({ status, errorReason, attempt }: Pick<Job, 'status' | 'errorReason' | 'attempt'>): boolean =>
  status === 'FAILED' && attempt > 0 && (errorReason === 'TIMEOUT' || errorReason === 'UNKNOWN_OUTCOME')

/** An upstream's refusal, or our own of a caller's file, in the words that callers know. */
export function failureOf(refused: Refused): Failure {
  switch (refused.refusal) {
    case 'INPUT_MEDIA':
      return { code: 'INVALID_INPUT', reason: 'INPUT_MEDIA', field: refused.field }
    case 'MODERATED':
      return { code: 'GENERATION_FAILED', reason: 'MODERATED' }
    case 'INVALID_INPUT':
      return { code: 'INVALID_INPUT', reason: 'UPSTREAM' }
    case 'BUSY':
    case 'UNAVAILABLE':
      return { code: 'PROVIDER_UNAVAILABLE', reason: 'UPSTREAM' }
    case 'FAILED':
      return { code: 'GENERATION_FAILED', reason: 'UPSTREAM' }
  }
}
