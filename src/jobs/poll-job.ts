// One look at an accepted attempt. "Not ready" costs one queue operation and no write; a look that fails says nothing
// about the work; only the upstream's own verdict or the deadline ends the job.
import * as v from 'valibot'
import type { UpstreamRef } from '../domain/upstream.ts'
import { clearJobFaults } from '../store/due.ts'
import { recordProgress, selectJob } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import type { PollOutcome } from '../upstreams/contract.ts'
import type { PollMessage, WithQueues } from '../domain/messages.ts'
import { jobOfPoll } from './accept-job.ts'
import { CANNOT_BE_ASKED, askBy, stopBy, upstreamOf } from './ask-upstream.ts'
import { ACK, cancelStoppedJob, failJob, giveJobUp } from './end-job.ts'
import type { Disposition } from './end-job.ts'
import { LOOK_AGAIN_SECONDS, isMissing, isThere } from './missing.ts'
import { freePlace } from './places.ts'
import { alarmOf, recordEnd } from './record-end.ts'
import { FRESH_MESSAGE_AFTER, currentModel, currentRoute, pollDelaySeconds } from './schedule.ts'
import { storeOutputs } from './store-outputs.ts'
import { reject } from './submit-job.ts'
import { tell } from './tell.ts'
import type { WithSlots } from './slots.ts'
import type { SubmitJobNeeds } from './submit-job.ts'
import type { WithDatabase } from '../store/database.ts'
import type { WithUpstreams } from '../upstreams/ports.ts'
import type { WithAlarm, WithClock, WithLog } from '../domain/effects.ts'

export type PollJobNeeds = SubmitJobNeeds

/** How much further an upstream's progress must be before it is written down. */
const PROGRESS_STEP = 0.4

/** @param deliveries how often the queue has delivered this message, this time included */
export async function pollJob(needs: PollJobNeeds, message: PollMessage, deliveries: number): Promise<Disposition> {
  const read = await jobOfPoll(needs, message)
  if (read?.status !== 'PROCESSING' || read.chain !== message.chain) return ACK
  // Nothing is written of a look that finds nothing: what ends the attempt writes how many there were.
  const polled = (message.polled ?? 0) + deliveries
  const job = { ...read, polls: read.polls + polled }
  if (needs.now() >= job.deadlineMs) {
    await giveUp(needs, job, message.ref)
    return ACK
  }
  return lookAtWork(needs, job, message.ref, (askedSeconds) => again(needs, job, { ...message, polled }, deliveries, askedSeconds))
}

/** One look, and what follows from it; what its caller wished cancelled is stopped. @param later what to do while it is not ready */
export async function lookAtWork(
  needs: PollJobNeeds,
  job: Job,
  ref: UpstreamRef,
  later: (askedSeconds: number | undefined) => Promise<Disposition>,
): Promise<Disposition> {
  const outcome = await lookUpstream(needs, job, ref)
  switch (outcome.kind) {
    case 'PENDING':
      if (job.cancelAskedAtMs !== null && (await stopWork(needs, job, ref))) return ACK
      await isThere(needs, job)
      if (job.faults > 0) await needs.database.batch([clearJobFaults(needs.database, job)])
      await noteProgress(needs, job, outcome.progress)
      return later(undefined)
    case 'UNREACHABLE': {
      const { upstream } = currentRoute(job)
      needs.log('poll failed', { jobId: job.id, upstream, detail: outcome.detail })
      if (outcome.alarm) await alarmOf(needs, upstream, outcome.alarm)
      return later(outcome.retryAfterSeconds)
    }
    case 'DONE':
      await freePlace(needs, job, 'MADE')
      return storeOutputs(needs, job, outcome.outputs, { retry: later })
    case 'MISSING':
    case 'FAILED':
      if (outcome.stopped && (await isWishedCancelled(needs, job))) {
        await cancelStoppedJob(needs, job)
        return ACK
      }
      if (outcome.kind === 'FAILED') return reject(needs, job, outcome)
      if (!(await isMissing(needs, job))) return later(LOOK_AGAIN_SECONDS)
      return reject(needs, job, { refusal: 'FAILED', detail: outcome.detail })
  }
}

/** @returns true when the company has stopped it, and it is cancelled */
async function stopWork(needs: PollJobNeeds, job: Job, ref: UpstreamRef): Promise<boolean> {
  if ((await stopBy(needs, job, ref))?.kind !== 'CANCELLED') return false
  await cancelStoppedJob(needs, job)
  return true
}

/** The wish may be younger than what was read of the job before the look. */
async function isWishedCancelled(needs: WithDatabase, job: Job): Promise<boolean> {
  const [[now]] = await needs.database.batch([selectJob(needs.database, job)])
  return now !== undefined && now.cancelAskedAtMs !== null
}

const OutputsRef = v.object({ outputs: v.array(v.string()) })

/** Upstreams that answer at once have nothing to poll: their reference is the outputs themselves, still to be fetched. */
export async function lookUpstream(needs: WithAlarm & WithUpstreams<'get'>, job: Job, ref: UpstreamRef): Promise<PollOutcome> {
  const reached = await upstreamOf(needs, job)
  if (!reached) return { kind: 'UNREACHABLE', detail: CANNOT_BE_ASKED }
  const { upstream, http } = reached
  const outcome = await askBy(needs, job, async (): Promise<PollOutcome> => {
    if (upstream.poll) return upstream.poll(http, ref)
    const { outputs } = v.parse(OutputsRef, ref)
    return { kind: 'DONE', outputs: outputs.map((url) => ({ kind: 'url', url })) }
  })
  return outcome ?? { kind: 'UNREACHABLE', detail: CANNOT_BE_ASKED }
}

async function again(
  needs: WithClock & WithQueues<'poll'>,
  job: Job,
  message: PollMessage,
  deliveries: number,
  askedSeconds: number | undefined,
): Promise<Disposition> {
  const untilDeadlineSeconds = Math.max(1, Math.ceil((job.deadlineMs - needs.now()) / 1000))
  const delaySeconds = Math.min(untilDeadlineSeconds, pollDelaySeconds(currentModel(job), askedSeconds))
  if (deliveries < FRESH_MESSAGE_AFTER) return { kind: 'RETRY', delaySeconds }
  await needs.queues.poll(message, delaySeconds)
  return ACK
}

/** The deadline: deliver what is finished; else stop the upstream where that is possible, fail and refund. */
export async function giveUp(needs: PollJobNeeds, job: Job, ref: UpstreamRef): Promise<void> {
  const outcome = await unlessThrown(needs, job, () => lookUpstream(needs, job, ref))
  if (outcome?.kind === 'DONE') {
    await storeOutputs(needs, job, outcome.outputs, { retry: () => timeOut(needs, job, false) })
    return
  }
  const cancelled = await unlessThrown(needs, job, () => stopBy(needs, job, ref))
  if (cancelled) needs.log('cancelled at deadline', { jobId: job.id, outcome: cancelled.kind })
  await timeOut(needs, job, cancelled?.kind === 'CANCELLED')
}

async function timeOut(needs: PollJobNeeds, job: Job, isStopped: boolean): Promise<Disposition> {
  const won = await (isStopped ? failJob(needs, job, { code: 'GENERATION_FAILED', reason: 'TIMEOUT' }) : giveJobUp(needs, job, 'TIMEOUT'))
  if (won) await recordEnd(needs, job, 'FAILURE')
  return ACK
}

/** Whatever keeps us from asking must not keep the refund waiting. */
async function unlessThrown<Answer>(needs: WithLog, job: Job, ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask()
  } catch (error) {
    needs.log('not asked at deadline', { jobId: job.id, error: String(error) })
    return undefined
  }
}

async function noteProgress(needs: WithClock & WithDatabase & WithLog & WithSlots, job: Job, progress: number | undefined): Promise<void> {
  if (progress === undefined || progress < (job.progress ?? 0) + PROGRESS_STEP) return
  await needs.database.batch([recordProgress(needs.database, job, progress)])
  await tell(needs, { ...job, progress })
}
