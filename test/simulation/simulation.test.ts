// Money and results, proven by trying: hundreds of random schedules of faults, each checked for everything that must
// always hold. A failure prints the seed, the path and the shrunk schedule with its story; with the same seed and path
// it is the same run again. `npm run simulate -- --runs 10000` does more of them.
import { env } from 'cloudflare:workers'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { breachesOfArchive } from './archive-judged.ts'
import { breachesAfter, breachesBetween, breachesOfLimits } from './invariants.ts'
import { breachesOfMedia } from './kept-media.ts'
import { breachesOfPlaces } from './places.ts'
import { schedules } from './schedule.ts'
import type { Schedule } from './schedule.ts'
import { simulate } from './simulate.ts'
import { breachesOfStoredUploads } from './uploads-judged.ts'

const { runs, seed, path, shrink } = env.SIMULATION
const PATIENCE_MS = 60_000 + runs * 4000

/** How many runs are played twice. */
const REPEATED = 12
const REPETITION_PATIENCE_MS = 180_000

async function play(schedule: Schedule) {
  const during: string[] = []
  const run = await simulate(schedule, {
    between: async (nowMs, submissions) => void during.push(...(await breachesBetween(nowMs)), ...(await breachesOfPlaces(schedule, nowMs, submissions))),
    jobsOver: async (live) => void during.push(...(await breachesOfStoredUploads()), ...(await breachesOfLimits(live))),
    keeping: async () => void during.push(...(await breachesOfMedia())),
  })
  return { run, breaches: [...new Set([...during, ...(await breachesAfter(run)), ...(await breachesOfArchive(run))])] }
}

/** @throws Error with what does not hold, and the run's story */
async function hold(schedule: Schedule): Promise<void> {
  const { run, breaches } = await play(schedule)
  if (breaches.length > 0) throw new Error([...breaches, '', ...run.scheduler.story].join('\n'))
}

beforeAll(() => {
  // The service logs its life to the console: thousands of lines that nobody reads here.
  // oxlint-disable-next-line no-console -- see above
  console.log = () => undefined
})

describe('money and results', () => {
  it(`are safe in ${runs} simulated runs (seed ${seed})`, { timeout: PATIENCE_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(schedules, hold),
      { numRuns: runs, seed, ...(path !== '' && { path }), endOnFailure: path !== '' || !shrink, interruptAfterTimeLimit: PATIENCE_MS - 20_000, markInterruptAsFailure: true },
    )
  })

  it('come to the same again in the same run', { timeout: REPETITION_PATIENCE_MS }, async () => {
    for (const schedule of fc.sample(schedules, { seed, numRuns: REPEATED })) {
      const stories = [await play(schedule), await play(schedule)].map(({ run }) => run.scheduler.story.join('\n'))
      expect(stories[1]).toBe(stories[0])
    }
  })
})
