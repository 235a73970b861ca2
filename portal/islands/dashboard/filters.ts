// Filters that stand in the page's address, so that a link and the back button keep them.
import { useEffect, useState } from 'preact/hooks'

export type Filters<Name extends string> = Readonly<Partial<Record<Name, string>>>

/** @param search as `location.search` */
export function readFilters<Name extends string>(search: string, names: readonly Name[]): Filters<Name> {
  const given = new URLSearchParams(search)
  return Object.fromEntries(names.flatMap((name) => {
    const value = given.get(name)?.trim() ?? ''
    return value === '' ? [] : [[name, value]]
  })) as Filters<Name>
}

/** What else stands in the address stays. @returns with its question mark, or empty */
export function writeFilters<Name extends string>(search: string, names: readonly Name[], filters: Filters<Name>): string {
  const given = new URLSearchParams(search)
  for (const name of names) {
    const value = filters[name]
    if (value === undefined || value === '') given.delete(name)
    else given.set(name, value)
  }
  const text = given.toString()
  return text === '' ? '' : `?${text}`
}

/** A value that is one of the words, or none. */
export const oneOf = <Word extends string>(value: string | undefined, words: readonly Word[]): Word | undefined => words.find((word) => word === value)

/** @returns the filters, and how to change some of them; an empty one is taken out */
export function useFilters<Name extends string>(names: readonly Name[]): readonly [Filters<Name>, (change: Filters<Name>) => void] {
  const [filters, setFilters] = useState<Filters<Name>>(() => readFilters(location.search, names))
  useEffect(() => {
    const onBack = (): void => setFilters(readFilters(location.search, names))
    addEventListener('popstate', onBack)
    return () => removeEventListener('popstate', onBack)
  }, [])
  const change = (changed: Filters<Name>): void => {
    const search = writeFilters(location.search, names, { ...filters, ...changed })
    history.replaceState(null, '', `${location.pathname}${search}${location.hash}`)
    setFilters(readFilters(search, names))
  }
  return [filters, change]
}

/** The UTC day as filters of the API take it: from its first moment, or behind its last. */
export const dayStart = (day: string): string => `${day}T00:00:00Z`
export const dayEnd = (day: string): string => new Date(Date.parse(dayStart(day)) + 86_400_000).toISOString()
export const isDay = (day: string | undefined): day is string => day !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day))

/** Of the API, of a range of days as people give it. */
export const rangeOf = ({ from, to }: Filters<'from' | 'to'>): { readonly createdAfter?: string; readonly createdBefore?: string } => ({
  ...(isDay(from) && { createdAfter: dayStart(from) }),
  ...(isDay(to) && { createdBefore: dayEnd(to) }),
})
