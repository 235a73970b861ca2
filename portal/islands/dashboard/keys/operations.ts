// What the keys' part asks, and what it is told.
import { operation } from '../../../ask.ts'
import type { Connection } from '../use-pages.ts'

export const GIVEN_SCOPES = ['GENERATE', 'READ', 'BILLING', 'KEYS'] as const
export type GivenScope = (typeof GIVEN_SCOPES)[number]

export interface SpendingLimit {
  readonly creditsPerDay: number | null
  readonly creditsTotal: number | null
  readonly spentToday: number
  readonly spentTotal: number
}

export interface ApiKey {
  readonly id: string
  readonly name: string
  readonly prefix: string
  readonly lastFour: string
  readonly scopes: readonly (GivenScope | 'ADMIN')[]
  readonly providers: readonly string[] | null
  readonly origins: readonly string[] | null
  readonly limits: readonly SpendingLimit[]
  readonly lastUsedAt: string | null
  readonly expiresAt: string | null
  readonly revokedAt: string | null
  readonly replacedBy: string | null
}

export interface KeyInput {
  readonly name: string
  readonly scopes: readonly GivenScope[]
  readonly expiresAt?: string
  readonly providers?: readonly string[]
  readonly origins?: readonly string[]
  readonly creditsPerDay?: number
  readonly creditsTotal?: number
}

export interface Made {
  readonly secret: string
}

export const KEYS = operation<{ readonly apiKeys: readonly ApiKey[] }, { readonly after?: string }>(`query Keys($after: ID) {
  apiKeys(after: $after) { id name prefix lastFour scopes providers origins limits { creditsPerDay creditsTotal spentToday spentTotal } lastUsedAt expiresAt revokedAt replacedBy }
}`)

/** The API's: more are on the next page, behind the last key. */
const PAGE_KEYS = 500

export const keyPage = (keys: readonly ApiKey[]): Connection<ApiKey> =>
  ({ edges: keys.map((node) => ({ node })), pageInfo: { hasNextPage: keys.length === PAGE_KEYS, endCursor: keys.at(-1)?.id ?? null } })

export const PROVIDERS = operation<{ readonly providers: readonly { readonly id: string; readonly name: string }[] }>(`query Providers { providers { id name } }`)

export const CREATE = operation<{ readonly apiKeyCreate: Made }, { readonly input: KeyInput }>(`mutation CreateKey($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { secret } }`)

export const ROLL = operation<{ readonly apiKeyRoll: Made }, { readonly id: string; readonly overlapHours: number }>(`mutation RollKey($id: ID!, $overlapHours: Int!) { apiKeyRoll(id: $id, overlapHours: $overlapHours) { secret } }`)

export const REVOKE = operation<{ readonly apiKeyRevoke: { readonly id: string } }, { readonly id: string }>(`mutation RevokeKey($id: ID!) { apiKeyRevoke(id: $id) { id } }`)
