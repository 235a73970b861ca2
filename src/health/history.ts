// From the rolled-up ends of submissions to what the status page shows of the past, by provider. Pure. It is made once an hour and
// kept in R2, so that whoever asks for the status, and however often, asks the database for nothing.
import { modelById } from '../catalog/catalog.ts'
import type { ProviderId } from '../domain/model.ts'
import { EXCLUDED_KINDS, FAILED_KINDS } from '../store/health-spans.ts'
import type { HealthSpan } from '../store/usage-tables.ts'

/** With fewer attempts in a span nothing is said of it. */
export const LEAST_ATTEMPTS = 20
export const SHOWN_HOURS = 48
/** Hours in which things went wrong are told for so long. */
export const INCIDENT_DAYS = 14
const LEAST_SUCCESS_RATE = 0.5
/** Nobody alone makes an incident, whatever he asks for. */
const LEAST_ACCOUNTS = 3
const HOUR_MS = 3_600_000

export type FailedKind = (typeof FAILED_KINDS)[number]
export type ExcludedKind = (typeof EXCLUDED_KINDS)[number]

/** What came of the submissions that began within a span. */
export interface Outcomes {
  readonly startMs: number
  /** Those that count: that succeeded or failed. */
  readonly attempts: number
  readonly succeeded: number
  readonly failed: Readonly<Partial<Record<FailedKind, number>>>
  readonly excluded: Readonly<Partial<Record<ExcludedKind, number>>>
  readonly medianSeconds: number | null
  readonly p95Seconds: number | null
}

export interface Incident {
  readonly provider: ProviderId
  readonly startMs: number
  /** The end of its last bad hour. */
  readonly endMs: number
  readonly attempts: number
  readonly succeeded: number
}

export interface History {
  /** All submissions before it are counted. */
  readonly measuredUntilMs: number
  readonly providers: Readonly<Partial<Record<ProviderId, { readonly lastDay: Outcomes; readonly hours: readonly Outcomes[]; readonly days: readonly Outcomes[] }>>>
  readonly incidents: readonly Incident[]
}

export const NO_HISTORY: History = { measuredUntilMs: 0, providers: {}, incidents: [] }

type Counts = Readonly<Record<string, number>>

/** @param hours of the last two weeks @param days as many as are kept; both in their order */
export function historyOf(hours: readonly HealthSpan[], days: readonly HealthSpan[], measuredUntilMs: number): History {
  const hoursOf = byProvider(hours)
  const daysOf = byProvider(days)
  const ids = [...new Set([...hoursOf.keys(), ...daysOf.keys()])]
  const sinceMs = (count: number): number => measuredUntilMs - count * HOUR_MS
  return {
    measuredUntilMs,
    providers: Object.fromEntries(ids.map((id) => {
      const spans = hoursOf.get(id) ?? []
      return [id, { lastDay: outcomesOf(sinceMs(24), spans.filter(({ startMs }) => startMs > sinceMs(25))), hours: eachSpan(spans.filter(({ startMs }) => startMs > sinceMs(SHOWN_HOURS + 1))), days: eachSpan(daysOf.get(id) ?? []) }]
    })),
    incidents: [...hoursOf].flatMap(([id, spans]) => incidentsOf(id, spans)).toSorted((one, other) => other.startMs - one.startMs),
  }
}

/** Models that are in the catalogue no more are of nobody. */
function byProvider(spans: readonly HealthSpan[]): ReadonlyMap<ProviderId, readonly HealthSpan[]> {
  const found = new Map<ProviderId, HealthSpan[]>()
  for (const span of spans) {
    const provider = modelById(span.model)?.provider
    if (provider !== undefined) found.set(provider, [...(found.get(provider) ?? []), span])
  }
  return found
}

const startsOf = (spans: readonly HealthSpan[]): readonly number[] => [...new Set(spans.map(({ startMs }) => startMs))]

const eachSpan = (spans: readonly HealthSpan[]): readonly Outcomes[] => startsOf(spans).map((startMs) => outcomesOf(startMs, spans.filter((span) => span.startMs === startMs)))

function outcomesOf(startMs: number, spans: readonly HealthSpan[]): Outcomes {
  const counts: Record<string, number> = {}
  for (const [label, count] of spans.flatMap((span) => Object.entries(span.counts))) counts[label] = (counts[label] ?? 0) + count
  const steps = Object.entries(counts).flatMap(([label, count]) => (/^t\d+$/.test(label) ? [{ step: Number(label.slice(1)), count }] : [])).toSorted((one, other) => one.step - other.step)
  const succeeded = steps.reduce((sum, { count }) => sum + count, 0)
  const failed = only(FAILED_KINDS, counts)
  const failures = Object.values(failed).reduce((sum, count) => sum + count, 0)
  return { startMs, attempts: succeeded + failures, succeeded, failed, excluded: only(EXCLUDED_KINDS, counts), medianSeconds: secondsAt(steps, succeeded, 0.5), p95Seconds: secondsAt(steps, succeeded, 0.95) }
}

const only = <Kind extends string>(kinds: readonly Kind[], counts: Counts): Partial<Record<Kind, number>> => {
  const found: Partial<Record<Kind, number>> = {}
  for (const kind of kinds) if (counts[kind] !== undefined) found[kind] = counts[kind]
  return found
}

/** The middle of its step: within a tenth of what it was. */
function secondsAt(steps: readonly { readonly step: number; readonly count: number }[], total: number, share: number): number | null {
  let seen = 0
  for (const { step, count } of steps) {
    seen += count
    if (seen >= total * share) return Math.round(2 ** ((step + 0.5) / 4) / 100) / 10
  }
  return null
}

/** Bad hours, one after the other. */
function incidentsOf(provider: ProviderId, spans: readonly HealthSpan[]): readonly Incident[] {
  const incidents: Incident[] = []
  for (const startMs of startsOf(spans)) {
    const own = spans.filter((span) => span.startMs === startMs)
    const { attempts, succeeded } = outcomesOf(startMs, own)
    const isBad = attempts >= LEAST_ATTEMPTS && succeeded < attempts * LEAST_SUCCESS_RATE && own.reduce((sum, { failingAccounts }) => Math.max(sum, failingAccounts), 0) >= LEAST_ACCOUNTS
    if (!isBad) continue
    const last = incidents.at(-1)
    const hour = { provider, startMs, endMs: startMs + HOUR_MS, attempts, succeeded }
    if (last?.endMs === startMs) incidents[incidents.length - 1] = { ...last, endMs: hour.endMs, attempts: last.attempts + attempts, succeeded: last.succeeded + succeeded }
    else incidents.push(hour)
  }
  return incidents
}
