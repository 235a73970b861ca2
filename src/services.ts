// What the domain may use, as types. Time, randomness and the network come from here, so that tests can set them;
// compose.ts makes the real ones out of the bindings.
import type { ClientTokens } from './auth/client-tokens.ts'
import type { Upstream, UpstreamId, UpstreamOutput } from './upstreams/contract.ts'
import type { UpstreamHttp } from './upstreams/http.ts'
import type { AccountGateCalls } from './limits/account-gate.ts'
import type { JobMessage, PollMessage, WebhookMessage } from './queues/messages.ts'
import type { Database } from './store/database.ts'
import type { MediaFacts } from './media/probe.ts'

export interface Services {
  readonly now: () => number
  /** A new id that sorts by time: `gen_` + 26 characters. */
  readonly newId: (prefix: string) => string
  /** Fresh random bytes. */
  readonly random: (byteCount: number) => Uint8Array
  readonly database: Database
  readonly gate: (accountId: string) => AccountGateCalls
  readonly queues: Queues
  readonly media: MediaStore
  readonly upstreams: Upstreams
  /** The only way out for webhooks: refuses private addresses, follows no redirect. */
  readonly fetchPublic: (url: string, init: RequestInit) => Promise<Response>
  /** Counts one look-up of a key; false when the address has had too many in this minute, at this location. */
  readonly mayLookUp: (address: string) => Promise<boolean>
  /** Absent where its secret is not set: then there are no client tokens. */
  readonly clientTokens: ClientTokens | undefined
  /** Where callers reach us, without a trailing slash. */
  readonly publicUrl: string
  /** True only where PUBLIC_URL is itself loopback: webhook and media URLs may then be http on loopback. */
  readonly allowLoopback: boolean
  readonly log: (event: string, facts: Readonly<Record<string, unknown>>) => void
}

export interface Queues {
  readonly submit: (message: JobMessage) => Promise<void>
  readonly poll: (message: PollMessage, delaySeconds: number) => Promise<void>
  readonly webhook: (message: WebhookMessage) => Promise<void>
}

export interface Upstreams {
  /** False where its secrets are not set: its models are not offered. */
  readonly isConfigured: (id: UpstreamId) => boolean
  readonly get: (id: UpstreamId) => { readonly upstream: Upstream; readonly http: UpstreamHttp }
}

/** One stored output, as kept in the job's row. */
export interface StoredOutput {
  /** Its key in R2: `<accountId>/<jobId>/<index>.<extension>`. */
  readonly key: string
  readonly contentType: string
  readonly bytes: number
  readonly sha256: string
  readonly facts: MediaFacts
}

export type IngestOutcome =
  | { readonly kind: 'STORED'; readonly output: StoredOutput }
  /** Cannot be had now; worth another try: network, 5xx, our storage. */
  | { readonly kind: 'UNREACHABLE'; readonly detail: string }
  /** Gone, not a medium of this type, too large, a forbidden address. */
  | { readonly kind: 'UNUSABLE'; readonly detail: string }

export interface MediaStore {
  /**
   * Copies one output into storage under a write-once key and reads its facts from the stored bytes. Repeating it
   * is harmless: what is stored already is read again.
   * @param keyPrefix `<accountId>/<jobId>/<index>`; the extension comes from the bytes
   * @param type what it must be: VIDEO and AVATAR a video, IMAGE an image, AUDIO a sound
   */
  readonly ingest: (output: UpstreamOutput, keyPrefix: string, type: 'VIDEO' | 'IMAGE' | 'AUDIO' | 'AVATAR') => Promise<IngestOutcome>
  /** A link to a stored output that works without a key until `expiresAtMs`. */
  readonly link: (key: string, fileExpiresAtMs: number) => Promise<{ readonly url: string; readonly expiresAtMs: number }>
  readonly delete: (keys: readonly string[]) => Promise<void>
}
