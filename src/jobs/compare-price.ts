// After a completion: what was measured is compared with what was priced, and a difference told to a person.
import type { Route } from '../domain/job.ts'
import type { StoredOutput } from '../domain/media.ts'
import { modelById } from '../catalog/catalog.ts'
import { differences } from '../routing/made.ts'
import type { Made } from '../routing/made.ts'
import type { Job } from '../store/tables.ts'
import { currentRoute } from './schedule.ts'
import type { WithAlarm } from '../domain/effects.ts'

/** The test upstream delivers samples, whatever was asked for, and bills nothing. */
export function priceDifferences(route: Route, made: readonly Made[]): readonly string[] {
  const model = route.upstream === 'test' ? undefined : modelById(route.model)
  return model ? differences(model, route, made) : []
}

export async function comparePrice(needs: WithAlarm, job: Job, outputs: readonly StoredOutput[]): Promise<void> {
  const route = currentRoute(job)
  const found = priceDifferences(route, outputs.map(({ facts }) => facts))
  if (found.length > 0) await needs.alarm({ kind: 'PRICE', subject: route.model, detail: `${job.id}: ${found.join('; ')}` })
}
