// Pages of an account's jobs, newest first. However rare what a filter lets through may be, a page looks at a bounded
// number of rows: it then holds fewer than asked for, and the next one goes on from where it stopped.
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { GenerationType } from '../domain/model.ts'
import type { Database } from './database.ts'
import { createdWithin, idsWithin } from './id-range.ts'
import type { Times } from './id-range.ts'
import { VIEW_COLUMNS } from './job-columns.ts'
import { jobs } from './tables.ts'
import type { FailureCode, JobStatus } from '../domain/job.ts'

export interface JobFilter extends Times {
  readonly statuses?: readonly JobStatus[]
  readonly type?: GenerationType
  readonly provider?: string
  readonly model?: string
  readonly keyId?: string
  readonly errorCode?: FailureCode
  readonly tag?: string
  readonly endUser?: string
}

/** Rows that the page itself looks at; finding where it stopped looks at them once more. */
export const PAGE_WINDOW = 1000

/** An id is made a little before its job is: while the gate is asked and D1 tries again. */
const ID_BEFORE_JOB_MS = 120_000

const range = (accountId: string, beforeId: string | undefined, filter: JobFilter): SQL | undefined =>
  and(eq(jobs.accountId, accountId), idsWithin(jobs.id, 'gen_', beforeId, filter, ID_BEFORE_JOB_MS))

export function selectJobs(database: Database, accountId: string, beforeId: string | undefined, limit: number, filter: JobFilter) {
  const looked = database.select(VIEW_COLUMNS).from(jobs).where(range(accountId, beforeId, filter)).orderBy(desc(jobs.id)).limit(PAGE_WINDOW).as('looked')
  // Without an order of its own, which the inner one's is already: so it stops as soon as the page is full.
  return database
    .select()
    .from(looked)
    .where(
      and(
        filter.statuses && inArray(looked.status, [...filter.statuses]),
        filter.type && eq(looked.type, filter.type),
        filter.provider === undefined ? undefined : sql`${looked.routes} ->> ('$[' || ${looked.route} || '].provider') = ${filter.provider}`,
        filter.model === undefined ? undefined : sql`${looked.routes} ->> ('$[' || ${looked.route} || '].model') = ${filter.model}`,
        filter.keyId === undefined ? undefined : eq(looked.keyId, filter.keyId),
        filter.errorCode === undefined ? undefined : eq(looked.errorCode, filter.errorCode),
        filter.tag === undefined ? undefined : holdsTag(looked.tags, filter.tag),
        filter.endUser === undefined ? undefined : eq(looked.endUser, filter.endUser),
        createdWithin(looked.createdAtMs, filter),
      ),
    )
    .limit(limit)
}

/** As json_each would tell, which D1 counts as a row read for each: a quote behind a bracket or comma always begins an item. */
const holdsTag = (tags: AnySQLiteColumn, tag: string): SQL => sql`(instr(${tags}, ${`[${JSON.stringify(tag)}`}) > 0 or instr(${tags}, ${`,${JSON.stringify(tag)}`}) > 0)`

/** The last row that a page looked at, if there may be more behind it. */
export const selectPageEnd = (database: Database, accountId: string, beforeId: string | undefined, filter: JobFilter) =>
  database.select({ id: jobs.id }).from(jobs).where(range(accountId, beforeId, filter)).orderBy(desc(jobs.id)).limit(1).offset(PAGE_WINDOW - 1)
