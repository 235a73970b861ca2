// What resolvers get: the services, who is calling, and the request's own facts.
import type { Caller } from '../../auth/caller.ts'
import type { GenerationRequest } from '../../routing/serve.ts'
import type { Language } from '../../domain/errors.ts'
import type { Decoded } from '../../jobs/take-inputs.ts'
import type { Allowance } from '../../limits/allowance.ts'
import type { Services } from '../../services.ts'
import type { FindUploads } from '../../uploads/find-uploads.ts'
import type { Loaders } from './loaders.ts'

/** A generating field of the operation, under its response path. */
export interface PlannedRequest {
  readonly path: string
  readonly request: GenerationRequest
}

export interface Context {
  readonly services: Services
  readonly caller: Caller
  readonly language: Language
  readonly requestId: string
  readonly allowance: Allowance
  /** The `Idempotency-Key` header, without the quotes of its structured form. */
  readonly idempotencyKey: string | undefined
  readonly generatingFields: number
  /** All of them in the order in which they run. Throws ApiError INVALID_INPUT where the input of one cannot be read. */
  readonly operation: () => readonly PlannedRequest[]
  /** The field that waits for its generation's end, by its response path, and until when. */
  readonly wait: { readonly path: string; readonly untilMs: number } | undefined
  /** Whether the client is gone. */
  readonly signal: AbortSignal
  /** Made when a field first needs one. */
  readonly loaders: () => Loaders
  /** Data URLs of this request. */
  readonly decoded: Decoded
  /** What was sent beforehand; asking for any is a read. */
  readonly findUploads: FindUploads
  /** Work that the answer need not wait for. */
  readonly defer: (work: Promise<void>) => void
  /** Tells that an earlier generation was returned. */
  readonly noteReplay: () => void
}
