// What the buttons of the test outcomes ask: as any caller would.
import { operation } from '../../ask.ts'

export interface Made {
  readonly id: string
  readonly status: 'QUEUED' | 'PROCESSING' | 'COMPLETED' | 'FAILED' | 'CANCELLED'
  readonly url: string | null
}

interface Input {
  readonly type: 'IMAGE'
  readonly input: { readonly text: string }
  readonly options?: { readonly n: number }
}

export const GENERATE = operation<{ readonly generate: Made }, { readonly input: Input }>(`mutation Try($input: GenerateInput!) {
  generate(input: $input) { id status model attempts creditCost refundedCredits late url error { code reason field message } }
}`)

export const READ = operation<{ readonly generation: Made | null }, { readonly id: string; readonly wait: number }>(`query Tried($id: ID!, $wait: Int) {
  generation(id: $id, wait: $wait) { id status model attempts creditCost refundedCredits late url error { code reason field message } }
}`)

export const CANCEL = operation<{ readonly generationCancel: { readonly outcome: string; readonly refundedCredits: number; readonly generation: Made } }, { readonly id: string }>(`mutation TryToCancel($id: ID!) {
  generationCancel(id: $id) { outcome refundedCredits generation { id status url } }
}`)
