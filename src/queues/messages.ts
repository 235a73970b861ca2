// What travels through the queues. Small and by id: the row in D1 is the truth, a message is only a nudge.
import type { UpstreamId, UpstreamRef } from '../upstreams/contract.ts'

export interface JobMessage {
  readonly kind: 'submit'
  readonly accountId: string
  readonly jobId: string
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
}

export interface WebhookMessage {
  readonly kind: 'webhook'
  readonly accountId: string
  readonly deliveryId: string
}

export type QueueMessage = JobMessage | PollMessage | WebhookMessage
