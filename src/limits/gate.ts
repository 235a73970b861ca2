// What the gate of an account is asked, and how it answers.
import type { Limits } from '../domain/plans.ts'
import type { Shortage } from './purse.ts'

/** Who asks, and for how much at most. */
export interface Party {
  readonly limits: Limits
  /** Of a client token; null or absent for a key, which has all of the account's. */
  readonly endUser?: string | null
}

export interface AdmitRequest extends Party {
  readonly nowMs: number
  readonly jobIds: readonly string[]
  readonly leaseUntilMs: number
}

export interface Refusal extends Shortage {
  readonly limit: LimitName
}

export type LimitName = 'minute' | 'concurrent' | 'day' | 'reads' | 'webhooks'

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
  | (Refusal & {
      readonly kind: 'DENIED'
      readonly figures: LimitFigures
      /** Where all slots are taken: who holds them, for a check of whether they still need them. Now and then, not each time. */
      readonly held?: readonly HeldSlot[]
    })

export interface LookRequest extends Party {
  readonly nowMs: number
  /** How many reads it counts as. One where nothing is said. */
  readonly reads?: number
  /** Tests and redeliveries of webhooks, which have an allowance of their own besides. */
  readonly webhookCalls?: number
}

export interface GiveBackRequest {
  readonly jobIds: readonly string[]
  readonly nowMs: number
  /** The minute's count comes back too, as long as reads can be spent instead: nothing is asked of us without end. */
  readonly asReadsOf?: Party
}

export interface HeldSlot {
  readonly jobId: string
  readonly admittedAtMs: number
}

export interface AccountGateCalls {
  /** For all generating fields of a request at once; leases a slot per job. All or nothing. */
  admit(request: AdmitRequest): Promise<Admission>
  /** What generates nothing: spends reads, tells the figures. */
  look(request: LookRequest): Promise<Admission>
  /** Job over: frees its slot. Repeating it is harmless. */
  release(request: { readonly jobIds: readonly string[] }): Promise<void>
  /**
   * Admitted, but nothing was created (invalid, replayed, no credits): slot and daily count go back. Only ids that
   * still hold a lease give back, so repeating is harmless.
   */
  giveBack(request: GiveBackRequest): Promise<void>
}

export interface WithGate {
  readonly gate: (accountId: string) => AccountGateCalls
}
