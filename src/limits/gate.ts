// What the gate of an account is asked, and how it answers.
import type { Limits } from '../domain/plans.ts'
import type { Called, HeldSlot, Telling, TurnsAnswer, TurnsRequest } from '../jobs/slots.ts'
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
  /** Those of them that wait where there is no slot. */
  readonly mayWait?: readonly string[]
  readonly leaseUntilMs: number
  /** Who asks will wait for the end: there must be room for that too. */
  readonly waits?: boolean
}

export interface Refusal extends Shortage {
  readonly limit: LimitName
  /** So many wait for a slot already, as many as may. */
  readonly waiting?: number
}

export type LimitName = 'minute' | 'concurrent' | 'day' | 'reads' | 'webhooks' | 'streams'

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
  | {
      readonly kind: 'ADMITTED'
      readonly figures: LimitFigures
      /** The jobs that wait for a slot, in the order of their turns; absent where none does, or an object of the version before this one answers. */
      readonly order?: readonly string[]
      /** Whose turn it is. */
      readonly next?: readonly HeldSlot[]
      /** The row of the job that was looked for, as it was told lately. */
      readonly known?: string
    }
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
  /** A job that may be known. */
  readonly jobId?: string
}

export interface AttachRequest extends Party {
  readonly nowMs: number
  readonly reads: number
  readonly jobId: string
  /** As whoever waits knows it: only what comes after that is told. */
  readonly version: number
  readonly untilMs: number
  /** Whether it understands what place it has among those that wait: the version before this one does not. */
  readonly takesPlaces?: boolean
}

/** A line to the object, not accepted yet, on which it tells each move of the job; or why there is none. */
export type Attachment = (Admission & { readonly kind: 'DENIED' }) | { readonly kind: 'ATTACHED'; readonly figures: LimitFigures; readonly place: number | null; readonly socket: WebSocket }

export interface GiveBackRequest {
  readonly jobIds: readonly string[]
  readonly nowMs: number
  /** The minute's count comes back too, as long as reads can be spent instead: nothing is asked of us without end. */
  readonly asReadsOf?: Party
}

export interface TellRequest {
  readonly telling: Telling
  readonly nowMs: number
}

export interface AccountGateCalls {
  /** For all generating fields of a request at once; leases a slot per job. All or nothing. */
  admit(request: AdmitRequest): Promise<Admission>
  /** What generates nothing: spends reads, tells the figures. */
  look(request: LookRequest): Promise<Admission>
  /** A job has moved, or was read anew. */
  tell(request: TellRequest): Promise<Called | undefined>
  /** Job over: frees its slot or its place, and tells the end. Repeating it is harmless. Without a time, as the version before this one asks, nobody is called. */
  release(request: { readonly jobIds: readonly string[]; readonly nowMs?: number; readonly ended?: TellRequest }): Promise<Called | undefined>
  /**
   * Admitted, but nothing was created (invalid, replayed, no credits): slot and daily count go back. Only ids that
   * still hold a lease give back, so repeating is harmless.
   */
  giveBack(request: GiveBackRequest): Promise<Called | undefined>
  /** The sweeper's question about those that wait. */
  turns(request: TurnsRequest): Promise<TurnsAnswer>
}

/** As the rest of the service has it. */
export interface Gate extends AccountGateCalls {
  /** A look that stays: counts as reads, and is told what becomes of the job. */
  readonly attach: (request: AttachRequest) => Promise<Attachment>
}

export interface WithGate {
  readonly gate: (accountId: string) => Gate
}
