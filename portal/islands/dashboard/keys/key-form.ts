// What is chosen for a new key, and the request that it makes. Pure.
import { dayEnd, isDay } from '../filters.ts'
import type { GivenScope, KeyInput } from './operations.ts'

export const LIFETIMES = ['never', 'days30', 'days90', 'days365', 'own'] as const
export type Lifetime = (typeof LIFETIMES)[number]

const DAYS = { days30: 30, days90: 90, days365: 365 } as const
const DAY_MS = 86_400_000

/** Figures and lists as they were typed. */
export interface KeyForm {
  readonly name: string
  readonly scopes: readonly GivenScope[]
  readonly lifetime: Lifetime
  /** Of one's own: the last UTC day on which it works, `2027-01-31`. */
  readonly lastDay: string
  readonly creditsPerDay: string
  readonly creditsTotal: string
  readonly origins: string
  readonly providers: readonly string[]
}

export const EMPTY_KEY: KeyForm = { name: '', scopes: ['GENERATE', 'READ'], lifetime: 'never', lastDay: '', creditsPerDay: '', creditsTotal: '', origins: '', providers: [] }

export function keyInputOf({ name, scopes, lifetime, lastDay, creditsPerDay, creditsTotal, origins, providers }: KeyForm, nowMs: number): KeyInput {
  const expiresAt = endOf(lifetime, lastDay, nowMs)
  const lines = origins.split(/\s+/).filter((line) => line !== '')
  return {
    name: name.trim(),
    scopes,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(creditsPerDay !== '' && { creditsPerDay: Number(creditsPerDay) }),
    ...(creditsTotal !== '' && { creditsTotal: Number(creditsTotal) }),
    ...(lines.length > 0 && { origins: lines }),
    ...(providers.length > 0 && { providers }),
  }
}

/** What is no day goes out as it was typed: a key that was to end is not made without an end. */
function endOf(lifetime: Lifetime, lastDay: string, nowMs: number): string | undefined {
  if (lifetime === 'never') return undefined
  if (lifetime === 'own') return isDay(lastDay) ? dayEnd(lastDay) : lastDay
  return new Date(nowMs + DAYS[lifetime] * DAY_MS).toISOString()
}
