// What the clock starts: the minute's sweep with all that goes on behind it a little at a time, and the looks of every hour and day.
import { continueArchiveAudit } from './audit/audit-archive.ts'
import { continueAudit } from './audit/audit.ts'
import { compareEstimates } from './audit/compare-estimates.ts'
import { keepHistory } from './audit/keep-history.ts'
import { rollUpUsage } from './audit/roll-up-usage.ts'
import { watchShards } from './audit/watch-shards.ts'
import type { WithStatusHistory } from './health/ports.ts'
import { archiveJobs } from './jobs/archive-jobs.ts'
import type { ArchiveJobsNeeds } from './jobs/archive-jobs.ts'
import { sweepAll } from './jobs/sweep-all.ts'
import type { SweepNeeds } from './jobs/sweep.ts'
import { onEachShard } from './store/shards.ts'
import type { WithShards } from './store/shards.ts'
import type { WithUpstreams } from './upstreams/ports.ts'
import { forgetOld } from './webhooks/forget-old.ts'

/** As in wrangler.toml; every other cron is the sweeper's. */
const AUDIT_CRON = '17 * * * *'
const ESTIMATES_CRON = '41 3 * * *'
export const SWEEP_CRON = '* * * * *'

export type CronNeeds = ArchiveJobsNeeds & SweepNeeds & WithShards & WithStatusHistory & WithUpstreams<'get'>

/** @param mayArchive whether what is old leaves the database */
export async function runCron(needs: CronNeeds, cron: string, mayArchive: boolean): Promise<void> {
  if (cron === AUDIT_CRON) {
    await watchShards(needs)
    return void (await onEachShard(needs, (own) => continueAudit(own)))
  }
  if (cron === ESTIMATES_CRON) return compareEstimates(needs)
  await sweepAll(needs)
  await onEachShard(needs, async (own) => {
    await rollUpUsage(own)
    await forgetOld(own)
    if (mayArchive) await archiveJobs(own)
    // What has left is read also where nothing more does.
    await continueArchiveAudit(own)
  })
  await keepHistory(needs)
}
