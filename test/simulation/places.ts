// What must hold of the companies' places whenever nothing runs: whatever is at a company has one, and there are never more than are allowed.
import { runInDurableObject } from 'cloudflare:test'
import type { UpstreamId } from '../../src/domain/upstream.ts'
import { REDRIVE_MS, currentModel, currentRoute } from '../../src/jobs/schedule.ts'
import type { Place } from '../../src/places/state.ts'
import { jobs } from '../../src/store/tables.ts'
import type { UpstreamRegistration } from '../../src/upstreams/contract.ts'
import { registrations } from '../../src/upstreams/registry.ts'
import type { Schedule } from './schedule.ts'
import { requestOfJob } from './requests.ts'
import { placesObjects } from './seed.ts'
import type { Submissions } from './submissions.ts'
import { readAll } from './shards.ts'

/** The lines are off, or as they are; where a number is set, `LUMA_CONCURRENCY` and all the others. */
export function concurrencyOf(places: number | null): Record<string, string> {
  if (places === null) return { COMPANY_LINES: 'off' }
  const settings = places === 0 ? [] : Object.values<UpstreamRegistration>(registrations).map(({ settings: prefix }) => [`${prefix}_CONCURRENCY`, String(places)])
  return Object.fromEntries(settings)
}

const placesOf = async (): Promise<readonly (Place & { readonly upstream: string })[]> => {
  const lines = await Promise.all(placesObjects().map(async ({ upstream, object }) => {
    const held = await runInDurableObject(object, (_, { storage }) => [...storage.kv.list<Place>({ prefix: 'place ' })].map(([, place]) => place))
    return held.map((place) => ({ ...place, upstream }))
  }))
  return lines.flat()
}

/** Where the object could not be reached places are lent that it does not know of. */
const mayLend = ({ faults }: Schedule): boolean => faults.some(({ kind, what }) => kind === 'places' && what.startsWith('fail'))

/** What answers at once has given its verdict by then, and its place back. */
const isLookedAt = (id: UpstreamId): boolean => {
  const { upstream }: UpstreamRegistration = registrations[id]
  return id !== 'test' && upstream.poll !== undefined
}

/** @param submissions what was refused is at no company, though its row may not say so while D1 is away */
export async function breachesOfPlaces(schedule: Schedule, nowMs: number, submissions: Submissions): Promise<readonly string[]> {
  const { places: most } = schedule
  if (most === null) return []
  const held = await placesOf()
  const full = Object.entries(Object.groupBy(held, ({ upstream }) => upstream)).filter(([, places]) => most > 0 && (places?.length ?? 0) > most)
  const crowded = full.map(([upstream, places]) => `${upstream} has ${places?.length} places of ${most}`)
  if (mayLend(schedule)) return crowded
  const [rows] = await readAll((database) => database.batch([database.select({ id: jobs.id, status: jobs.status, routes: jobs.routes, route: jobs.route, attempt: jobs.attempt, tags: jobs.tags, claimedAtMs: jobs.claimedAtMs }).from(jobs)]))
  const isAtWork = (row: (typeof rows)[number]): boolean =>
    (row.status === 'SUBMITTING' || row.status === 'HELD') && isLookedAt(currentRoute(row).upstream) && nowMs < (row.claimedAtMs ?? 0) + currentModel(row).deadlineSeconds * 1000 - REDRIVE_MS
  const without = rows.filter((row) => isAtWork(row) && submissions.isHopeful(requestOfJob(row)) && !held.some(({ jobId, attempt }) => jobId === row.id && attempt === row.attempt))
  return [...crowded, ...without.map(({ id, status }) => `${id} is ${status} and holds no place`)]
}
