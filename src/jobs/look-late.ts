// After a refund: a job that was given up may have been made all the same, its answer lost or its upstream too slow. It is
// looked at a few times more; what has come of it is stored and delivered free. Looking never begins anything.
import { postpone, selectAttempt } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import type { UpstreamRef } from '../domain/upstream.ts'
import { upstreamOf } from './ask-upstream.ts'
import { completeLate, deleteLeftovers } from './end-job.ts'
import { lookUpstream } from './poll-job.ts'
import { LATE_FETCH_MS, nextLateFetch, nextLateLook } from './schedule.ts'
import { copyOutputs } from './store-outputs.ts'
import { findSubmission } from './recover-job.ts'
import type { RecoverJobNeeds } from './recover-job.ts'
import type { WithMedia } from '../media/ports.ts'

export type LookLateNeeds = RecoverJobNeeds & WithMedia<'ingest'>

/** One look at a job that was given up and refunded. */
export async function lookLate(needs: LookLateNeeds, job: Job): Promise<void> {
  const nowMs = needs.now()
  // First of all: a look that dies must not be due again at once.
  const givenUpAtMs = job.completedAtMs ?? nowMs
  const nextMs = nextLateLook(givenUpAtMs, nowMs)
  const soonMs = earlier(nextLateFetch(givenUpAtMs, nowMs), nextMs)
  const laterMs = nextMs ?? nowMs + LATE_FETCH_MS
  await needs.database.batch([postpone(needs.database, job, laterMs, job.chain)])
  const outcome = await lookOnce(needs, job, soonMs !== null)
  // What was made is seen to by its settlement.
  if (outcome === 'MADE') return
  const againMs = { OPEN: nextMs, UNREAD: soonMs, FAILED: null }[outcome]
  // Nothing is kept once nobody will look again. Until it is gone the row stays due: nothing else remembers it.
  if (againMs === null) await deleteLeftovers(needs, job)
  if (againMs !== laterMs) await needs.database.batch([postpone(needs.database, job, againMs, job.chain)])
}

const earlier = (one: number | null, other: number | null): number | null => (one === null || other === null ? (one ?? other) : Math.min(one, other))

async function lookOnce(needs: LookLateNeeds, job: Job, isAnotherToCome: boolean): Promise<'OPEN' | 'UNREAD' | 'FAILED' | 'MADE'> {
  const ref = await refOf(needs, job)
  if (!ref) return 'OPEN'
  const outcome = await lookUpstream(needs, job, ref)
  if (outcome.kind !== 'DONE') return outcome.kind === 'FAILED' ? 'FAILED' : 'OPEN'
  const copied = await copyOutputs(needs, job, outcome.outputs)
  // What is gone now may be had by the fresh link of another look.
  if (!copied || (copied.isGone && isAnotherToCome)) return 'UNREAD'
  if (copied.stored.length === 0) return 'OPEN'
  await completeLate(needs, job, copied.stored)
  return 'MADE'
}

/** The handle on what was submitted, as it was recorded or as the upstream can be asked for it by our id. */
async function refOf(needs: LookLateNeeds, job: Job): Promise<UpstreamRef | undefined> {
  const [attempts] = await needs.database.batch([selectAttempt(needs.database, job, job.attempt)])
  const ref = attempts[0]?.ref ?? undefined
  const reached = await upstreamOf(needs, job)
  if (!reached || reached.upstream.mayBegin?.(ref)) return undefined
  if (ref) return ref
  const found = await findSubmission(needs, job)
  return found?.kind === 'FOUND' ? found.ref : undefined
}
