// The arithmetic of an upstream's health, pure: what its last attempts came to, and a circuit breaker over them. The
// Durable Object (upstream-health.ts) only keeps the state. Nothing here reads a clock; the time comes with each call.
import { weigh, withinShare } from './weights.ts'

/** Success rate and median are of the last so many attempts, and of none older than this. */
export const WINDOW_ATTEMPTS = 50
export const WINDOW_MS = 30 * 60_000
/** With fewer outcomes than this, failures alone open nothing. Nor do those of one account, which weighs a fifth at most. */
export const LEAST_OUTCOMES = 5
export const LEAST_SUCCESS_RATE = 0.5
/** How long it stays open at first; each failed trial doubles it. */
export const FIRST_OPEN_MS = 60_000
export const LONGEST_OPEN_MS = 15 * 60_000
/** A trial may take many minutes, be cancelled or be lost: while none has ended, one more is let through each minute. */
export const TRIAL_MS = 60_000
/** Fewer successes than this make no median: the first one may be an exception. */
export const LEAST_MEASURED = 3

/**
 * How an attempt ended, as far as it tells of its upstream. `ALARM`: our key refused, our balance empty. `NEITHER`:
 * content rules, whatever a caller gave, or too many at once, which say nothing about the upstream.
 */
export type AttemptOutcome = 'SUCCESS' | 'FAILURE' | 'ALARM' | 'NEITHER'

export interface AttemptEnd {
  readonly model: string
  /** Whose it was, by id. */
  readonly account: string
  readonly outcome: AttemptOutcome
  /** From submission to result. */
  readonly seconds: number
  readonly nowMs: number
}

interface Outcome {
  readonly atMs: number
  readonly model: string
  /** Absent in what was kept before accounts were. */
  readonly account?: string
  readonly isSuccess: boolean
  readonly seconds: number
}

export type Circuit =
  /** `sinceMs` null: it has never been open. */
  | { readonly kind: 'CLOSED'; readonly sinceMs: number | null }
  /** Half-open from `untilMs` on. `trialUntilMs`: a trial is under way, so that nothing else is let through. */
  | {
      readonly kind: 'OPEN'
      readonly sinceMs: number
      readonly untilMs: number
      readonly trialUntilMs: number
      /** Whose failed trial has kept it open. A second one of the same account does not do so again. */
      readonly keptBy?: string
      /** When it opened first, if a failed trial has kept it open since. */
      readonly firstMs?: number
    }

export interface HealthState {
  /** Oldest first. */
  readonly outcomes: readonly Outcome[]
  readonly circuit: Circuit
}

export const EMPTY_STATE: HealthState = { outcomes: [], circuit: { kind: 'CLOSED', sinceMs: null } }

/** What leaves the object: all that a choice needs, for as long as it is kept. */
export interface Snapshot {
  readonly circuit: Circuit
  /** 0 to 1; null where nothing was tried lately. */
  readonly successRate: number | null
  /** By model, since models of one upstream differ by minutes; only those with enough successes. */
  readonly medianSeconds: Readonly<Record<string, number>>
}

export const UNKNOWN_HEALTH: Snapshot = { circuit: EMPTY_STATE.circuit, successRate: null, medianSeconds: {} }

export type CircuitState = 'CLOSED' | 'OPEN' | 'HALF_OPEN'

export interface Standing {
  readonly state: CircuitState
  /** When that state began; null where it has always been so. */
  readonly sinceMs: number | null
  /** Whole seconds until something may be sent to it; 0: now. */
  readonly waitSeconds: number
}

/** The state with one attempt's end more; the same object when that says nothing. */
export function record(state: HealthState, end: AttemptEnd): HealthState {
  const isNeither = end.outcome === 'NEITHER'
  const outcome = { atMs: end.nowMs, model: end.model, account: end.account, isSuccess: end.outcome === 'SUCCESS', seconds: end.seconds }
  const outcomes = isNeither ? state.outcomes : recent([...state.outcomes, outcome], end.nowMs)
  const circuit = state.circuit.kind === 'CLOSED' ? closedAfter(state.circuit, outcomes, end) : openAfter(state.circuit, end)
  return isNeither && circuit === state.circuit ? state : { outcomes, circuit }
}

/** A half-open circuit's trial was sent; the same object when there is none to send. */
export function beginTrial(state: HealthState, nowMs: number): HealthState {
  const circuit = withTrial(state.circuit, nowMs)
  return circuit === state.circuit ? state : { ...state, circuit }
}

/** The same, on the circuit alone. */
export function withTrial(circuit: Circuit, nowMs: number): Circuit {
  const { state, waitSeconds } = standing(circuit, nowMs)
  return circuit.kind === 'OPEN' && state === 'HALF_OPEN' && waitSeconds === 0 ? { ...circuit, trialUntilMs: nowMs + TRIAL_MS } : circuit
}

export function snapshot(state: HealthState, nowMs: number): Snapshot {
  const outcomes = recent(state.outcomes, nowMs)
  const successes = outcomes.filter((one) => one.isSuccess)
  const measured = [...new Set(successes.map(({ model }) => model))].flatMap((model): [string, number][] => {
    const seconds = successes.filter((one) => one.model === model).map((one) => one.seconds)
    return seconds.length < LEAST_MEASURED ? [] : [[model, median(seconds)]]
  })
  return {
    circuit: state.circuit,
    successRate: outcomes.length === 0 ? null : rateOf(outcomes),
    medianSeconds: Object.fromEntries(measured),
  }
}

export function standing(circuit: Circuit, nowMs: number): Standing {
  if (circuit.kind === 'CLOSED') return { state: 'CLOSED', sinceMs: circuit.sinceMs, waitSeconds: 0 }
  const { sinceMs, untilMs, trialUntilMs } = circuit
  if (nowMs < untilMs) return { state: 'OPEN', sinceMs, waitSeconds: secondsUntil(untilMs, nowMs) }
  return { state: 'HALF_OPEN', sinceMs: untilMs, waitSeconds: secondsUntil(trialUntilMs, nowMs) }
}

/** Opens at an alarm, or at a failure that leaves too few successes since it was closed. */
function closedAfter(circuit: Circuit & { kind: 'CLOSED' }, outcomes: readonly Outcome[], end: AttemptEnd): Circuit {
  if (end.outcome === 'ALARM') return opened(end.nowMs, FIRST_OPEN_MS)
  if (end.outcome !== 'FAILURE') return circuit
  const judged = outcomes.filter((one) => circuit.sinceMs === null || one.atMs >= circuit.sinceMs)
  const { of, total } = weigh(judged, LEAST_OUTCOMES)
  const failed = judged.reduce((sum, one) => sum + (one.isSuccess ? 0 : of(one)), 0)
  const isFailing = judged.length >= LEAST_OUTCOMES && failed > total * (1 - LEAST_SUCCESS_RATE) + ROUNDING
  return isFailing ? opened(end.nowMs, FIRST_OPEN_MS) : circuit
}

/** Weights are fractions: half is not to become more than half by the last digit. */
const ROUNDING = 1e-9

/** The successful part of what weighs. */
function rateOf(outcomes: readonly Outcome[]): number {
  const { of } = weigh(outcomes, LEAST_OUTCOMES)
  const weight = (some: readonly Outcome[]): number => some.reduce((sum, one) => sum + of(one), 0)
  return weight(outcomes.filter((one) => one.isSuccess)) / weight(outcomes)
}

/** What was sent before it opened says nothing about whether it has recovered, however late it ends. */
function openAfter(circuit: Circuit & { kind: 'OPEN' }, end: AttemptEnd): Circuit {
  const submittedAtMs = Math.round(end.nowMs - end.seconds * 1000)
  if (submittedAtMs <= circuit.sinceMs) return circuit
  if (end.outcome === 'SUCCESS') return { kind: 'CLOSED', sinceMs: end.nowMs }
  if (end.nowMs < circuit.untilMs) return circuit
  const isSameAgain = end.outcome === 'FAILURE' && circuit.keptBy === end.account
  if (end.outcome === 'NEITHER' || isSameAgain) return circuit.trialUntilMs > end.nowMs ? { ...circuit, trialUntilMs: 0 } : circuit
  return { ...opened(end.nowMs, Math.min(LONGEST_OPEN_MS, 2 * (circuit.untilMs - circuit.sinceMs))), keptBy: end.account, firstMs: circuit.firstMs ?? circuit.sinceMs }
}

const opened = (nowMs: number, forMs: number): Circuit & { kind: 'OPEN' } => ({ kind: 'OPEN', sinceMs: nowMs, untilMs: nowMs + forMs, trialUntilMs: 0 })

const recent = (outcomes: readonly Outcome[], nowMs: number): readonly Outcome[] =>
  withinShare(outcomes.filter((one) => one.atMs > nowMs - WINDOW_MS), WINDOW_ATTEMPTS)

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = 0, high = low] = sorted.length % 2 === 0 ? sorted.slice(middle - 1, middle + 1) : [sorted[Math.floor(middle)]]
  return (low + high) / 2
}

const secondsUntil = (ms: number, nowMs: number): number => Math.max(0, Math.ceil((ms - nowMs) / 1000))
