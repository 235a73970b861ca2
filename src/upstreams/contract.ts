// What an upstream's adapter must do. An adapter is three or four small functions over the one HTTP client:
// it never loops, sleeps, stores, or throws for what the upstream answered; it returns a union.
// A new upstream is one file here and one line in registry.ts.
import type { SubmissionInput, UpstreamId, UpstreamRef } from '../domain/upstream.ts'
import type { GenerationType, OptionValue } from '../domain/model.ts'
import type { Pieces } from './answer-media.ts'
import type { UpstreamAccess } from './access.ts'
import type { UpstreamHttp } from './http.ts'

/** One submission, with everything already checked against the model's row. */
export interface Submission {
  /** Ours; sent as the upstream's idempotency key or external id where it has one. Unique per attempt: `gen_…-1`. */
  readonly externalId: string
  /** The upstream's own name of the model. */
  readonly model: string
  readonly type: GenerationType
  readonly input: SubmissionInput
  /** By public name; legal, defaulted, and without those that were carried into the text. */
  readonly options: Readonly<Record<string, OptionValue>>
  /** Where it is asked to call back. */
  readonly callback?: CallbackAddress
}

/** Of one attempt. Nobody but the company knows it. */
export interface CallbackAddress {
  readonly url: string
  /** For a company that signs with what it was given. */
  readonly secret: string
}

/** What came to such an address. It is never believed, only taken for a reason to look. */
export interface Told extends CallbackAddress {
  readonly headers: Headers
  /** The body as it came. */
  readonly text: string
  /** The same, undefined where it is no JSON. */
  readonly json: unknown
  readonly nowMs: number
}

/** How a company calls back, where it does. */
export interface CompanyCallbacks {
  /** Whether what it signs is signed by it. Absent: it signs nothing, and the address is all that nobody else has. */
  readonly isGenuine?: (told: Told) => Promise<boolean>
  /** What it must be answered, where that is more than 200. */
  readonly answerTo?: (told: Told) => object | undefined
  /** Work that goes on, by its words: there is nothing new to look at. */
  readonly isOngoing: (told: Told) => boolean
}

/** Why an upstream would not, or did not, make it. Decides the caller's error and whether another model may be tried. */
export type Refusal =
  /** Content rules. Never tried elsewhere. */
  | 'MODERATED'
  /** It finds the input invalid although our row let it pass. */
  | 'INVALID_INPUT'
  /** A file of the caller's that cannot be fetched, is too large, or is not what it must be. Never tried elsewhere. */
  | 'INPUT_MEDIA'
  /** Too many at once or in too short a time, by its own words or a 429. Waited for; says nothing about its health. */
  | 'BUSY'
  /** Our key, our balance, its outage: another model may be tried. */
  | 'UNAVAILABLE'
  /** Its own failure while generating. */
  | 'FAILED'

/** What an operator must mend: it refuses us (key, permission, a model or a route that is gone); our balance or own limit is used up. */
export type UpstreamAlarm = 'KEY' | 'BALANCE'

export interface Refused {
  readonly refusal: Refusal
  /** The upstream's own words, for our logs only. They never reach a caller. */
  readonly detail: string
  readonly alarm?: UpstreamAlarm
  readonly retryAfterSeconds?: number
  /** What a caller gave, or how many asked at once, can bring it about: it says nothing about the upstream's health. */
  readonly blameless?: true
  /** Of INPUT_MEDIA: which input, by its name: `image`, `images.2`. Left out where the upstream does not tell. */
  readonly field?: string
  /** Of INPUT_MEDIA: it could not be fetched for now, and once more may help. */
  readonly forNow?: true
}

/** Where an output can be had: a URL that needs no key of ours, or the bytes themselves. */
export type UpstreamOutput =
  /** `posterUrl`: a picture of it, where the company gives one. */
  | { readonly kind: 'url'; readonly url: string; readonly posterUrl?: string }
  | { readonly kind: 'bytes'; readonly bytes: Pieces; readonly contentType: string }

export type SubmitOutcome =
  | { readonly kind: 'ACCEPTED'; readonly ref: UpstreamRef }
  /** Synchronous upstreams. `withheld`: outputs of a batch that its content rules held back. */
  | { readonly kind: 'DONE'; readonly outputs: readonly UpstreamOutput[]; readonly withheld?: number }
  /** It has definitely not accepted. */
  | ({ readonly kind: 'REJECTED' } & Refused)
  /** Nobody can tell: time-out, lost connection, 502/504. Never resubmitted blindly. */
  | { readonly kind: 'UNKNOWN'; readonly detail: string }

export type PollOutcome =
  /** `progress` is 0 to 1, where the upstream tells. */
  | { readonly kind: 'PENDING'; readonly progress?: number; readonly started: boolean }
  | { readonly kind: 'DONE'; readonly outputs: readonly UpstreamOutput[]; readonly withheld?: number }
  /** Its own terminal verdict. `stopped`: cancelled there, or gone as what was cancelled is; not failed by itself. */
  | ({ readonly kind: 'FAILED'; readonly stopped?: true } & Refused)
  /** It knows of no such work. Said once, that is no verdict. `stopped`: as what was cancelled is not known either. */
  | { readonly kind: 'MISSING'; readonly stopped?: true; readonly detail: string }
  /** The look failed, which says nothing about the work: time-out, 5xx, 429, our key refused. */
  | { readonly kind: 'UNREACHABLE'; readonly detail: string; readonly retryAfterSeconds?: number; readonly alarm?: UpstreamAlarm }

export type CancelOutcome =
  | { readonly kind: 'CANCELLED' }
  | { readonly kind: 'TOO_LATE' }
  | { readonly kind: 'UNREACHABLE'; readonly detail: string }

export type FindOutcome =
  | { readonly kind: 'FOUND'; readonly ref: UpstreamRef }
  /** It knows of none, or not yet. */
  | { readonly kind: 'ABSENT' }
  | { readonly kind: 'UNREACHABLE'; readonly detail: string }

/** So many seconds of it, by the options that it is priced by. */
export interface EstimatedWork {
  readonly model: string
  readonly options: Readonly<Record<string, OptionValue>>
  readonly seconds: number
}

export type EstimateOutcome =
  | { readonly kind: 'TOLD'; readonly usd: number }
  | { readonly kind: 'UNKNOWN'; readonly detail: string }

/** An upstream. An optional function that is absent is something the upstream cannot do. */
export interface Upstream {
  readonly id: UpstreamId
  /** The company, as callers know it. */
  readonly company: string
  readonly submit: (http: UpstreamHttp, submission: Submission) => Promise<SubmitOutcome>
  /** Absent where every submission answers with the result. */
  readonly poll?: (http: UpstreamHttp, ref: UpstreamRef) => Promise<PollOutcome>
  /** Never harms what is finished: where that would be deleted, it looks first. */
  readonly cancel?: (http: UpstreamHttp, ref: UpstreamRef) => Promise<CancelOutcome>
  /** Asks for a submission by our external id, to recover one whose answer was lost. @param sentAtMs when it was sent */
  readonly find?: (http: UpstreamHttp, submission: Submission, sentAtMs: number) => Promise<FindOutcome>
  /** What work would cost, asked beforehand. It begins nothing. */
  readonly estimate?: (http: UpstreamHttp, work: EstimatedWork) => Promise<EstimateOutcome>
  /**
   * Whether asking may begin work: `find` where there is no handle yet, `poll` with one. Absent: never. Where asking is
   * submitting again under the same idempotency key, what had never arrived would be begun by it.
   */
  readonly mayBegin?: (ref: UpstreamRef | undefined) => boolean
}

/** What registry.ts knows of an upstream: the adapter and how its access is made from named secrets. */
export interface UpstreamRegistration {
  readonly upstream: Upstream
  /** Where production lives; by the settings where that depends on them. A setting `<PREFIX>_BASE_URL` replaces it. */
  readonly defaultBaseUrl: string | ((setting: (name: string) => string | undefined) => string)
  /** Prefix of its settings: `KLING` → `KLING_BASE_URL`, `KLING_API_KEY`. */
  readonly settings: string
  /**
   * Makes its authorisation from the settings, or undefined when the needed ones are absent: the upstream
   * is then not configured and its models are not offered.
   * @param setting reads `<PREFIX>_<NAME>`, e.g. setting('API_KEY')
   * @param fetcher the way out, for those that trade a key for a token first
   */
  readonly authorize: (
    setting: (name: string) => string | undefined,
    fetcher: (url: string, init: RequestInit) => Promise<Response>,
  ) => UpstreamAccess['authorize'] | undefined
  readonly trustedHosts?: readonly RegExp[]
  /**
   * Makes how it calls back, or undefined where it would not by these settings. Absent: it never does.
   * @param setting as above @param fetcher the way to its public keys
   */
  readonly callbacks?: (
    setting: (name: string) => string | undefined,
    fetcher: (url: string, init: RequestInit) => Promise<Response>,
  ) => CompanyCallbacks | undefined
  /** It reaches our own static files and no network. */
  readonly isBuiltIn?: true
}
