// What `/status.json` answers, as far as the page shows it.
import type { Sentence } from '../../language.ts'

export interface Bar {
  readonly start: string
  readonly attempts: number
  readonly successRate: number | null
  readonly medianSeconds: number | null
  readonly tooLittleTraffic: boolean
}

export interface ProviderStatus {
  readonly id: string
  readonly name: string
  readonly company: string
  readonly state: 'OPERATIONAL' | 'DEGRADED' | 'UNAVAILABLE'
  readonly words: Sentence
  readonly since: string | null
  readonly lastDay: Bar
  readonly days: readonly Bar[]
}

export interface Incident {
  readonly provider: string
  readonly name: string
  readonly start: string
  readonly end: string | null
  readonly successRate: number | null
}

export interface Status {
  readonly generatedAt: string
  readonly measuredUntil: string | null
  readonly providers: readonly ProviderStatus[]
  readonly incidents: readonly Incident[]
}

const DAY_MS = 86_400_000

/** The last 90 days, oldest first; a day without attempts has none. @param until the day that is last: RFC 3339 */
export function lastDays(days: readonly Bar[], until: string, count = 90): readonly { readonly day: string; readonly bar: Bar | undefined }[] {
  const byDay = new Map(days.map((bar) => [bar.start.slice(0, 10), bar]))
  const last = Date.parse(`${until.slice(0, 10)}T00:00:00Z`)
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(last - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10)
    return { day, bar: byDay.get(day) }
  })
}

/** How a bar is drawn: by what may be said of it. */
export function toneOf(bar: Bar | undefined): 'none' | 'few' | 'good' | 'fair' | 'bad' {
  if (!bar || bar.attempts === 0) return 'none'
  if (bar.tooLittleTraffic || bar.successRate === null) return 'few'
  return bar.successRate >= 0.95 ? 'good' : bar.successRate >= 0.75 ? 'fair' : 'bad'
}
