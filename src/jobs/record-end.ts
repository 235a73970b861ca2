// An attempt's end as its upstream's health hears of it: after the job's own batch, and harmless when it is lost.
import type { UpstreamId } from '../domain/upstream.ts'
import type { AttemptOutcome } from '../health/arithmetic.ts'
import type { Job } from '../store/tables.ts'
import type { Refused, UpstreamAlarm } from '../upstreams/contract.ts'
import { currentRoute, submittedAtMs } from './schedule.ts'
import type { WithAlarm, WithClock } from '../domain/effects.ts'
import type { WithHealth } from '../health/ports.ts'

/**
 * What test jobs force says nothing about any upstream.
 * @param job as it stood during the attempt: its route and its time of submission
 */
export async function recordEnd(needs: WithClock & WithHealth<'record'>, job: Job, outcome: AttemptOutcome): Promise<void> {
  const route = currentRoute(job)
  const seconds = (needs.now() - submittedAtMs(job)) / 1000
  if (route.upstream !== 'test') await needs.health.record(route, job.accountId, outcome, seconds)
}

/** What a refusal tells of the upstream: nothing, where a caller can have brought it about, or it was only busy. */
export function outcomeOf({ refusal, alarm, blameless }: Refused): AttemptOutcome {
  if (blameless || (refusal !== 'UNAVAILABLE' && refusal !== 'FAILED')) return 'NEITHER'
  return alarm ? 'ALARM' : 'FAILURE'
}

const ALARMS: Readonly<Record<UpstreamAlarm, string>> = {
  KEY: 'It refuses our key, or a permission, a model or a route of it. The log has its words.',
  BALANCE: 'Our balance there, or a limit of our account, is used up. The log has its words.',
}

/** Tells an operator what he must mend at an upstream: in our words, since its own may repeat a caller's. */
export const alarmOf = (needs: WithAlarm, upstream: UpstreamId, alarm: UpstreamAlarm): Promise<void> =>
  needs.alarm({ kind: `UPSTREAM_${alarm}`, subject: upstream, detail: ALARMS[alarm] })
