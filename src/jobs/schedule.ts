// When things are looked at again. Pure figures and functions; all times in milliseconds since 1970 or in seconds,
// as their names say.
import type { Route } from '../domain/job.ts'
import { modelById } from '../catalog/catalog.ts'
import { patienceSeconds } from '../domain/model.ts'
import type { Model } from '../domain/model.ts'
import { inTestTime } from '../routing/test-market.ts'
import type { Job } from '../store/tables.ts'

/** How long a nudge through a queue may stay unanswered before the sweeper repeats it. */
export const REDRIVE_MS = 90_000
/** How long a consumer may take over one submission. Longer than any upstream's time-out. */
export const SUBMIT_LEASE_MS = 240_000
/** How long a slot stays leased if nobody gives it back: longer than any row's waiting and all its attempts. */
export const SLOT_LEASE_MS = 6 * 3_600_000
/** How long a job waits for a slot of its account before it is refunded. */
export const LONGEST_TURN_MS = 24 * 3_600_000
/** How long a job whose outcome nobody knows keeps its slot, from its submission. */
export const HELD_SLOT_MS = 600_000
/** Submissions of one job that were definitely refused, all routes together, before it fails. What met a busy company does not count. */
export const MOST_ATTEMPTS = 4
/** A queue message is replaced by a fresh one before its 100 retries are used up. */
export const FRESH_MESSAGE_AFTER = 90
const LONGEST_RETRY_SECONDS = 300

/** How long after a job was given up its upstream is asked whether it has made it after all. */
const LATE_LOOKS_MS = [5 * 60_000, 30 * 60_000, 2 * 3_600_000, 8 * 3_600_000, 24 * 3_600_000]

/** The next look after now; null when it is not worth another. */
export function nextLateLook(givenUpAtMs: number, nowMs: number): number | null {
  const next = LATE_LOOKS_MS.find((waitMs) => givenUpAtMs + waitMs > nowMs)
  return next === undefined ? null : givenUpAtMs + next
}

/** Links to what is made end soon: what could not be fetched in a look is looked at again every two minutes, for half an hour after each of the looks. */
export const LATE_FETCH_MS = 2 * 60_000
const LATE_FETCHES_END_MS = 30 * 60_000

/** @returns null where it is not fetched again before the next look */
export function nextLateFetch(givenUpAtMs: number, nowMs: number): number | null {
  const last = LATE_LOOKS_MS.findLast((waitMs) => givenUpAtMs + waitMs <= nowMs)
  return last !== undefined && nowMs + LATE_FETCH_MS < givenUpAtMs + last + LATE_FETCHES_END_MS ? nowMs + LATE_FETCH_MS : null
}

/** When the sweeper looks next: its look at the deadline is what ends a job whose messages are all lost. */
export const notAfterDeadline = (job: Job, dueAtMs: number): number => Math.min(job.deadlineMs, dueAtMs)

type Routed = Pick<Job, 'id' | 'routes' | 'route'>

/** The way of serving the job that is in use. */
export function currentRoute(job: Routed): Route {
  const route = job.routes[job.route]
  if (!route) throw new Error(`job ${job.id} has no route ${job.route}`)
  return route
}

/** When the current attempt was sent. */
export const submittedAtMs = (job: Job): number => job.claimedAtMs ?? job.createdAtMs

/** Until when a job waits for the company's turn: counted from the order, or from when it got a slot, by the model that was chosen first. */
export const waitingUntilMs = ({ createdAtMs, waitedUntilMs, ...job }: Routed & Pick<Job, 'createdAtMs' | 'waitedUntilMs'>): number =>
  (waitedUntilMs ?? createdAtMs) + patienceSeconds(currentModel({ ...job, route: 0 })) * 1000

/** Until when the work may take that is submitted now. */
export const workUntilMs = (job: Routed, nowMs: number): number => nowMs + currentModel(job).deadlineSeconds * 1000

/** The catalogue's row of the model in use. */
export function currentModel(job: Routed): Model {
  const { model: id, upstream } = currentRoute(job)
  const model = modelById(id)
  if (!model) throw new Error(`model ${id} of job ${job.id} is not in the catalogue`)
  return upstream === 'test' ? inTestTime(model) : model
}

/** Before the n-th repeat of something refused for now: 5, 20, 80 … s, at least what the upstream asked for. */
export function retryDelaySeconds(repeat: number, askedSeconds: number | undefined): number {
  return Math.min(LONGEST_RETRY_SECONDS, Math.max(askedSeconds ?? 0, 5 * 4 ** Math.max(0, repeat - 1)))
}

/** A company that calls back is waited for a quarter longer than it usually takes, and never longer than this. */
const LONGEST_SPARE_SECONDS = 30

/**
 * From its acceptance to the first look. A company that was asked to call back is looked at when it should have done so; from then on as
 * often as any other, so that a callback that is lost costs seconds.
 */
export function firstLookDelaySeconds(job: Job, isCalledBack: boolean, nowMs: number): number {
  const model = currentModel(job)
  const usual = pollDelaySeconds(model, undefined)
  if (!isCalledBack) return usual
  const expectedSeconds = currentRoute(job).measuredSeconds ?? model.typicalSeconds
  const patientMs = (expectedSeconds + Math.min(LONGEST_SPARE_SECONDS, expectedSeconds / 4)) * 1000
  const untilMs = Math.min(submittedAtMs(job) + patientMs, job.deadlineMs)
  return Math.max(usual, Math.ceil((untilMs - nowMs) / 1000))
}

/** Between polls: the model's own pace; slower while the upstream cannot be reached. */
export function pollDelaySeconds(model: Model, askedSeconds: number | undefined): number {
  return Math.min(LONGEST_RETRY_SECONDS, Math.max(model.pollSeconds, askedSeconds ?? 0))
}
