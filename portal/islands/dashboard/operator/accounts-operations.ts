// What operators ask of accounts, and change of them.
import { operation } from '../../../ask.ts'
import type { Connection } from '../use-pages.ts'

export const PLANS = ['FREE', 'STARTER', 'PRO', 'ENTERPRISE'] as const
export type Plan = (typeof PLANS)[number]

/** What Enterprise may be given of its own. */
export const FIGURES = ['perMinute', 'concurrent', 'perDay', 'readsPerMinute'] as const
export type OwnLimits = { readonly [Name in (typeof FIGURES)[number]]: number | null }

export interface AnyAccount {
  readonly id: string
  readonly name: string
  readonly plan: Plan
  readonly limits: OwnLimits | null
  readonly retentionDays: number | null
  readonly credits: number
  readonly createdAt: string
  readonly suspendedAt: string | null
  readonly closedAt: string | null
  readonly erasedAt: string | null
}

export const ACCOUNTS = operation<{ readonly adminAccounts: Connection<AnyAccount> }, { readonly first: number; readonly after?: string }>(`query AnyAccounts($first: Int!, $after: String) {
  adminAccounts(first: $first, after: $after) {
    edges { node { id name plan limits { perMinute concurrent perDay readsPerMinute } retentionDays credits createdAt suspendedAt closedAt erasedAt } } pageInfo { hasNextPage endCursor }
  }
}`)

export const ACCOUNT = operation<{ readonly adminAccount: AnyAccount | null }, { readonly id: string }>(`query AnyAccount($id: ID!) {
  adminAccount(id: $id) { id name plan limits { perMinute concurrent perDay readsPerMinute } retentionDays credits createdAt suspendedAt closedAt erasedAt }
}`)

export const GRANT_KINDS = ['GRANT', 'TOP_UP', 'ADJUSTMENT'] as const
export type GrantKind = (typeof GRANT_KINDS)[number]

export const GRANT = operation<
  { readonly adminCreditsGrant: { readonly id: string } },
  { readonly input: { readonly accountId: string; readonly amount: number; readonly kind: GrantKind; readonly note: string; readonly idempotencyKey: string } }
>(`mutation GrantCredits($input: AdminCreditsGrantInput!) { adminCreditsGrant(input: $input) { id } }`)

interface Terms {
  readonly id: string
  readonly plan: Plan
  readonly limits?: OwnLimits
  readonly retentionDays?: number | null
}

export const SET_TERMS = operation<{ readonly adminAccountUpdate: { readonly id: string } }, { readonly input: Terms }>(
  `mutation SetTerms($input: AdminAccountUpdateInput!) { adminAccountUpdate(input: $input) { id } }`,
)

interface Reasoned {
  readonly accountId: string
  readonly reason: string
}
type Changed = Readonly<Record<string, { readonly id: string }>>

export const SUSPEND = operation<Changed, Reasoned>(`mutation Suspend($accountId: ID!, $reason: String!) { adminAccountSuspend(accountId: $accountId, reason: $reason) { id } }`)
export const RESUME = operation<Changed, Reasoned>(`mutation Resume($accountId: ID!, $reason: String!) { adminAccountUnsuspend(accountId: $accountId, reason: $reason) { id } }`)
export const REOPEN = operation<Changed, Reasoned>(`mutation Reopen($accountId: ID!, $reason: String!) { adminAccountReopen(accountId: $accountId, reason: $reason) { id } }`)
