// What an account's gate keeps.
import type { Purse } from './purse.ts'
import { EMPTY_PURSE } from './purse.ts'
import type { Turns } from './turns.ts'
import { NOBODY_WAITS } from './turns.ts'

export interface GateState {
  /** The minute's count. */
  readonly generating: Purse
  readonly day: { readonly date: string; readonly count: number }
  /** A slot for each job that is not over, by the job's id. */
  readonly leases: Readonly<Record<string, Lease>>
  /** Who waits for one. */
  readonly turns: Turns
}

export interface Lease {
  /** The slot comes back at this time even when nobody releases it. */
  readonly expiresAtMs: number
  /** Says which second and which day the job was counted in, should it be given back. */
  readonly admittedAtMs: number
  /** And among whose: of a client token. */
  readonly cell?: string
  /** It has waited for it, and nobody has said yet that it has begun. */
  readonly calledAtMs?: number
}

export const EMPTY_STATE: GateState = { generating: EMPTY_PURSE, day: { date: '', count: 0 }, leases: {}, turns: NOBODY_WAITS }

export const leaseOf = ({ leases }: GateState, jobId: string): Lease | undefined => (Object.hasOwn(leases, jobId) ? leases[jobId] : undefined)
