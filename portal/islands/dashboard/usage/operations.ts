// What the page of usage asks.
import { operation } from '../../../ask.ts'
import type { UsageLine } from './shape.ts'

export const USAGE = operation<{ readonly me: { readonly usage: readonly UsageLine[] } }, { readonly by: string; readonly from: string; readonly to: string; readonly provider?: string; readonly apiKey?: string }>(`query Usage($by: UsageBy!, $from: String!, $to: String!, $provider: String, $apiKey: ID) {
  me { usage(by: $by, from: $from, to: $to, first: 100, provider: $provider, apiKey: $apiKey) { date model provider type apiKey { id name } endUser others generations failed refundedCredits credits } }
}`)
