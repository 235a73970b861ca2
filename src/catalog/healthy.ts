// What upstreams' health means for the choice: those that keep failing are left alone until they may be tried again,
// and the time a model has lately taken counts for more than the time its row tells.
import { ApiError } from '../errors.ts'
import type { Sentence } from '../errors.ts'
import type { Services, UpstreamStanding } from '../services.ts'
import type { Route } from '../store/tables.ts'
import type { UpstreamId } from '../upstreams/contract.ts'
import type { Candidate, PassedOver } from './choose.ts'
import type { GenerationType, Model } from './model.ts'
import { providerName } from './providers.ts'

/** What the service knows of the upstreams when it chooses. */
export interface Market {
  /** False where its secrets are not set: its models are not offered. */
  readonly isConfigured: (upstream: UpstreamId) => boolean
  readonly healthOf: (upstream: UpstreamId) => UpstreamStanding
}

export const marketOf = ({ upstreams, health }: Pick<Services, 'upstreams' | 'health'>): Market => ({
  isConfigured: upstreams.isConfigured,
  healthOf: health.of,
})

/** The models that serve a request, and why the others do not. */
export interface Tried {
  readonly served: readonly Candidate[]
  readonly passedOver: readonly PassedOver[]
}

/**
 * Without those whose upstream keeps failing.
 * @param refused what to say when only they could serve the request for its price
 * @throws ApiError PROVIDER_UNAVAILABLE then, with the seconds until the first of them may be tried
 */
export function withoutFailing(tried: Tried, maxCredits: number, market: Market, refused: (waitSeconds: number) => Sentence): Tried {
  const waitOf = ({ route }: Candidate): number => market.healthOf(route.upstream).waitSeconds
  const isAffordable = ({ route }: Candidate): boolean => route.credits <= maxCredits
  const healthy = tried.served.filter((one) => waitOf(one) === 0)
  const failing = tried.served.filter((one) => waitOf(one) > 0)
  const wanted = failing.filter(isAffordable)
  if (wanted.length > 0 && !healthy.some(isAffordable)) {
    const retryAfterSeconds = Math.min(...wanted.map(waitOf))
    throw new ApiError('PROVIDER_UNAVAILABLE', { sentence: refused(retryAfterSeconds), retryAfterSeconds })
  }
  if (healthy.length === 0) return tried
  const reasons = failing.map((one) => ({ model: one.model, reason: failingReason(one.model, waitOf(one)) }))
  return { served: healthy, passedOver: [...reasons, ...tried.passedOver] }
}

function failingReason(model: Model, waitSeconds: number): Sentence {
  const name = providerName(model.provider)
  return {
    en: `${name} keeps failing at the moment; it may be tried again in ${waitSeconds} s.`,
    hi: `${name} अभी बार-बार असफल हो रहा है; ${waitSeconds} सेकंड बाद फिर आज़माया जाएगा।`,
  }
}

/** Said of a provider that was named. */
export const providerFailing = (name: string) => (waitSeconds: number): Sentence => ({
  en: `${name} keeps failing at the moment. Try again in ${waitSeconds} s, or leave the provider out and let the service choose.`,
  hi: `${name} अभी ठीक से काम नहीं कर रहा है। ${waitSeconds} सेकंड बाद प्रयास करें, या provider न दें ताकि सर्विस खुद चुन ले।`,
})

/** Said when the service was to choose. */
export const allFailing = (type: GenerationType) => (waitSeconds: number): Sentence => ({
  en: `Nothing that could make this ${type} can be used right now. Try again in ${waitSeconds} s.`,
  hi: `इस ${type} को बना सकने वाला कोई भी provider अभी उपलब्ध नहीं है। ${waitSeconds} सेकंड बाद दोबारा प्रयास करें।`,
})

/** The route with the time that its model has lately taken, where that was measured. */
export function timed(route: Route, market: Market): Route {
  const seconds = market.healthOf(route.upstream).medianSeconds[route.model]
  return seconds === undefined ? route : { ...route, measuredSeconds: wholeSeconds(seconds) }
}

/** Seconds from submission to result: as lately measured, else as the row tells. */
export const usualSeconds = ({ model, route }: Candidate): number => route.measuredSeconds ?? model.typicalSeconds

/** The same of a model by itself. */
export const usualSecondsOf = (model: Model, { medianSeconds }: UpstreamStanding): number => {
  const seconds = medianSeconds[model.id]
  return seconds === undefined ? model.typicalSeconds : wholeSeconds(seconds)
}

const wholeSeconds = (seconds: number): number => Math.max(1, Math.round(seconds))
