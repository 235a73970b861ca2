// Who moves a job tells its account's object, which wakes who waits for it. A telling that is lost harms nothing: the end is
// told again with the slot, by whoever pays what the row owes, and whoever looks in vain reads the row.
import type { WithClock, WithLog } from '../domain/effects.ts'
import type { JobStatus } from '../domain/job.ts'
import { believed, readOwnJson } from '../domain/own-json.ts'
import { OPEN_STATUSES } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import type { Called, Telling, WithSlots } from './slots.ts'

export const isOpen = ({ status }: Pick<Job, 'status'>): boolean => OPEN_STATUSES.some((open) => open === status)

export const tellingOf = (job: Job): Telling => ({ jobId: job.id, version: versionOf(job), isOver: !isOpen(job), ...(job.status === 'WAITING' && { isWaiting: true }), row: JSON.stringify(job) })

const Row = believed<Job>()
export const toldJob = (row: string): Job => readOwnJson(Row, row)

/** Within an attempt, in the order in which callers can see them. What is tried again waits under the number of the attempt before. */
const RANKS = { WAITING: 0, SUBMITTING: 1, HELD: 1, PROCESSING: 1, QUEUED: 2, FAILED: 3, CANCELLED: 3, COMPLETED: 4 } as const satisfies Record<JobStatus, number>
/** Of what waits for a slot again: behind all that it can have been while it was held. */
const HELD_BEFORE = 1.95
const RANKS_OF_AN_ATTEMPT = 8

/** The row's own facts order its moves, so that no counter has to be kept: attempts only rise, and so does an attempt's progress. */
export const versionOf = ({ attempt, status, progress }: Pick<Job, 'attempt' | 'status' | 'progress'>): number =>
  attempt * RANKS_OF_AN_ATTEMPT + (status === 'WAITING' && attempt > 0 ? HELD_BEFORE : RANKS[status]) + (RANKS[status] === 1 ? (progress ?? 0) * 0.9 : 0)

/** Never fails. @returns whose turn it is: that job's, where it waits and was called already */
export async function tell(needs: WithClock & WithLog & WithSlots, job: Job): Promise<Called | undefined> {
  try {
    return await needs.gate(job.accountId).tell({ telling: tellingOf(job), nowMs: needs.now() })
  } catch (error) {
    needs.log('job not told', { jobId: job.id, error: String(error) })
    return undefined
  }
}
