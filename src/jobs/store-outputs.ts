// From an upstream's result to a completed job: copy each output into storage, then settle. What cannot be fetched
// now is fetched later; what can never be had fails the job and refunds it.
import type { StoredOutput } from '../domain/media.ts'
import type { Job } from '../store/tables.ts'
import type { UpstreamOutput } from '../upstreams/contract.ts'
import { ACK, completeJob, dropUntold, failJob } from './end-job.ts'
import type { Disposition, EndJobNeeds } from './end-job.ts'
import { LOOK_AGAIN_SECONDS, isMissing } from './missing.ts'
import { recordEnd } from './record-end.ts'
import type { Posters } from './store-posters.ts'
import type { WithMedia } from '../media/ports.ts'
import type { WithHealth } from '../health/ports.ts'
import type { WithLog } from '../domain/effects.ts'

export type StoreOutputsNeeds = EndJobNeeds & WithHealth<'record'> & WithMedia<'ingest'>

/** What the keys of an attempt's outputs begin with: no attempt finds what another one left. */
export const outputsPrefix = ({ accountId, id, attempt }: Job): string => `${accountId}/${id}/${attempt}-`

/** @param later what to do when an output cannot be had at the moment; in so many seconds, where it matters */
export async function storeOutputs(
  needs: StoreOutputsNeeds,
  job: Job,
  outputs: readonly UpstreamOutput[],
  later: { readonly retry: (seconds: number | undefined) => Promise<Disposition> },
): Promise<Disposition> {
  const copied = await copyOutputs(needs, job, outputs)
  if (!copied) {
    await dropUntold(needs, job)
    return later.retry(undefined)
  }
  // A fresh link that leads nowhere is asked for again, and then looked at like work that is not found.
  if (copied.isGone && (job.status !== 'PROCESSING' || !(await isMissing(needs, job)))) return later.retry(LOOK_AGAIN_SECONDS)
  const { stored } = copied
  const isMade = stored.length > 0
  const won = isMade ? await completeJob(needs, job, stored, copied.posters) : await failJob(needs, job, { code: 'GENERATION_FAILED', reason: 'MEDIA' })
  if (won) await recordEnd(needs, job, isMade ? 'SUCCESS' : 'FAILURE')
  return ACK
}

export interface Copied {
  readonly stored: readonly StoredOutput[]
  readonly posters: Posters
  /** The host of one or more does not have them. */
  readonly isGone: boolean
}

/** @returns those that could be used; undefined when one cannot be had at the moment */
export async function copyOutputs(needs: WithLog & WithMedia<'ingest'>, job: Job, outputs: readonly UpstreamOutput[]): Promise<Copied | undefined> {
  const stored: StoredOutput[] = []
  const posters: (string | undefined)[] = []
  let isGone = false
  for (const [index, output] of outputs.entries()) {
    const outcome = await needs.media.ingest(output, `${outputsPrefix(job)}${index}`, job.type)
    if (outcome.kind === 'STORED') {
      stored.push(outcome.output)
      posters.push(output.kind === 'url' ? output.posterUrl : undefined)
      continue
    }
    needs.log('output not stored', { jobId: job.id, index, kind: outcome.kind, detail: outcome.detail })
    if (outcome.kind === 'UNREACHABLE') return undefined
    if (outcome.kind === 'GONE') isGone = true
  }
  return { stored, posters: posters.some((url) => url !== undefined) ? posters : [], isGone }
}
