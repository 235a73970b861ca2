// What an idempotency key means: the job that was made with it, until 30 days after its end. Exactly then, whoever still has the row.
import { and, asc, eq, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Database } from './database.ts'
import { hot } from './hot.ts'
import type { Given } from './hot.ts'
import { REPLAY_COLUMNS, hasWords } from './job-columns.ts'
import { jobWords, jobs } from './tables.ts'

interface KeyAt {
  readonly accountId: string
  readonly key: string
  readonly nowMs: number
}

/** A key as an earlier release would have stored it: only with this fingerprint does it mean the same request. */
export interface EarlierKey {
  readonly key: string
  readonly fingerprint: string
}

/** How long after its generation's end a key means that generation. */
export const KEY_KEPT_MS = 30 * 86_400_000

/** It is open, or has not been over for so long. */
const isRemembered = (nowMs: Given<number>): SQL => sql`(${jobs.completedAtMs} is null or ${jobs.completedAtMs} > ${nowMs} - ${sql.raw(String(KEY_KEPT_MS))})`

export const isEarlierKey = (accountId: string, { key, fingerprint }: EarlierKey, nowMs: number) =>
  and(eq(jobs.accountId, accountId), eq(jobs.idempotencyKey, key), eq(jobs.fingerprint, fingerprint), isRemembered(nowMs))

/** The key is free again, where what it meant has been over for long: before the job that is made with it. Writes nothing where it has not. */
export const forgetKey = hot<KeyAt>()((database, place) =>
  database
    .update(jobs)
    .set({ idempotencyKey: null })
    .where(and(eq(jobs.accountId, place('accountId')), eq(jobs.idempotencyKey, place('key')), sql`not ${isRemembered(place('nowMs'))}`)),
)

/** The job that a key means, by its own name before that of an earlier release. */
export function selectReplay(database: Database, { accountId, key, nowMs }: KeyAt, earlier: EarlierKey | undefined) {
  if (!earlier) return selectOwnReplay(database, { accountId, key, nowMs })
  const isOwn = and(eq(jobs.accountId, accountId), eq(jobs.idempotencyKey, key), isRemembered(nowMs))
  const isEarlier = sql<number>`${jobs.idempotencyKey} <> ${key}`.as('is_earlier')
  return database
    .select({ ...REPLAY_COLUMNS, isEarlier })
    .from(jobs)
    .leftJoin(jobWords, hasWords)
    .where(or(isOwn, isEarlierKey(accountId, earlier, nowMs)))
    .orderBy(asc(isEarlier))
    .limit(1)
}

const selectOwnReplay = hot<KeyAt>()((database, place) =>
  database
    .select({ ...REPLAY_COLUMNS, isEarlier: sql<number>`0`.as('is_earlier') })
    .from(jobs)
    .leftJoin(jobWords, hasWords)
    .where(and(eq(jobs.accountId, place('accountId')), eq(jobs.idempotencyKey, place('key')), isRemembered(place('nowMs'))))
    .limit(1),
)
