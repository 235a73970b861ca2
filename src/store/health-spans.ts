// How submissions ended, by the hour and the day, over all accounts. Rolled up with the usage of the same jobs (usage.ts), in the same
// batch and behind the same mark: each submission once. Labels of `counts`: how it failed, why it does not count, or `t` and the
// step of its duration, four to each doubling of the milliseconds.
import { and, asc, eq, gte, lt, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Database } from './database.ts'
import { healthSpans } from './usage-tables.ts'

/** The company's, or ours. */
export const FAILED_KINDS = ['FAILED', 'UNAVAILABLE', 'TIMEOUT', 'UNKNOWN_OUTCOME', 'MEDIA'] as const
/** What says nothing about the company: content rules, what a caller gave or took back, too many at once. */
export const EXCLUDED_KINDS = ['MODERATED', 'INVALID_INPUT', 'INPUT_MEDIA', 'CALLER', 'BUSY', 'CANCELLED'] as const

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const route = (name: string): SQL => sql`case when json_valid(j.routes) then j.routes ->> ('$[' || j.route || ${`].${name}`}) end`

/** The last submission of each job, as the job's row tells its end; one that was answered with the result has no row of its own. */
const ofLast = (asked: SQL, range: SQL): SQL => sql`
  select j.account_id, coalesce(a.upstream, ${route('upstream')}) as upstream, coalesce(a.model, ${route('model')}) as model, coalesce(a.created_at_ms, j.claimed_at_ms) as at_ms,
    case when a.outcome = 'REJECTED' then coalesce(a.refusal, 'FAILED')
      when j.error_reason in ('TIMEOUT', 'UNKNOWN_OUTCOME', 'MEDIA') then j.error_reason
      when j.status = 'CANCELLED' then 'CANCELLED'
      when j.status = 'COMPLETED' then 't' || cast(4 * log2(max(1, j.completed_at_ms - j.claimed_at_ms)) as integer)
      else 'FAILED' end as label
  from ${asked} cross join jobs j on j.account_id = asked.value and ${range}
    left join attempts a on a.account_id = j.account_id and a.job_id = j.id and a.number = j.attempt
  where j.attempt > 0`

/** Those before it: another one followed. */
const ofEarlier = (asked: SQL, range: SQL): SQL => sql`
  select a.account_id, a.upstream, a.model, a.created_at_ms, case when a.outcome = 'REJECTED' then coalesce(a.refusal, 'FAILED') else 'UNKNOWN_OUTCOME' end
  from ${asked} cross join jobs j on j.account_id = asked.value and ${range}
    cross join attempts a on a.account_id = j.account_id and a.job_id = j.id and a.number < j.attempt
  where j.attempt > 1`

const isFailure = sql`ended.label in (${sql.join(FAILED_KINDS.map((kind) => sql`${kind}`), sql`, `)})`

/** @param asked the accounts' ids, as `asked.value` @param mark from where, of each of them @param untilId all of its jobs have ended */
export const rollUpHealth = (database: Database, asked: SQL, mark: SQL, untilId: string) => {
  const range = sql`j.id >= 'gen_' || ${mark} and j.id < 'gen_' || ${untilId}`
  return database
    .insert(healthSpans)
    .select(
      sql`select span, start_ms, upstream, model, json_group_object(label, count), max(failing) from (
          select spans.span, ended.at_ms - ended.at_ms % spans.ms as start_ms, ended.upstream, ended.model, ended.label, count(*) as count,
            count(distinct iif(${isFailure}, ended.account_id, null)) as failing
          from (${ofLast(asked, range)} union all ${ofEarlier(asked, range)}) ended
            cross join (select 'HOUR' as span, ${HOUR_MS} as ms union all select 'DAY', ${DAY_MS}) spans
          where ended.upstream <> 'test' and ended.model is not null and ended.at_ms is not null group by 1, 2, 3, 4, 5)
        group by 1, 2, 3, 4`,
    )
    .onConflictDoUpdate({
      target: [healthSpans.span, healthSpans.startMs, healthSpans.upstream, healthSpans.model],
      set: {
        counts: sql`(select json_group_object(key, count) from (select key, sum(value) as count from (
          select key, value from json_each(health_spans.counts) union all select key, value from json_each(excluded.counts)) group by key))`,
        failingAccounts: sql`${healthSpans.failingAccounts} + excluded.failing_accounts`,
      },
    })
}

export const selectSpans = (database: Database, span: 'HOUR' | 'DAY', sinceMs: number, beforeMs: number) =>
  database.select().from(healthSpans).where(and(eq(healthSpans.span, span), gte(healthSpans.startMs, sinceMs), lt(healthSpans.startMs, beforeMs))).orderBy(asc(healthSpans.startMs))

export const deleteOldSpans = (database: Database, beforeMs: number) =>
  (['HOUR', 'DAY'] as const).map((span) => database.delete(healthSpans).where(and(eq(healthSpans.span, span), lt(healthSpans.startMs, beforeMs))))
