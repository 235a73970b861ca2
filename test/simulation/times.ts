// When and where a simulated run takes place.
import type { Span } from './schedule.ts'

export const START_MS = Date.UTC(2026, 10, 22, 9, 30)
export const PUBLIC_URL = 'http://127.0.0.1:8787'
/** From here on the queues are slow and deliver by the minute: it spares hundreds of polls. */
export const CALM_FROM_MS = START_MS + 120_000

export const isWithin = (nowMs: number, { fromSeconds, forSeconds }: Span): boolean =>
  nowMs >= START_MS + fromSeconds * 1000 && nowMs < START_MS + (fromSeconds + forSeconds) * 1000
