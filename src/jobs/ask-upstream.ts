// Whether an upstream can be asked at all, now. Where its secret is not set, or this version of the service cannot read the
// handle that another one stored, an operator must hear of it; of the work it says nothing.
import { isValiError } from 'valibot'
import type { UpstreamRef } from '../domain/upstream.ts'
import type { Job } from '../store/tables.ts'
import type { CancelOutcome } from '../upstreams/contract.ts'
import { currentRoute } from './schedule.ts'
import type { Upstreams, WithUpstreams } from '../upstreams/ports.ts'
import type { WithAlarm } from '../domain/effects.ts'

export const CANNOT_BE_ASKED = 'it cannot be asked now'

/** @returns undefined where it is not configured */
export async function upstreamOf(needs: WithAlarm & WithUpstreams<'get'>, job: Job): Promise<ReturnType<Upstreams['get']>> {
  const { upstream: id } = currentRoute(job)
  const reached = needs.upstreams.get(id)
  if (!reached) await needs.alarm({ kind: 'UPSTREAM_KEY', subject: id, detail: 'its secret is not set, and jobs wait for it' })
  return reached
}

/** Asks by a stored handle. @returns undefined where it cannot be read */
export async function askBy<Answer>(needs: WithAlarm, job: Job, ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (!isValiError(error)) throw error
    await needs.alarm({ kind: 'UNREADABLE', subject: currentRoute(job).upstream, detail: `the stored handle of job ${job.id} cannot be read` })
    return undefined
  }
}

/** Asks the company to stop the work. @returns undefined where that cannot be asked */
export async function stopBy(needs: WithAlarm & WithUpstreams<'get'>, job: Job, ref: UpstreamRef): Promise<CancelOutcome | undefined> {
  const reached = await upstreamOf(needs, job)
  return reached && askBy(needs, job, async () => reached.upstream.cancel?.(reached.http, ref))
}
