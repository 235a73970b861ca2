// After a definite refusal: whether the job is sent once more, where, and when. Pure; every figure of it stands here.
import type { Job } from '../store/tables.ts'
import type { Refused } from '../upstreams/contract.ts'
import { MOST_ATTEMPTS, retryDelaySeconds, waitingUntilMs } from './schedule.ts'

export interface NextTry {
  readonly delaySeconds: number
  /** What of the row changes with it. */
  readonly change: Pick<Job, 'route' | 'refusals' | 'errorField' | 'deadlineMs'>
}

/** A file that could not be fetched for now may be there a little later. */
const FETCH_AGAIN_SECONDS = 20

/** @returns undefined when nothing is tried any more */
export function nextTry(job: Job, refused: Refused, nowMs: number): NextTry | undefined {
  const { refusal, retryAfterSeconds } = refused
  if (refusal === 'MODERATED' || refusal === 'INVALID_INPUT') return undefined
  // What failed while it was worked on may go elsewhere within the time of that work.
  const isSubmission = job.status === 'SUBMITTING'
  const deadlineMs = isSubmission ? waitingUntilMs(job) : job.deadlineMs
  const isWaiting = refusal === 'BUSY' && isSubmission
  const refusals = job.refusals + (isWaiting ? 0 : 1)
  const change = { route: job.route, refusals, errorField: null, deadlineMs }
  if (refusals >= MOST_ATTEMPTS) return undefined
  if (refusal === 'INPUT_MEDIA') {
    // The field remembers that it was tried again, and with what.
    const mayPass = refused.forNow === true && job.errorField === null && isSubmission
    return mayPass ? { delaySeconds: FETCH_AGAIN_SECONDS, change: { ...change, errorField: refused.field ?? 'media' } } : undefined
  }
  if (job.route + 1 < job.routes.length) return { delaySeconds: 0, change: { ...change, route: job.route + 1 } }
  if (refused.alarm || !(isSubmission && (isWaiting || refusal === 'UNAVAILABLE'))) return undefined
  const delaySeconds = retryDelaySeconds(isWaiting ? job.attempt - job.refusals : refusals, retryAfterSeconds)
  // Nobody waits longer than the row says.
  return nowMs + delaySeconds * 1000 < deadlineMs ? { delaySeconds, change } : undefined
}
