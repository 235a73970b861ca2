// How long the balance lasts at the pace of the last days. Pure.

export interface Runway {
  /** Credits a day, what came back taken off already. */
  readonly perDay: number
  /** Whole days; undefined where nothing is spent. */
  readonly days: number | undefined
}

/** @param usage the days of which something is known @param spanDays over how many they reach, those without anything too */
export function runwayOf(balance: number, usage: readonly { readonly credits: number }[], spanDays: number): Runway {
  const perDay = Math.max(0, usage.reduce((sum, { credits }) => sum + credits, 0) / spanDays)
  return { perDay, days: perDay > 0 ? Math.floor(Math.max(0, balance) / perDay) : undefined }
}
