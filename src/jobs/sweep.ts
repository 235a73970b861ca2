// The repairer, every minute: whatever is due in D1 and that no queue message has moved. It reads nothing but the
// partial indexes on due times, so that a minute with nothing due costs one row.
import type { Services } from '../services.ts'
import { markExpired, postpone, selectAttempt, selectDueJobs } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import { postponeDelivery, selectDueDeliveries } from '../store/webhook-deliveries.ts'
import { failJob, giveJobUp } from './end-job.ts'
import { lookLate } from './look-late.ts'
import { giveUp } from './poll-job.ts'
import { REDRIVE_MS, SUBMIT_LEASE_MS, currentRoute, notAfterDeadline, submittedAtMs } from './schedule.ts'
import { resolveUnknown } from './submit-job.ts'

const PAGE = 50
/** Pages of one run; what is left over is due in the next minute. */
const MOST_PAGES = 10

/** @returns how many rows were looked at */
export async function sweep(services: Services): Promise<number> {
  let seen = 0
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const nowMs = services.now()
    const [jobs, deliveries] = await services.database.batch([
      selectDueJobs(services.database, nowMs, PAGE),
      selectDueDeliveries(services.database, nowMs, PAGE),
    ])
    for (const job of jobs) await guarded(services, { jobId: job.id }, () => sweepJob(services, job, nowMs))
    for (const delivery of deliveries) {
      await guarded(services, { deliveryId: delivery.id }, async () => {
        await services.database.batch([postponeDelivery(services.database, delivery, nowMs + REDRIVE_MS)])
        await services.queues.webhook({ kind: 'webhook', accountId: delivery.accountId, deliveryId: delivery.id })
      })
    }
    seen += jobs.length + deliveries.length
    if (jobs.length < PAGE && deliveries.length < PAGE) break
  }
  return seen
}

/** One row that cannot be mended must not keep the others waiting. */
async function guarded(services: Services, facts: Readonly<Record<string, string>>, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    services.log('sweep failed', { ...facts, error: String(error) })
  }
}

async function sweepJob(services: Services, job: Job, nowMs: number): Promise<void> {
  const isOver = nowMs >= job.deadlineMs
  switch (job.status) {
    case 'QUEUED':
      if (isOver) return void (await failJob(services, job, { code: 'GENERATION_FAILED', reason: 'TIMEOUT' }))
      await postponeJob(services, job, notAfterDeadline(job, nowMs + REDRIVE_MS), job.chain)
      return services.queues.submit({ kind: 'submit', accountId: job.accountId, jobId: job.id })
    case 'SUBMITTING':
      return sweepSubmitting(services, job, nowMs, isOver)
    case 'HELD':
      if (isOver) return void (await giveJobUp(services, job, 'UNKNOWN_OUTCOME'))
      return void (await resolveUnknown(services, job, 'still unknown'))
    case 'PROCESSING':
      return sweepProcessing(services, job, nowMs, isOver)
    case 'COMPLETED':
      await services.media.delete((job.outputs ?? []).map((output) => output.key))
      await services.database.batch([markExpired(services.database, job, nowMs)])
      return
    case 'FAILED':
      return lookLate(services, job)
    case 'CANCELLED':
      return postponeJob(services, job, null, job.chain)
  }
}

/** A consumer that died between claiming and recording leaves an outcome that nobody can tell. */
async function sweepSubmitting(services: Services, job: Job, nowMs: number, isOver: boolean): Promise<void> {
  const leaseEndsMs = submittedAtMs(job) + SUBMIT_LEASE_MS
  if (nowMs < leaseEndsMs) await postponeJob(services, job, leaseEndsMs, job.chain)
  else if (isOver) await giveJobUp(services, job, 'UNKNOWN_OUTCOME')
  else await resolveUnknown(services, job, 'the submission was cut off')
}

async function sweepProcessing(services: Services, job: Job, nowMs: number, isOver: boolean): Promise<void> {
  const [attempts] = await services.database.batch([selectAttempt(services.database, job, job.attempt)])
  const ref = attempts[0]?.ref
  if (!ref) return void (await giveJobUp(services, job, 'UNKNOWN_OUTCOME'))
  if (isOver) return giveUp(services, job, ref)
  const chain = job.chain + 1
  await postponeJob(services, job, notAfterDeadline(job, nowMs + redriveMs(chain)), chain)
  const { upstream } = currentRoute(job)
  const { accountId, id: jobId, attempt, deadlineMs } = job
  await services.queues.poll({ kind: 'poll', accountId, jobId, attempt, upstream, ref, deadlineMs, chain }, 0)
}

/** Each new chain of polls replaces the one before, so a healthy long job need not be re-driven often. */
function redriveMs(chain: number): number {
  return Math.min(REDRIVE_MS * 2 ** chain, 15 * 60_000)
}

async function postponeJob(services: Services, job: Job, dueAtMs: number | null, chain: number): Promise<void> {
  await services.database.batch([postpone(services.database, job, dueAtMs, chain)])
}
