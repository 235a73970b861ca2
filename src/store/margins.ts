// What was earned, over all live accounts: rolled up with the usage of the same entries (usage.ts), in the same batch and behind the
// same marks. A reading is of days and models alone, however many generations there were.
import { and, asc, eq, gte, lte, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { TEST_SUFFIX } from '../domain/test-account.ts'
import { chargeId } from './credits.ts'
import type { Database } from './database.ts'
import { rolledUntil } from './marks.ts'
import { jobs } from './tables.ts'
import type { Job } from './tables.ts'
import { modelDays } from './usage-tables.ts'

/** An entry's. */
export const DAY = sql`date(e.created_at_ms / 1000, 'unixepoch')`
const ofRoute = (name: string): SQL => sql`case when json_valid(j.routes) then j.routes ->> ('$[' || j.route || ${`].${name}`}) end`
/** Its charge was not wholly refunded, or it was made all the same: its company asks for it. */
const IS_KEPT = sql`e.kind = 'CHARGE' and (j.status = 'COMPLETED' or j.refunded < j.cost)`
const isLive = (accountId: SQL): SQL => sql`substr(${accountId}, ${-TEST_SUFFIX.length}) <> ${TEST_SUFFIX}`
/** It came after its refund. */
const IS_LATE = sql`e.kind = 'CHARGE' and j.status = 'COMPLETED' and j.error_code is not null`

/** @param spent entries with their jobs, as `e` and `j` */
export const rollUpMargins = (database: Database, spent: SQL) =>
  database
    .insert(modelDays)
    .select(
      sql`select ${DAY}, coalesce(${ofRoute('model')}, ''), sum(e.kind = 'CHARGE'), coalesce(sum(${IS_KEPT}), 0), coalesce(sum(${IS_KEPT} and ${ofRoute('listMicroUsd')} is null), 0), -sum(e.amount),
          coalesce(sum(iif(${IS_KEPT}, ${ofRoute('listMicroUsd')}, 0)), 0), coalesce(sum(${IS_LATE}), 0) ${spent} and ${isLive(sql`e.account_id`)} group by 1, 2`,
    )
    .onConflictDoUpdate({
      target: [modelDays.date, modelDays.model],
      set: {
        generations: sql`${modelDays.generations} + excluded.generations`,
        kept: sql`${modelDays.kept} + excluded.kept`,
        unlisted: sql`${modelDays.unlisted} + excluded.unlisted`,
        credits: sql`${modelDays.credits} + excluded.credits`,
        listMicroUsd: sql`${modelDays.listMicroUsd} + excluded.list_micro_usd`,
        late: sql`${modelDays.late} + excluded.late`,
      },
    })

/**
 * What comes after its refund, where its day has been rolled up already: as what failed. Where not, the roll-up finds it completed.
 * Nobody pays for it, and its company asks for it all the same.
 * @param open that it is being completed now, by the same batch
 */
export function countLate(database: Database, job: Job, open: SQL) {
  const route = job.routes[job.route]
  const wasKept = job.refunded < job.cost ? 1 : 0
  const day = sql`(select ${DAY} from credit_entries e where e.account_id = ${job.accountId} and e.id = ${chargeId(job.id)} and e.id < ${rolledUntil(sql`${job.accountId}`)})`
  return database
    .update(modelDays)
    .set({
      kept: sql`${modelDays.kept} + ${1 - wasKept}`,
      unlisted: sql`${modelDays.unlisted} + ${wasKept === 0 && route?.listMicroUsd === undefined ? 1 : 0}`,
      listMicroUsd: sql`${modelDays.listMicroUsd} + ${wasKept === 0 ? (route?.listMicroUsd ?? 0) : 0}`,
      late: sql`${modelDays.late} + 1`,
    })
    .where(and(eq(modelDays.date, day), eq(modelDays.model, route?.model ?? ''), sql`exists (select 1 from ${jobs} where ${open}) and ${isLive(sql`${job.accountId}`)}`))
}

/** Both days included, newest first. */
export const selectModelDays = (database: Database, since: string, until: string) =>
  database.select().from(modelDays).where(and(gte(modelDays.date, since), lte(modelDays.date, until))).orderBy(sql`${modelDays.date} desc`, asc(modelDays.model))

export type ModelDay = typeof modelDays.$inferSelect
