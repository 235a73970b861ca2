// What is told of a company's line to who has yet to choose. Pure; small enough for every isolate to keep.
import { secondsEach } from './order.ts'
import { MOST_PLACES, atOnce } from './share.ts'
import type { LineState } from './state.ts'

export interface LineView {
  /** How many more it takes now. */
  readonly free: number
  readonly waiting: number
  /** Between two places that come free; 0 where nothing holds them back. */
  readonly secondsEach: number
  readonly restsUntilMs: number
}

/** Of which nothing is known: nobody waits. */
export const UNKNOWN_LINE: LineView = { free: MOST_PLACES, waiting: 0, secondsEach: 0, restsUntilMs: 0 }

export function viewOf({ places, waiting, share }: LineState, most: number | null): LineView {
  const free = Math.max(0, atOnce(share, most) - Object.keys(places).length)
  return { free, waiting: Object.keys(waiting).length, secondsEach: secondsEach(share, most), restsUntilMs: share.restsUntilMs }
}

/** For how long nobody is sent there. */
export const restSeconds = ({ restsUntilMs }: LineView, nowMs: number): number => Math.max(0, Math.ceil((restsUntilMs - nowMs) / 1000))

/** Until one gets a place that comes now. @param before who came since it was told, and is not in it */
export function toldSeconds(view: LineView, before: number, nowMs: number): number {
  return Math.ceil(Math.max(restSeconds(view, nowMs), (view.waiting + before + 1 - view.free) * view.secondsEach))
}

/** What is told may be a quarter too little: who would wait longer than this part of its patience is not let in. */
const PART_OF_PATIENCE = 0.8

/** How long it is until one is let in whom so many seconds are told; 0: now. */
export const secondsUntilLetIn = (told: number, patienceSeconds: number): number => Math.max(0, Math.ceil(told - patienceSeconds * PART_OF_PATIENCE))
