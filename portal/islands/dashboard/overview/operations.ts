// What the overview asks, and what it is told.
import { operation } from '../../../ask.ts'

export interface LimitFigures {
  readonly limit: number
  readonly remaining: number
  readonly resetSeconds: number
}

export interface Overview {
  readonly me: {
    readonly name: string
    readonly plan: string
    readonly credits: number
    readonly suspended: boolean
    readonly notices: readonly { readonly message: string; readonly at: string }[]
    readonly limits: { readonly minute: LimitFigures; readonly concurrent: LimitFigures; readonly day: LimitFigures | null; readonly reads: LimitFigures }
    readonly usage: readonly { readonly credits: number; readonly generations: number; readonly failed: number }[]
  }
  readonly apiKeys: readonly { readonly revokedAt: string | null; readonly lastUsedAt: string | null }[]
  readonly generations: { readonly edges: readonly { readonly node: { readonly id: string } }[] }
  readonly webhookEndpoints: readonly { readonly id: string }[]
}

/** Over how many days the pace is taken. */
export const PACE_DAYS = 7

export const OVERVIEW = operation<Overview, { readonly days: number }>(`query Overview($days: Int!) {
  me {
    name plan credits suspended notices { message at }
    limits { minute { limit remaining resetSeconds } concurrent { limit remaining resetSeconds } day { limit remaining resetSeconds } reads { limit remaining resetSeconds } }
    usage(days: $days) { credits generations failed }
  }
  apiKeys { revokedAt lastUsedAt }
  generations(first: 1) { edges { node { id } } }
  webhookEndpoints { id }
}`)
