// The public status: how each provider does now, by its circuit, and what the last hours and days came to. Made at most once a minute
// in an isolate, from its memory of the circuits and one object of R2: nobody's asking costs the database anything.
import { companyOf } from '../catalog/provider-names.ts'
import { providers } from '../catalog/providers.ts'
import { models } from '../catalog/catalog.ts'
import type { WithClock, WithLog } from '../domain/effects.ts'
import type { Sentence } from '../domain/errors.ts'
import type { ProviderId } from '../domain/model.ts'
import { isoTime } from '../domain/times.ts'
import type { UpstreamId } from '../domain/upstream.ts'
import type { WithUpstreams } from '../upstreams/ports.ts'
import { LEAST_ATTEMPTS, NO_HISTORY } from './history.ts'
import type { ExcludedKind, FailedKind, History, Outcomes } from './history.ts'
import type { WithHealth, WithStatusHistory } from './ports.ts'
import type { UpstreamStanding } from './standing.ts'

export type ProviderState = 'OPERATIONAL' | 'DEGRADED' | 'UNAVAILABLE'

const WORDS: Readonly<Record<ProviderState, Sentence>> = {
  OPERATIONAL: { en: 'Works.', hi: 'चालू है।' },
  DEGRADED: { en: 'Recovering: single generations are let through to see whether it works again.', hi: 'ठीक हो रहा है: यह देखने के लिए एक-एक generation भेजी जा रही है कि यह फिर चालू हुआ या नहीं।' },
  UNAVAILABLE: { en: 'It keeps failing and is left alone for a while.', hi: 'यह बार-बार असफल हो रहा है, इसलिए कुछ समय के लिए इसे कुछ नहीं भेजा जा रहा।' },
}

const TOO_LITTLE: Sentence = { en: 'Too little traffic.', hi: 'बहुत कम ट्रैफ़िक।' }

const FAILED: Readonly<Record<FailedKind, Sentence>> = {
  FAILED: { en: 'It failed while generating.', hi: 'बनाते समय असफल हुआ।' },
  UNAVAILABLE: { en: 'It was not available.', hi: 'यह उपलब्ध नहीं था।' },
  TIMEOUT: { en: 'It took too long.', hi: 'बहुत समय लगा।' },
  UNKNOWN_OUTCOME: { en: 'It gave no answer that tells what came of it.', hi: 'जवाब से पता नहीं चला कि क्या हुआ।' },
  MEDIA: { en: 'What it made could not be fetched or used.', hi: 'बनी हुई फ़ाइल ली या इस्तेमाल नहीं की जा सकी।' },
}

const EXCLUDED: Readonly<Record<ExcludedKind, Sentence>> = {
  MODERATED: { en: 'Content rules refused it.', hi: 'कंटेंट के नियमों ने मना किया।' },
  INVALID_INPUT: { en: 'The input was not valid.', hi: 'इनपुट सही नहीं था।' },
  INPUT_MEDIA: { en: 'A file that was given could not be fetched or read.', hi: 'दी गई फ़ाइल ली या पढ़ी नहीं जा सकी।' },
  CALLER: { en: 'What was asked for may have brought it about.', hi: 'माँगी गई चीज़ इसका कारण हो सकती है।' },
  BUSY: { en: 'Too many at once: it was tried again.', hi: 'एक साथ बहुत अधिक थे: दोबारा प्रयास किया गया।' },
  CANCELLED: { en: 'It was cancelled.', hi: 'इसे रद्द किया गया।' },
}

/** A span of time. Figures are null where there was too little traffic. */
export interface StatusBar {
  readonly start: string
  readonly attempts: number
  readonly successRate: number | null
  readonly medianSeconds: number | null
  readonly p95Seconds: number | null
  readonly tooLittleTraffic: boolean
}

export interface ProviderStatus {
  readonly id: ProviderId
  readonly name: string
  readonly company: string
  readonly state: ProviderState
  readonly words: Sentence
  /** When the state began; null: it was never otherwise. */
  readonly since: string | null
  readonly lastDay: StatusBar & { readonly failed: Outcomes['failed']; readonly excluded: Outcomes['excluded'] }
  readonly hours: readonly StatusBar[]
  readonly days: readonly StatusBar[]
}

export interface StatusIncident {
  readonly provider: ProviderId
  readonly name: string
  readonly start: string
  /** Null: it goes on. */
  readonly end: string | null
  readonly state: ProviderState
  readonly successRate: number | null
}

export interface Status {
  readonly generatedAt: string
  /** Null: nothing was measured yet. */
  readonly measuredUntil: string | null
  readonly leastAttempts: number
  readonly words: { readonly tooLittleTraffic: Sentence; readonly failed: typeof FAILED; readonly excluded: typeof EXCLUDED }
  readonly providers: readonly ProviderStatus[]
  readonly incidents: readonly StatusIncident[]
}

/** Lives as long as the isolate. */
export interface StatusMemory {
  latest?: { readonly status: Status; readonly atMs: number }
  history?: History
}

export type StatusNeeds = WithClock & WithHealth<'ofNow'> & WithLog & WithStatusHistory & WithUpstreams<'isConfigured'>

const FRESH_MS = 60_000

export async function readStatus(needs: StatusNeeds, memory: StatusMemory): Promise<Status> {
  const nowMs = needs.now()
  if (memory.latest && nowMs - memory.latest.atMs < FRESH_MS) return memory.latest.status
  const history = await readHistory(needs, memory)
  const offered = providers.flatMap(({ id, name }) => {
    const upstreams = [...new Set(models.flatMap((model) => (model.provider === id && model.lifecycle.state !== 'retired' && needs.upstreams.isConfigured(model.upstream) ? [model.upstream] : [])))]
    return upstreams.length > 0 ? [{ id, name, upstreams }] : []
  })
  const asked = [...new Set(offered.flatMap(({ upstreams }) => upstreams))]
  const standings = new Map(await Promise.all(asked.map(async (upstream) => [upstream, await needs.health.ofNow(upstream)] as const)))
  const shown = offered.map((provider) => providerStatus(provider, standings, history))
  const status: Status = {
    generatedAt: isoTime(nowMs),
    measuredUntil: history.measuredUntilMs === 0 ? null : isoTime(history.measuredUntilMs),
    leastAttempts: LEAST_ATTEMPTS,
    words: { tooLittleTraffic: TOO_LITTLE, failed: FAILED, excluded: EXCLUDED },
    providers: shown,
    incidents: [...shown.flatMap(openIncident), ...history.incidents.map((incident) => pastIncident(incident))],
  }
  memory.latest = { status, atMs: nowMs }
  return status
}

/** What was known before, where it cannot be read. */
async function readHistory({ statusHistory, log }: StatusNeeds, memory: StatusMemory): Promise<History> {
  try {
    memory.history = (await statusHistory.read()) ?? NO_HISTORY
  } catch (error) {
    log('status history not read', { error: String(error) })
  }
  return memory.history ?? NO_HISTORY
}

interface Offered {
  readonly id: ProviderId
  readonly name: string
  readonly upstreams: readonly UpstreamId[]
}

function providerStatus({ id, name, upstreams }: Offered, standings: ReadonlyMap<UpstreamId, UpstreamStanding>, { providers: past, measuredUntilMs }: History): ProviderStatus {
  const own = upstreams.flatMap((upstream) => standings.get(upstream) ?? [])
  const state = own.every((one) => one.state === 'CLOSED') ? 'OPERATIONAL' : own.every((one) => one.state === 'OPEN') ? 'UNAVAILABLE' : 'DEGRADED'
  const sinceMs = own.reduce<number | null>((latest, one) => (one.sinceMs !== null && (latest === null || one.sinceMs > latest) ? one.sinceMs : latest), null)
  const { lastDay, hours, days } = past[id] ?? { lastDay: nothingSince(measuredUntilMs), hours: [], days: [] }
  return {
    id, name, company: companyOf(id), state, words: WORDS[state], since: isoTime(sinceMs),
    lastDay: { ...barOf(lastDay), failed: lastDay.failed, excluded: lastDay.excluded },
    hours: hours.map(barOf),
    days: days.map(barOf),
  }
}

const nothingSince = (startMs: number): Outcomes => ({ startMs, attempts: 0, succeeded: 0, failed: {}, excluded: {}, medianSeconds: null, p95Seconds: null })

function barOf({ startMs, attempts, succeeded, medianSeconds, p95Seconds }: Outcomes): StatusBar {
  const tooLittleTraffic = attempts < LEAST_ATTEMPTS
  return {
    start: isoTime(startMs), attempts, successRate: tooLittleTraffic ? null : rateOf(succeeded, attempts),
    medianSeconds: tooLittleTraffic ? null : medianSeconds, p95Seconds: tooLittleTraffic ? null : p95Seconds, tooLittleTraffic,
  }
}

const rateOf = (succeeded: number, attempts: number): number => Math.round((succeeded / attempts) * 1000) / 1000

const openIncident = ({ id, name, state, since, lastDay }: ProviderStatus): readonly StatusIncident[] =>
  state === 'OPERATIONAL' ? [] : [{ provider: id, name, start: since ?? lastDay.start, end: null, state, successRate: null }]

function pastIncident({ provider, startMs, endMs, attempts, succeeded }: History['incidents'][number]): StatusIncident {
  const name = providers.find(({ id }) => id === provider)?.name ?? provider
  return { provider, name, start: isoTime(startMs), end: isoTime(endMs), state: 'UNAVAILABLE', successRate: rateOf(succeeded, attempts) }
}
