// The one writer of who works at a company and who waits for it, over all accounts: a Durable Object for each upstream. It
// decides without I/O, timers or awaits, so that no two can take the last place; the arithmetic is in line.ts.
import { DurableObject } from 'cloudflare:workers'
import { EMPTY_LINE, ask, free, placeOf, told, toldNext } from './line.ts'
import { inOrder, waitSeconds } from './order.ts'
import type { Called, FreeRequest, PlaceAnswer, PlaceRequest, UpstreamPlacesCalls } from './ports.ts'
import type { LineState, Place, Share, Waiting } from './state.ts'
import { viewOf } from './told.ts'
import type { LineView } from './told.ts'

const SHARE_KEY = 'share'
const PLACE = 'place '
const WAITING = 'wait '

export class UpstreamPlaces extends DurableObject implements UpstreamPlacesCalls {
  #state = this.#stored()

  async ask({ most, nowMs, ...asked }: PlaceRequest): Promise<PlaceAnswer> {
    const next = this.#keep(ask(this.#state, asked, most, nowMs), nowMs)
    const view = viewOf(this.#state, most, nowMs)
    const place = placeOf(this.#state, asked.jobId)
    if (place?.attempt === asked.attempt) return { kind: 'PLACE', next, view }
    const before = inOrder(this.#state, most, nowMs).findIndex(({ jobId }) => jobId === asked.jobId)
    return { kind: 'WAIT', seconds: waitSeconds(this.#state.share, before < 0 ? view.waiting : before, most, nowMs), next, view }
  }

  async free({ most, nowMs, ...freed }: FreeRequest): Promise<Called> {
    const next = this.#keep(free(this.#state, freed, most, nowMs), nowMs)
    return { next, view: viewOf(this.#state, most, nowMs) }
  }

  async look({ most, nowMs }: { readonly most: number | null; readonly nowMs: number }): Promise<LineView> {
    return viewOf(this.#state, most, nowMs)
  }

  async order({ most, nowMs }: { readonly most: number | null; readonly nowMs: number }): Promise<readonly string[]> {
    return inOrder(this.#state, most, nowMs).map(({ jobId }) => jobId)
  }

  #stored(): LineState {
    const { kv } = this.ctx.storage
    const byJob = <Entry extends Waiting>(prefix: string) => Object.fromEntries([...kv.list<Entry>({ prefix })].map(([key, entry]) => [key.slice(prefix.length), entry]))
    return { share: { ...EMPTY_LINE.share, ...kv.get<Partial<Share>>(SHARE_KEY) }, places: byJob<Place>(PLACE), waiting: byJob<Waiting>(WAITING) }
  }

  /** Only what has changed is written, however many wait, and before it is believed. @returns who is told of it that their turn has come */
  #keep(decided: LineState, nowMs: number): Called['next'] {
    const before = this.#state
    const next = toldNext(decided, nowMs)
    const state = told(decided, next, nowMs)
    const called = next.map(({ accountId, jobId }) => ({ accountId, jobId }))
    if (state === before) return called
    this.ctx.storage.transactionSync(() => {
      if (state.share !== before.share) this.ctx.storage.kv.put(SHARE_KEY, state.share)
      this.#write(PLACE, before.places, state.places)
      this.#write(WAITING, before.waiting, state.waiting)
    })
    this.#state = state
    return called
  }

  #write(prefix: string, before: Readonly<Record<string, Waiting>>, after: Readonly<Record<string, Waiting>>): void {
    const { kv } = this.ctx.storage
    for (const jobId of Object.keys(before)) if (!Object.hasOwn(after, jobId)) kv.delete(prefix + jobId)
    for (const [jobId, entry] of Object.entries(after)) if (before[jobId] !== entry) kv.put(prefix + jobId, entry)
  }
}
