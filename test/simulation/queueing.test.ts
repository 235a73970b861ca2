// Accounts that ask for more than they have slots, in random schedules of faults: whoever waits begins or ends, in order, and
// never more run than the plan allows. A failure prints the seed and the path, as in simulation.test.ts.
import { env } from 'cloudflare:workers'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { breachesAfter, breachesBetween, breachesOfLimits } from './invariants.ts'
import { breachesOfQueueing } from './queue-invariants.ts'
import { queueSchedules } from './queue-schedule.ts'
import { simulate } from './simulate.ts'

const { runs: all, seed, path, shrink } = env.SIMULATION
/** They are longer than the others. */
const runs = Math.ceil(all / 16)
const PATIENCE_MS = 60_000 + runs * 12_000

let waited = 0

beforeAll(() => {
  // oxlint-disable-next-line no-console -- the service logs its life to the console: thousands of lines that nobody reads here
  console.log = () => undefined
})

describe('what waits for a slot', () => {
  it(`begins or ends, in order, in ${runs} simulated runs (seed ${seed})`, { timeout: PATIENCE_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(queueSchedules, async (schedule) => {
        const during: string[] = []
        const run = await simulate(schedule, {
          between: async (nowMs) => void during.push(...(await breachesBetween(nowMs))),
          jobsOver: async (live) => void during.push(...(await breachesOfLimits(live))),
          keeping: async () => undefined,
        })
        const breaches = [...during, ...(await breachesOfQueueing(run)), ...(await breachesAfter(run))]
        waited += (await env.DB.prepare('select count(*) as count from jobs where waited_until_ms is not null').first<number>('count')) ?? 0
        if (breaches.length > 0) throw new Error([...new Set(breaches), '', ...run.scheduler.story].join('\n'))
      }),
      { numRuns: runs, seed, ...(path !== '' && { path }), endOnFailure: path !== '' || !shrink, interruptAfterTimeLimit: PATIENCE_MS - 20_000, markInterruptAsFailure: true },
    )
    expect(waited).toBeGreaterThan(runs / 5)
  })
})
