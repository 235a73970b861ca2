// What operators ask and do. The service alone decides who may: auth/scopes.ts.
import { operation } from '../../../ask.ts'
import type { Connection } from '../use-pages.ts'

export interface OpenAsk {
  readonly id: string
  readonly accountId: string
  readonly credits: number | null
  readonly plan: string | null
  readonly note: string
  readonly createdAt: string
}

export interface Alarm {
  readonly kind: string
  readonly subject: string
  readonly detail: string
  readonly count: number
  readonly lastAt: string
}

export interface Health {
  readonly id: string
  readonly name: string
  readonly health: { readonly state: 'CLOSED' | 'OPEN' | 'HALF_OPEN'; readonly successRate: number | null; readonly medianSeconds: number | null } | null
}

export const WATCH_OVER = operation<{ readonly adminAsks: readonly OpenAsk[]; readonly adminAlarms: readonly Alarm[]; readonly providers: readonly Health[] }>(`query WatchOver {
  adminAsks { id accountId credits plan note createdAt }
  adminAlarms { kind subject detail count lastAt }
  providers { id name health { state successRate medianSeconds } }
}`)

export const SETTLE = operation<{ readonly adminAskSettle: { readonly id: string } }, { readonly id: string; readonly outcome: 'GRANTED' | 'DECLINED'; readonly reply: string }>(
  `mutation SettleAsk($id: ID!, $outcome: AskOutcome!, $reply: String!) { adminAskSettle(id: $id, outcome: $outcome, reply: $reply) { id } }`,
)

export const CLOSE_ALARM = operation<{ readonly adminAlarmClose: readonly { readonly kind: string }[] }, { readonly kind: string; readonly subject: string }>(
  `mutation CloseAlarm($kind: AlarmKind!, $subject: ID!) { adminAlarmClose(kind: $kind, subject: $subject) { kind } }`,
)

export interface AnyAccount {
  readonly id: string
  readonly name: string
  readonly plan: string
  readonly credits: number
  readonly createdAt: string
  readonly suspendedAt: string | null
  readonly closedAt: string | null
}

export const ACCOUNTS = operation<{ readonly adminAccounts: Connection<AnyAccount> }, { readonly first: number; readonly after?: string }>(`query AnyAccounts($first: Int!, $after: String) {
  adminAccounts(first: $first, after: $after) { edges { node { id name plan credits createdAt suspendedAt closedAt } } pageInfo { hasNextPage endCursor } }
}`)

export const GRANT_KINDS = ['GRANT', 'TOP_UP', 'ADJUSTMENT'] as const
export type GrantKind = (typeof GRANT_KINDS)[number]

export const GRANT = operation<
  { readonly adminCreditsGrant: { readonly id: string } },
  { readonly input: { readonly accountId: string; readonly amount: number; readonly kind: GrantKind; readonly note: string; readonly idempotencyKey: string } }
>(`mutation GrantCredits($input: AdminCreditsGrantInput!) { adminCreditsGrant(input: $input) { id } }`)
