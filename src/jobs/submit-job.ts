// One submission: claim the job by compare-and-set, ask the upstream once, record what came of it. After an outcome
// that nobody can tell, nothing is ever submitted again.
import { submittedText } from '../catalog/serve.ts'
import type { Services } from '../services.ts'
import { rowsChanged, runBatch } from '../store/batch.ts'
import { claimJob, moveJob, recordAttempt, selectJob } from '../store/jobs.ts'
import type { AttemptOutcome, Job } from '../store/tables.ts'
import type { FindOutcome, Refused, Submission, SubmitOutcome, UpstreamOutput, UpstreamRef } from '../upstreams/contract.ts'
import type { JobMessage } from '../queues/messages.ts'
import { CANNOT_BE_ASKED, upstreamOf } from './ask-upstream.ts'
import { ACK, cancelOpenJob, failJob, failureOf } from './end-job.ts'
import type { Disposition } from './end-job.ts'
import { withField } from './input-field.ts'
import { readJobInput } from './job-input.ts'
import type { JobInput } from './job-input.ts'
import { nextTry } from './next-try.ts'
import { alarmOf, outcomeOf, recordEnd } from './record-end.ts'
import { REDRIVE_MS, currentModel, currentRoute, notAfterDeadline, pollDelaySeconds, submittedAtMs, workUntilMs } from './schedule.ts'
import { storeOutputs } from './store-outputs.ts'

export async function submitJob(services: Services, message: JobMessage): Promise<Disposition> {
  const [rows] = await services.database.batch([selectJob(services.database, { accountId: message.accountId, id: message.jobId })])
  const waiting = rows[0]
  if (waiting?.status !== 'QUEUED') return ACK
  if (services.now() >= waiting.deadlineMs) {
    await failJob(services, waiting, { code: 'GENERATION_FAILED', reason: 'TIMEOUT' })
    return ACK
  }
  const reached = await upstreamOf(services, waiting)
  // The sweeper brings it again.
  if (!reached) return ACK
  // Before the claim: what cannot be read now has not been sent, and can be read again.
  const input = await readJobInput(services, waiting)
  const nowMs = services.now()
  const [claimed] = await services.database.batch([claimJob(services.database, waiting, waiting.attempt, workUntilMs(waiting, nowMs), nowMs)])
  const job = claimed[0]
  if (!job) return ACK
  return conclude(services, job, await reached.upstream.submit(reached.http, submissionOf(job, input)))
}

/** What is sent for the job's current attempt. */
function submissionOf(job: Job, { input, addedText, options }: JobInput): Submission {
  const route = currentRoute(job)
  const text = submittedText(input, addedText)
  return {
    externalId: `${job.id}-${job.attempt}`,
    model: currentModel(job).upstreamModel,
    type: job.type,
    input: { ...input, ...(text !== undefined && { text }), ...(route.voice !== undefined && { voice: route.voice }) },
    options,
  }
}

async function conclude(services: Services, job: Job, outcome: SubmitOutcome): Promise<Disposition> {
  switch (outcome.kind) {
    case 'ACCEPTED':
      return accept(services, job, outcome.ref)
    case 'DONE':
      return storeOutputs(services, job, outcome.outputs, { retry: () => fetchLater(services, job, outcome.outputs) })
    case 'REJECTED':
      return reject(services, job, outcome)
    case 'UNKNOWN':
      return resolveUnknown(services, job, outcome.detail)
  }
}

/** A synchronous upstream's links are polled like work; bytes that could not be stored are gone, and refunded. */
async function fetchLater(services: Services, job: Job, outputs: readonly UpstreamOutput[]): Promise<Disposition> {
  const urls = outputs.flatMap((output) => (output.kind === 'url' ? [output.url] : []))
  if (urls.length === outputs.length) return accept(services, job, { outputs: urls })
  await failJob(services, job, { code: 'GENERATION_FAILED', reason: 'MEDIA' })
  return ACK
}

/** The upstream has it: remember its handle under the attempt, and begin to look. */
export async function accept(services: Services, job: Job, ref: UpstreamRef): Promise<Disposition> {
  const nowMs = services.now()
  const { database } = services
  await runBatch(database, [
    recordAttempt(database, job, attemptRow(job, 'ACCEPTED', ref, null), nowMs),
    moveJob(database, job, job.status, job.attempt, 'PROCESSING', { startedAtMs: nowMs, dueAtMs: notAfterDeadline(job, nowMs + REDRIVE_MS) }),
  ])
  const route = currentRoute(job)
  await services.queues.poll(
    {
      kind: 'poll',
      accountId: job.accountId,
      jobId: job.id,
      attempt: job.attempt,
      upstream: route.upstream,
      ref,
      deadlineMs: job.deadlineMs,
      chain: job.chain,
    },
    pollDelaySeconds(currentModel(job), undefined),
  )
  return ACK
}

/**
 * It has definitely not been accepted, or has definitely ended: the next route may be tried, or the same again when
 * it was only busy. Content rules and invalid input end the job at once.
 */
export async function reject(services: Services, job: Job, outcome: Refused): Promise<Disposition> {
  const { database } = services
  const nowMs = services.now()
  const refused = await withField(services, job, outcome)
  await tellRefusal(services, job, refused)
  const row = recordAttempt(database, job, attemptRow(job, 'REJECTED', null, services.redact(refused.detail)), nowMs)
  const again = nextTry(job, refused, nowMs)
  if (!again) {
    await runBatch(database, [row])
    if (await failJob(services, job, failureOf(refused))) await recordEnd(services, job, outcomeOf(refused))
    return ACK
  }
  const dueAtMs = Math.min(again.change.deadlineMs, nowMs + again.delaySeconds * 1000 + REDRIVE_MS)
  const results = await runBatch(database, [row, moveJob(database, job, job.status, job.attempt, 'QUEUED', { ...again.change, missing: null, dueAtMs })])
  if (rowsChanged(results.at(-1)) > 0) await recordEnd(services, job, outcomeOf(refused))
  else if (await cancelWished(services, job)) return ACK
  if (job.status === 'SUBMITTING') return { kind: 'RETRY', delaySeconds: again.delaySeconds }
  await services.queues.submit({ kind: 'submit', accountId: job.accountId, jobId: job.id })
  return ACK
}

/** What would go on to another submission ends here, if its caller wished it cancelled: no company works on it. */
async function cancelWished(services: Services, job: Job): Promise<boolean> {
  const [[now]] = await services.database.batch([selectJob(services.database, job)])
  if (now?.cancelAskedAtMs == null || now.attempt !== job.attempt) return false
  await cancelOpenJob(services, now, 'ALL')
  return true
}

async function tellRefusal(services: Services, job: Job, { refusal, detail, alarm }: Refused): Promise<void> {
  const { upstream } = currentRoute(job)
  services.log('upstream refused', { jobId: job.id, attempt: job.attempt, upstream, refusal, detail })
  if (alarm) await alarmOf(services, upstream, alarm)
}

/**
 * Nobody can tell whether it was accepted. Where the upstream can be asked by our external id, it is asked, again and
 * again; otherwise the job is held until its deadline and then refunded. It is never submitted again: an answer that
 * it is absent may only mean that it is not visible yet.
 */
export async function resolveUnknown(services: Services, job: Job, detail: string): Promise<Disposition> {
  const { database } = services
  const route = currentRoute(job)
  services.log('outcome unknown', { jobId: job.id, attempt: job.attempt, upstream: route.upstream, detail })
  const found = await findSubmission(services, job)
  if (found?.kind === 'FOUND') return accept(services, job, found.ref)
  const nowMs = services.now()
  const dueAtMs = found ? notAfterDeadline(job, nowMs + REDRIVE_MS) : job.deadlineMs
  const results = await runBatch(database, [
    recordAttempt(database, job, attemptRow(job, 'UNKNOWN', null, services.redact(detail)), nowMs),
    moveJob(database, job, job.status, job.attempt, 'HELD', { dueAtMs }),
  ])
  // Told when the answer is lost, and not when the job is given up: by then it is no news.
  if (job.status === 'SUBMITTING' && rowsChanged(results.at(-1)) > 0) await recordEnd(services, job, 'FAILURE')
  return ACK
}

/** Asks the upstream for what was sent, by our external id. @returns undefined where it can never be asked */
export async function findSubmission(services: Services, job: Job): Promise<FindOutcome | undefined> {
  const reached = await upstreamOf(services, job)
  if (!reached) return { kind: 'UNREACHABLE', detail: CANNOT_BE_ASKED }
  const { upstream, http } = reached
  if (!upstream.find) return undefined
  return upstream.find(http, submissionOf(job, await readJobInput(services, job)), submittedAtMs(job))
}

export function attemptRow(job: Job, outcome: AttemptOutcome, ref: UpstreamRef | null, detail: string | null) {
  const { upstream, model } = currentRoute(job)
  return { number: job.attempt, upstream, model, outcome, ref, detail: detail?.slice(0, 500) ?? null }
}
