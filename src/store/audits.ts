// Statements of the audit: pages of accounts and of jobs by primary key, each row with what the ledger says of it.
// Names of columns are written out with their table: in a select from one table Drizzle leaves it away, and a column of
// the inner select would then stand for one of the outer.
import { and, asc, gt, sql } from 'drizzle-orm'
import type { Database } from './database.ts'
import type { MediaFacts } from '../domain/media.ts'
import type { Route } from '../domain/job.ts'
import { putMark, selectMark } from './marks.ts'
import { isSettled } from './moving.ts'
import { ROUTE_DEFAULTS } from './short.ts'
import { accounts, jobs } from './tables.ts'

/** The parties of an account whose share is not the sum of their uploads, three at most; named as in uploads/shares.ts. */
const wrongShares = sql`(select json_group_array(json_array(party, counted, held)) from (
    select party, sum(counted) as counted, sum(held) as held from (
      select upload_shares.party as party, upload_shares.stored_bytes as counted, 0 as held from upload_shares where upload_shares.account_id = accounts.id
      union all select 'account', 0, uploads.bytes from uploads where uploads.account_id = accounts.id
      union all select 'tokens', 0, uploads.bytes from uploads where uploads.account_id = accounts.id and uploads.end_user is not null
      union all select 'user ' || uploads.end_user, 0, uploads.bytes from uploads where uploads.account_id = accounts.id and uploads.end_user is not null
    ) group by party having sum(counted) <> sum(held) order by party limit 3
  ))`
  .mapWith((text: string): readonly (readonly [party: string, counted: number, held: number])[] => JSON.parse(text))
  .as('wrong_shares')

/** Months of an account whose opening entry is not what its archived generations came to, three at most. */
const wrongOpenings = sql`(select json_group_array(json_array(id, counted, held)) from (
    select id, sum(counted) as counted, sum(held) as held from (
      select archive_chunks.opening_id as id, archive_chunks.credits as counted, 0 as held from archive_chunks where archive_chunks.account_id = accounts.id
      union all select credit_entries.id, 0, credit_entries.amount from credit_entries where credit_entries.account_id = accounts.id and credit_entries.kind = 'OPENING'
    ) group by id having sum(counted) <> sum(held) order by id limit 3
  ))`
  .mapWith((text: string): readonly (readonly [id: string, counted: number, held: number])[] => JSON.parse(text))
  .as('wrong_openings')

/** Each account with the sum of its entries, and what does not add up of its uploads. @param afterId '' for the first page */
export const selectAccountSums = (database: Database, afterId: string, limit: number) =>
  database
    .select({
      id: accounts.id,
      credits: accounts.credits,
      total: sql<number>`(select coalesce(sum(credit_entries.amount), 0) from credit_entries where credit_entries.account_id = accounts.id)`.as('total'),
      shares: wrongShares,
      openings: wrongOpenings,
    })
    .from(accounts)
    .where(gt(accounts.id, afterId))
    .orderBy(asc(accounts.id))
    .limit(limit)

/** What follows the prefix in a job's id; the ids of its entries and deliveries are made of it. */
const core = sql`substr(jobs.id, instr(jobs.id, '_') + 1)`

/** The ledger's entry of a job, by primary key. */
const entryOf = (kind: 'charge' | 'refund') =>
  sql<number | null>`(select credit_entries.amount from credit_entries
    where credit_entries.account_id = jobs.account_id and credit_entries.id = ${core} || ${`.${kind}`})`.as(kind)

export interface JobPlace {
  readonly accountId: string
  readonly id: string
}

export interface MadeRow {
  readonly route: Route
  readonly facts: readonly MediaFacts[]
}

/** Read apart from its column: as that would read it. */
const madeOf = (row: MadeRow | null): MadeRow | null => row && { ...row, route: { ...ROUTE_DEFAULTS, ...row.route } }

export const selectJobSums = (database: Database, after: JobPlace, limit: number) =>
  database
    .select({
      accountId: jobs.accountId,
      id: jobs.id,
      status: jobs.status,
      errorCode: jobs.errorCode,
      cost: jobs.cost,
      refunded: jobs.refunded,
      outputs: sql<number>`coalesce(json_array_length(jobs.outputs), 0)`.as('output_count'),
      /** Of what was completed: the way it was served, and the measured facts of its files; as JSON. */
      made: sql`case jobs.status when 'COMPLETED' then json_object('route', json_extract(jobs.routes, '$[' || jobs.route || ']'),
        'facts', (select json_group_array(json_extract(value, '$.facts')) from json_each(jobs.outputs))) end`
        .mapWith((text: string): MadeRow | null => madeOf(JSON.parse(text)))
        .as('made'),
      webhookUrl: jobs.webhookUrl,
      createdAtMs: jobs.createdAtMs,
      deadlineMs: jobs.deadlineMs,
      charge: entryOf('charge'),
      refund: entryOf('refund'),
      /** To the URL of its request; what endpoints are told is counted by nobody here. */
      deliveries: sql<number>`(select count(*) from webhook_deliveries where webhook_deliveries.account_id = jobs.account_id
        and webhook_deliveries.endpoint_id is null and webhook_deliveries.id between 'msg_' || ${core} || '_' and 'msg_' || ${core} || '_~')`.as('deliveries'),
    })
    .from(jobs)
    .where(and(sql`(jobs.account_id, jobs.id) > (${after.accountId}, ${after.id})`, isSettled(jobs.accountId)))
    .orderBy(asc(jobs.accountId), asc(jobs.id))
    .limit(limit)

export type AccountSum = Awaited<ReturnType<typeof selectAccountSums>>[number]
export type JobSum = Awaited<ReturnType<typeof selectJobSums>>[number]

/** The ids of the same pages alone, which can be read whatever stands in the rows. */
export const selectAccountPlaces = (database: Database, afterId: string, limit: number) =>
  database.select({ id: accounts.id }).from(accounts).where(gt(accounts.id, afterId)).orderBy(asc(accounts.id)).limit(limit)

export const selectJobPlaces = (database: Database, after: JobPlace, limit: number) =>
  database
    .select({ accountId: jobs.accountId, id: jobs.id })
    .from(jobs)
    .where(and(sql`(${jobs.accountId}, ${jobs.id}) > (${after.accountId}, ${after.id})`, isSettled(jobs.accountId)))
    .orderBy(asc(jobs.accountId), asc(jobs.id))
    .limit(limit)

/** How far the audit has come; absent before its first run. */
export const selectAuditMark = (database: Database) => selectMark(database, 'audit')

export const putAuditMark = (database: Database, value: string, nowMs: number) => putMark(database, 'audit', value, nowMs)
