// Who is calling: an API key, a client token that a key has minted, or a person in a browser, with all that bounds it.
import type { ProviderId } from '../domain/model.ts'
import { limitsOf, mediaRetentionDays } from '../domain/plans.ts'
import type { Limits, Plan } from '../domain/plans.ts'
import type { Suspended } from '../domain/suspended.ts'
import type { KeyRow } from '../store/keys.ts'
import type { SessionRow } from '../store/people.ts'
import type { KeyKind } from '../domain/key-format.ts'
import type { Scope } from '../domain/scope.ts'
import type { AdminPerson } from './sign-in-settings.ts'

export interface Caller {
  readonly accountId: string
  readonly plan: Plan
  readonly limits: Limits
  readonly retentionDays: number
  /** The key, or the key behind the token; of a session the person, `per_…`. */
  readonly keyId: string
  readonly kind: KeyKind
  readonly scopes: readonly Scope[]
  /** Null: all of them. */
  readonly providers: readonly ProviderId[] | null
  readonly origins: readonly string[] | null
  /** The spending limits that every charge counts against. */
  readonly spendingIds: readonly string[]
  /** Until when it is known to be valid; null: for ever. */
  readonly expiresAtMs: number | null
  /** Of a client token: whose generations alone it makes and sees. Null for a key, which sees all of the account's. */
  readonly endUser: string | null
  /** Of a listed person: who it is, and until when he may administer. Null for anybody else, and for keys, which have a scope for it. */
  readonly administers: (AdminPerson & { readonly untilMs: number }) | null
  /** Of whom nothing new is accepted; null: of nobody. */
  readonly suspended: Suspended | null
}

/** @returns null for a key that is revoked or has expired */
export function callerOf(row: KeyRow | undefined, nowMs: number): Caller | null {
  if (!row || row.key.revokedAtMs !== null || (row.key.expiresAtMs !== null && row.key.expiresAtMs <= nowMs)) return null
  const { key, account } = row
  return {
    accountId: key.accountId,
    ...planOf(account),
    keyId: key.id,
    kind: key.kind,
    scopes: key.scopes,
    providers: key.providers,
    origins: key.origins,
    spendingIds: key.spendingIds,
    expiresAtMs: key.expiresAtMs,
    endUser: null,
    administers: null,
    suspended: suspendedOf(row),
  }
}

/** After a sign-in, of who may at all: a browser that is left alone is soon nobody's to administer with. */
const ADMINISTERS_MS = 15 * 60_000

/** @returns null for a session that has expired */
export function callerOfSession(row: SessionRow | undefined, nowMs: number, admins: readonly AdminPerson[]): Caller | null {
  if (!row || row.session.expiresAtMs <= nowMs) return null
  const person = admins.find(({ issuer, subject }) => issuer === row.issuer && subject === row.subject)
  return {
    accountId: row.session.accountId,
    ...planOf(row.account),
    keyId: row.session.personId,
    kind: 'live',
    scopes: ['generate', 'read', 'keys', 'billing'],
    providers: null,
    origins: null,
    spendingIds: [],
    // Not the session's own: what a person makes, such as a key, outlives the hours of a browser.
    expiresAtMs: null,
    endUser: null,
    administers: person ? { ...person, untilMs: row.session.createdAtMs + ADMINISTERS_MS } : null,
    suspended: suspendedOf(row),
  }
}

const suspendedOf = ({ account, isUserSuspended = 0 }: Pick<KeyRow, 'account' | 'isUserSuspended'>): Suspended | null =>
  account.suspendedAtMs !== null ? 'ACCOUNT' : isUserSuspended === 1 ? 'END_USER' : null

/** Signed in, without a key. */
export const isPerson = ({ keyId }: Caller): boolean => keyId.startsWith('per_')

const planOf = ({ plan, limits, retentionDays }: KeyRow['account']) => ({
  plan,
  limits: limitsOf(plan, limits),
  retentionDays: mediaRetentionDays(plan, retentionDays),
})
