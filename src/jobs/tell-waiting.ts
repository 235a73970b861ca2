// A job that waits for a slot is told to its account's object as soon as its row is there, or was read: it may have got one meanwhile.
import { beginJobs } from './begin-jobs.ts'
import type { BeginJobsNeeds } from './begin-jobs.ts'
import type { Job } from '../store/tables.ts'
import { tell } from './tell.ts'

/** Never fails. */
export const tellWaiting = async (needs: BeginJobsNeeds, job: Job): Promise<void> => beginJobs(needs, job.accountId, await tell(needs, job))
