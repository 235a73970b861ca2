// What of the catalogue is shown, and in which order; and how that stands in the address.
import type { GenerationType } from '../../../src/domain/model.ts'
import type { Summary } from '../../data/models/view.ts'
import { indexOf, scoreOf } from '../../search/find.ts'
import type { Entry, Indexed } from '../../search/find.ts'

export interface Filter {
  readonly query: string
  readonly type: GenerationType | ''
  readonly provider: string
  readonly input: string
  readonly seconds: number
  readonly resolution: string
  readonly within: number
  readonly state: Summary['state'] | ''
  readonly canBeCancelled: boolean
  readonly sort: Sort
}

export const SORTS = ['quality', 'price', 'time'] as const
export type Sort = (typeof SORTS)[number]

export const EVERYTHING: Filter = { query: '', type: '', provider: '', input: '', seconds: 0, resolution: '', within: 0, state: '', canBeCancelled: false, sort: 'quality' }

/** In the address as short names; what is as usual is left out. */
const NAMES: Readonly<Record<keyof Filter, string>> = { query: 'q', type: 'type', provider: 'provider', input: 'input', seconds: 'seconds', resolution: 'resolution', within: 'within', state: 'state', canBeCancelled: 'stop', sort: 'sort' }

export function filterOf(search: string): Filter {
  const params = new URLSearchParams(search)
  const read = (name: keyof Filter): string => params.get(NAMES[name]) ?? ''
  const sort = SORTS.find((one) => one === read('sort')) ?? EVERYTHING.sort
  const number = (name: keyof Filter): number => Math.max(0, Number(read(name)) || 0)
  return {
    query: read('query'),
    type: read('type') as Filter['type'],
    provider: read('provider'),
    input: read('input'),
    seconds: number('seconds'),
    resolution: read('resolution'),
    within: number('within'),
    state: read('state') as Filter['state'],
    canBeCancelled: read('canBeCancelled') === 'true',
    sort,
  }
}

export function searchOf(filter: Filter): string {
  const params = new URLSearchParams()
  for (const name of Object.keys(NAMES) as (keyof Filter)[]) {
    if (filter[name] !== EVERYTHING[name]) params.set(NAMES[name], String(filter[name]))
  }
  const search = params.toString()
  return search === '' ? '' : `?${search}`
}

export interface Item {
  readonly summary: Summary
  readonly entry: Entry
}

export interface Known extends Item {
  readonly index: Indexed
}

export const known = (items: readonly Item[]): readonly Known[] => items.map((item) => ({ ...item, index: indexOf(item.entry) }))

export function shown(items: readonly Known[], filter: Filter): readonly Known[] {
  const { query, sort } = filter
  const fitting = items.filter(({ summary }) => fits(summary, filter))
  if (query.trim() === '') return fitting.toSorted((one, other) => compare(one.summary, other.summary, sort))
  const scored = fitting.map((item) => ({ item, score: scoreOf(item.index, query) })).filter(({ score }) => score > 0)
  // What is found well stands first; of two that are found alike, the one that can be called, then the order that was chosen.
  return scored
    .toSorted((one, other) => (sort === 'quality' ? other.score - one.score : 0) || compare(one.item.summary, other.item.summary, sort))
    .map(({ item }) => item)
}

function fits(model: Summary, { type, provider, input, seconds, resolution, within, state, canBeCancelled }: Filter): boolean {
  return (
    (type === '' || model.type === type) &&
    (provider === '' || model.provider === provider) &&
    (input === '' || model.inputs.includes(input)) &&
    (seconds === 0 || (model.longestSeconds ?? 0) >= seconds) &&
    (resolution === '' || model.resolutions.some((one) => one.toLowerCase() === resolution)) &&
    (within === 0 || model.typicalSeconds <= within) &&
    (state === '' || model.state === state) &&
    (!canBeCancelled || model.canBeCancelled)
  )
}

const TYPES = ['VIDEO', 'IMAGE', 'AVATAR', 'AUDIO'] as const

function compare(one: Summary, other: Summary, sort: Sort): number {
  const gone = Number(one.state === 'retired') - Number(other.state === 'retired')
  if (sort === 'price') return gone || (one.credits ?? Infinity) - (other.credits ?? Infinity)
  if (sort === 'time') return gone || one.typicalSeconds - other.typicalSeconds
  return gone || TYPES.indexOf(one.type) - TYPES.indexOf(other.type) || one.rank - other.rank
}
