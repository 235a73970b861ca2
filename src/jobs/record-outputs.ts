// Whose work the files of a generation are, for anybody to look up.
import { companyOf } from '../catalog/provider-names.ts'
import { isoTime } from '../domain/times.ts'
import type { WithMedia } from '../media/ports.ts'
import type { Job } from '../store/tables.ts'
import { currentRoute } from './schedule.ts'

/** The test upstream's are nobody's. Repeating it is harmless. @returns whether any of them were taken down */
export async function recordOutputs({ media }: WithMedia<'record'>, job: Job): Promise<boolean> {
  const { provider, model, upstream } = currentRoute(job)
  if (upstream === 'test') return false
  const { accountId, id: generationId } = job
  const record = { accountId, generationId, model, company: companyOf(provider), madeAt: isoTime(job.completedAtMs ?? 0) }
  let isTakenDown = false
  for (const { sha256 } of job.outputs ?? []) if (await media.record({ ...record, sha256 })) isTakenDown = true
  return isTakenDown
}
