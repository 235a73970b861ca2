// Where companies tell us of their own accord that something happened to work of ours, as the rest of the service has it.
import type { UpstreamId } from '../domain/upstream.ts'
import type { CallbackAddress } from '../upstreams/contract.ts'

/** One submission of a job to one upstream. */
export interface AttemptName {
  readonly accountId: string
  readonly jobId: string
  readonly attempt: number
  readonly upstream: UpstreamId
}

export interface Callbacks {
  /** Whether the company is asked to call back. */
  readonly isAsked: (upstream: UpstreamId) => boolean
  /** Made anew for the same attempt it is the same to the letter. @returns undefined where it is not asked */
  readonly addressOf: (attempt: AttemptName) => Promise<CallbackAddress | undefined>
  /** @param upstream as the address names it @returns undefined for what we have not made */
  readonly read: (upstream: string, token: string) => Promise<(AttemptName & Pick<CallbackAddress, 'secret'>) | undefined>
}

export interface WithCallbacks<Call extends keyof Callbacks = keyof Callbacks> {
  readonly callbacks: Pick<Callbacks, Call>
}
