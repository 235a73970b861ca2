// What others see of the upstreams' health.
import type { UpstreamId } from '../domain/upstream.ts'
import type { AttemptOutcome } from './arithmetic.ts'
import type { History } from './history.ts'
import type { UpstreamStanding } from './standing.ts'

export interface Trial {
  /** It will be sent: tells the other isolates. */
  readonly begin: () => Promise<void>
  /** It will not: the next request may take it. */
  readonly giveBack: () => void
}

/** None of these fails or changes what was decided when the object behind it cannot be reached. */
export interface Health {
  /** From the isolate's memory, without waiting: well, where nothing is known. */
  readonly of: (upstream: UpstreamId) => UpstreamStanding
  /** At most 15 s old. For reads only: it may wait for the object. */
  readonly ofNow: (upstream: UpstreamId) => Promise<UpstreamStanding>
  /** Asks anew about those that were looked at and are known for longer than 15 s. Nobody need wait for it. */
  readonly refresh: () => Promise<void>
  /** Takes a half-open upstream's one trial, in this isolate at once; undefined where there is none to take. */
  readonly claimTrial: (upstream: UpstreamId) => Trial | undefined
  /** The end of an attempt. @param account whose it was, by id @param seconds from its submission */
  readonly record: (
    served: { readonly upstream: UpstreamId; readonly model: string },
    account: string,
    outcome: AttemptOutcome,
    seconds: number,
  ) => Promise<void>
}

export interface WithHealth<Call extends keyof Health = keyof Health> {
  readonly health: Pick<Health, Call>
}

/** What the status page shows of the past: made by the clock's run, read by whoever serves it. */
export interface StatusHistory {
  /** Undefined before the first. */
  readonly read: () => Promise<History | undefined>
  readonly write: (history: History) => Promise<void>
}

export interface WithStatusHistory {
  readonly statusHistory: StatusHistory
}
