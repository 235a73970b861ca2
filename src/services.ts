// What the domain may use, as types. Time, randomness and the network come from here, so that tests can set them;
// compose.ts makes the real ones out of the bindings.
import type { RaiseAlarm } from './domain/alarm.ts'
import type { LookUps } from './auth/look-ups.ts'
import type { ClientTokens } from './auth/client-tokens.ts'
import type { SignInSettings } from './auth/sign-in.ts'
import type { ModelSwitches } from './catalog/model-switches.ts'
import type { Upstream, UpstreamId, UpstreamOutput } from './upstreams/contract.ts'
import type { UpstreamHttp } from './upstreams/http.ts'
import type { AttemptOutcome, Standing } from './health/arithmetic.ts'
import type { AccountGateCalls } from './limits/account-gate.ts'
import type { DueMessage, JobMessage, PollMessage, WebhookMessage } from './domain/messages.ts'
import type { Database } from './store/database.ts'
import type { MediaFacts } from './formats/probe.ts'

export interface Services {
  readonly now: () => number
  /** A new id that sorts by time: `gen_` + 26 characters. */
  readonly newId: (prefix: string) => string
  /** Fresh random bytes. */
  readonly random: (byteCount: number) => Uint8Array
  /** Lets so much time pass. Only for a request that has nothing else to do. */
  readonly pause: (ms: number) => Promise<void>
  readonly database: Database
  readonly gate: (accountId: string) => AccountGateCalls
  readonly queues: Queues
  readonly media: MediaStore
  readonly upstreams: Upstreams
  readonly health: Health
  /** What administrators have switched off, as the isolate last heard. */
  readonly modelSwitches: ModelSwitches
  /** The only way out for webhooks: refuses private addresses, follows no redirect. */
  readonly fetchPublic: (url: string, init: RequestInit) => Promise<Response>
  readonly lookUps: LookUps
  /** Absent where its secret is not set: then there are no client tokens. */
  readonly clientTokens: ClientTokens | undefined
  /** Who vouches for people. Absent where nothing is set: then nobody signs in. */
  readonly signIn: SignInSettings | undefined
  /** Where callers reach us, without a trailing slash. */
  readonly publicUrl: string
  /** True only where PUBLIC_URL is itself loopback: webhook and media URLs may then be http on loopback. */
  readonly allowLoopback: boolean
  readonly alarm: RaiseAlarm
  /** Tells whoever watches us that the sweeper lives. Never fails. */
  readonly heartbeat: () => Promise<void>
  readonly log: (event: string, facts: Readonly<Record<string, unknown>>) => void
  /** Blots out every configured secret: for an upstream's words before they are kept. */
  readonly redact: (text: string) => string
}

export interface Queues {
  readonly submit: (message: JobMessage) => Promise<void>
  readonly poll: (message: PollMessage, delaySeconds: number) => Promise<void>
  readonly webhook: (message: WebhookMessage) => Promise<void>
  /** For the sweeper: 100 at most. */
  readonly submitAll: (messages: readonly JobMessage[]) => Promise<void>
  readonly webhookAll: (messages: readonly WebhookMessage[]) => Promise<void>
  readonly dueAll: (messages: readonly DueMessage[]) => Promise<void>
}

export interface Upstreams {
  /** False where its secrets are not set: its models are not offered. */
  readonly isConfigured: (id: UpstreamId) => boolean
  /** @returns undefined where it is not configured */
  readonly get: (id: UpstreamId) => { readonly upstream: Upstream; readonly http: UpstreamHttp } | undefined
}

/** How well an upstream does, over all accounts. */
export interface UpstreamStanding extends Standing {
  /** 0 to 1, of the last attempts; null where there are none. */
  readonly successRate: number | null
  /** From submission to result, by model; only of those measured often enough. */
  readonly medianSeconds: Readonly<Record<string, number>>
}

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

/** One stored output, as kept in the job's row. */
export interface StoredOutput {
  /** Its key in R2: `<accountId>/<jobId>/<attempt>-<index>.<extension>`, so that no attempt finds what another one left. */
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
  /** Its host does not have it, or no longer lets us: said once, that is no verdict. */
  | { readonly kind: 'GONE'; readonly detail: string }
  /** Not a medium of this type, too large, a forbidden address. */
  | { readonly kind: 'UNUSABLE'; readonly detail: string }

export interface MediaStore {
  /**
   * Copies one output into storage under a write-once key and reads its facts from the stored bytes. Repeating it
   * is harmless: what is stored already is read again.
   * @param keyPrefix `<accountId>/<jobId>/<attempt>-<index>`; the extension comes from the bytes
   * @param type what it must be: VIDEO and AVATAR a video, IMAGE an image, AUDIO a sound
   */
  readonly ingest: (output: UpstreamOutput, keyPrefix: string, type: 'VIDEO' | 'IMAGE' | 'AUDIO' | 'AVATAR') => Promise<IngestOutcome>
  /** A link to a stored output that works without a key until `expiresAtMs`. */
  readonly link: (key: string, fileExpiresAtMs: number) => Promise<{ readonly url: string; readonly expiresAtMs: number }>
  /** What an attempt has stored, in its order. @param keysPrefix `<accountId>/<jobId>/<attempt>-` */
  readonly find: (keysPrefix: string, type: 'VIDEO' | 'IMAGE' | 'AUDIO' | 'AVATAR') => Promise<readonly StoredOutput[]>
  readonly delete: (keys: readonly string[]) => Promise<void>
  /** What a caller gave. @param key `inputs/<accountId>/<jobId>/<index>` */
  readonly putInput: (key: string, bytes: Uint8Array, contentType: string) => Promise<void>
  /** Undefined where it is gone. */
  readonly readInput: (key: string) => Promise<Uint8Array | undefined>
  /** Deletes what a job has stored but for these keys. @param keysPrefix `<accountId>/<jobId>/` */
  readonly deleteOthers: (keysPrefix: string, keptKeys: readonly string[]) => Promise<void>
}
