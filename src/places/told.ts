// What is told of a company's line to who has yet to choose: when one would have its turn that comes now, by whose it is. Pure; small
// enough for every isolate to keep.
import { secondsEach, turnsOf } from './order.ts'
import { MOST_PLACES, atOnce } from './share.ts'
import type { LineState, Waiting } from './state.ts'

export interface LineView {
  /** How many more it takes now. */
  readonly free: number
  readonly waiting: number
  /** Between two places that come free; 0 where nothing holds them back. */
  readonly secondsEach: number
  readonly restsUntilMs: number
  /** For an account of which nothing is told by itself. */
  readonly others: AccountTurn
  /** For those with most there. */
  readonly accounts: Readonly<Record<string, AccountTurn>>
}

interface AccountTurn {
  /** How many turns come before the one of what comes now. */
  readonly before: number
  /** How many more, for each more of its own. */
  readonly each: number
}

/** More accounts are not told of each by itself. */
const MOST_ACCOUNTS = 50
const AT_ONCE: AccountTurn = { before: 0, each: 1 }

/** Of which nothing is known: nobody waits. */
export const UNKNOWN_LINE: LineView = { free: MOST_PLACES, waiting: 0, secondsEach: 0, restsUntilMs: 0, others: AT_ONCE, accounts: {} }

export function viewOf(state: LineState, most: number | null, nowMs: number): LineView {
  const waiting = Object.values(state.waiting)
  const held = Object.values(state.places)
  const line = {
    free: Math.max(0, atOnce(state.share, most) - held.length),
    waiting: waiting.length,
    secondsEach: secondsEach(state.share, most),
    restsUntilMs: state.share.restsUntilMs,
  }
  if (waiting.length === 0) return { ...line, others: AT_ONCE, accounts: {} }
  const there = countBy([...held, ...waiting])
  const own = countBy(waiting)
  const byCount = [...there].toSorted(([, one], [, other]) => other - one)
  const { urgent, fair } = turnsOf(state, most, nowMs)
  const longest = longestOf(waiting, state.share.heldSeconds, line.secondsEach)
  const beforeRank = (rank: number): number => urgent.length + fair.filter((other) => other.rank <= rank).length
  const turnOf = (accountId: string, rank: number): AccountTurn => {
    // Who waits in a line of his own has it served as fast as of late, with what others send meanwhile before it; at worst they all go round.
    const each = 1 / Math.max(state.share.parts[accountId] ?? 0, 1 / there.size)
    const waits = own.get(accountId) ?? 0
    const before = beforeRank(rank)
    return waits === 0 ? { before, each: 1 } : { before: Math.max(before, Math.min(longest, (waits + 1) * each - 1)), each }
  }
  return {
    ...line,
    others: { before: beforeRank(byCount[MOST_ACCOUNTS]?.[1] ?? 0), each: 1 },
    accounts: Object.fromEntries(byCount.slice(0, MOST_ACCOUNTS).map(([accountId, rank]) => [accountId, turnOf(accountId, rank)])),
  }
}

function countBy(all: readonly { readonly accountId: string }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { accountId } of all) counts.set(accountId, (counts.get(accountId) ?? 0) + 1)
  return counts
}

/** So many turns are before anybody at most: when his time ends he is next, whoever he is, and all that wait do no more than that. */
function longestOf(waiting: readonly Waiting[], heldSeconds: number, each: number): number {
  const patience = Math.max(...waiting.map(({ sinceMs, untilMs }) => untilMs - sinceMs)) / 1000
  return Math.max(waiting.length, each === 0 ? 0 : (patience - heldSeconds) / each)
}

/** For how long nobody is sent there. */
export const restSeconds = ({ restsUntilMs }: LineView, nowMs: number): number => Math.max(0, Math.ceil((restsUntilMs - nowMs) / 1000))

/** How many have come since it was told, and are not in it: of each account of which it tells by itself, and of all others. */
export interface Since {
  readonly others: number
  readonly accounts: Readonly<Record<string, number>>
}

export const NOBODY_SINCE: Since = { others: 0, accounts: {} }

export function withOneMore({ others, accounts }: Since, view: LineView, accountId: string): Since {
  if (!Object.hasOwn(view.accounts, accountId)) return { others: others + 1, accounts }
  return { others, accounts: { ...accounts, [accountId]: (accounts[accountId] ?? 0) + 1 } }
}

/** Until one of an account gets a place that comes now. */
export function toldSeconds(view: LineView, accountId: string, since: Since, nowMs: number): number {
  const own = Object.hasOwn(view.accounts, accountId) ? view.accounts[accountId] : undefined
  const { before, each } = own ?? view.others
  const more = own ? (since.accounts[accountId] ?? 0) : since.others
  return Math.ceil(Math.max(restSeconds(view, nowMs), (before + more * each + 1 - view.free) * view.secondsEach))
}

/** What is told may be a quarter too little: who would wait longer than this part of its patience is not let in. */
const PART_OF_PATIENCE = 0.8

/** How long it is until one is let in whom so many seconds are told; 0: now. */
export const secondsUntilLetIn = (told: number, patienceSeconds: number): number => Math.max(0, Math.ceil(told - patienceSeconds * PART_OF_PATIENCE))
