// Slots that have come free go to those who wait for them, in the same step in which they come free, so that nobody gets in
// between. Pure. Whom it called is told until it is known that the job has begun.
import type { HeldSlot, OpenRows, TurnsRequest } from '../jobs/slots.ts'
import { SLOT_LEASE_MS } from '../jobs/schedule.ts'
import type { GateState, Lease } from './gate-state.ts'
import { leaseOf } from './gate-state.ts'
import { leave, nextOf, rejoin } from './turns.ts'
import type { Waiting } from './turns.ts'

/** Then whoever was told last must have had it begin. */
const CALL_AGAIN_MS = 5000

/** The same state, as the same object, where nobody has a turn. @param state without lapsed leases */
export function callNext(state: GateState, nowMs: number): GateState {
  const held = Object.values(state.leases)
  const next = nextOf(state.turns, held.length, held.filter(({ cell }) => cell !== undefined).length)
  return next ? callNext(called(state, next, nowMs), nowMs) : state
}

function called(state: GateState, { jobId, admittedAtMs, cell, round }: Waiting, nowMs: number): GateState {
  const left = leave(state.turns, [jobId])
  const lease: Lease = { expiresAtMs: nowMs + SLOT_LEASE_MS, admittedAtMs, calledAtMs: nowMs, ...(cell !== undefined && { cell }) }
  return { ...state, leases: { ...state.leases, [jobId]: lease }, turns: { ...left, round: left.waiting.length === 0 ? 0 : round } }
}

/** Who was called just now. */
export const calledNow = (state: GateState, nowMs: number): readonly HeldSlot[] => slotsOf(state, (_, calledAtMs) => calledAtMs === nowMs)

/** Who was called now, or a while ago by somebody who may have died of it. @param jobId in any case */
export const toldNext = (state: GateState, nowMs: number, jobId?: string): readonly HeldSlot[] =>
  slotsOf(state, (id, calledAtMs) => id === jobId || calledAtMs === nowMs || nowMs - calledAtMs >= CALL_AGAIN_MS)

/** Of those that are not known to have begun. */
const slotsOf = ({ leases }: GateState, isTold: (jobId: string, calledAtMs: number) => boolean): readonly HeldSlot[] =>
  Object.entries(leases).flatMap(([jobId, { calledAtMs, admittedAtMs }]) => (calledAtMs !== undefined && isTold(jobId, calledAtMs) ? [{ jobId, admittedAtMs }] : []))

/** It has begun. */
export function confirmed(state: GateState, jobId: string): GateState {
  const lease = leaseOf(state, jobId)
  if (lease?.calledAtMs === undefined) return state
  const { calledAtMs: _, ...begun } = lease
  return { ...state, leases: { ...state.leases, [jobId]: begun } }
}

/** As many as the plan allows now. Where nobody waits nothing is kept of it. */
export const hearing = (state: GateState, concurrent: number): GateState =>
  state.turns.waiting.length === 0 || state.turns.concurrent === concurrent ? state : { ...state, turns: { ...state.turns, concurrent } }

export const isKnown = (state: GateState, jobId: string): boolean => leaseOf(state, jobId) !== undefined || state.turns.waiting.some((one) => one.jobId === jobId)

/** What it has forgotten of that. @param state without lapsed leases */
export function reminded(state: GateState, { running, waiting }: OpenRows, { nowMs, concurrent }: TurnsRequest): GateState {
  const slots = running.filter(({ jobId }) => leaseOf(state, jobId) === undefined)
  const leases = slots.map(({ jobId, admittedAtMs, endUser }): [string, Lease] => [jobId, { expiresAtMs: nowMs + SLOT_LEASE_MS, admittedAtMs, ...cellOf(endUser) }])
  const kept = leave(state.turns, slots.map(({ jobId }) => jobId))
  const forgotten = waiting.filter(({ jobId }) => !isKnown(state, jobId)).map(({ jobId, admittedAtMs, endUser }) => ({ jobId, admittedAtMs, endUser, ...cellOf(endUser) }))
  return { ...state, leases: { ...state.leases, ...Object.fromEntries(leases) }, turns: { ...rejoin(kept, forgotten), concurrent } }
}

const cellOf = (endUser: string | null) => endUser !== null && { cell: `u:${endUser}` }
