// How an upstream stands, for who chooses. Pure.
import type { Standing } from './arithmetic.ts'

/** How well an upstream does, over all accounts. */
export interface UpstreamStanding extends Standing {
  /** 0 to 1, of the last attempts; null where there are none. */
  readonly successRate: number | null
  /** From submission to result, by model; only of those measured often enough. */
  readonly medianSeconds: Readonly<Record<string, number>>
}
