// What the page of credits asks.
import { operation } from '../../../ask.ts'
import type { Figures } from '../usage/shape.ts'
import type { Connection } from '../use-pages.ts'
import type { Entry } from './ledger.ts'

export const BALANCE = operation<{ readonly me: { readonly credits: number; readonly usage: readonly Figures[] } }>(
  `query Balance { me { credits usage(days: 30) { generations failed refundedCredits credits } } }`,
)

export interface LedgerVariables {
  readonly filter: { readonly kind?: string; readonly generation?: string; readonly createdAfter?: string; readonly createdBefore?: string }
}

export const LEDGER = operation<{ readonly creditEntries: Connection<Entry> }, LedgerVariables & { readonly first: number; readonly after?: string }>(`query Ledger($first: Int!, $after: String, $filter: CreditEntryFilter) {
  creditEntries(first: $first, after: $after, filter: $filter) { edges { node { id kind amount generationId createdAt } } pageInfo { hasNextPage endCursor } }
}`)

export const PLANS = ['STARTER', 'PRO', 'ENTERPRISE'] as const
export type Plan = (typeof PLANS)[number]

export interface Ask {
  readonly id: string
  readonly credits: number | null
  readonly plan: string | null
  readonly note: string
  readonly createdAt: string
  readonly outcome: 'GRANTED' | 'DECLINED' | null
  readonly reply: string
}

export const ASKS = operation<{ readonly asks: readonly Ask[] }>(`query Asks { asks { id credits plan note createdAt outcome reply } }`)

export const CREATE_ASK = operation<{ readonly askCreate: Ask }, { readonly input: { readonly credits?: number; readonly plan?: Plan; readonly note: string } }>(
  `mutation CreateAsk($input: AskCreateInput!) { askCreate(input: $input) { id credits plan note createdAt outcome reply } }`,
)
