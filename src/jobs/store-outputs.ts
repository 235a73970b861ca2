// From an upstream's result to a completed job: copy each output into storage, then settle. What cannot be fetched
// now is fetched later; what can never be had fails the job and refunds it.
import type { Services, StoredOutput } from '../services.ts'
import type { Job } from '../store/tables.ts'
import type { UpstreamOutput } from '../upstreams/contract.ts'
import { ACK, completeJob, failJob } from './end-job.ts'
import type { Disposition } from './end-job.ts'
import { recordEnd } from './record-end.ts'

/** @param later what to do when an output cannot be had at the moment */
export async function storeOutputs(
  services: Services,
  job: Job,
  outputs: readonly UpstreamOutput[],
  later: { readonly retry: () => Promise<Disposition> },
): Promise<Disposition> {
  const stored = await copyOutputs(services, job, outputs)
  if (!stored) return later.retry()
  const isMade = stored.length > 0
  const won = isMade ? await completeJob(services, job, stored) : await failJob(services, job, { code: 'GENERATION_FAILED', reason: 'MEDIA' })
  if (won) await recordEnd(services, job, isMade ? 'SUCCESS' : 'FAILURE')
  return ACK
}

/** @returns those that could be used; undefined when one cannot be had at the moment */
export async function copyOutputs(services: Services, job: Job, outputs: readonly UpstreamOutput[]): Promise<readonly StoredOutput[] | undefined> {
  const stored: StoredOutput[] = []
  for (const [index, output] of outputs.entries()) {
    const outcome = await services.media.ingest(output, `${job.accountId}/${job.id}/${job.attempt}-${index}`, job.type)
    if (outcome.kind === 'STORED') {
      stored.push(outcome.output)
      continue
    }
    services.log('output not stored', { jobId: job.id, index, kind: outcome.kind, detail: outcome.detail })
    if (outcome.kind === 'UNREACHABLE') return undefined
  }
  return stored
}
