// After a refund: a job that was given up may have been made all the same, its answer lost or its upstream too slow. It is
// looked at a few times more; what has come of it is stored and delivered free. Looking never begins anything.
import type { Services } from '../services.ts'
import { postpone, selectAttempt } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import type { UpstreamRef } from '../upstreams/contract.ts'
import { upstreamOf } from './ask-upstream.ts'
import { completeLate } from './end-job.ts'
import { lookUpstream } from './poll-job.ts'
import { nextLateLook } from './schedule.ts'
import { copyOutputs } from './store-outputs.ts'
import { findSubmission } from './submit-job.ts'

/** One look at a job that was given up and refunded. */
export async function lookLate(services: Services, job: Job): Promise<void> {
  const nowMs = services.now()
  // First of all: a look that dies must not be due again at once.
  const nextMs = nextLateLook(job.completedAtMs ?? nowMs, nowMs)
  await services.database.batch([postpone(services.database, job, nextMs, job.chain)])
  const ref = await refOf(services, job)
  if (!ref) return
  const outcome = await lookUpstream(services, job, ref)
  if (outcome.kind === 'FAILED') await services.database.batch([postpone(services.database, job, null, job.chain)])
  if (outcome.kind !== 'DONE') return
  const copied = await copyOutputs(services, job, outcome.outputs)
  // What is gone now may be had by the fresh link of another look.
  if (!copied || (copied.isGone && nextMs !== null)) return
  if (copied.stored.length > 0) await completeLate(services, job, copied.stored)
}

/** The handle on what was submitted, as it was recorded or as the upstream can be asked for it by our id. */
async function refOf(services: Services, job: Job): Promise<UpstreamRef | undefined> {
  const [attempts] = await services.database.batch([selectAttempt(services.database, job, job.attempt)])
  const ref = attempts[0]?.ref ?? undefined
  const reached = await upstreamOf(services, job)
  if (!reached || reached.upstream.mayBegin?.(ref)) return undefined
  if (ref) return ref
  const found = await findSubmission(services, job)
  return found?.kind === 'FOUND' ? found.ref : undefined
}
