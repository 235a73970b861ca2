// Which columns of a job's row are read, by what for. Nothing reads a whole row: what a caller gave to make it from may be long, and
// only a submission wants it.
import { eq, getTableColumns, sql } from 'drizzle-orm'
import * as v from 'valibot'
import { unpack } from './packed.ts'
import { jobWords, jobs } from './tables.ts'
import type { KeptInput } from './tables.ts'

const { input, fingerprint, words, idempotencyKey: _key, ...columns } = getTableColumns(jobs)

/** What moves, ends and shows a job. */
export const JOB_COLUMNS = columns

/** Where a job's words stand, for a left join: of one in the older shape there are none. */
export const hasWords = eq(jobWords.id, words)

/** What a job was made from, for `inputOf`. */
export const GIVEN_COLUMNS = { input, packed: jobWords.packed }

export const inputOf = async ({ input: given, packed }: { readonly input: KeptInput | null; readonly packed: Uint8Array | null }): Promise<KeptInput> =>
  v.parse(Given, packed === null ? given : await unpack(packed))

/** Ours, as it was put in. */
const Given = v.custom<KeptInput>((value) => typeof value === 'object' && value !== null)

/** What a submission is made of. */
export const INPUT_COLUMNS = { ...GIVEN_COLUMNS, storedInputs: columns.storedInputs }

/** What tells whether a repeated request is the same one. */
export const REPLAY_COLUMNS = { ...columns, fingerprint: sql<string>`iif(${fingerprint} = '', coalesce(${jobWords.fingerprint}, ''), ${fingerprint})`.as('told_fingerprint') }

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
