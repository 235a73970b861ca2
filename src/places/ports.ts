// What the object of a company's places is asked, and what the rest of the service sees of it.
import type { UpstreamId } from '../domain/upstream.ts'
import type { Asked, Freed } from './line.ts'
import type { LineView } from './told.ts'

interface Setting {
  /** Places, as the settings say; null: as many as the company lets us. */
  readonly most: number | null
  readonly nowMs: number
}

export type PlaceRequest = Asked & Setting
export type FreeRequest = Freed & Setting

/** Whose turn has come: whoever is told sends for them. Some are told more than once, until they have come. */
export interface Called {
  readonly next: readonly { readonly accountId: string; readonly jobId: string }[]
  readonly view: LineView
}

export type PlaceAnswer = Called & ({ readonly kind: 'PLACE' } | { readonly kind: 'WAIT'; readonly seconds: number })

export interface UpstreamPlacesCalls {
  /** Repeating it is harmless: the same attempt has the same place. */
  ask(request: PlaceRequest): Promise<PlaceAnswer>
  free(request: FreeRequest): Promise<Called>
  look(request: Setting): Promise<LineView>
  /** Who waits, by id, in the order of their turns. */
  order(request: Setting): Promise<readonly string[]>
}

type Next = Called['next']

/** None of these fails when the object behind it cannot be reached. */
export interface Places {
  /** A place for an attempt that is about to be sent; or how long it will be. */
  readonly ask: (upstream: UpstreamId, asked: Asked) => Promise<{ readonly waitSeconds: number | null; readonly next: Next }>
  /** The attempt is over. @returns whose turn has come, and for how long nobody's does */
  readonly free: (upstream: UpstreamId, freed: Freed) => Promise<{ readonly restSeconds: number; readonly next: Next }>
  /** Seconds until one of an account gets a place that comes now, from the isolate's memory and without waiting: none, where nothing is known. */
  readonly toldSeconds: (upstream: UpstreamId, accountId: string) => number
  /** One was let in that will ask for a place. */
  readonly letIn: (upstream: UpstreamId, accountId: string) => void
  /** Among those that wait for the company, at most 15 s old; null: it does not wait. */
  readonly placeOf: (upstream: UpstreamId, jobId: string) => Promise<number | null>
  /** Asks anew about those that were looked at and are known for longer than 15 s. Nobody need wait for it. */
  readonly refresh: () => Promise<void>
}

export interface WithPlaces<Call extends keyof Places = keyof Places> {
  readonly places: Pick<Places, Call>
}
