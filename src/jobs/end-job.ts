// How a job ends, whatever ended it: one guarded batch (store/settlements.ts), and only for the one caller that won,
// the slot is freed and the webhook sent. Both are repeated by the sweeper or expire by themselves when lost here.
import type { Services, StoredOutput } from '../services.ts'
import type { CancelRefund } from '../catalog/model.ts'
import type { Refused } from '../upstreams/contract.ts'
import { EVENT_OF, deliveryIdOf, settleJob } from '../store/settlements.ts'
import type { Settlement } from '../store/settlements.ts'
import type { FailureCode, FailureReason, Job } from '../store/tables.ts'
import { currentModel, currentRoute, nextLateLook } from './schedule.ts'

/** What consumers tell the queue about a message. */
export type Disposition = { readonly kind: 'ACK' } | { readonly kind: 'RETRY'; readonly delaySeconds: number }
export const ACK: Disposition = { kind: 'ACK' }

export interface Failure {
  readonly code: FailureCode
  readonly reason: FailureReason | null
  /** The input at fault, by its name. */
  readonly field?: string | undefined
}

/** What every end without outputs is: all of it is refunded but where something else is said, and nothing is left to do. */
const unmade = ({ cost }: Job) => ({ outputs: null, refund: cost, errorCode: null, errorReason: null, expiresAtMs: null, dueAtMs: null })

/** Fails the job and refunds all of it. @returns true when this call ended it */
export const failJob = (services: Services, job: Job, { code, reason, field }: Failure): Promise<boolean> =>
  endJob(services, job, { ...unmade(job), status: 'FAILED', errorCode: code, errorReason: reason, errorField: field ?? null })

/** Fails and refunds a job that nobody can wait for any longer; what comes of it all the same is looked for later. */
export function giveJobUp(services: Services, job: Job, reason: 'TIMEOUT' | 'UNKNOWN_OUTCOME'): Promise<boolean> {
  const nowMs = services.now()
  return endJob(services, job, {
    ...unmade(job),
    status: 'FAILED',
    errorCode: 'GENERATION_FAILED',
    errorReason: reason,
    dueAtMs: nextLateLook(nowMs, nowMs),
  })
}

/** Cancels the job. @param comesBack what of its cost; all, where no company works on it @returns true when this call ended it */
export const cancelOpenJob = (services: Services, job: Job, comesBack: CancelRefund): Promise<boolean> =>
  endJob(services, job, { ...unmade(job), status: 'CANCELLED', refund: comesBack === 'ALL' ? job.cost : 0 })

/** Cancels what the company has stopped: its model's row says what comes back. */
export const cancelStoppedJob = (services: Services, job: Job): Promise<boolean> =>
  cancelOpenJob(services, job, currentModel(job).cancelRefund ?? 'NOTHING')

/**
 * Completes the job with what was made. Outputs that a content rule withheld are refunded, and so is the
 * difference when a cheaper model than the quoted one made it.
 */
export function completeJob(services: Services, job: Job, outputs: readonly StoredOutput[]): Promise<boolean> {
  const route = currentRoute(job)
  const earned = Math.ceil((route.credits * Math.min(outputs.length, route.outputs)) / route.outputs)
  return endJob(services, job, completed(services, job, outputs, { refund: Math.max(0, job.cost - earned), errorCode: null, errorReason: null }))
}

/** Delivers, free, what came after the job was given up and refunded. The job remembers why it had been. */
export function completeLate(services: Services, job: Job, outputs: readonly StoredOutput[]): Promise<boolean> {
  const { errorCode, errorReason, errorField } = job
  return endJob(services, job, completed(services, job, outputs, { refund: 0, errorCode, errorReason, errorField }))
}

function completed(
  services: Services,
  job: Job,
  outputs: readonly StoredOutput[],
  rest: Pick<Settlement, 'refund' | 'errorCode' | 'errorReason' | 'errorField'>,
): Settlement {
  const expiresAtMs = services.now() + job.retentionDays * 86_400_000
  return { ...rest, status: 'COMPLETED', outputs, expiresAtMs, dueAtMs: expiresAtMs }
}

async function endJob(services: Services, job: Job, settlement: Settlement): Promise<boolean> {
  const won = await settleJob(services.database, job, settlement, services.now())
  if (!won) return false
  services.log('job ended', { jobId: job.id, status: settlement.status, reason: settlement.errorReason, refund: settlement.refund })
  await services.gate(job.accountId).release({ jobIds: [job.id] })
  if (job.webhookUrl !== null) {
    const deliveryId = deliveryIdOf(job.id, EVENT_OF[settlement.status])
    await services.queues.webhook({ kind: 'webhook', accountId: job.accountId, deliveryId })
  }
  return true
}

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
