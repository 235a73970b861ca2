// A job's move as an operator counts it: after the batch that made it.
import type { WithClock } from '../domain/effects.ts'
import type { JobStatus } from '../domain/job.ts'
import type { WithMeasures } from '../domain/measure.ts'
import type { Job } from '../store/tables.ts'
import { currentRoute } from './schedule.ts'

/** @param job as it is now, but for the status that it came to */
export function measureMove({ measure, now }: WithClock & WithMeasures, job: Job, status: JobStatus | 'ORDERED'): void {
  const { upstream, model } = currentRoute(job)
  const seconds = (now() - job.createdAtMs) / 1000
  measure({ kind: 'MOVE', status, upstream, model, type: job.type, reason: job.errorReason, seconds, credits: job.cost - job.refunded })
}
