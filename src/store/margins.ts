// What was earned, over all live accounts: rolled up with the usage of the same entries (usage.ts), in the same batch and behind the
// same marks. A reading is of days and models alone, however many generations there were.
import { and, asc, gte, lte, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { TEST_SUFFIX } from '../domain/test-account.ts'
import type { Database } from './database.ts'
import { modelDays } from './usage-tables.ts'

const ofRoute = (name: string): SQL => sql`case when json_valid(j.routes) then j.routes ->> ('$[' || j.route || ${`].${name}`}) end`
/** Its charge was not wholly refunded, or it was made all the same: its company asks for it. */
const IS_KEPT = sql`e.kind = 'CHARGE' and (j.status = 'COMPLETED' or j.refunded < j.cost)`

/** @param spent entries with their jobs, as `e` and `j` @param day the SQL of an entry's */
export const rollUpMargins = (database: Database, spent: SQL, day: SQL) =>
  database
    .insert(modelDays)
    .select(
      sql`select ${day}, coalesce(${ofRoute('model')}, ''), sum(e.kind = 'CHARGE'), coalesce(sum(${IS_KEPT}), 0), coalesce(sum(${IS_KEPT} and ${ofRoute('listMicroUsd')} is null), 0), -sum(e.amount),
          coalesce(sum(iif(${IS_KEPT}, ${ofRoute('listMicroUsd')}, 0)), 0) ${spent} and substr(e.account_id, ${-TEST_SUFFIX.length}) <> ${TEST_SUFFIX} group by 1, 2`,
    )
    .onConflictDoUpdate({
      target: [modelDays.date, modelDays.model],
      set: {
        generations: sql`${modelDays.generations} + excluded.generations`,
        kept: sql`${modelDays.kept} + excluded.kept`,
        unlisted: sql`${modelDays.unlisted} + excluded.unlisted`,
        credits: sql`${modelDays.credits} + excluded.credits`,
        listMicroUsd: sql`${modelDays.listMicroUsd} + excluded.list_micro_usd`,
      },
    })

/** Both days included, newest first. */
export const selectModelDays = (database: Database, since: string, until: string) =>
  database.select().from(modelDays).where(and(gte(modelDays.date, since), lte(modelDays.date, until))).orderBy(sql`${modelDays.date} desc`, asc(modelDays.model))

export type ModelDay = typeof modelDays.$inferSelect
