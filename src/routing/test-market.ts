// The choice for the caller's kind of key. A test key chooses by the same rows, prices and rules as a live one, as if every
// upstream were configured and well; what was chosen is then served by the built-in test upstream, in its own time.
import type { Candidate } from './candidate.ts'
import type { KeyKind } from '../domain/key-format.ts'
import { choose } from './choose.ts'
import type { Choice } from './choose.ts'
import { wellMarket } from './healthy.ts'
import { marketOf } from './market.ts'
import type { MarketNeeds } from './market.ts'
import type { Model } from '../domain/model.ts'
import type { GenerationRequest } from './serve.ts'

/** @throws as choose */
export function chooseFor({ kind, accountId }: { readonly kind: KeyKind; readonly accountId: string }, request: GenerationRequest, needs: MarketNeeds): Choice {
  const market = marketOf(accountId, needs)
  if (kind === 'live') return choose(request, market)
  const choice = choose(request, wellMarket(market.isOff))
  const [best, ...others] = choice.candidates
  return { ...choice, candidates: [byTestUpstream(best), ...others.map(byTestUpstream)] }
}

const byTestUpstream = ({ model, route }: Candidate): Candidate => ({ model: inTestTime(model), route: { ...route, upstream: 'test' } })

/**
 * Seconds instead of minutes: nobody should wait for an hour to see a time-out. Every forced outcome fits in. The test
 * upstream can be stopped, whoever it stands for.
 */
export const inTestTime = (model: Model): Model => ({
  ...model,
  typicalSeconds: 3,
  pollSeconds: 2,
  deadlineSeconds: 120,
  patienceSeconds: 120,
  cancelRefund: model.cancelRefund ?? 'ALL',
})
