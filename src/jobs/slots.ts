// An account's object, as those see it who move and end jobs: it knows who holds a slot and whose turn it is.

/** A job as it stood. Its row is text: the object hands it on and never looks inside. */
export interface Telling {
  readonly jobId: string
  /** Rises with every move that callers can see. */
  readonly version: number
  readonly isOver: boolean
  /** For a slot. */
  readonly isWaiting?: boolean
  readonly row: string
}

export interface HeldSlot {
  readonly jobId: string
  readonly admittedAtMs: number
}

/** Whose turn it is: whoever is told has them begin. Some are told more than once, until they are known to have begun. */
export interface Called {
  readonly next: readonly HeldSlot[]
}

/** What stands in the database of an account's open jobs. */
export interface OpenRows {
  readonly running: readonly OpenRow[]
  readonly waiting: readonly OpenRow[]
}

interface OpenRow extends HeldSlot {
  readonly endUser: string | null
}

export interface TurnsRequest {
  readonly nowMs: number
  /** As many as the plan allows now. */
  readonly concurrent: number
  /** One that waits, as its row says. */
  readonly jobId: string
  /** For an object that does not know it. */
  readonly rows?: OpenRows
}

export interface TurnsAnswer extends Called {
  readonly isKnown: boolean
  /** Who has a slot, and who waits for one: for a check of whether they still need it. */
  readonly held: readonly HeldSlot[]
  readonly waiting: readonly HeldSlot[]
}

/** Where an answer may be undefined, an object of the version before this one gives none. */
export interface WithSlots {
  readonly gate: (accountId: string) => {
    readonly tell: (request: { readonly telling: Telling; readonly nowMs: number }) => Promise<Called | undefined>
    readonly release: (request: { readonly jobIds: readonly string[]; readonly nowMs: number; readonly ended?: { readonly telling: Telling; readonly nowMs: number } }) => Promise<Called | undefined>
    readonly giveBack: (request: { readonly jobIds: readonly string[]; readonly nowMs: number }) => Promise<Called | undefined>
    readonly turns: (request: TurnsRequest) => Promise<TurnsAnswer>
  }
}
