// What travels through the queues. Small and by id: the row in D1 is the truth, a message is only a nudge. Each carries
// the version of its form. A new form is first read by a version of the service that does not write it yet: while one
// version replaces another, both read what both have sent.
import * as v from 'valibot'
import type { UpstreamId, UpstreamRef } from './upstream.ts'

export const MESSAGE_VERSION = 1

export interface JobMessage {
  readonly kind: 'submit'
  readonly accountId: string
  readonly jobId: string
  /** A claim under which nothing was accepted, as its own consumer says: it is undone before the job is tried again. */
  readonly unsentToken?: string
  /** Whom it goes to, as the sender knows: it decides the queue. */
  readonly upstream?: UpstreamId
}

export interface PollMessage {
  readonly kind: 'poll'
  readonly accountId: string
  readonly jobId: string
  readonly attempt: number
  readonly upstream: UpstreamId
  readonly ref: UpstreamRef
  readonly deadlineMs: number
  /** Rises when the sweeper re-drives the job, so that an older chain of polls stops by itself. */
  readonly chain: number
  /** How often the messages before this one of its chain looked. */
  readonly polled?: number
}

/** The company says that something has happened to an attempt: it is to be looked at. */
export interface LookMessage {
  readonly kind: 'look'
  readonly accountId: string
  readonly jobId: string
  readonly attempt: number
}

export interface WebhookMessage {
  readonly kind: 'webhook'
  readonly accountId: string
  readonly deliveryId: string
  /** Its receiver failed or was slow lately: it goes by a queue of such, so that no other waits for it. */
  readonly slow?: true
}

/** A due time has come: the row says what for. */
export interface DueMessage {
  readonly kind: 'due'
  readonly accountId: string
  /** Of a job, of an upload, or of a task. */
  readonly jobId: string
}

/** The account's webhook endpoints are to be told of its latest events. */
export interface EventsMessage {
  readonly kind: 'events'
  readonly accountId: string
}

export type QueueMessage = JobMessage | PollMessage | LookMessage | WebhookMessage | DueMessage | EventsMessage

/** As it is sent. What the version before this one had sent has no `v`. */
export type Versioned<Message extends QueueMessage> = Message & { readonly v?: typeof MESSAGE_VERSION }

const version = v.exactOptional(v.literal(MESSAGE_VERSION))
const accountId = v.string()
const jobId = v.string()
const upstream = v.custom<UpstreamId>((value) => typeof value === 'string')
const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

const Message = v.variant('kind', [
  v.object({ v: version, kind: v.literal('submit'), accountId, jobId, unsentToken: v.exactOptional(v.string()), upstream: v.exactOptional(upstream) }),
  v.object({
    v: version, kind: v.literal('poll'), accountId, jobId, attempt: v.number(), deadlineMs: v.number(), chain: v.number(),
    upstream, ref: v.custom<UpstreamRef>(isRecord), polled: v.exactOptional(v.number()),
  }),
  v.object({ v: version, kind: v.literal('webhook'), accountId, deliveryId: v.string(), slow: v.exactOptional(v.literal(true)) }),
  v.object({ v: version, kind: v.literal('look'), accountId, jobId, attempt: v.number() }),
  v.object({ v: version, kind: v.literal('due'), accountId, jobId }),
  v.object({ v: version, kind: v.literal('events'), accountId }),
])

/** @returns undefined for what another version of the service has sent, and this one cannot read */
export function readMessage(body: unknown): QueueMessage | undefined {
  const { success, output } = v.safeParse(Message, body)
  return success ? output : undefined
}

/** Who carries them. */
export interface Queues {
  readonly submit: (message: JobMessage) => Promise<void>
  readonly poll: (message: PollMessage, delaySeconds: number) => Promise<void>
  readonly webhook: (message: WebhookMessage, delaySeconds?: number) => Promise<void>
  readonly look: (message: LookMessage, delaySeconds: number) => Promise<void>
  readonly events: (message: EventsMessage) => Promise<void>
  /** For the sweeper: 100 at most. */
  readonly submitAll: (messages: readonly JobMessage[]) => Promise<void>
  readonly webhookAll: (messages: readonly WebhookMessage[]) => Promise<void>
  readonly dueAll: (messages: readonly (DueMessage | EventsMessage)[]) => Promise<void>
}

/** Those calls of it that are needed. */
export interface WithQueues<Call extends keyof Queues = keyof Queues> {
  readonly queues: Pick<Queues, Call>
}
