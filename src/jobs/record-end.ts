// An attempt's end as its upstream's health hears of it: after the job's own batch, and harmless when it is lost.
import type { AttemptOutcome } from '../health/arithmetic.ts'
import type { Services } from '../services.ts'
import type { Job } from '../store/tables.ts'
import type { Refused } from '../upstreams/contract.ts'
import { currentRoute, submittedAtMs } from './schedule.ts'

/**
 * What test jobs force says nothing about any upstream.
 * @param job as it stood during the attempt: its route and its time of submission
 */
export async function recordEnd(services: Services, job: Job, outcome: AttemptOutcome): Promise<void> {
  const route = currentRoute(job)
  const seconds = (services.now() - submittedAtMs(job)) / 1000
  if (route.upstream !== 'test') await services.health.record(route, outcome, seconds)
}

/** What a refusal tells of the upstream: content rules and invalid input tell nothing. */
export function outcomeOf(refused: Refused): AttemptOutcome {
  if (refused.refusal === 'MODERATED' || refused.refusal === 'INVALID_INPUT') return 'NEITHER'
  return refused.alarm === true ? 'ALARM' : 'FAILURE'
}
