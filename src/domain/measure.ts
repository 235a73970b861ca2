// What an operator counts and times: moves of jobs, calls of companies, and one read in a hundred. A point holds nothing of a
// person: no account, no id, no text. Cloudflare keeps points for three months (Workers Analytics Engine).
import type { FailureReason, JobStatus } from './job.ts'
import type { ErrorCode } from './errors.ts'
import type { GenerationType } from './model.ts'
import type { UpstreamId } from './upstream.ts'

export type Measure = MoveMeasure | CallMeasure | ReadMeasure

/** A job was ordered, or came to a status. Told again where its batch was played again: a count is a little too high at most. */
export interface MoveMeasure {
  readonly kind: 'MOVE'
  readonly status: JobStatus | 'ORDERED'
  readonly upstream: UpstreamId
  readonly model: string
  readonly type: GenerationType
  readonly reason: FailureReason | null
  /** Since the order. */
  readonly seconds: number
  /** Charged, less what was refunded. */
  readonly credits: number
}

/** A company was asked. `LOST`: without an answer. */
export interface CallMeasure {
  readonly kind: 'CALL'
  readonly upstream: UpstreamId
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly answer: number | 'LOST'
  readonly seconds: number
}

/** A caller's read was answered, or refused. */
export interface ReadMeasure {
  readonly kind: 'READ'
  readonly answer: ErrorCode | 'OK'
  readonly seconds: number
}

export interface WithMeasures {
  /** Never fails, and waits for nothing. */
  readonly measure: (measure: Measure) => void
}

/** One read in so many is measured, and counts for as many. */
export const READS_PER_POINT = 100

/** @param bytes two, fresh and random */
export const isSampledRead = ([high = 0, low = 0]: Uint8Array): boolean => high * 256 + low < 65_536 / READS_PER_POINT

/**
 * The columns of the dataset, in this order for good: what is stored keeps them. Blobs: kind, upstream, answer or status, type, model,
 * method or reason. Doubles: seconds, credits, how many it stands for. The index, by which Cloudflare samples, is the upstream.
 */
export function pointOf(measure: Measure): AnalyticsEngineDataPoint {
  switch (measure.kind) {
    case 'MOVE': {
      const { kind, upstream, status, type, model, reason, seconds, credits } = measure
      return { indexes: [upstream], blobs: [kind, upstream, status, type, model, reason ?? ''], doubles: [seconds, credits, 1] }
    }
    case 'CALL': {
      const { kind, upstream, answer, method, seconds } = measure
      return { indexes: [upstream], blobs: [kind, upstream, String(answer), '', '', method], doubles: [seconds, 0, 1] }
    }
    case 'READ': {
      const { kind, answer, seconds } = measure
      return { indexes: ['reads'], blobs: [kind, '', answer, '', '', ''], doubles: [seconds, 0, READS_PER_POINT] }
    }
  }
}
