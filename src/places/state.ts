// What the object of a company keeps.

/** An attempt that wants a place. */
export interface Turn {
  readonly jobId: string
  /** The number that it will have. */
  readonly attempt: number
  readonly accountId: string
  /** Its account pays for its plan. */
  readonly isPaid: boolean
  /** Since when the job has waited, and until when at most, as its row says. */
  readonly sinceMs: number
  readonly untilMs: number
  /** When the company last took no more, of one that it has refused again and again: it may be this one that it does not take. */
  readonly refusedAtMs?: number
}

export interface Waiting extends Turn {
  /** How often it was called and did not come. */
  readonly calls: number
}

export interface Place extends Waiting {
  readonly givenAtMs: number
  /** It comes back at this time even when nobody frees it. */
  readonly leaseUntilMs: number
  /** It was given to one that waited, and nobody has come for it yet. */
  readonly isCalled: boolean
  /** When somebody was last told of it. */
  readonly toldAtMs: number
}

export interface LineState {
  /** By job: it has one at most. */
  readonly places: Readonly<Record<string, Place>>
  readonly waiting: Readonly<Record<string, Waiting>>
  readonly share: Share
}

export interface Share {
  /** How many at once; null: it has never been busy. Rises by parts of one. */
  readonly learned: number | null
  /** When it was halved last: what was sent before says nothing anew. */
  readonly halvedAtMs: number
  /** Seconds that a place is held, of late: until so many were measured, as the model's row says. */
  readonly heldSeconds: number
  readonly measured: number
  /** After a refusal nothing is sent until then. */
  readonly restsUntilMs: number
  /** Refusals in a row. */
  readonly refusals: number
  /** Places given, as far as they are remembered, and what part of them each account got. */
  readonly given: number
  readonly parts: Readonly<Record<string, number>>
}
