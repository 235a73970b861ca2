// What resolvers get: the services, who is calling, and the request's own facts.
import type { Caller } from '../auth/caller.ts'
import type { Language } from '../errors.ts'
import type { Allowance } from '../limits/allowance.ts'
import type { Services } from '../services.ts'

export interface Context {
  readonly services: Services
  readonly caller: Caller
  readonly language: Language
  readonly requestId: string
  readonly allowance: Allowance
  /** The `Idempotency-Key` header, without the quotes of its structured form. */
  readonly idempotencyKey: string | undefined
  /** Generating fields of the operation: with several, the header's key is combined with the response path. */
  readonly generatingFields: number
  /** Work that the answer need not wait for. */
  readonly defer: (work: Promise<void>) => void
  /** Tells that an earlier generation was returned. */
  readonly noteReplay: () => void
}
