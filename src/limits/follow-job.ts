// A job from now to its end, for whoever waits: the present state first, then what the account's object tells. A line that
// breaks, by a deploy or an eviction, is attached anew; where the object cannot be reached, the row is read now and then.
import type { Caller } from '../auth/caller.ts'
import type { ReadArchivedNeeds } from '../jobs/archived.ts'
import { readJob } from '../jobs/create-job.ts'
import { isOpen, versionOf } from '../jobs/tell.ts'
import type { Job } from '../store/tables.ts'
import type { WithChance, WithLog, WithPause } from '../domain/effects.ts'
import type { WithGate } from './gate.ts'
import { openLine } from './line.ts'
import type { Line } from './line.ts'

export type FollowNeeds = ReadArchivedNeeds & WithChance & WithGate & WithLog & WithPause

export interface Following {
  readonly caller: Pick<Caller, 'accountId' | 'endUser' | 'limits'>
  readonly jobId: string
  readonly untilMs: number
  /** The client is gone. */
  readonly signal: AbortSignal
  /** As attached already. */
  readonly line: Line | undefined
  /** As known already. */
  readonly job?: Job
}

/** Nothing has moved for so long, or who waits is to be heard from. */
export type Seen = SeenJob | { readonly kind: 'QUIET' }

export interface SeenJob {
  readonly kind: 'JOB'
  readonly job: Job
  /** Among those that wait for a slot; null: it does not, or nobody knows. */
  readonly place: number | null
}

const seen = (job: Job, place: number | null): SeenJob => ({ kind: 'JOB', job, place: job.status === 'WAITING' ? place : null })

export const QUIET_MS = 15_000
/** Many whose lines broke together must not come again together. */
const SHORTEST_PAUSE_MS = 500
const JITTER_MS = 2000
/** The version before that of any job: whatever is told is news then. */
export const NOTHING_KNOWN = -1

/** Ends with the job, at its time, or with the client; at once where there is no such job of the caller's. */
export async function* followJob(needs: FollowNeeds, following: Following): AsyncGenerator<Seen, void, void> {
  const { caller, jobId, untilMs, signal } = following
  if (following.job && !isOpen(following.job)) return yield seen(following.job, null)
  let line = following.line ?? (await attachAnew(needs, following, following.job ? versionOf(following.job) : NOTHING_KNOWN))
  const hangUp = (): void => line?.close()
  signal.addEventListener('abort', hangUp)
  try {
    let job = following.job ?? (await readJob(needs, caller, jobId))
    if (!job) return
    let place = line?.place() ?? null
    yield seen(job, place)
    let quiet: Promise<'QUIET'> | undefined
    while (isOpen(job) && needs.now() < untilMs && !signal.aborted) {
      let next = line?.take()
      if (!next && !line?.isOpen()) {
        await needs.pause(Math.min(pauseMs(needs, line !== undefined), untilMs - needs.now()))
        if (signal.aborted) return
        line = await attachAnew(needs, following, versionOf(job))
        next = line?.take() ?? (await readJob(needs, caller, jobId).catch(() => undefined))
        if (!line) yield { kind: 'QUIET' }
      } else if (!next && line) {
        quiet ??= needs.pause(Math.min(QUIET_MS, untilMs - needs.now())).then(() => 'QUIET')
        if ((await Promise.race([quiet, line.news(place)])) === 'QUIET') {
          quiet = undefined
          yield { kind: 'QUIET' }
        }
      }
      const isNews = next !== undefined && versionOf(next) > versionOf(job)
      const isMoved = line !== undefined && line.place() !== place
      if (isNews) job = next ?? job
      place = line ? line.place() : place
      if (isNews || (isMoved && job.status === 'WAITING')) yield seen(job, place)
    }
  } finally {
    signal.removeEventListener('abort', hangUp)
    line?.close()
  }
}

/** Where there is no line at all, the row is read instead: no more often than others look. */
const pauseMs = ({ random }: WithChance, hadLine: boolean): number => (hadLine ? SHORTEST_PAUSE_MS : QUIET_MS / 3) + ((random(1)[0] ?? 0) / 255) * JITTER_MS

async function attachAnew(needs: FollowNeeds, { caller, jobId, untilMs }: Following, version: number): Promise<Line | undefined> {
  const { accountId, limits, endUser } = caller
  try {
    const answer = await needs.gate(accountId).attach({ limits, endUser, nowMs: needs.now(), reads: 0, jobId, version, untilMs })
    return answer.kind === 'ATTACHED' ? openLine(answer.socket, answer.place) : undefined
  } catch (error) {
    needs.log('not attached', { jobId, error: String(error) })
    return undefined
  }
}

/** The job once it has ended, or as it stands at that time. */
export async function awaitEnd(needs: FollowNeeds, following: Following): Promise<SeenJob | undefined> {
  let last: SeenJob | undefined
  for await (const one of followJob(needs, following)) if (one.kind === 'JOB') last = one
  if (!last || !isOpen(last.job)) return last
  // Should its end have been told to nobody.
  const job = await readJob(needs, following.caller, following.jobId).catch(() => undefined)
  return job ? seen(job, last.place) : last
}
