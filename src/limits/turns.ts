// Who waits for a slot, in the order in which they get one. Pure. Among an account's end users turns go round, so that one who
// has many waiting keeps nobody behind them; each one's own begin in the order in which they came.
import type { HeldSlot } from '../jobs/slots.ts'
import { shareOf } from './purse.ts'
import type { Share } from './purse.ts'

export interface Waiting extends HeldSlot {
  /** Null: of the account itself. */
  readonly endUser: string | null
  /** In which round its turn is. */
  readonly round: number
  /** Among whose its generation was counted. */
  readonly cell?: string
}

export interface Turns {
  /** Of whoever was called last. */
  readonly round: number
  readonly waiting: readonly Waiting[]
  /** As many slots as the plan allows, as was last heard. */
  readonly concurrent: number
}

export const NOBODY_WAITS: Turns = { round: 0, waiting: [], concurrent: 0 }

/** Of an account. */
export const MOST_WAITING = 100

export function join(turns: Turns, { jobId, admittedAtMs, endUser, cell }: Omit<Waiting, 'round'>): Turns {
  const round = 1 + Math.max(turns.round, ...turns.waiting.filter((one) => one.endUser === endUser).map((one) => one.round))
  const behind = turns.waiting.findIndex((one) => one.round > round)
  const at = behind < 0 ? turns.waiting.length : behind
  const joined: Waiting = { jobId, admittedAtMs, endUser, round, ...(cell !== undefined && { cell }) }
  return { ...turns, waiting: turns.waiting.toSpliced(at, 0, joined) }
}

/** With those whom it had forgotten, all in the order in which they were accepted. */
export function rejoin(turns: Turns, forgotten: readonly Omit<Waiting, 'round'>[]): Turns {
  const all = [...turns.waiting, ...forgotten].toSorted((one, other) => one.admittedAtMs - other.admittedAtMs || (one.jobId < other.jobId ? -1 : 1))
  return all.reduce(join, { ...turns, waiting: [] })
}

/** The same when none of them waits. */
export function leave(turns: Turns, jobIds: readonly string[]): Turns {
  const waiting = turns.waiting.filter(({ jobId }) => !jobIds.includes(jobId))
  return waiting.length === turns.waiting.length ? turns : { ...turns, waiting, round: waiting.length === 0 ? 0 : turns.round }
}

export interface Full {
  readonly waiting: number
  readonly share?: Share
}

/** Why there is no place for so many more. One end user has a quarter of the places, client tokens three together. */
export function fullFor({ waiting }: Turns, wanted: number, endUser: string | null): Full | undefined {
  const bounds: readonly (Full & { readonly taken: number })[] = [
    ...(endUser === null
      ? []
      : [
          { taken: waiting.filter((one) => one.endUser === endUser).length, waiting: shareOf(MOST_WAITING, 1), share: 'END_USER' as const },
          { taken: waiting.filter((one) => one.endUser !== null).length, waiting: shareOf(MOST_WAITING, 3), share: 'CLIENT_TOKENS' as const },
        ]),
    { taken: waiting.length, waiting: MOST_WAITING },
  ]
  const full = bounds.find((bound) => bound.taken + wanted > bound.waiting)
  return full && { waiting: full.waiting, ...(full.share && { share: full.share }) }
}

/**
 * Whose turn it is, if there is a slot. Client tokens leave the last one to the account, as ever, but where the account waits
 * itself: then turns go round, and tokens never hold all of them.
 * @param held slots that are taken @param ofTokens by client tokens
 */
export function nextOf({ waiting, concurrent }: Turns, held: number, ofTokens: number): Waiting | undefined {
  if (held >= concurrent) return undefined
  const isAccountWaiting = waiting.some(({ endUser }) => endUser === null)
  const mayTokens = concurrent <= 1 || held < concurrent - 1 || (isAccountWaiting && ofTokens < concurrent - 1)
  return waiting.find(({ endUser }) => endUser === null || mayTokens)
}
