// The one writer of an account's limits: a Durable Object per account, one call for each request. It decides without
// I/O, timers or awaits, so that no two requests can both take the last slot; the arithmetic is in arithmetic.ts.
import { DurableObject } from 'cloudflare:workers'
import type { AdmitRequest, GateState } from './arithmetic.ts'
import { EMPTY_STATE, admit, figures, giveBack, holders, release, spendRead } from './arithmetic.ts'
import type { Limits } from './plans.ts'
import type { SlidingWindow } from './sliding-window.ts'

export type LimitName = 'minute' | 'concurrent' | 'day' | 'reads'

export interface Figures {
  readonly limit: number
  readonly remaining: number
  /** Whole seconds until more of it frees; 0 when nothing is spent. */
  readonly resetSeconds: number
}

export interface LimitFigures {
  readonly minute: Figures
  readonly concurrent: Figures
  /** Null where the plan has no daily limit. */
  readonly day: Figures | null
  readonly reads: Figures
}

export type Admission =
  | { readonly kind: 'ADMITTED'; readonly figures: LimitFigures }
  | {
      readonly kind: 'DENIED'
      readonly limit: LimitName
      readonly figure: number
      readonly retryAfterSeconds: number
      readonly figures: LimitFigures
      /** Where all slots are taken: who holds them, for a check of whether they still need them. Now and then, not each time. */
      readonly held?: readonly HeldSlot[]
    }

export interface HeldSlot {
  readonly jobId: string
  readonly admittedAtMs: number
}

export interface AccountGateCalls {
  /** For all generating fields of a request at once; leases a slot per job. All or nothing. */
  admit(request: AdmitRequest): Promise<Admission>
  /** A read: spends one of the reads' own allowance, tells the figures. */
  look(request: { readonly nowMs: number; readonly limits: Limits }): Promise<Admission>
  /** Job over: frees its slot. Repeating it is harmless. */
  release(request: { readonly jobIds: readonly string[] }): Promise<void>
  /**
   * Admitted, but nothing was created (invalid, replayed, no credits): slot and daily count go back. The minute's
   * count stays, but for a replay. Only ids that still hold a lease give back, so repeating is harmless.
   */
  giveBack(request: { readonly jobIds: readonly string[]; readonly nowMs: number; readonly replayed: boolean }): Promise<void>
}

const STATE_KEY = 'state'
/** A caller who presses against a full gate must not cost a look at the database each time. */
const TELL_HOLDERS_EVERY_MS = 5000

export class AccountGate extends DurableObject implements AccountGateCalls {
  #state = this.ctx.storage.kv.get<GateState>(STATE_KEY) ?? EMPTY_STATE
  // In memory only: a write per read would cost more than the read, and an eviction merely forgives some of them.
  #reads: SlidingWindow = []
  #toldHoldersAtMs = 0

  async admit(request: AdmitRequest): Promise<Admission> {
    const verdict = admit(this.#state, request)
    if (verdict.kind === 'ADMITTED') this.#keep(verdict.state)
    const told = figures(this.#state, this.#reads, request.limits, request.nowMs)
    if (verdict.kind === 'ADMITTED') return { kind: 'ADMITTED', figures: told }
    const isTelling = verdict.limit === 'concurrent' && request.nowMs - this.#toldHoldersAtMs >= TELL_HOLDERS_EVERY_MS
    if (!isTelling) return { ...verdict, figures: told }
    this.#toldHoldersAtMs = request.nowMs
    return { ...verdict, figures: told, held: holders(this.#state) }
  }

  async look({ nowMs, limits }: { readonly nowMs: number; readonly limits: Limits }): Promise<Admission> {
    const verdict = spendRead(this.#reads, limits, nowMs)
    if (verdict.kind === 'ADMITTED') this.#reads = verdict.reads
    const told = figures(this.#state, this.#reads, limits, nowMs)
    return verdict.kind === 'ADMITTED' ? { kind: 'ADMITTED', figures: told } : { ...verdict, figures: told }
  }

  async release({ jobIds }: { readonly jobIds: readonly string[] }): Promise<void> {
    this.#keep(release(this.#state, jobIds))
  }

  async giveBack(request: { readonly jobIds: readonly string[]; readonly nowMs: number; readonly replayed: boolean }): Promise<void> {
    this.#keep(giveBack(this.#state, request.jobIds, request.nowMs, request.replayed))
  }

  /** One row written, and none when nothing changed. Written before it is believed. */
  #keep(state: GateState): void {
    if (state === this.#state) return
    this.ctx.storage.kv.put(STATE_KEY, state)
    this.#state = state
  }
}
