// What the account's part asks, and what it is told.
import { operation } from '../../../ask.ts'

export interface Archive {
  readonly id: string
  readonly status: 'RUNNING' | 'READY'
  readonly url: string | null
  readonly bytes: number | null
  readonly createdAt: string
  readonly expiresAt: string | null
}

export interface Account {
  readonly me: { readonly id: string; readonly name: string; readonly plan: string; readonly creditsLowAt: number }
  readonly accountExports: readonly Archive[]
}

export const ACCOUNT = operation<Account>(`query Account { me { id name plan creditsLowAt } accountExports { id status url bytes createdAt expiresAt } }`)

export const LOW_AT = operation<{ readonly accountUpdate: { readonly creditsLowAt: number } }, { readonly creditsLowAt: number }>(`mutation LowAt($creditsLowAt: Int!) { accountUpdate(input: { creditsLowAt: $creditsLowAt }) { creditsLowAt } }`)

export const EXPORT = operation<{ readonly accountExport: { readonly id: string } }>(`mutation Export { accountExport { id } }`)

export const CLOSE = operation<{ readonly accountClose: { readonly accountId: string; readonly erasedAfter: string } }, { readonly accountId: string }>(`mutation Close($accountId: ID!) { accountClose(input: { accountId: $accountId }) { accountId erasedAfter } }`)
