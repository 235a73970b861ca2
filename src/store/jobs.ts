// Statements on jobs, unexecuted: the domain composes them with `database.batch`. Those that move a job name the
// status and the attempt they expect, so that of many racing movers exactly one wins; moves.ts says which moves there are.
// Who has won finds its own token in the row: a batch may be played twice, and then the number of changed rows would lie.
import { and, asc, eq, gt, gte, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm'
import type { Placeholder, SQL } from 'drizzle-orm'
import { liveAccountId } from '../domain/test-account.ts'
import type { AttemptEnd, AttemptOutcome, DuePurpose, FailureReason, JobStatus } from '../domain/job.ts'
import type { Database } from './database.ts'
import { countEvent, insertEvent } from './events.ts'
import { hot } from './hot.ts'
import { isEarlierKey } from './idempotency.ts'
import type { EarlierKey } from './idempotency.ts'
import type { Given } from './hot.ts'
import { insertIf, insertPlacesIf } from './insert-if.ts'
import { isOneOf } from './is-one-of.ts'
import { INPUT_COLUMNS, JOB_COLUMNS, VIEW_COLUMNS, hasWords } from './job-columns.ts'
import { statusesBefore } from './moves.ts'
import { isClosed, isHalted, isShut } from './suspensions.ts'
import { accounts, attempts, jobWords, jobs } from './tables.ts'
import type { Job, JobRow } from './tables.ts'

export type JobKey = Pick<Job, 'accountId' | 'id'>

/** A job nobody has settled yet. */
export const OPEN_STATUSES = ['WAITING', 'QUEUED', 'SUBMITTING', 'PROCESSING', 'HELD'] as const satisfies readonly JobStatus[]

/** Why a job is given up although nobody knows that it failed. */
const GIVEN_UP = ['TIMEOUT', 'UNKNOWN_OUTCOME'] as const satisfies readonly FailureReason[]

const isJob = (key: { readonly [Name in keyof JobKey]: Given<JobKey[Name]> }): SQL | undefined => and(eq(jobs.accountId, key.accountId), eq(jobs.id, key.id))

const openBefore = (to: JobStatus) => statusesBefore(to).filter((from) => OPEN_STATUSES.some((open) => open === from))

/** The job is still open under this attempt, and may end so. */
export const mayEnd = (key: JobKey, attempt: number, to: JobStatus) =>
  sql`${jobs.accountId} = ${key.accountId} and ${jobs.id} = ${key.id} and ${jobs.attempt} = ${attempt} and ${inArray(jobs.status, openBefore(to))}`

/** The job was failed and refunded because nobody could wait any longer: its upstream may have made it all the same. */
export const isGivenUp = (key: JobKey, attempt: number) =>
  sql`${jobs.accountId} = ${key.accountId} and ${jobs.id} = ${key.id} and ${jobs.attempt} = ${attempt} and ${jobs.status} = 'FAILED' and ${inArray(jobs.errorReason, [...GIVEN_UP])}`

/** Does nothing when the account has used the idempotency key before, or when nothing new is accepted of it or its end user. */
export function insertJob(database: Database, job: JobRow, earlier?: EarlierKey) {
  if (job.endUser === null && !earlier) return insertOwnJob(database, { ...job, liveId: liveAccountId(job.accountId) })
  const isNew = earlier ? sql` and not exists (select 1 from ${jobs} where ${isEarlierKey(job.accountId, earlier, job.createdAtMs)})` : sql``
  return insertIf(database, jobs, { ...job, ...ASIDE }, sql`not ${isHalted(job.accountId, job.endUser)}${isNew}`).onConflictDoNothing()
}

/** Of a row that is made: its words follow in the same batch, under the next free number. A version that looks for them here finds null, and submits nothing. */
const ASIDE = { words: sql`(select coalesce(max(${jobWords.id}), 0) + 1 from ${jobWords})`, input: sql`'null'`, fingerprint: sql`''` } as const

/** As nearly all are: not of an end user, by a key as it is named today. */
const insertOwnJob = hot<JobRow & { readonly liveId: string }>()((database, place) =>
  insertPlacesIf(database, jobs, sql`not ${isShut(place('liveId'))}`, ASIDE).onConflictDoNothing(),
)

/** What a job is made from, right behind its row. Nothing where that was not made; played twice it is there once. */
export const insertWords = hot<JobKey & Omit<typeof jobWords.$inferSelect, 'id'>>()((database, place) =>
  database
    .insert(jobWords)
    .select(sql`select ${jobs.words}, ${place('packed')}, ${place('fingerprint')} from ${jobs} where ${jobs.accountId} = ${place('accountId')} and ${jobs.id} = ${place('id')} and ${jobs.words} is not null`)
    .onConflictDoNothing(),
)

const placesOf = (place: (name: keyof JobKey) => Placeholder) => ({ accountId: place('accountId'), id: place('id') })

export const selectJob = hot<JobKey>()((database, place) =>
  database.select(JOB_COLUMNS).from(jobs).where(isJob(placesOf(place))).limit(1),
  JOB_COLUMNS,
)

/** As callers see it. */
export const selectView = hot<JobKey>()((database, place) =>
  database.select(VIEW_COLUMNS).from(jobs).where(isJob(placesOf(place))).limit(1),
  VIEW_COLUMNS,
)

/** Whether it is there. */
export const selectMade = hot<JobKey>()((database, place) =>
  database.select({ id: jobs.id }).from(jobs).where(isJob(placesOf(place))).limit(1),
)

export const selectInput = (database: Database, key: JobKey) => database.select(INPUT_COLUMNS).from(jobs).leftJoin(jobWords, hasWords).where(isJob(key)).limit(1)

/** Of those ids that are jobs of the account. One row read each. */
export const selectStatuses = (database: Database, accountId: string, ids: readonly string[]) =>
  database
    .select({ id: jobs.id, status: jobs.status })
    .from(jobs)
    .where(and(eq(jobs.accountId, accountId), isOneOf(jobs.id, ids)))

/** Those of the account that wait for a slot or hold one, from that id on. For when the account's object has forgotten them. */
export const selectOpen = (database: Database, accountId: string, fromId: string, limit: number) =>
  database
    .select({ jobId: jobs.id, status: jobs.status, endUser: jobs.endUser, createdAtMs: jobs.createdAtMs, claimedAtMs: jobs.claimedAtMs })
    .from(jobs)
    .where(and(eq(jobs.accountId, accountId), gte(jobs.id, fromId), inArray(jobs.status, [...OPEN_STATUSES])))
    .orderBy(asc(jobs.id))
    .limit(limit)

/** The moves of a job that is not settled by them. */
export const claimJob = (
  database: Database,
  job: JobKey & Pick<Job, 'attempt'>,
  change: Pick<Job, 'claimedAtMs' | 'deadlineMs'> & Partial<Pick<Job, 'dueAtMs'>> & { readonly moveToken: string },
) =>
  database
    .update(jobs)
    .set({ ...change, status: 'SUBMITTING', attempt: job.attempt + 1 })
    .where(and(isJob(job), inArray(jobs.status, statusesBefore('SUBMITTING')), eq(jobs.attempt, job.attempt)))

/** Its turn has come: from now on it is as any other. Of an account that was closed none begins: what waits is about to be cancelled. */
export const beginJob = (database: Database, key: JobKey, change: Pick<Job, 'deadlineMs' | 'dueAtMs' | 'waitedUntilMs'>, moveToken: string) =>
  database
    .update(jobs)
    .set({ ...change, status: 'QUEUED', dueFor: 'WORK', moveToken })
    .where(and(isJob(key), eq(jobs.status, 'WAITING'), sql`not ${isClosed(key.accountId)}`))

/**
 * Back to waiting, by the one who made the claim: nobody else knows that nothing was sent under it. Where the sweeper has held it
 * meanwhile its slot may be another's by now, so it waits for one, as if it had since it was made; that nobody could tell is taken back.
 */
export const releaseClaim = (database: Database, key: JobKey, claimToken: string, { dueAtMs, turnMs }: { readonly dueAtMs: number; readonly turnMs: number }) =>
  [
    database.update(jobs).set({ status: 'QUEUED' }).where(and(isJob(key), eq(jobs.status, 'SUBMITTING'), eq(jobs.moveToken, claimToken))),
    database
      .delete(attempts)
      .where(and(eq(attempts.accountId, key.accountId), eq(attempts.jobId, key.id), eq(attempts.outcome, 'UNKNOWN'), sql`${attempts.number} = (select ${jobs.attempt} from ${jobs} where ${isHeldUnder(key, claimToken)})`)),
    database
      .update(jobs)
      .set({ status: 'WAITING', dueFor: 'TURN', dueAtMs, deadlineMs: sql`${jobs.createdAtMs} + ${turnMs}` })
      .where(isHeldUnder(key, claimToken)),
  ] as const

const isHeldUnder = (key: JobKey, claimToken: string) =>
  and(isJob(key), eq(jobs.status, 'HELD'), sql`substr(${jobs.moveToken}, 1, ${claimToken.length + 1}) = ${`${claimToken}.`}`)

export type Move = Pick<Partial<Job>, 'route' | 'startedAtMs' | 'dueAtMs' | 'chain' | 'deadlineMs' | 'refusals' | 'errorField' | 'missing'> & { readonly moveToken: string }

export const moveJob = (database: Database, key: JobKey, from: readonly JobStatus[], attempt: number, to: JobStatus, change: Move) =>
  database
    .update(jobs)
    .set({ ...change, status: to })
    .where(and(isJob(key), inArray(jobs.status, [...from]), inArray(jobs.status, statusesBefore(to)), eq(jobs.attempt, attempt)))

/** Tries the job again, if nobody has moved it since it was read. What its caller wished cancelled never waits for another submission. */
export const requeueJob = (database: Database, job: Job, change: Move) =>
  database
    .update(jobs)
    .set({ ...change, status: 'QUEUED', polls: job.polls })
    .where(and(isJob(job), eq(jobs.status, job.status), inArray(jobs.status, statusesBefore('QUEUED')), eq(jobs.attempt, job.attempt), isNull(jobs.cancelAskedAtMs), sql`${jobs.moveToken} is ${job.moveToken}`))

/** The job, to the one who has just moved it: the last statement of its batch. */
export const selectIfMoved = (database: Database, key: JobKey, moveToken: string) =>
  database.select(JOB_COLUMNS).from(jobs).where(and(isJob(key), eq(jobs.moveToken, moveToken))).limit(1)

/** As above, without reading the whole row. */
export const selectMoved = (database: Database, key: JobKey, moveToken: string) =>
  database.select({ id: jobs.id }).from(jobs).where(and(isJob(key), eq(jobs.moveToken, moveToken))).limit(1)

/** What an ended row that still owes something is due for: that, or what it was due for when it ended, where that is soon (settlements.ts). */
export const OWING = ['OWED', 'WORK', 'TURN'] as const satisfies readonly DuePurpose[]

/**
 * What follows an end is done: says what the row is due for from now on. Null: nothing. When its files expire the row itself says:
 * their owner may have wished them gone meanwhile.
 */
export const closeOwed = (database: Database, job: Pick<Job, 'accountId' | 'id' | 'moveToken'>, { dueFor, dueAtMs, outputs }: Pick<Job, 'dueFor' | 'dueAtMs'> & Partial<Pick<Job, 'outputs'>>) =>
  database
    .update(jobs)
    .set({ dueFor, dueAtMs: dueFor === 'DELETE' ? sql`case when ${jobs.expiredAtMs} is null then ${jobs.expiresAtMs} end` : dueAtMs, ...(outputs && { outputs }) })
    .where(and(isJob(job), inArray(jobs.dueFor, [...OWING]), sql`${jobs.moveToken} is ${job.moveToken}`))

/** The statuses in which a company may be at work: a wish to cancel is written on the job before the company is asked. */
const AT_WORK = ['SUBMITTING', 'PROCESSING', 'HELD'] as const satisfies readonly JobStatus[]

/** Writes the caller's wish, once. */
export const askToCancel = (database: Database, key: JobKey, nowMs: number) =>
  database
    .update(jobs)
    .set({ cancelAskedAtMs: nowMs })
    .where(and(isJob(key), inArray(jobs.status, [...AT_WORK]), isNull(jobs.cancelAskedAtMs)))

export interface AttemptRow {
  readonly number: number
  readonly upstream: Job['routes'][number]['upstream']
  readonly model: string
  readonly outcome: AttemptOutcome
  readonly ref: (typeof attempts.$inferInsert)['ref']
  readonly detail: string | null
  readonly refusal: AttemptEnd | null
}

/**
 * Records how a submission ended. A later, better knowledge of the same attempt replaces the earlier; that nobody can
 * tell is no knowledge, and must not wipe out the handle that a slower consumer has recorded meanwhile.
 */
export const recordAttempt = (database: Database, key: JobKey, attempt: AttemptRow, nowMs: number) =>
  database
    .insert(attempts)
    .values({ ...attempt, accountId: key.accountId, jobId: key.id, createdAtMs: nowMs })
    .onConflictDoUpdate({
      target: [attempts.accountId, attempts.jobId, attempts.number],
      set: { outcome: attempt.outcome, ref: attempt.ref ?? null, detail: attempt.detail, refusal: attempt.refusal },
      setWhere: sql`excluded.outcome <> 'UNKNOWN' or ${attempts.outcome} = 'UNKNOWN'`,
    })

export const selectAttempt = (database: Database, key: JobKey, number: number) =>
  database
    .select()
    .from(attempts)
    .where(and(eq(attempts.accountId, key.accountId), eq(attempts.jobId, key.id), eq(attempts.number, number)))
    .limit(1)

/** Puts off the sweeper's next look, if nobody has moved the job meanwhile. */
export const postpone = (database: Database, job: Job, dueAtMs: number | null, chain: number) =>
  database
    .update(jobs)
    .set({ dueAtMs, chain })
    .where(and(isJob(job), eq(jobs.status, job.status), eq(jobs.attempt, job.attempt), eq(jobs.chain, job.chain)))

/** It, where its files are gone or have to go. */
export const selectExpired = (database: Database, key: JobKey, nowMs: number) =>
  database.select({ id: jobs.id }).from(jobs).where(and(isJob(key), or(isNotNull(jobs.expiredAtMs), isNotNull(jobs.takenDownAtMs), lte(jobs.expiresAtMs, nowMs)))).limit(1)

const isUnexpired = (key: JobKey): SQL => sql`exists (select 1 from ${jobs} where ${isJob(key)} and ${jobs.expiredAtMs} is null)`

/** Its files are gone: the event of it, and last the mark. */
export const expireJob = (database: Database, key: JobKey, nowMs: number) =>
  [
    countEvent(database, key.accountId, 0, nowMs, isUnexpired(key)),
    insertEvent(database, { accountId: key.accountId, kind: 'generation.expired', subject: key.id, atMs: nowMs }, isUnexpired(key)),
    markExpired(database, key, nowMs),
  ] as const

const markExpired = (database: Database, key: JobKey, nowMs: number) =>
  database
    .update(jobs)
    .set({ expiredAtMs: nowMs, dueAtMs: ifForDeletion(sql`null`) })
    .where(and(isJob(key), isNull(jobs.expiredAtMs)))

/** Its files expire now, whatever was said before. What else the row is due for stays. */
export const expireNow = (database: Database, key: JobKey, nowMs: number) =>
  database
    .update(jobs)
    .set({ expiresAtMs: nowMs, dueAtMs: ifForDeletion(sql`${nowMs}`) })
    .where(and(isJob(key), eq(jobs.status, 'COMPLETED'), isNull(jobs.expiredAtMs), gt(jobs.expiresAtMs, nowMs)))

/** The same by an operator, of whatever has files; whoever had deleted them before. */
export const takeJobDown = (database: Database, key: JobKey, nowMs: number, condition: SQL = sql`true`) =>
  database
    .update(jobs)
    .set({ takenDownAtMs: nowMs, expiresAtMs: sql`min(${jobs.expiresAtMs}, ${nowMs})`, dueAtMs: ifForDeletion(sql`case when ${jobs.expiredAtMs} is null then ${nowMs} end`) })
    .where(and(isJob(key), eq(jobs.status, 'COMPLETED'), isNull(jobs.takenDownAtMs), condition))

/** That it has files, or had, and nobody has taken them down. */
export const isUp = (key: JobKey): SQL => sql`exists (select 1 from ${jobs} where ${isJob(key)} and ${eq(jobs.status, 'COMPLETED')} and ${isNull(jobs.takenDownAtMs)})`

/** By its id alone, whosever it is: a look into the key of each account. */
export const selectJobOfAnybody = (database: Database, id: string) =>
  database.select(JOB_COLUMNS).from(accounts).crossJoin(jobs).where(and(eq(jobs.accountId, accounts.id), eq(jobs.id, id))).limit(1)

const ifForDeletion = (due: SQL): SQL => sql`case when ${jobs.dueFor} = 'DELETE' then ${due} else ${jobs.dueAtMs} end`

export const markInputsDeleted = (database: Database, key: JobKey) => database.update(jobs).set({ storedInputs: 0 }).where(isJob(key))

export const recordProgress = (database: Database, job: Job, progress: number) =>
  database
    .update(jobs)
    .set({ progress })
    .where(and(isJob(job), eq(jobs.status, 'PROCESSING'), eq(jobs.attempt, job.attempt)))

/** How often in a row it was not found; null: it is there. */
export const recordMissing = (database: Database, job: Job, missing: Job['missing']) =>
  database
    .update(jobs)
    .set({ missing })
    .where(and(isJob(job), eq(jobs.status, 'PROCESSING'), eq(jobs.attempt, job.attempt)))
