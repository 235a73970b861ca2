// What is chosen for a new key, and the request that it makes. Pure.
import type { GivenScope, KeyInput } from './operations.ts'

export const LIFETIMES = ['never', 'days30', 'days90', 'days365'] as const
export type Lifetime = (typeof LIFETIMES)[number]

const DAYS = { never: undefined, days30: 30, days90: 90, days365: 365 } as const satisfies Readonly<Record<Lifetime, number | undefined>>
const DAY_MS = 86_400_000

/** Figures and lists as they were typed. */
export interface KeyForm {
  readonly name: string
  readonly scopes: readonly GivenScope[]
  readonly lifetime: Lifetime
  readonly creditsPerDay: string
  readonly creditsTotal: string
  readonly origins: string
  readonly providers: readonly string[]
}

export const EMPTY_KEY: KeyForm = { name: '', scopes: ['GENERATE', 'READ'], lifetime: 'never', creditsPerDay: '', creditsTotal: '', origins: '', providers: [] }

export function keyInputOf({ name, scopes, lifetime, creditsPerDay, creditsTotal, origins, providers }: KeyForm, nowMs: number): KeyInput {
  const days = DAYS[lifetime]
  const lines = origins.split(/\s+/).filter((line) => line !== '')
  return {
    name: name.trim(),
    scopes,
    ...(days !== undefined && { expiresAt: new Date(nowMs + days * DAY_MS).toISOString() }),
    ...(creditsPerDay !== '' && { creditsPerDay: Number(creditsPerDay) }),
    ...(creditsTotal !== '' && { creditsTotal: Number(creditsTotal) }),
    ...(lines.length > 0 && { origins: lines }),
    ...(providers.length > 0 && { providers }),
  }
}
