// What the gallery and the page of one generation ask.
import { operation } from '../../../ask.ts'
import type { Adjustment, Output, Status, TimelineEvent } from '../../playground/operations.ts'
import type { Connection } from '../use-pages.ts'

export const STATUSES = ['QUEUED', 'PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const satisfies readonly Status[]
export const TYPES = ['VIDEO', 'IMAGE', 'AUDIO', 'AVATAR'] as const

export interface Shown {
  readonly id: string
  readonly status: Status
  readonly type: string
  readonly model: string
  readonly creditCost: number
  readonly refundedCredits: number
  readonly createdAt: string
  readonly expired: boolean
  readonly input: { readonly text: string | null }
  readonly outputs: readonly { readonly url: string | null; readonly posterUrl: string | null; readonly metadata: { readonly contentType: string } }[]
}

export interface GalleryVariables {
  readonly filter: Readonly<Record<string, string>>
}

export const GALLERY = operation<{ readonly generations: Connection<Shown> }, GalleryVariables & { readonly first: number; readonly after?: string }>(`query Gallery($first: Int!, $after: String, $filter: GenerationFilter) {
  generations(first: $first, after: $after, filter: $filter) {
    edges { node { id status type model creditCost refundedCredits createdAt expired input { text } outputs { url posterUrl metadata { contentType } } } }
    pageInfo { hasNextPage endCursor }
  }
}`)

export interface One {
  readonly id: string
  readonly status: Status
  readonly type: string
  readonly provider: string
  readonly model: string
  readonly input: Readonly<Record<string, unknown>>
  readonly options: Readonly<Record<string, unknown>>
  readonly apiKey: { readonly id: string; readonly name: string | null } | null
  readonly endUser: string | null
  readonly tags: readonly string[]
  readonly seed: number | null
  readonly creditCost: number
  readonly refundedCredits: number
  readonly late: boolean
  readonly progress: number | null
  readonly attempts: number
  readonly createdAt: string
  readonly completedAt: string | null
  readonly expiresAt: string | null
  readonly expired: boolean
  readonly pollAfterMs: number | null
  readonly reasons: readonly string[]
  readonly outputs: readonly Output[]
  readonly error: { readonly code: string; readonly reason: string | null; readonly field: string | null; readonly message: string; readonly retryable: boolean } | null
  readonly adjustments: readonly Adjustment[]
  readonly timeline: readonly TimelineEvent[]
}

export const ONE = operation<{ readonly generation: One | null }, { readonly id: string }>(`query OneGeneration($id: ID!) {
  generation(id: $id) {
    id status type provider model options seed creditCost refundedCredits late progress attempts createdAt completedAt expiresAt expired pollAfterMs endUser tags reasons
    input { text negativeText image lastImage images audio video voice }
    apiKey { id name }
    outputs { url downloadUrl metadata { width height duration format contentType bytes sha256 } }
    error { code reason field message retryable }
    adjustments { option requested served reason }
    timeline { at kind detail }
  }
}`)

export const CANCEL_ONE = operation<{ readonly generationCancel: { readonly outcome: string } }, { readonly id: string }>(`mutation CancelOne($id: ID!) { generationCancel(id: $id) { outcome } }`)
