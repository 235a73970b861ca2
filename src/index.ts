// The Worker: requests, queues, the minute's sweep, and the classes of the Durable Objects.
import { createApp } from './app.ts'
import { composeBackground, mayArchive, newMemory, realWorld } from './compose.ts'
import type { Env } from './env.ts'
import { continueAudit } from './audit/audit.ts'
import { compareEstimates } from './audit/compare-estimates.ts'
import { keepHistory } from './audit/keep-history.ts'
import { rollUpUsage } from './audit/roll-up-usage.ts'
import { watchShards } from './audit/watch-shards.ts'
import { archiveJobs } from './jobs/archive-jobs.ts'
import { sweep } from './jobs/sweep.ts'
import { consumeDead } from './queues/consume-dead.ts'
import { consume } from './queues/consume.ts'
import { forgetOld } from './webhooks/forget-old.ts'

export { UpstreamHealth } from './health/upstream-health.ts'
export { UpstreamPlaces } from './places/upstream-places.ts'
export { AccountGate } from './limits/account-gate.ts'

const DEAD_QUEUE = 'doitong-dead'
/** As in wrangler.toml; every other cron is the sweeper's. */
const AUDIT_CRON = '17 * * * *'
const ESTIMATES_CRON = '41 3 * * *'
const memory = newMemory()
const app = createApp(realWorld, memory)

export default {
  fetch: (request, env, context) => app.fetch(request, env, context),
  queue: async (batch, env) => {
    const services = composeBackground(env, realWorld, memory)
    await (batch.queue === DEAD_QUEUE ? consumeDead(services, batch.messages) : consume(services, batch.messages))
  },
  scheduled: async ({ cron }, env) => {
    const services = composeBackground(env, realWorld, memory)
    if (cron === AUDIT_CRON) {
      await watchShards(services)
      return void (await continueAudit(services))
    }
    if (cron === ESTIMATES_CRON) return compareEstimates(services)
    await sweep(services)
    await rollUpUsage(services)
    await keepHistory(services)
    await forgetOld(services)
    if (mayArchive(env)) await archiveJobs(services)
  },
} satisfies ExportedHandler<Env>
