// What the playground asks, and what it is told.
import { operation } from '../../ask.ts'

export type Status = 'QUEUED' | 'PROCESSING' | 'COMPLETED' | 'FAILED' | 'CANCELLED'

export interface Metadata {
  readonly width: number | null
  readonly height: number | null
  readonly duration: number | null
  readonly format: string
  readonly contentType: string
  readonly bytes: number
  readonly sha256: string
}

export interface Output {
  readonly url: string | null
  readonly downloadUrl: string | null
  readonly metadata: Metadata
}

export interface Adjustment {
  readonly option: string
  readonly requested: unknown
  readonly served: unknown
  readonly reason: string
}

export interface TimelineEvent {
  readonly at: string
  readonly kind: string
  readonly detail: string
}

export interface Generation {
  readonly id: string
  readonly status: Status
  readonly model: string
  readonly creditCost: number
  readonly refundedCredits: number
  readonly estimatedTime: number
  readonly progress: number | null
  readonly queuePosition: number | null
  readonly seed: number | null
  readonly outputs: readonly Output[]
  readonly error: { readonly code: string; readonly reason: string | null; readonly message: string; readonly field: string | null; readonly docsUrl: string } | null
  readonly adjustments: readonly Adjustment[]
  readonly timeline: readonly TimelineEvent[]
  readonly createdAt: string
  readonly startedAt: string | null
  readonly completedAt: string | null
  readonly expiresAt: string | null
  readonly expired: boolean
  readonly pollAfterMs: number | null
}

export interface Quote {
  readonly model: string
  readonly creditCost: number
  readonly estimatedTime: number
  readonly cancelRefund: 'ALL' | 'NOTHING' | null
  readonly reasons: readonly string[]
  readonly adjustments: readonly Adjustment[]
  readonly passedOver: readonly { readonly model: string; readonly reason: string }[]
}

export type CancelOutcome = 'CANCELLED_BEFORE_START' | 'CANCELLED_UPSTREAM' | 'TOO_LATE' | 'NOT_SUPPORTED_BY_PROVIDER'

interface RequestVariables {
  readonly input: unknown
}

interface IdVariables {
  readonly id: string
}

export const QUOTE = operation<{ readonly quote: Quote }, RequestVariables>(`query Quote($input: GenerateInput!) {
  quote(input: $input) { model creditCost estimatedTime cancelRefund reasons adjustments { option requested served reason } passedOver { model reason } }
}`)

export const GENERATE = operation<{ readonly generate: Generation }, RequestVariables>(`mutation Generate($input: GenerateInput!) {
  generate(input: $input) {
    id status model creditCost refundedCredits estimatedTime progress queuePosition seed createdAt startedAt completedAt expiresAt expired pollAfterMs
    outputs { url downloadUrl metadata { width height duration format contentType bytes sha256 } }
    error { code reason message field docsUrl } adjustments { option requested served reason } timeline { at kind detail }
  }
}`)

export const READ = operation<{ readonly generation: Generation | null }, IdVariables & { readonly wait: number }>(`query Generation($id: ID!, $wait: Int) {
  generation(id: $id, wait: $wait) {
    id status model creditCost refundedCredits estimatedTime progress queuePosition seed createdAt startedAt completedAt expiresAt expired pollAfterMs
    outputs { url downloadUrl metadata { width height duration format contentType bytes sha256 } }
    error { code reason message field docsUrl } adjustments { option requested served reason } timeline { at kind detail }
  }
}`)

export const WATCH = operation<{ readonly generation: Generation | null }, IdVariables>(`subscription Watch($id: ID!) {
  generation(id: $id) {
    id status model creditCost refundedCredits estimatedTime progress queuePosition seed createdAt startedAt completedAt expiresAt expired pollAfterMs
    outputs { url downloadUrl metadata { width height duration format contentType bytes sha256 } }
    error { code reason message field docsUrl } adjustments { option requested served reason } timeline { at kind detail }
  }
}`)

export const CANCEL = operation<{ readonly generationCancel: { readonly outcome: CancelOutcome; readonly refundedCredits: number; readonly generation: Generation } }, IdVariables>(`mutation Cancel($id: ID!) {
  generationCancel(id: $id) {
    outcome refundedCredits
    generation {
      id status model creditCost refundedCredits estimatedTime progress queuePosition seed createdAt startedAt completedAt expiresAt expired pollAfterMs
      outputs { url downloadUrl metadata { width height duration format contentType bytes sha256 } }
      error { code reason message field docsUrl } adjustments { option requested served reason } timeline { at kind detail }
    }
  }
}`)

export const UPLOAD = operation<
  { readonly uploadCreate: { readonly id: string; readonly url: string; readonly partBytes: number | null; readonly received: readonly number[]; readonly existing: boolean } },
  { readonly input: { readonly contentType: string; readonly bytes: number; readonly sha256: string; readonly fileName: string } }
>(`mutation Upload($input: UploadCreateInput!) { uploadCreate(input: $input) { id url partBytes received existing } }`)
