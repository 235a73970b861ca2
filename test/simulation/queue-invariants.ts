// What must hold of jobs that waited for a slot, read off their rows when all is over.
import { limitsOf } from '../../src/domain/plans.ts'
import { isLate } from '../../src/jobs/generation.ts'
import { HELD_SLOT_MS } from '../../src/jobs/schedule.ts'
import { jobs } from '../../src/store/tables.ts'
import type { JobRow } from '../../src/store/tables.ts'
import { ACCOUNTS } from './callers.ts'
import { readAll } from './shards.ts'
import type { Run } from './simulate.ts'

/** Where nothing went wrong who is next begins with the end of who was before him. */
const AT_ONCE_MS = 5000
/** Otherwise the sweeper finds it: the slot that a crash left leased, and then who waits. */
const HEALED_MS = 25 * 60_000

/** While a job had its slot. Who is held for long has given it back; of what came late the end of its slot is not known. */
const spanOf = (job: JobRow): { readonly fromMs: number; readonly untilMs: number } => {
  const fromMs = job.waitedUntilMs ?? job.createdAtMs
  const endMs = isLate(job) ? fromMs : (job.completedAtMs ?? Number.POSITIVE_INFINITY)
  return { fromMs, untilMs: Math.max(fromMs, Math.min(endMs, (job.claimedAtMs ?? endMs) + HELD_SLOT_MS)) }
}

const hasBegun = (job: JobRow): boolean => job.waitedUntilMs === null || job.waitedUntilMs !== job.completedAtMs || (job.claimedAtMs ?? 0) >= job.waitedUntilMs

export async function breachesOfQueueing(run: Run): Promise<readonly string[]> {
  const [rows] = await readAll((database) => database.batch([database.select().from(jobs)]))
  return ACCOUNTS.flatMap(({ id, plan, limits }) => {
    const own = rows.filter(({ accountId }) => accountId === id)
    const { concurrent } = limitsOf(plan, limits)
    return [
      ...own.filter(({ status }) => status === 'WAITING').map((job) => `${job.id} waits for ever`),
      ...tooMany(own.filter(hasBegun), concurrent),
      ...(concurrent === 1 ? [...outOfOrder(own), ...tooLate(run, own)] : []),
    ]
  })
}

function tooMany(own: readonly JobRow[], concurrent: number): readonly string[] {
  const spans = own.map(spanOf)
  return own.flatMap((job) => {
    const { fromMs } = spanOf(job)
    const beside = spans.filter((span) => span.fromMs <= fromMs && fromMs < span.untilMs).length
    return beside > concurrent ? [`${job.id} began as the ${beside}th of ${concurrent}`] : []
  })
}

/** Of one slot: who was accepted before another was asked for begins before it. A key's id is made when it is asked for. Who was held for long has given its slot to another, and may begin once more. */
function outOfOrder(own: readonly JobRow[]): readonly string[] {
  const waited = own.filter((job) => job.waitedUntilMs !== null && job.attempt <= 1 && hasBegun(job))
  return waited.flatMap((job) => {
    const before = waited.find((other) => other.createdAtMs < job.createdAtMs - AT_ONCE_MS && (other.waitedUntilMs ?? 0) > (job.waitedUntilMs ?? 0))
    return before ? [`${job.id} began before ${before.id}, which had waited for longer`] : []
  })
}

/** Of one slot: it is given on. */
function tooLate(run: Run, own: readonly JobRow[]): readonly string[] {
  // When its slot came free is not known.
  if (own.some(isLate)) return []
  const mostMs = run.scheduler.disturbed() === 0 && run.schedule.keyless === null && run.schedule.interferences.length === 0 ? AT_ONCE_MS : HEALED_MS
  return own.flatMap((job) => {
    const { waitedUntilMs } = job
    if (waitedUntilMs === null || !hasBegun(job)) return []
    const freedMs = Math.max(job.createdAtMs, ...own.map((other) => (other === job ? 0 : spanOf(other).untilMs)).filter((ms) => ms <= waitedUntilMs))
    return waitedUntilMs - freedMs > mostMs ? [`${job.id} began ${waitedUntilMs - freedMs} ms after the slot was free`] : []
  })
}
