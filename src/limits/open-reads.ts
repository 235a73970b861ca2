// Which jobs this isolate has last read as open. Of those the account's object is asked first, and may know them; all others are
// read beside its call, as ever. Being wrong costs one hop.
import { keepRecent } from '../domain/keep-recent.ts'
import { isOpen } from '../jobs/tell.ts'
import type { Job } from '../store/tables.ts'

export interface OpenReads {
  readonly has: (jobId: string) => boolean
  /** As it has just been read. */
  readonly note: (job: Pick<Job, 'id' | 'status'>) => void
}

export function openReads(): OpenReads {
  const kept = new Map<string, true>()
  return {
    has: (jobId) => kept.has(jobId),
    note: (job) => {
      if (isOpen(job)) keepRecent(kept, job.id, true)
      else kept.delete(job.id)
    },
  }
}

/** Where it is switched off: each look is read from the database, beside the object's call. */
export const NO_OPEN_READS: OpenReads = { has: () => false, note: () => undefined }

export interface WithOpenReads {
  readonly openReads: OpenReads
}
