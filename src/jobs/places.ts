// A job's place at its company. It is asked for before the company is, and freed at the company's verdict, before results are copied;
// the row's end frees it once more. Who gets a place that came free is sent for by whoever freed it.
import type { WithClock, WithLog } from '../domain/effects.ts'
import type { WithQueues } from '../domain/messages.ts'
import type { UpstreamId } from '../domain/upstream.ts'
import type { Ending } from '../places/line.ts'
import type { Places, WithPlaces } from '../places/ports.ts'
import { usualSeconds } from '../routing/healthy.ts'
import type { WithDatabase } from '../store/database.ts'
import { postpone } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import { REDRIVE_MS, currentModel, currentRoute, notAfterDeadline, workUntilMs } from './schedule.ts'

export type FreePlaceNeeds = WithLog & WithPlaces<'free'> & WithQueues<'submit'>

/** Then it asks again, if nobody has sent for it: its turn is later than was told, or whoever was to send for it died. */
const LATER_THAN_TOLD_MS = 60_000

/** The test upstream has room for all. */
const hasLine = (upstream: UpstreamId): boolean => upstream !== 'test'

/** @returns false where it waits now. Its message is done with: it is sent for when its turn comes */
export async function takePlace(needs: WithClock & WithDatabase & WithPlaces<'ask'> & WithLog & WithQueues<'submit'>, job: Job, isPaid: boolean): Promise<boolean> {
  const { accountId, id: jobId, deadlineMs: untilMs } = job
  const route = currentRoute(job)
  const { upstream } = route
  if (!hasLine(upstream)) return true
  const nowMs = needs.now()
  const model = currentModel(job)
  const { waitSeconds, next } = await needs.places.ask(upstream, {
    jobId, accountId, isPaid, untilMs,
    attempt: job.attempt + 1,
    sinceMs: job.waitedUntilMs ?? job.createdAtMs,
    ...(isRefusedAgain(job) && job.claimedAtMs !== null && { refusedAtMs: job.claimedAtMs }),
    leaseUntilMs: workUntilMs(job, nowMs),
    usualSeconds: usualSeconds({ model, route }),
  })
  await sendFor(needs, upstream, next)
  if (waitSeconds === null) return true
  const dueAtMs = nowMs + Math.max(REDRIVE_MS, waitSeconds * 1000 + LATER_THAN_TOLD_MS)
  await needs.database.batch([postpone(needs.database, job, notAfterDeadline(job, dueAtMs), job.chain)])
  return false
}

/** Its company took no more, twice at least. Each route before this one has had an attempt. */
const isRefusedAgain = ({ attempt, refusals, route }: Job): boolean => attempt - refusals - route >= 2

/** Its current attempt is over at its company. Never fails. @returns for how many seconds nobody is sent there */
export async function freePlace(needs: FreePlaceNeeds, job: Job, ending: Ending, retryAfterSeconds?: number): Promise<number> {
  const { upstream } = currentRoute(job)
  if (!hasLine(upstream)) return 0
  const { next, restSeconds } = await needs.places.free(upstream, { jobId: job.id, attempt: job.attempt, ending, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) })
  await sendFor(needs, upstream, next)
  return restSeconds
}

/** It is over: nothing of it is left in any line. Never fails. */
export async function leaveLines(needs: FreePlaceNeeds, job: Job): Promise<void> {
  const upstreams = new Set(job.routes.slice(0, job.route + 1).map(({ upstream }) => upstream))
  for (const upstream of upstreams) {
    if (hasLine(upstream)) await sendFor(needs, upstream, (await needs.places.free(upstream, { jobId: job.id, attempt: null, ending: 'NEITHER' })).next)
  }
}

/** Who is not sent for now is named again. */
async function sendFor({ queues, log }: WithLog & WithQueues<'submit'>, upstream: UpstreamId, next: Awaited<ReturnType<Places['free']>>['next']): Promise<void> {
  for (const { accountId, jobId } of next) {
    await queues.submit({ kind: 'submit', accountId, jobId, upstream }).catch((error: unknown) => log('not sent for', { jobId, error: String(error) }))
  }
}
