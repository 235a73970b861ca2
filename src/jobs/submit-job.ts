// One submission: claim the job by compare-and-set, ask the upstream once, record what came of it. After an outcome
// that nobody can tell, nothing is ever submitted again.
import { newMoveToken } from '../domain/new-id.ts'
import { isHeavy } from './heavy.ts'
import type { JobMessage, WithQueues } from '../domain/messages.ts'
import { liveAccountId } from '../domain/test-account.ts'
import { selectPlan } from '../store/credits.ts'
import { claimJob, recordAttempt, requeueJob, selectIfMoved, selectJob } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import { isTransient } from '../store/transient.ts'
import type { Refused, SubmitOutcome, UpstreamOutput } from '../upstreams/contract.ts'
import { accept, attemptRow } from './accept-job.ts'
import { upstreamOf } from './ask-upstream.ts'
import { ACK, cancelOpenJob, failJob, failureOf } from './end-job.ts'
import type { Disposition } from './end-job.ts'
import { withField } from './input-field.ts'
import { readJobInput } from './job-input.ts'
import { measureMove } from './measure-move.ts'
import { nextTry } from './next-try.ts'
import { freePlace, leaveLines, takePlace } from './places.ts'
import { alarmOf, outcomeOf, recordEnd } from './record-end.ts'
import { completeStored, findSubmission, holdJob } from './recover-job.ts'
import { REDRIVE_MS, currentRoute, workUntilMs } from './schedule.ts'
import { storeOutputs } from './store-outputs.ts'
import { submissionOf } from './submission.ts'
import { takeClaimBack } from './take-claim-back.ts'
import { isOpen, tell } from './tell.ts'
import type { RecoverJobNeeds } from './recover-job.ts'
import type { StoreOutputsNeeds } from './store-outputs.ts'
import type { WithAlarm, WithLog } from '../domain/effects.ts'
import type { Ending } from '../places/line.ts'
import type { WithPlaces } from '../places/ports.ts'

export type SubmitJobNeeds = RecoverJobNeeds & StoreOutputsNeeds & WithPlaces<'ask'> & WithQueues<'submit'>

export async function submitJob(needs: SubmitJobNeeds, message: JobMessage): Promise<Disposition> {
  const { database } = needs
  const key = { accountId: message.accountId, id: message.jobId }
  if (message.unsentToken !== undefined) await takeClaimBack(needs, key, message.unsentToken)
  const [[waiting], [account]] = await database.batch([selectJob(database, key), selectPlan(database, liveAccountId(key.accountId))])
  // The consumer before this one may have stored the result and failed to say so.
  if (waiting?.status === 'SUBMITTING' || waiting?.status === 'HELD') await completeStored(needs, waiting, false)
  // Whoever sent for it does not know that it has ended since.
  if (waiting && !isOpen(waiting)) await leaveLines(needs, waiting)
  if (waiting?.status !== 'QUEUED') return ACK
  if (waiting.cancelAskedAtMs !== null) {
    await cancelOpenJob(needs, waiting, 'ALL')
    return ACK
  }
  if (needs.now() >= waiting.deadlineMs) {
    await failJob(needs, waiting, { code: 'GENERATION_FAILED', reason: 'TIMEOUT' })
    return ACK
  }
  const directed = { ...message, upstream: currentRoute(waiting).upstream }
  if (isHeavy(directed) && !isHeavy(message)) {
    // Its sender could not tell, or it has gone on to another company since.
    await needs.queues.submit(directed)
    return ACK
  }
  const reached = await upstreamOf(needs, waiting)
  // The sweeper brings it again.
  if (!reached) return ACK
  if (!(await takePlace(needs, waiting, account !== undefined && account.plan !== 'FREE'))) return ACK
  // Before the claim: what cannot be read now has not been sent, and can be read again.
  const input = await readJobInput(needs, waiting)
  const job = await claim(needs, waiting)
  if (job === null) return ACK
  if (!job) return giveUpClaim(needs, waiting)
  const submission = await submissionOf(needs, job, input)
  const [outcome] = await Promise.all([reached.upstream.submit(reached.http, submission), tell(needs, job)])
  return conclude(needs, job, outcome)
}

/** @returns undefined where somebody else has moved it; null where nobody can tell */
async function claim(needs: SubmitJobNeeds, waiting: Job): Promise<Job | null | undefined> {
  const { database } = needs
  const moveToken = newMoveToken(needs.random)
  const nowMs = needs.now()
  try {
    const [, claimed] = await database.batch([
      claimJob(database, waiting, { ...sweptSoon(waiting, nowMs), deadlineMs: workUntilMs(waiting, nowMs), claimedAtMs: nowMs, moveToken }),
      selectIfMoved(database, waiting, moveToken),
    ])
    const [job] = claimed
    if (job) measureMove(needs, job, 'SUBMITTING')
    return job
  } catch (error) {
    needs.log('claim without an answer', { jobId: waiting.id, error: String(error) })
    await sayUnsent(needs, waiting, moveToken)
    return null
  }
}

/** Who has waited for a place was to be looked at much later. */
const sweptSoon = ({ dueAtMs }: Job, nowMs: number): Partial<Pick<Job, 'dueAtMs'>> => (dueAtMs !== null && dueAtMs <= nowMs + REDRIVE_MS ? {} : { dueAtMs: nowMs + REDRIVE_MS })

/** Somebody else has moved it: whoever has claimed it has the same place, and who has ended it may have left the line before. */
async function giveUpClaim(needs: SubmitJobNeeds, waiting: Job): Promise<Disposition> {
  const [[now]] = await needs.database.batch([selectJob(needs.database, waiting)])
  if (now && !isOpen(now)) await leaveLines(needs, now)
  return ACK
}

/** The claim may stand in the row, and only this message knows that nothing was accepted under it. */
const sayUnsent = (needs: WithQueues<'submit'>, { accountId, id: jobId }: Job, unsentToken: string): Promise<void> =>
  needs.queues.submit({ kind: 'submit', accountId, jobId, unsentToken })

async function conclude(needs: SubmitJobNeeds, job: Job, outcome: SubmitOutcome): Promise<Disposition> {
  switch (outcome.kind) {
    case 'ACCEPTED':
      return accept(needs, job, outcome.ref)
    case 'DONE':
      await freePlace(needs, job, 'MADE')
      return storeOutputs(needs, job, outcome.outputs, { retry: () => fetchLater(needs, job, outcome.outputs) })
    case 'REJECTED':
      try {
        return await reject(needs, job, outcome)
      } catch (error) {
        // What fails by a mistake of ours would fail again at once, without end: it stays claimed until its lease is over.
        if (job.moveToken === null || !isTransient(error)) throw error
        needs.log('refusal not recorded', { jobId: job.id, attempt: job.attempt, error: String(error) })
        await sayUnsent(needs, job, job.moveToken)
        return ACK
      }
    case 'UNKNOWN':
      return concludeUnknown(needs, job, outcome.detail)
  }
}

/** A synchronous upstream's links are polled like work; bytes that could not be stored are gone, and refunded. */
async function fetchLater(needs: SubmitJobNeeds, job: Job, outputs: readonly UpstreamOutput[]): Promise<Disposition> {
  const urls = outputs.flatMap((output) => (output.kind === 'url' ? [output.url] : []))
  if (urls.length === outputs.length) return accept(needs, job, { outputs: urls })
  await failJob(needs, job, { code: 'GENERATION_FAILED', reason: 'MEDIA' })
  return ACK
}

/**
 * It has definitely not been accepted, or has definitely ended: the next route may be tried, or the same again when
 * it was only busy. Content rules and invalid input end the job at once.
 */
export async function reject(needs: SubmitJobNeeds, job: Job, outcome: Refused): Promise<Disposition> {
  const { database } = needs
  const nowMs = needs.now()
  const refused = await withField(needs, job, outcome)
  await tellRefusal(needs, job, refused)
  const ending = endingOf(job, refused)
  const restSeconds = await freePlace(needs, job, ending, refused.retryAfterSeconds)
  const row = recordAttempt(database, job, attemptRow(job, 'REJECTED', null, needs.redact(refused.detail), refused.blameless ? 'CALLER' : refused.refusal), nowMs)
  const again = nextTry(job, refused, nowMs)
  if (!again) {
    await database.batch([row])
    if (await failJob(needs, job, failureOf(refused))) await recordEnd(needs, job, outcomeOf(refused))
    return ACK
  }
  const moveToken = newMoveToken(needs.random)
  // Who was refused comes when the rest is over, and has those sent for that wait for it.
  const delaySeconds = again.change.route === job.route && ending === 'BUSY' && restSeconds > 0 ? restSeconds : again.delaySeconds
  const dueAtMs = Math.min(again.change.deadlineMs, nowMs + delaySeconds * 1000 + REDRIVE_MS)
  const [, , [moved]] = await database.batch([
    row,
    requeueJob(database, job, { ...again.change, missing: null, dueAtMs, moveToken }),
    selectIfMoved(database, job, moveToken),
  ])
  if (!moved) {
    await cancelWished(needs, job)
    return ACK
  }
  measureMove(needs, moved, 'QUEUED')
  await tell(needs, moved)
  await recordEnd(needs, job, outcomeOf(refused))
  if (job.status === 'SUBMITTING') return { kind: 'RETRY', delaySeconds }
  await needs.queues.submit({ kind: 'submit', accountId: job.accountId, jobId: job.id })
  return ACK
}

/** What fails while it is worked on has been worked on. */
const endingOf = ({ status }: Job, { refusal }: Refused): Ending => (status !== 'SUBMITTING' ? 'MADE' : refusal === 'BUSY' ? 'BUSY' : 'NEITHER')

/** What would go on to another submission ends here, if its caller wished it cancelled: no company works on it. */
async function cancelWished(needs: SubmitJobNeeds, job: Job): Promise<void> {
  const [[now]] = await needs.database.batch([selectJob(needs.database, job)])
  if (now && now.cancelAskedAtMs !== null && now.attempt === job.attempt) await cancelOpenJob(needs, now, 'ALL')
}

async function tellRefusal(needs: WithAlarm & WithLog, job: Job, { refusal, detail, alarm }: Refused): Promise<void> {
  const { upstream } = currentRoute(job)
  needs.log('upstream refused', { jobId: job.id, attempt: job.attempt, upstream, refusal, detail })
  if (alarm) await alarmOf(needs, upstream, alarm)
}

/**
 * Nobody can tell whether it was accepted. Where the upstream can be asked by our external id, it is asked, again and
 * again; otherwise the job is held until its deadline and then refunded. It is never submitted again: an answer that
 * it is absent may only mean that it is not visible yet.
 */
async function concludeUnknown(needs: SubmitJobNeeds, job: Job, detail: string): Promise<Disposition> {
  needs.log('outcome unknown', { jobId: job.id, attempt: job.attempt, upstream: currentRoute(job).upstream, detail })
  const found = await findSubmission(needs, job)
  if (found?.kind === 'FOUND') return accept(needs, job, found.ref)
  await holdJob(needs, job, detail, found !== undefined)
  return ACK
}
