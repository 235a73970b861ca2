// The legal moves of a job: from which status it may go to which. Every change of a status is a compare-and-set that goes
// by this table; a move that does not stand in it changes nothing, whoever asks for it.
import { JOB_STATUSES } from '../domain/job.ts'
import type { JobStatus } from '../domain/job.ts'

export const MOVES = {
  /** A slot is free; waited for too long; cancelled. */
  WAITING: ['QUEUED', 'FAILED', 'CANCELLED'],
  /** Claimed by one consumer; waited for too long, or a dead letter; cancelled. */
  QUEUED: ['SUBMITTING', 'FAILED', 'CANCELLED'],
  /** Accepted; refused, and tried again; nobody can tell; answered with the result; refused for good, or where the caller wished it cancelled. */
  SUBMITTING: ['PROCESSING', 'QUEUED', 'HELD', 'COMPLETED', 'FAILED', 'CANCELLED'],
  /** Tried elsewhere; made; failed or given up; stopped. */
  PROCESSING: ['QUEUED', 'COMPLETED', 'FAILED', 'CANCELLED'],
  /** Never sent, as who had claimed it came to say; found; still unknown; made or refused, as a slower consumer came to hear; given up. */
  HELD: ['WAITING', 'PROCESSING', 'HELD', 'COMPLETED', 'FAILED', 'CANCELLED'],
  /** Made after it had been given up. */
  FAILED: ['COMPLETED'],
  COMPLETED: [],
  CANCELLED: [],
} as const satisfies Record<JobStatus, readonly JobStatus[]>

/** The statuses from which a job may go there. */
export function statusesBefore(to: JobStatus): JobStatus[] {
  return JOB_STATUSES.filter((from) => MOVES[from].some((next) => next === to))
}
