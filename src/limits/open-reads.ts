// Which jobs this isolate has last read as open. Of those the account's object is asked first, and may know them; all others are
// read beside its call, as ever. Being wrong costs one hop.
import { isOpen } from '../jobs/tell.ts'
import type { Job } from '../store/tables.ts'

export interface OpenReads {
  readonly has: (jobId: string) => boolean
  /** As it has just been read. */
  readonly note: (job: Pick<Job, 'id' | 'status'>) => void
}

const MOST_KEPT = 5000

export function openReads(): OpenReads {
  const kept = new Set<string>()
  return {
    has: (jobId) => kept.has(jobId),
    note: (job) => {
      kept.delete(job.id)
      if (!isOpen(job)) return
      const oldest = kept.values().next()
      if (kept.size >= MOST_KEPT && !oldest.done) kept.delete(oldest.value)
      kept.add(job.id)
    },
  }
}

/** Where it is switched off: each look is read from the database, beside the object's call. */
export const NO_OPEN_READS: OpenReads = { has: () => false, note: () => undefined }

export interface WithOpenReads {
  readonly openReads: OpenReads
}
