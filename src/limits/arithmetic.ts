// The arithmetic of an account's limits, pure: a state and a request make a verdict. The gate (account-gate.ts) only
// keeps the state. Nothing here reads a clock; the caller's time comes with each request.
import { utcDate } from '../times.ts'
import type { HeldSlot, LimitFigures, LimitName } from './account-gate.ts'
import type { Limits } from './plans.ts'
import type { SlidingWindow } from './sliding-window.ts'
import {
  secondsUntil,
  secondsUntilFits,
  secondsUntilNextFrees,
  spend,
  spentIn,
  takeBackOne,
  withoutLapsed,
} from './sliding-window.ts'

export interface GateState {
  readonly minute: SlidingWindow
  readonly day: { readonly date: string; readonly count: number }
  /** A slot for each job that is not over, by the job's id. */
  readonly leases: Readonly<Record<string, Lease>>
}

interface Lease {
  /** The slot comes back at this time even when nobody releases it. */
  readonly expiresAtMs: number
  /** Says which second and which day the job was counted in, should it be given back. */
  readonly admittedAtMs: number
}

export interface AdmitRequest {
  readonly nowMs: number
  readonly limits: Limits
  readonly jobIds: readonly string[]
  readonly leaseUntilMs: number
}

export interface Refusal {
  readonly limit: LimitName
  readonly figure: number
  readonly retryAfterSeconds: number
}

export type Verdict = { readonly kind: 'ADMITTED'; readonly state: GateState } | ({ readonly kind: 'DENIED' } & Refusal)

export const EMPTY_STATE: GateState = { minute: [], day: { date: '', count: 0 }, leases: {} }

/**
 * Nobody knows when a running job will end, and its lease is only an upper bound of many minutes. So a caller whose
 * slots are all taken is asked back in 5 s: often enough to use a freed slot, rarely enough not to press.
 */
const SLOT_RETRY_SECONDS = 5

/** Counts and leases all of the jobs, or none. Ids that hold a lease already cost nothing again. */
export function admit(state: GateState, request: AdmitRequest): Verdict {
  const { nowMs, limits, leaseUntilMs } = request
  const current = settled(state, nowMs)
  const added = [...new Set(request.jobIds)].filter((id) => !Object.hasOwn(current.leases, id))
  if (added.length === 0) return { kind: 'ADMITTED', state: current }
  const refusal = longestRefusal(current, added.length, limits, nowMs)
  if (refusal) return { kind: 'DENIED', ...refusal }
  const lease = { expiresAtMs: leaseUntilMs, admittedAtMs: nowMs }
  return {
    kind: 'ADMITTED',
    state: {
      minute: spend(current.minute, added.length, nowMs),
      day: { date: current.day.date, count: current.day.count + added.length },
      leases: { ...current.leases, ...Object.fromEntries(added.map((id) => [id, lease])) },
    },
  }
}

export function holders({ leases }: GateState): readonly HeldSlot[] {
  return Object.entries(leases).map(([jobId, { admittedAtMs }]) => ({ jobId, admittedAtMs }))
}

/** The same state, as the same object, when none of the jobs holds a lease. */
export function release(state: GateState, jobIds: readonly string[]): GateState {
  const ended = jobIds.filter((id) => Object.hasOwn(state.leases, id))
  if (ended.length === 0) return state
  return { ...state, leases: Object.fromEntries(Object.entries(state.leases).filter(([id]) => !ended.includes(id))) }
}

/**
 * Undoes the admission of those jobs that still hold a lease; the same object when none does.
 * @param replayed gives the minute's count back too: the request was a repetition of one that was counted
 */
export function giveBack(state: GateState, jobIds: readonly string[], nowMs: number, replayed: boolean): GateState {
  const current = settled(state, nowMs)
  const leases = [...new Set(jobIds)].flatMap((id) => (Object.hasOwn(current.leases, id) ? [current.leases[id]] : []))
  if (leases.length === 0) return state
  let { minute } = current
  let { count } = current.day
  for (const lease of leases) {
    if (!lease) continue
    if (replayed) minute = takeBackOne(minute, lease.admittedAtMs)
    if (utcDate(lease.admittedAtMs) === current.day.date) count -= 1
  }
  return { ...release(current, jobIds), minute, day: { date: current.day.date, count: Math.max(0, count) } }
}

/** One read more, or the refusal. Reads have a window of their own, which the gate holds in memory only. */
export function spendRead(
  reads: SlidingWindow,
  limits: Limits,
  nowMs: number,
): { readonly kind: 'ADMITTED'; readonly reads: SlidingWindow } | ({ readonly kind: 'DENIED' } & Refusal) {
  const figure = limits.readsPerMinute
  if (spentIn(reads, nowMs) < figure) return { kind: 'ADMITTED', reads: spend(reads, 1, nowMs) }
  return { kind: 'DENIED', limit: 'reads', figure, retryAfterSeconds: secondsUntilFits(reads, 1, figure, nowMs) }
}

/** What the caller is told: for each limit what remains, and in how many seconds more of it frees. */
export function figures(state: GateState, reads: SlidingWindow, limits: Limits, nowMs: number): LimitFigures {
  const { minute, day, leases } = settled(state, nowMs)
  const held = Object.keys(leases).length
  return {
    minute: {
      limit: limits.perMinute,
      remaining: Math.max(0, limits.perMinute - spentIn(minute, nowMs)),
      resetSeconds: secondsUntilNextFrees(minute, nowMs),
    },
    concurrent: {
      limit: limits.concurrent,
      remaining: Math.max(0, limits.concurrent - held),
      resetSeconds: held === 0 ? 0 : slotSeconds(leases, nowMs),
    },
    day: limits.perDay === null
      ? null
      : { limit: limits.perDay, remaining: Math.max(0, limits.perDay - day.count), resetSeconds: secondsUntilMidnight(nowMs) },
    reads: {
      limit: limits.readsPerMinute,
      remaining: Math.max(0, limits.readsPerMinute - spentIn(reads, nowMs)),
      resetSeconds: secondsUntilNextFrees(reads, nowMs),
    },
  }
}

/** The state as it stands now: without lapsed buckets and leases, on today's date. */
function settled(state: GateState, nowMs: number): GateState {
  // Requests of one account come from many machines: around midnight a slower clock must not bring yesterday back.
  const isNewDay = utcDate(nowMs) > state.day.date
  return {
    minute: withoutLapsed(state.minute, nowMs),
    day: isNewDay ? { date: utcDate(nowMs), count: 0 } : state.day,
    leases: Object.fromEntries(Object.entries(state.leases).filter(([, { expiresAtMs }]) => expiresAtMs > nowMs)),
  }
}

/** Of all the limits in the way the one that takes longest, so that who waits as told is not refused by the next. */
function longestRefusal(state: GateState, wanted: number, limits: Limits, nowMs: number): Refusal | undefined {
  const refusals: Refusal[] = []
  if (Object.keys(state.leases).length + wanted > limits.concurrent) {
    refusals.push({ limit: 'concurrent', figure: limits.concurrent, retryAfterSeconds: slotSeconds(state.leases, nowMs) })
  }
  if (spentIn(state.minute, nowMs) + wanted > limits.perMinute) {
    const retryAfterSeconds = secondsUntilFits(state.minute, wanted, limits.perMinute, nowMs)
    refusals.push({ limit: 'minute', figure: limits.perMinute, retryAfterSeconds })
  }
  if (limits.perDay !== null && state.day.count + wanted > limits.perDay) {
    refusals.push({ limit: 'day', figure: limits.perDay, retryAfterSeconds: secondsUntilMidnight(nowMs) })
  }
  return refusals.toSorted((one, other) => other.retryAfterSeconds - one.retryAfterSeconds)[0]
}

function slotSeconds(leases: GateState['leases'], nowMs: number): number {
  const expiries = Object.values(leases).map(({ expiresAtMs }) => secondsUntil(expiresAtMs, nowMs))
  return Math.min(SLOT_RETRY_SECONDS, ...expiries)
}

function secondsUntilMidnight(nowMs: number): number {
  const dayMs = 86_400_000
  return secondsUntil((Math.floor(nowMs / dayMs) + 1) * dayMs, nowMs)
}
