// The arithmetic of an account's limits, pure: a state and a request make a verdict. The gate (account-gate.ts) only
// keeps the state. Nothing here reads a clock; the caller's time comes with each request.
import { utcDate } from '../domain/times.ts'
import type { HeldSlot } from '../jobs/slots.ts'
import { callNext, hearing, isKnown } from './calls.ts'
import type { AdmitRequest, LimitFigures, Party, Refusal } from './gate.ts'
import type { GateState, Lease } from './gate-state.ts'
import { leaseOf } from './gate-state.ts'
import { cellOf, purseFigures, settledPurse, shortageOf, slotsOf, spendFrom, takeBackFrom } from './purse.ts'
import type { Purse } from './purse.ts'
import { secondsUntil } from './sliding-window.ts'
import { fullFor, join, leave } from './turns.ts'

export type Verdict = { readonly kind: 'ADMITTED'; readonly state: GateState } | ({ readonly kind: 'DENIED' } & Refusal)

/**
 * Nobody knows when a running job will end, and its lease is only an upper bound of many minutes. So a caller whose
 * slots are all taken is asked back in 5 s: often enough to use a freed slot, rarely enough not to press.
 */
const SLOT_RETRY_SECONDS = 5

/** Counts all of the jobs and leases them slots, or none; those that may wait do so where there is no slot. Ids that are known already cost nothing again. */
export function admit(state: GateState, request: AdmitRequest): Verdict {
  const { nowMs, leaseUntilMs, limits, endUser = null, mayWait = [] } = request
  const current = callNext(hearing(settled(state, nowMs), limits.concurrent), nowMs)
  const added = [...new Set(request.jobIds)].filter((id) => !isKnown(current, id))
  if (added.length === 0) return { kind: 'ADMITTED', state: current }
  const cell = cellOf(current.generating, endUser)
  const free = Math.max(0, slotsOf(limits.concurrent, endUser) - Object.keys(current.leases).length)
  const patient = added.filter((id) => mayWait.includes(id))
  const firm = added.length - patient.length
  const waits = patient.slice(Math.max(0, free - firm))
  const refusal = longestRefusal(current, { wanted: added.length, isOver: firm > free, waits: waits.length }, request, cell)
  if (refusal) return { kind: 'DENIED', ...refusal }
  const own = { admittedAtMs: nowMs, ...(cell !== undefined && { cell }) }
  const begins = added.filter((id) => !waits.includes(id))
  return {
    kind: 'ADMITTED',
    state: {
      generating: spendFrom(current.generating, cell, added.length, nowMs),
      day: { date: current.day.date, count: current.day.count + added.length },
      leases: { ...current.leases, ...Object.fromEntries(begins.map((id) => [id, { ...own, expiresAtMs: leaseUntilMs }])) },
      turns: waits.length === 0 ? current.turns : waits.reduce((turns, jobId) => join(turns, { ...own, jobId, endUser }), { ...current.turns, concurrent: limits.concurrent }),
    },
  }
}

export function holders({ leases }: GateState): readonly HeldSlot[] {
  return Object.entries(leases).map(([jobId, { admittedAtMs }]) => ({ jobId, admittedAtMs }))
}

/** The same state, as the same object, when none of the jobs has a slot or waits for one. */
export function release(state: GateState, jobIds: readonly string[]): GateState {
  const ended = jobIds.filter((id) => isKnown(state, id))
  if (ended.length === 0) return state
  return { ...state, leases: Object.fromEntries(Object.entries(state.leases).filter(([id]) => !ended.includes(id))), turns: leave(state.turns, ended) }
}

/** What has come free goes to who waits. The same state where nobody has a turn. */
export function passOn(state: GateState, nowMs: number): GateState {
  if (state.turns.waiting.length === 0) return state
  const current = settled(state, nowMs)
  const next = callNext(current, nowMs)
  return next === current ? state : next
}

/**
 * Undoes the admission of those jobs that still have a slot or wait for one; the same object when none does.
 * @param withMinute gives the minute's count back too
 */
export function giveBack(state: GateState, jobIds: readonly string[], nowMs: number, withMinute: boolean): GateState {
  const current = settled(state, nowMs)
  const admitted = [...new Set(jobIds)].flatMap((id): readonly Pick<Lease, 'admittedAtMs' | 'cell'>[] => {
    const found = leaseOf(current, id) ?? current.turns.waiting.find(({ jobId }) => jobId === id)
    return found ? [found] : []
  })
  if (admitted.length === 0) return state
  let { generating } = current
  let { count } = current.day
  for (const { cell, admittedAtMs } of admitted) {
    if (withMinute) generating = takeBackFrom(generating, cell, admittedAtMs)
    if (utcDate(admittedAtMs) === current.day.date) count -= 1
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
export function settled(state: GateState, nowMs: number): GateState {
  // Requests of one account come from many machines: around midnight a slower clock must not bring yesterday back.
  const isNewDay = utcDate(nowMs) > state.day.date
  return {
    ...state,
    generating: settledPurse(state.generating, nowMs),
    day: isNewDay ? { date: utcDate(nowMs), count: 0 } : state.day,
    leases: Object.fromEntries(Object.entries(state.leases).filter(([, { expiresAtMs }]) => expiresAtMs > nowMs)),
  }
}

interface Wish {
  readonly wanted: number
  /** Those of them that do not wait are more than there are slots. */
  readonly isOver: boolean
  readonly waits: number
}

/** Of all the limits in the way the one that takes longest, so that who waits as told is not refused by the next. */
function longestRefusal(state: GateState, { wanted, isOver, waits }: Wish, { limits, endUser = null, nowMs }: AdmitRequest, cell: string | undefined): Refusal | undefined {
  const refusals: Refusal[] = []
  const slots = slotsOf(limits.concurrent, endUser)
  const full = waits > 0 ? fullFor(state.turns, waits, endUser) : undefined
  if (isOver || full) {
    const share = isOver ? (slots < limits.concurrent ? 'CLIENT_TOKENS' : undefined) : full?.share
    refusals.push({ limit: 'concurrent', figure: slots, retryAfterSeconds: slotSeconds(state.leases, nowMs), ...(share && { share }), ...(!isOver && full && { waiting: full.waiting }) })
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
