// The arithmetic of an account's limits, pure: a state and a request make a verdict. The gate (account-gate.ts) only
// keeps the state. Nothing here reads a clock; the caller's time comes with each request.
import { utcDate } from '../domain/times.ts'
import type { AdmitRequest, HeldSlot, LimitFigures, Party, Refusal } from './gate.ts'
import { EMPTY_PURSE, cellOf, purseFigures, settledPurse, shortageOf, slotsOf, spendFrom, takeBackFrom } from './purse.ts'
import type { Purse } from './purse.ts'
import { secondsUntil } from './sliding-window.ts'

export interface GateState {
  /** The minute's count. */
  readonly generating: Purse
  readonly day: { readonly date: string; readonly count: number }
  /** A slot for each job that is not over, by the job's id. */
  readonly leases: Readonly<Record<string, Lease>>
}

interface Lease {
  /** The slot comes back at this time even when nobody releases it. */
  readonly expiresAtMs: number
  /** Says which second and which day the job was counted in, should it be given back. */
  readonly admittedAtMs: number
  /** And among whose: of a client token. */
  readonly cell?: string
}

export type Verdict = { readonly kind: 'ADMITTED'; readonly state: GateState } | ({ readonly kind: 'DENIED' } & Refusal)

export const EMPTY_STATE: GateState = { generating: EMPTY_PURSE, day: { date: '', count: 0 }, leases: {} }

/**
 * Nobody knows when a running job will end, and its lease is only an upper bound of many minutes. So a caller whose
 * slots are all taken is asked back in 5 s: often enough to use a freed slot, rarely enough not to press.
 */
const SLOT_RETRY_SECONDS = 5

/** Counts and leases all of the jobs, or none. Ids that hold a lease already cost nothing again. */
export function admit(state: GateState, request: AdmitRequest): Verdict {
  const { nowMs, leaseUntilMs } = request
  const current = settled(state, nowMs)
  const added = [...new Set(request.jobIds)].filter((id) => !Object.hasOwn(current.leases, id))
  if (added.length === 0) return { kind: 'ADMITTED', state: current }
  const cell = cellOf(current.generating, request.endUser ?? null)
  const refusal = longestRefusal(current, added.length, request, cell)
  if (refusal) return { kind: 'DENIED', ...refusal }
  const lease = { expiresAtMs: leaseUntilMs, admittedAtMs: nowMs, ...(cell !== undefined && { cell }) }
  return {
    kind: 'ADMITTED',
    state: {
      generating: spendFrom(current.generating, cell, added.length, nowMs),
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
 * @param withMinute gives the minute's count back too
 */
export function giveBack(state: GateState, jobIds: readonly string[], nowMs: number, withMinute: boolean): GateState {
  const current = settled(state, nowMs)
  const leases = [...new Set(jobIds)].flatMap((id) => (Object.hasOwn(current.leases, id) ? [current.leases[id]] : []))
  if (leases.length === 0) return state
  let { generating } = current
  let { count } = current.day
  for (const lease of leases) {
    if (!lease) continue
    if (withMinute) generating = takeBackFrom(generating, lease.cell, lease.admittedAtMs)
    if (utcDate(lease.admittedAtMs) === current.day.date) count -= 1
  }
  return { ...release(current, jobIds), generating, day: { date: current.day.date, count: Math.max(0, count) } }
}

export type ReadVerdict = { readonly kind: 'ADMITTED'; readonly reads: Purse } | ({ readonly kind: 'DENIED' } & Refusal)

/** So many reads more, or the refusal. Reads have a purse of their own, which the gate holds in memory only. */
export function spendReads(reads: Purse, { limits, endUser }: Party, count: number, nowMs: number): ReadVerdict {
  const current = settledPurse(reads, nowMs)
  const cell = cellOf(current, endUser ?? null)
  const shortage = shortageOf(current, cell, count, limits.readsPerMinute, nowMs)
  return shortage ? { kind: 'DENIED', limit: 'reads', ...shortage } : { kind: 'ADMITTED', reads: spendFrom(current, cell, count, nowMs) }
}

/** What the caller is told: for each limit what remains, and in how many seconds more of it frees. */
export function figures(state: GateState, reads: Purse, { limits, endUser = null }: Party, nowMs: number): LimitFigures {
  const { generating, day, leases } = settled(state, nowMs)
  const held = Object.keys(leases).length
  const kept = settledPurse(reads, nowMs)
  const slots = slotsOf(limits.concurrent, endUser)
  return {
    minute: purseFigures(generating, cellOf(generating, endUser), limits.perMinute, nowMs),
    concurrent: {
      limit: slots,
      remaining: Math.max(0, slots - held),
      resetSeconds: held === 0 ? 0 : slotSeconds(leases, nowMs),
    },
    day: limits.perDay === null
      ? null
      : { limit: limits.perDay, remaining: Math.max(0, limits.perDay - day.count), resetSeconds: secondsUntilMidnight(nowMs) },
    reads: purseFigures(kept, cellOf(kept, endUser), limits.readsPerMinute, nowMs),
  }
}

/** The state as it stands now: without lapsed buckets and leases, on today's date. */
function settled(state: GateState, nowMs: number): GateState {
  // Requests of one account come from many machines: around midnight a slower clock must not bring yesterday back.
  const isNewDay = utcDate(nowMs) > state.day.date
  return {
    generating: settledPurse(state.generating, nowMs),
    day: isNewDay ? { date: utcDate(nowMs), count: 0 } : state.day,
    leases: Object.fromEntries(Object.entries(state.leases).filter(([, { expiresAtMs }]) => expiresAtMs > nowMs)),
  }
}

/** Of all the limits in the way the one that takes longest, so that who waits as told is not refused by the next. */
function longestRefusal(state: GateState, wanted: number, { limits, endUser = null, nowMs }: AdmitRequest, cell: string | undefined): Refusal | undefined {
  const refusals: Refusal[] = []
  const slots = slotsOf(limits.concurrent, endUser)
  if (Object.keys(state.leases).length + wanted > slots) {
    const share = slots < limits.concurrent ? 'CLIENT_TOKENS' : undefined
    refusals.push({ limit: 'concurrent', figure: slots, retryAfterSeconds: slotSeconds(state.leases, nowMs), ...(share && { share }) })
  }
  const shortage = shortageOf(state.generating, cell, wanted, limits.perMinute, nowMs)
  if (shortage) refusals.push({ limit: 'minute', ...shortage })
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
