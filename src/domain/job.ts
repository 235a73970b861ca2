// The words of a job: where it stands, what it is due for, how it is served and why it failed.
import type { Sentence } from './errors.ts'
import type { OptionValue, ProviderId } from './model.ts'
import type { UpstreamId } from './upstream.ts'

/**
 * Where a job stands. `WAITING`: for a free slot of its account; callers see it as QUEUED. `SUBMITTING`: claimed by one consumer. `HELD`: nobody can
 * tell whether the upstream accepted.
 */
export const JOB_STATUSES = ['WAITING', 'QUEUED', 'SUBMITTING', 'PROCESSING', 'HELD', 'COMPLETED', 'FAILED', 'CANCELLED'] as const
export type JobStatus = (typeof JOB_STATUSES)[number]

/**
 * `TURN`: an open job that waits for a slot, lest nobody tells it that one is free. `WORK`: an open job's deadline, lost message or lease. `OWED`: an ended job whose slot is still leased, or whose webhook is not sent. `LATE`:
 * a refunded job that may have been made all the same. `DELETE`: files that expire.
 */
export const DUE_PURPOSES = ['TURN', 'WORK', 'OWED', 'LATE', 'DELETE'] as const
export type DuePurpose = (typeof DUE_PURPOSES)[number]

/**
 * Why a model serves a request, as it is kept: by its name alone it was asked for; its provider's best; the first of so many by that
 * measure. A sentence: as versions before this one kept it.
 */
export type Reason = readonly ['ASKED' | 'BEST', model: string] | readonly ['FIRST', model: string, count: number, by: Priority] | Sentence

export type Priority = 'QUALITY' | 'SPEED' | 'COST' | 'BALANCED'
export type FailureReason = 'MODERATED' | 'UPSTREAM' | 'TIMEOUT' | 'UNKNOWN_OUTCOME' | 'MEDIA' | 'INPUT_MEDIA'
export const FAILURE_CODES = ['GENERATION_FAILED', 'PROVIDER_UNAVAILABLE', 'INVALID_INPUT'] as const
export type FailureCode = (typeof FAILURE_CODES)[number]

/** Something the caller asked for and got otherwise. */
export interface Adjustment {
  readonly option: string
  readonly requested: OptionValue
  /** Null: left out. */
  readonly served: OptionValue | null
  readonly reason: Sentence
  /** Served as it was meant, only written otherwise. */
  readonly exact?: boolean
}

/** One way to serve the request; the later ones are tried when the earlier is definitely not accepted. */
export interface Route {
  readonly provider: ProviderId
  readonly model: string
  readonly upstream: UpstreamId
  /** Appended to the caller's text: options that have no parameter upstream. */
  readonly addedText: string
  /** The upstream's id of the voice, where the caller named one in `input.voice`. */
  readonly voice?: string
  readonly options: Readonly<Record<string, OptionValue>>
  readonly adjustments: readonly Adjustment[]
  readonly outputs: number
  /** For all outputs together, by this model's price. */
  readonly credits: number
  /** What the company's own list asks for them, in millionths of a dollar; absent in what was stored before it was kept. */
  readonly listMicroUsd?: number
  /** How long the model has lately taken when this was chosen; absent where that was not measured. */
  readonly measuredSeconds?: number
  /** How long it was to wait for a place at the company, as was told when it was chosen; absent: not at all. */
  readonly waitSeconds?: number
}

/** How a refused submission counts for health. `CALLER`: what a caller gave or how much was asked for may have brought it about. */
export type AttemptEnd = 'MODERATED' | 'INVALID_INPUT' | 'INPUT_MEDIA' | 'BUSY' | 'UNAVAILABLE' | 'FAILED' | 'CALLER'

export type AttemptOutcome = 'ACCEPTED' | 'REJECTED' | 'UNKNOWN' | 'DONE'

/** `OPENING`: it stands for the entries of generations that have left for the archive. */
export type EntryKind = 'GRANT' | 'TOP_UP' | 'CHARGE' | 'REFUND' | 'ADJUSTMENT' | 'OPENING'

export type DeliveryStatus = 'PENDING' | 'DELIVERED' | 'PARKED' | 'STOPPED'
