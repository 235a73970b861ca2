// What an isolate knows of the companies' lines. Choosing reads this memory and waits for nothing. Where the object cannot be
// reached, places are given out of what was free when it last answered: the service goes on.
import type { UpstreamId } from '../domain/upstream.ts'
import type { Asked } from './line.ts'
import type { Called, Places, UpstreamPlacesCalls } from './ports.ts'
import { NOBODY_SINCE, UNKNOWN_LINE, restSeconds, toldSeconds, withOneMore } from './told.ts'
import type { LineView, Since } from './told.ts'

interface Known {
  readonly view: LineView
  readonly askedAtMs: number
  /** Who was let in since it was told. */
  readonly letIn: Since
  /** Until when places are lent that the object does not know of, by job. */
  readonly lent: ReadonlyMap<string, number>
  readonly order?: { readonly ids: readonly string[]; readonly atMs: number }
}

/** Lives as long as the isolate; holds plain data, since I/O belongs to one request. */
export type KnownPlaces = Map<UpstreamId, Known>

export interface PlacesDependencies {
  readonly known: KnownPlaces
  readonly objectOf: (upstream: UpstreamId) => UpstreamPlacesCalls
  /** Places, as the settings say; null: as many as the company lets us. */
  readonly mostOf: (upstream: UpstreamId) => number | null
  readonly now: () => number
  readonly log: (event: string, facts: Readonly<Record<string, unknown>>) => void
}

const FRESH_MS = 15_000
/** Where the object cannot be reached, and nothing is free of its last share. */
const UNREACHED_SECONDS = 60
const NOBODY: Known = { view: UNKNOWN_LINE, askedAtMs: 0, letIn: NOBODY_SINCE, lent: new Map() }

/** One request's view of the isolate's memory. */
export function openPlaces({ known, objectOf, mostOf, now, log }: PlacesDependencies): Places {
  const looked = new Set<UpstreamId>()
  const of = (upstream: UpstreamId): Known => known.get(upstream) ?? NOBODY
  const learn = (upstream: UpstreamId, view: LineView): void => void known.set(upstream, { ...of(upstream), view, askedAtMs: now(), letIn: NOBODY_SINCE })
  const setting = (upstream: UpstreamId) => ({ most: mostOf(upstream), nowMs: now() })
  const heard = (upstream: UpstreamId, { next, view }: Called): Called['next'] => {
    learn(upstream, view)
    return next
  }

  const lend = (upstream: UpstreamId, { jobId, leaseUntilMs }: Asked): boolean => {
    const before = of(upstream)
    const lent = new Map([...before.lent].filter(([, untilMs]) => untilMs > now()))
    const isLent = lent.has(jobId) || lent.size < Math.max(1, before.view.free)
    if (isLent) lent.set(jobId, leaseUntilMs)
    known.set(upstream, { ...before, lent })
    return isLent
  }
  const giveBack = (upstream: UpstreamId, jobId: string): void => {
    const before = of(upstream)
    if (before.lent.has(jobId)) known.set(upstream, { ...before, lent: new Map([...before.lent].filter(([id]) => id !== jobId)) })
  }

  const look = async (upstream: UpstreamId): Promise<void> => {
    const before = of(upstream)
    if (now() - before.askedAtMs < FRESH_MS) return
    // Noted before it is answered, so that a crowd of requests asks once.
    known.set(upstream, { ...before, askedAtMs: now() })
    try {
      learn(upstream, await objectOf(upstream).look(setting(upstream)))
    } catch (error) {
      log('line not read', { upstream, error: String(error) })
    }
  }

  return {
    ask: async (upstream, asked) => {
      try {
        const answer = await objectOf(upstream).ask({ ...asked, ...setting(upstream) })
        return { waitSeconds: answer.kind === 'PLACE' ? null : answer.seconds, next: heard(upstream, answer) }
      } catch (error) {
        const isLent = lend(upstream, asked)
        log('line not reached', { upstream, jobId: asked.jobId, isLent, error: String(error) })
        return { waitSeconds: isLent ? null : UNREACHED_SECONDS, next: [] }
      }
    },
    free: async (upstream, freed) => {
      giveBack(upstream, freed.jobId)
      try {
        const answer = await objectOf(upstream).free({ ...freed, ...setting(upstream) })
        return { restSeconds: restSeconds(answer.view, now()), next: heard(upstream, answer) }
      } catch (error) {
        log('place not freed', { upstream, jobId: freed.jobId, error: String(error) })
        return { restSeconds: 0, next: [] }
      }
    },
    toldSeconds: (upstream, accountId) => {
      looked.add(upstream)
      const { view, letIn } = of(upstream)
      return toldSeconds(view, accountId, letIn, now())
    },
    letIn: (upstream, accountId) => {
      const before = of(upstream)
      known.set(upstream, { ...before, letIn: withOneMore(before.letIn, before.view, accountId) })
    },
    placeOf: async (upstream, jobId) => {
      const { order, view, askedAtMs } = of(upstream)
      if (view.waiting === 0 && now() - askedAtMs < FRESH_MS) return null
      let ids = order && now() - order.atMs < FRESH_MS ? order.ids : undefined
      try {
        ids ??= await objectOf(upstream).order(setting(upstream))
        known.set(upstream, { ...of(upstream), order: order?.ids === ids ? order : { ids, atMs: now() } })
      } catch (error) {
        log('line not read', { upstream, error: String(error) })
      }
      const index = ids?.indexOf(jobId) ?? -1
      return index < 0 ? null : index + 1
    },
    refresh: async () => void (await Promise.all([...looked].map(look))),
  }
}

/** Of a setting: a whole number from 1; what is none counts as not set. */
export function readConcurrency(value: string | undefined): number | null {
  const most = Number(value)
  return Number.isInteger(most) && most >= 1 ? most : null
}

/** Turned off: everybody is let in, and nobody asks an object. */
export const NO_LINES: Places = {
  ask: async () => ({ waitSeconds: null, next: [] }),
  free: async () => ({ restSeconds: 0, next: [] }),
  toldSeconds: () => 0,
  letIn: () => undefined,
  placeOf: async () => null,
  refresh: async () => undefined,
}
