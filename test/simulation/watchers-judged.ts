// What must hold of those who watch: nobody sees what is not his, nothing goes back, an end is heard of in time, nobody waits for ever.
import { jobs } from '../../src/store/tables.ts'
import type { JobRow } from '../../src/store/tables.ts'
import type { Run } from './simulate.ts'
import { CALM_FROM_MS } from './times.ts'
import { WAIT_SECONDS } from './watchers.ts'
import type { SeenState, Watch } from './watchers.ts'
import { readAll } from './shards.ts'

/** What is known of an open job may be so old, and its reading may take so long. */
const STALE_MS = 18_000
const LONGEST_STREAM_MS = 600_000
/** A row may be told so long after it was read, where something is delayed or repeated. */
const LATE_MS = 30_000
/** Beside what the clock was moved by, while all else goes on: pauses before a line is attached anew, an answer that is repeated. */
const SLACK_MS = 10_000

const ENDED: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'CANCELLED'])
const isEnded = ({ status }: SeenState): boolean => ENDED.has(status)

export async function breachesOfWatchers(run: Run): Promise<readonly string[]> {
  const { watches } = run.watchers
  if (watches.length === 0 && run.told.every(({ request }) => run.schedule.requests[request]?.waitSeconds === 0)) return []
  const [rows] = await readAll((database) => database.batch([database.select().from(jobs)]))
  return [...watches.flatMap((watch) => breachesOf(watch, run, rows.find(({ id }) => id === watch.jobId))), ...breachesOfWaits(run, rows)]
}

/** Nothing went wrong, so that whoever moved a job has told of it. */
const isQuiet = ({ scheduler, schedule }: Run): boolean =>
  scheduler.disturbed() === 0 && schedule.keyless === null && schedule.interferences.every(({ what }) => what !== 'evict') && schedule.outages.length === 0

function breachesOf(watch: Watch, run: Run, job: JobRow | undefined): readonly string[] {
  const { plan, seen, beganAtMs, overAtMs } = watch
  const breaches: string[] = []
  const claim = (holds: boolean, sentence: string): void => void (holds || breaches.push(`a ${plan.how.toLowerCase()} of ${watch.jobId} ${sentence}`))
  claim(overAtMs !== undefined, 'went on for ever')
  if (plan.isForeign) {
    claim(seen.length === 0, 'shows another account\'s generation')
    return breaches
  }
  claim(!watch.sawNothing, 'found nothing')
  const story = seen.map(({ status, attempts, progress }) => `${status} ${attempts} ${progress}`).join(', ')
  seen.forEach((state, index) => {
    const before = seen[index - 1]
    const isLateSuccess = before?.status === 'FAILED' && state.status === 'COMPLETED'
    claim(!before || !isEnded(before) || isLateSuccess, `went on behind the end: ${story}`)
    claim(!before || state.attempts >= before.attempts, `went back: ${story}`)
    claim(!before || state.attempts > before.attempts || state.status !== before.status || (state.progress ?? 0) >= (before.progress ?? 0), `went back: ${story}`)
  })
  const last = seen.at(-1)
  const endedAtMs = job?.completedAtMs ?? Number.POSITIVE_INFINITY
  claim(!last || !isEnded(last) || last.atMs >= Math.min(endedAtMs, job?.deadlineMs ?? 0), 'shows an end that had not come')
  claim(!watch.isAfterEnd || !seen[0] || isEnded(seen[0]), `began when the end was told, and shows ${story}`)
  // After a lost telling, too: what is too old is read again, in the time that this takes.
  const staleMs = run.scheduler.disturbed() === 0 ? STALE_MS : STALE_MS + LATE_MS
  if (plan.how === 'READ') claim(!last || isEnded(last) || beganAtMs <= endedAtMs + staleMs, `shows ${story} ${(last?.atMs ?? 0) - endedAtMs} ms after its end`)
  if (overAtMs === undefined) return breaches
  const tookMs = overAtMs - beganAtMs
  const mostMs = plan.how === 'WAIT' ? WAIT_SECONDS * 1000 : LONGEST_STREAM_MS
  const isPlain = isQuiet(run) && watch.code === undefined && plan.how !== 'READ' && !(plan.how === 'STREAM' && plan.hangsUp)
  if (isPlain) {
    const isHeard = last !== undefined && isEnded(last)
    const dueAtMs = Math.min(Math.max(endedAtMs, beganAtMs), beganAtMs + mostMs) + SLACK_MS
    claim(overAtMs <= soonest(dueAtMs), `was over ${overAtMs - endedAtMs} ms after the end, having taken ${tookMs} ms: ${story}`)
    claim(isHeard || tookMs >= mostMs, `was over after ${tookMs} ms, before the end: ${story}`)
    claim(isHeard || endedAtMs >= overAtMs, `was over with ${story}, and it had ended`)
    claim(plan.how !== 'STREAM' || watch.isComplete, 'ended without having completed')
  }
  claim(tookMs <= mostMs + SLACK_MS + 60_000 * (3 + run.scheduler.fired()) + outageMsOf(run), `took ${tookMs} ms`)
  return breaches
}

/** From some time on the clock goes by the minute. */
const soonest = (atMs: number): number => (atMs < CALM_FROM_MS ? atMs : atMs + 120_000)

const outageMsOf = ({ schedule: { outages } }: Run): number => outages.reduce((sum, { forSeconds }) => sum + forSeconds * 1000, 0)

/** Those who wait for what they generate. */
function breachesOfWaits(run: Run, rows: readonly JobRow[]): readonly string[] {
  return run.told.flatMap(({ request, id, status, askedAtMs, atMs }) => {
    const waitSeconds = run.schedule.requests[request]?.waitSeconds ?? 0
    const job = rows.find((row) => row.id === id)
    if (waitSeconds === 0 || !job || !isQuiet(run)) return []
    const isOpen = status !== undefined && !ENDED.has(status)
    const endedAtMs = job.completedAtMs ?? Number.POSITIVE_INFINITY
    const rules: readonly (readonly [boolean, string])[] = [
      [!isOpen || atMs - askedAtMs >= waitSeconds * 1000, `was told it is ${status} after ${atMs - askedAtMs} ms, and waits for ${waitSeconds} s`],
      [atMs <= soonest(Math.min(Math.max(askedAtMs, endedAtMs), askedAtMs + waitSeconds * 1000) + SLACK_MS), `waited ${atMs - askedAtMs} ms of ${waitSeconds} s, until ${atMs - endedAtMs} ms after the end`],
      [!isOpen || endedAtMs >= atMs, `was told it is ${status}, and it had ended`],
    ]
    return rules.flatMap(([holds, breach]) => (holds ? [] : [`request ${request} ${breach}`]))
  })
}
