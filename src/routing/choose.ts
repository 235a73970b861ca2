// Chooses the model. A named one is never swapped; without a name, the priority ranks those that can serve the
// request. Everything decided here is told to the caller: the reasons, and why the others were passed over.
import { ApiError, invalidInput } from '../domain/errors.ts'
import type { Priority, Reason, Route } from '../domain/job.ts'
import { findModel, models } from '../catalog/catalog.ts'
import { defaultsFor } from './fit-options.ts'
import { givenTwice, isSameTwice } from './given-twice.ts'
import { allFailing, expectedSeconds, providerFailing, timed, withoutFailing } from './healthy.ts'
import type { Market, Tried } from './healthy.ts'
import type { Model } from '../domain/model.ts'
import { nameOfProvider, providerName } from '../catalog/provider-names.ts'
import { serve } from './serve.ts'
import type { GenerationRequest } from './serve.ts'
import { liveModel } from '../catalog/succession.ts'
import type { Candidate, PassedOver } from './candidate.ts'

export interface Choice {
  /** Best first; the first is taken, the others are where an automatic choice may fail over to. */
  readonly candidates: readonly [Candidate, ...Candidate[]]
  readonly passedOver: readonly PassedOver[]
  readonly reasons: readonly Reason[]
}

/** How many other models a failed-over generation may try. */
const MOST_ALTERNATIVES = 2

/** @throws ApiError INVALID_INPUT for what cannot be served, PROVIDER_UNAVAILABLE where the upstream is not configured or keeps failing, or the model is switched off */
export function choose(request: GenerationRequest, market: Market): Choice {
  const optionModel = request.options.model
  if (optionModel !== undefined && optionModel !== null && typeof optionModel !== 'string') {
    throw invalidInput('input.options.model', { en: 'The option model takes a text.', hi: 'option model में टेक्स्ट दें।' })
  }
  if (request.model !== undefined && typeof optionModel === 'string' && !isSameModel(request.model, optionModel, request.provider)) {
    throw givenTwice('input.options.model', 'input.model')
  }
  const name = request.model ?? optionModel ?? undefined
  if (request.provider !== undefined) checkProvider(request, request.provider)
  if (name !== undefined) return chooseNamed(request, name, request.model === undefined ? 'input.options.model' : 'input.model', market)
  return request.provider === undefined ? chooseFreely(request, market) : chooseOfProvider(request, request.provider, market)
}

const isSameModel = (one: string, other: string, provider: string | undefined): boolean =>
  isSameTwice(findModel(one, provider)?.id ?? one, findModel(other, provider)?.id ?? other)

function checkProvider(request: GenerationRequest, provider: string): void {
  const offered = [...new Set(models.filter((model) => model.type === request.type).map((model) => model.provider))]
  if (offered.some((one) => one === provider)) return
  const known = nameOfProvider(provider)
  throw invalidInput(
    'input.provider',
    known !== undefined
      ? { en: `${known} does not make ${request.type}.`, hi: `${known} से ${request.type} नहीं बनता।` }
      : { en: 'There is no such provider.', hi: 'ऐसा कोई provider नहीं है।' },
    offered,
  )
}

function chooseNamed(request: GenerationRequest, name: string, field: string, market: Market): Choice {
  const named = findModel(name, request.provider)
  if (!named || named.type !== request.type) {
    const offered = models.filter(
      (model) => model.type === request.type && (request.provider === undefined || model.provider === request.provider),
    )
    throw invalidInput(
      field,
      { en: `There is no such model for ${request.type}.`, hi: `${request.type} के लिए ऐसा कोई मॉडल नहीं है।` },
      offered.map((model) => model.id),
    )
  }
  const model = liveModel(named, field)
  requireConfigured(model, market)
  const asked = { ...request, options: { ...defaultsFor(named, model), ...request.options } }
  const candidate = { model, route: timed(withSuccession(named, model, request.strict, field, serve(model, asked)), market) }
  requireAffordable(request, [candidate])
  withoutFailing({ served: [candidate], passedOver: [] }, creditLimit(request), market, providerFailing(providerName(model.provider)))
  return {
    candidates: [candidate],
    passedOver: [],
    reasons: [['ASKED', model.id]],
  }
}

/** A retired model is served by its successor, and that is said. */
function withSuccession(named: Model, model: Model, strict: boolean, field: string, route: Route): Route {
  if (named.id === model.id) return route
  const reason = {
    en: `${named.name} was retired by its maker; ${model.name} serves it.`,
    hi: `${named.name} को कंपनी ने बंद कर दिया है; अब ${model.name} चलता है।`,
  }
  if (strict) throw invalidInput(field, reason, [model.id])
  return { ...route, adjustments: [{ option: 'model', requested: named.id, served: model.id, reason }, ...route.adjustments] }
}

function chooseOfProvider(request: GenerationRequest, provider: string, market: Market): Choice {
  const own = models.filter((model) => model.provider === provider && model.type === request.type && model.lifecycle.state !== 'retired')
  const active = own.filter((model) => model.lifecycle.state === 'active')
  const isOffered = active.some((model) => !market.isOff(model.id))
  const tried = isOffered ? tryActiveFirst(request, reached(active, provider, market), own, market) : tryAll(request, reached(own, provider, market), market)
  const { served, passedOver } = withoutFailing(tried, creditLimit(request), market, providerFailing(nameOfProvider(provider) ?? provider))
  const ranked = fewestAdjustments(served).toSorted((a, b) => a.model.rank - b.model.rank)
  const [best] = requireAffordable(request, ranked)
  return {
    candidates: [best],
    passedOver: [...passedOver, ...ranked.slice(1).map((other) => runnerUp(other, 'QUALITY'))],
    reasons: [['BEST', best.model.id]],
  }
}

function chooseFreely(request: GenerationRequest, market: Market): Choice {
  const active = models.filter((model) => model.type === request.type && model.lifecycle.state === 'active')
  const offered = active.filter((model) => market.isConfigured(model.upstream))
  if (active.length > 0 && offered.length === 0) throw unavailable(request.type)
  const { served, passedOver } = withoutFailing(tryAll(request, offered, market), creditLimit(request), market, allFailing(request.type))
  const ranked = rank(fewestAdjustments(served), request.priority)
  const [best, ...others] = requireAffordable(request, ranked)
  // What has yet to prove that it works again is no place to fail over to.
  const isSound = ({ route }: Candidate): boolean => market.healthOf(route.upstream).state === 'CLOSED'
  const affordable = others.filter((other) => other.route.credits <= best.route.credits && isSound(other))
  const alternatives = onePerUpstream([best, ...affordable]).slice(1, 1 + MOST_ALTERNATIVES)
  return {
    candidates: [best, ...alternatives],
    passedOver: [...others.map((other) => runnerUp(other, request.priority)), ...passedOver],
    reasons: [['FIRST', best.model.id, ranked.length, request.priority]],
  }
}

/** @throws the refusal of the best-ranked model when none can serve the request */
function tryAll(request: GenerationRequest, offered: readonly Model[], market: Market): Tried {
  const served: Candidate[] = []
  const passedOver: PassedOver[] = []
  const refusals: ApiError[] = []
  for (const model of offered.toSorted((a, b) => a.rank - b.rank)) {
    try {
      served.push({ model, route: timed(serve(model, request), market) })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      refusals.push(error)
      passedOver.push({ model, reason: error.details.sentence ?? { en: error.code, hi: error.code } })
    }
  }
  if (served.length === 0) {
    // What an allowed model lacks helps the caller more than that another is not allowed.
    const [refusal] = refusals.toSorted((one, other) => Number(one.code === 'FORBIDDEN') - Number(other.code === 'FORBIDDEN'))
    throw refusal ?? invalidInput('input.type', { en: 'No model makes this type.', hi: 'इस type के लिए कोई मॉडल नहीं है।' })
  }
  return { served, passedOver }
}

/** What is being retired serves only what no active model can. @throws the refusal of the best-ranked active one */
function tryActiveFirst(request: GenerationRequest, active: readonly Model[], own: readonly Model[], market: Market): Tried {
  try {
    return tryAll(request, active, market)
  } catch (refusal) {
    const leaving = own.filter((model) => !active.includes(model) && market.isConfigured(model.upstream))
    if (leaving.length === 0 || !(refusal instanceof ApiError) || refusal.code !== 'INVALID_INPUT') throw refusal
    try {
      return tryAll(request, leaving, market)
    } catch {
      throw refusal
    }
  }
}

const changes = ({ route }: Candidate): number => route.adjustments.filter((one) => !one.exact).length

/** Those that serve everything as asked; where none does, those that come nearest. */
function fewestAdjustments(served: readonly Candidate[]): readonly Candidate[] {
  const fewest = Math.min(...served.map(changes))
  return served.filter((one) => changes(one) === fewest)
}

const MEASURES = {
  QUALITY: (one: Candidate) => one.model.rank,
  SPEED: expectedSeconds,
  COST: (one: Candidate) => one.route.credits,
} as const

function rank(candidates: readonly Candidate[], priority: Priority): readonly Candidate[] {
  const byQuality = candidates.toSorted((a, b) => MEASURES.QUALITY(a) - MEASURES.QUALITY(b))
  if (priority !== 'BALANCED') return byQuality.toSorted((a, b) => MEASURES[priority](a) - MEASURES[priority](b))
  const places = new Map(candidates.map((one) => [one, 0]))
  for (const measure of Object.values(MEASURES)) {
    const sorted = candidates.map(measure).toSorted((a, b) => a - b)
    for (const one of candidates) places.set(one, (places.get(one) ?? 0) + sorted.indexOf(measure(one)))
  }
  return byQuality.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
}

/** A company that cannot be reached for one of its models is not asked for another. */
function onePerUpstream(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter((one, index) => candidates.findIndex((other) => other.route.upstream === one.route.upstream) === index)
}

function runnerUp({ model }: Candidate, priority: Priority): PassedOver {
  return { model, reason: { en: `Ranks lower by ${priority}.`, hi: `${priority} के हिसाब से नीचे है।` } }
}

const creditLimit = ({ maxCredits }: GenerationRequest): number => maxCredits ?? Number.POSITIVE_INFINITY

function requireAffordable(request: GenerationRequest, ranked: readonly Candidate[]): readonly [Candidate, ...Candidate[]] {
  const [best, ...others] = ranked.filter((one) => one.route.credits <= creditLimit(request))
  if (best) return [best, ...others]
  const cheapest = Math.min(...ranked.map((one) => one.route.credits))
  throw invalidInput('input.maxCredits', {
    en: `This costs at least ${cheapest} credits.`,
    hi: `इसके लिए कम से कम ${cheapest} क्रेडिट लगेंगे।`,
  })
}

/** A provider's models may be reached by several ways, of which not all need be configured. @throws where none is */
function reached(own: readonly Model[], provider: string, market: Market): readonly Model[] {
  const configured = own.filter(({ upstream }) => market.isConfigured(upstream))
  if (own.length > 0 && configured.length === 0) throw unavailable(nameOfProvider(provider) ?? provider)
  return configured
}

function requireConfigured(model: Model, market: Market): void {
  if (!market.isConfigured(model.upstream)) throw unavailable(providerName(model.provider))
}

function unavailable(provider: string): ApiError {
  return new ApiError('PROVIDER_UNAVAILABLE', { values: { provider } })
}
