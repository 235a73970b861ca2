// Which columns of a job's row are read, by what for. Nothing reads a whole row: what a caller gave to make it from may be long, and
// only a submission wants it.
import { getTableColumns } from 'drizzle-orm'
import { jobs } from './tables.ts'

const { input, fingerprint, idempotencyKey: _key, ...columns } = getTableColumns(jobs)

/** What moves, ends and shows a job. */
export const JOB_COLUMNS = columns

/** What a submission is made of. */
export const INPUT_COLUMNS = { input, storedInputs: columns.storedInputs }

/** What tells whether a repeated request is the same one. */
export const REPLAY_COLUMNS = { ...columns, fingerprint }

/** What callers see in a list. */
export const VIEW_COLUMNS = {
  id: jobs.id,
  status: jobs.status,
  type: jobs.type,
  routes: jobs.routes,
  route: jobs.route,
  reasons: jobs.reasons,
  cost: jobs.cost,
  refunded: jobs.refunded,
  tags: jobs.tags,
  keyId: jobs.keyId,
  endUser: jobs.endUser,
  attempt: jobs.attempt,
  polls: jobs.polls,
  progress: jobs.progress,
  outputs: jobs.outputs,
  errorCode: jobs.errorCode,
  errorReason: jobs.errorReason,
  errorField: jobs.errorField,
  createdAtMs: jobs.createdAtMs,
  waitedUntilMs: jobs.waitedUntilMs,
  claimedAtMs: jobs.claimedAtMs,
  startedAtMs: jobs.startedAtMs,
  completedAtMs: jobs.completedAtMs,
  expiresAtMs: jobs.expiresAtMs,
  expiredAtMs: jobs.expiredAtMs,
  takenDownAtMs: jobs.takenDownAtMs,
}
