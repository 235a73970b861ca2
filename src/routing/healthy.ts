// What upstreams' health means for the choice: those that keep failing are left alone until they may be tried again, models
// that are switched off until they are on, and the time a model has lately taken counts for more than its row tells.
import type { UpstreamStanding } from '../health/standing.ts'
import { ApiError } from '../domain/errors.ts'
import type { Sentence } from '../domain/errors.ts'
import type { Route } from '../domain/job.ts'
import type { UpstreamId } from '../domain/upstream.ts'
import { patienceSeconds } from '../domain/model.ts'
import { secondsUntilLetIn } from '../places/told.ts'
import type { Candidate, PassedOver } from './candidate.ts'
import type { GenerationType, Model } from '../domain/model.ts'
import { providerName } from '../catalog/provider-names.ts'

/** What the service knows of the upstreams when it chooses. */
export interface Market {
  /** False where its secrets are not set: its models are not offered. */
  readonly isConfigured: (upstream: UpstreamId) => boolean
  readonly healthOf: (upstream: UpstreamId) => UpstreamStanding
  /** Until who comes now gets a place there. */
  readonly lineSecondsOf: (upstream: UpstreamId) => number
  /** Switched off by an administrator. */
  readonly isOff: (model: string) => boolean
}

const WELL: UpstreamStanding = { state: 'CLOSED', sinceMs: null, waitSeconds: 0, successRate: null, medianSeconds: {} }

/** As if all were configured and well. */
export const wellMarket = (isOff: Market['isOff']): Market => ({ isConfigured: () => true, healthOf: () => WELL, lineSecondsOf: () => 0, isOff })

/** The models that serve a request, and why the others do not. */
export interface Tried {
  readonly served: readonly Candidate[]
  readonly passedOver: readonly PassedOver[]
}

/**
 * Without those that are switched off, those whose upstream keeps failing, and those for which one would have to wait too long.
 * @param refused what to say when only the failing could serve the request for its price
 * @throws ApiError PROVIDER_UNAVAILABLE then, with the seconds until the first of them may be tried, where any may
 */
export function withoutFailing(tried: Tried, maxCredits: number, market: Market, refused: (waitSeconds: number) => Sentence): Tried {
  const failingOf = ({ route }: Candidate): number => market.healthOf(route.upstream).waitSeconds
  const waitOf = (one: Candidate): number => (market.isOff(one.model.id) ? Number.POSITIVE_INFINITY : Math.max(failingOf(one), lineOf(one)))
  const wordsOf = (one: Candidate, retryAfterSeconds: number) => {
    if (!Number.isFinite(retryAfterSeconds)) return { sentence: switchedOff(one.model) }
    return { sentence: failingOf(one) > 0 ? refused(retryAfterSeconds) : crowded(one.model, retryAfterSeconds), retryAfterSeconds }
  }
  const isAffordable = ({ route }: Candidate): boolean => route.credits <= maxCredits
  const healthy = tried.served.filter((one) => waitOf(one) === 0)
  const failing = tried.served.filter((one) => waitOf(one) > 0)
  const [soonest] = failing.filter(isAffordable).toSorted((one, other) => waitOf(one) - waitOf(other))
  if (soonest && !healthy.some(isAffordable)) {
    const retryAfterSeconds = waitOf(soonest)
    throw new ApiError('PROVIDER_UNAVAILABLE', wordsOf(soonest, retryAfterSeconds))
  }
  if (healthy.length === 0) return tried
  const reasonOf = (one: Candidate): Sentence => (market.isOff(one.model.id) ? switchedOff(one.model) : failingOf(one) > 0 ? failingReason(one.model, waitOf(one)) : crowded(one.model, waitOf(one)))
  const reasons = failing.map((one) => ({ model: one.model, reason: reasonOf(one) }))
  return { served: healthy, passedOver: [...reasons, ...tried.passedOver] }
}

/** Until its company takes one more that it makes in time. */
const lineOf = ({ model, route }: Candidate): number => secondsUntilLetIn(route.waitSeconds ?? 0, patienceSeconds(model))

const switchedOff = ({ name }: Model): Sentence => ({ en: `${name} is switched off at the moment.`, hi: `${name} अभी बंद रखा गया है।` })

/** More is waiting for it than would be made in time. */
function crowded(model: Model, waitSeconds: number): Sentence {
  const name = providerName(model.provider)
  return {
    en: `${name} has more waiting than it can make in time; it takes more in ${waitSeconds} s.`,
    hi: `${name} के पास समय पर बन सकने से ज़्यादा काम है; ${waitSeconds} सेकंड बाद और लिया जाएगा।`,
  }
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
  hi: `${name} अभी ठीक से काम नहीं कर रहा है। ${waitSeconds} सेकंड बाद प्रयास करें, या provider खाली छोड़ दें, सर्विस खुद चुन लेगी।`,
})

/** Said when the service was to choose. */
export const allFailing = (type: GenerationType) => (waitSeconds: number): Sentence => ({
  en: `Nothing that could make this ${type} can be used right now. Try again in ${waitSeconds} s.`,
  hi: `इस ${type} को बना सकने वाला कोई भी provider अभी उपलब्ध नहीं है। ${waitSeconds} सेकंड बाद दोबारा प्रयास करें।`,
})

/** The route with the time that its model has lately taken, where that was measured, and with the wait for it, where there is one. */
export function timed(route: Route, market: Market): Route {
  const seconds = market.healthOf(route.upstream).medianSeconds[route.model]
  const waitSeconds = market.lineSecondsOf(route.upstream)
  return { ...route, ...(seconds !== undefined && { measuredSeconds: wholeSeconds(seconds) }), ...(waitSeconds > 0 && { waitSeconds }) }
}

/** Seconds from submission to result: as lately measured, else as the row tells. */
export const usualSeconds = ({ model, route }: Candidate): number => route.measuredSeconds ?? model.typicalSeconds

/** The same with the wait before it. */
export const expectedSeconds = (one: Candidate): number => usualSeconds(one) + (one.route.waitSeconds ?? 0)

/** The same of a model by itself. */
export const usualSecondsOf = (model: Model, { medianSeconds }: UpstreamStanding): number => {
  const seconds = medianSeconds[model.id]
  return seconds === undefined ? model.typicalSeconds : wholeSeconds(seconds)
}

const wholeSeconds = (seconds: number): number => Math.max(1, Math.round(seconds))
