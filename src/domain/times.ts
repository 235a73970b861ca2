// Times in milliseconds since 1970 as texts, always in UTC.

/** `2026-11-22T09:30:00.000Z`; null stays null. */
export function isoTime(ms: number): string
export function isoTime(ms: number | null): string | null
export function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}

/** `2026-11-22`. */
export const utcDate = (ms: number): string => isoTime(ms).slice(0, 10)
