// The places of one company and who waits for them, pure: a Durable Object (upstream-places.ts) only keeps the state. A place
// is of a job's attempt and comes back when it is freed, or by its lease. Nothing here reads a clock; the time comes with each call.
import { inOrder } from './order.ts'
import { NOT_MET, afterBusy, afterTurn, afterWork, mayGive } from './share.ts'
import type { LineState, Place, Turn } from './state.ts'

export const EMPTY_LINE: LineState = { places: {}, waiting: {}, share: NOT_MET }

/** A place that was called is kept so long for whoever was called. */
export const CALLED_MS = 60_000
/** Then whoever was told last must have sent for it. */
export const CALL_AGAIN_MS = 10_000
/** Who does not come so often is left out: its row brings it back, if there is one. */
export const MOST_CALLS = 3
/** More are not kept. Their rows bring them again. */
export const MOST_WAITING = 1000

export interface Asked extends Turn {
  /** When the work is over at the latest. */
  readonly leaseUntilMs: number
  /** That the model takes. */
  readonly usualSeconds: number
}

/** @param most places, as the settings say; null: as many as the company lets us */
export function ask(state: LineState, { leaseUntilMs, usualSeconds, ...turn }: Asked, most: number | null, nowMs: number): LineState {
  const settled = settle(state, nowMs)
  const place = placeOf(settled, turn.jobId)
  // Whoever asks for an older attempt than is known has read an old row.
  if (place && place.attempt > turn.attempt) return settled
  if (place?.attempt === turn.attempt) return withPlace(settled, { ...place, leaseUntilMs, isCalled: false })
  const expecting = settled.share.measured > 0 ? settled : { ...settled, share: { ...settled.share, heldSeconds: usualSeconds } }
  const called = callNext(joined(left(expecting, turn.jobId), turn), most, nowMs)
  const own = placeOf(called, turn.jobId)
  return own ? withPlace(called, { ...own, leaseUntilMs, isCalled: false }) : called
}

/** `MADE`: the company has worked on it; `BUSY`: it took no more; `NEITHER` tells nothing of it. */
export type Ending = 'MADE' | 'BUSY' | 'NEITHER'

export interface Freed {
  readonly jobId: string
  /** Null: of whatever attempt, and the job waits no longer either. */
  readonly attempt: number | null
  readonly ending: Ending
  /** What a busy company asked for. */
  readonly retryAfterSeconds?: number
}

/** An attempt is over. Repeating it is harmless: the place of another attempt stays. */
export function free(state: LineState, { jobId, attempt, ending, retryAfterSeconds }: Freed, most: number | null, nowMs: number): LineState {
  const settled = settle(state, nowMs)
  const place = placeOf(settled, jobId)
  if (attempt === null) return callNext(left(settled, jobId), most, nowMs)
  if (place?.attempt !== attempt) return callNext(settled, most, nowMs)
  const held = Object.keys(settled.places).length
  const share = ending === 'BUSY' ? afterBusy(settled.share, place, held, retryAfterSeconds, nowMs) : ending === 'MADE' ? afterWork(settled.share, place, held, nowMs) : settled.share
  return callNext({ ...left(settled, jobId), share }, most, nowMs)
}

/** Those that have been given a place now, or a while ago by somebody who may have died of it. */
export const toldNext = ({ places }: LineState, nowMs: number): readonly Place[] =>
  Object.values(places).filter(({ isCalled, givenAtMs, toldAtMs }) => isCalled && (givenAtMs === nowMs || nowMs - toldAtMs >= CALL_AGAIN_MS))

/** Somebody is told of them now. */
export const told = (state: LineState, next: readonly Place[], nowMs: number): LineState =>
  next.filter(({ toldAtMs }) => toldAtMs !== nowMs).reduce((after, place) => withPlace(after, { ...place, toldAtMs: nowMs }), state)

/** Whose turn it is gets a place, for as long as there is one. */
function callNext(state: LineState, most: number | null, nowMs: number): LineState {
  const mayCall = ({ share, places }: LineState): boolean => mayGive(share, Object.keys(places).length, most, nowMs)
  if (!mayCall(state)) return state
  let called = state
  for (const one of inOrder(state, most, nowMs)) {
    if (!mayCall(called)) break
    const rest = left(called, one.jobId)
    // Where nobody else waits it tells nothing, and would be a write.
    const given = Object.keys(rest.waiting).length === 0 ? rest : { ...rest, share: afterTurn(rest.share, one.accountId) }
    called = withPlace(given, { ...one, givenAtMs: nowMs, leaseUntilMs: nowMs + CALLED_MS, isCalled: true, toldAtMs: nowMs })
  }
  return called
}

/** Without leases that have run out. Who was called and did not come waits again, where it did. */
function settle(state: LineState, nowMs: number): LineState {
  const over = Object.values(state.places).filter(({ leaseUntilMs }) => leaseUntilMs <= nowMs)
  const late = Object.values(state.waiting).filter(({ untilMs }) => untilMs <= nowMs)
  if (over.length === 0 && late.length === 0) return state
  const places = { ...state.places }
  const waiting = { ...state.waiting }
  for (const { jobId } of late) delete waiting[jobId]
  for (const place of over) {
    delete places[place.jobId]
    if (place.isCalled && place.calls + 1 < MOST_CALLS && place.untilMs > nowMs) waiting[place.jobId] = { ...turnOf(place), calls: place.calls + 1 }
  }
  return { ...state, places, waiting }
}

const turnOf = ({ jobId, attempt, accountId, isPaid, sinceMs, untilMs, refusedAtMs }: Turn): Turn =>
  ({ jobId, attempt, accountId, isPaid, sinceMs, untilMs, ...(refusedAtMs !== undefined && { refusedAtMs }) })

function joined(state: LineState, turn: Turn): LineState {
  if (Object.keys(state.waiting).length >= MOST_WAITING) return state
  return { ...state, waiting: { ...state.waiting, [turn.jobId]: { ...turnOf(turn), calls: 0 } } }
}

export const placeOf = ({ places }: LineState, jobId: string): Place | undefined => (Object.hasOwn(places, jobId) ? places[jobId] : undefined)

const withPlace = (state: LineState, place: Place): LineState => ({ ...state, places: { ...state.places, [place.jobId]: place } })

function left({ places, waiting, share }: LineState, jobId: string): LineState {
  const { [jobId]: _place, ...otherPlaces } = places
  const { [jobId]: _waiting, ...otherWaiting } = waiting
  return { places: otherPlaces, waiting: otherWaiting, share }
}
