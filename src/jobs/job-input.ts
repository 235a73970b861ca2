// What a job is made from, read for a submission alone.
import type { Services } from '../services.ts'
import { selectInput } from '../store/jobs.ts'
import type { JobKey } from '../store/jobs.ts'
import type { SubmissionInput } from '../upstreams/contract.ts'

/** @throws where the row, or anything of it, is gone */
export async function readJobInput(services: Services, job: JobKey): Promise<SubmissionInput> {
  const [[row]] = await services.database.batch([selectInput(services.database, job)])
  if (!row) throw new Error(`job ${job.id} is gone`)
  return row.input
}
