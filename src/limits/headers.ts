// The limits as header fields: the X-RateLimit-* that the published samples read, and the IETF RateLimit and
// RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers, as of 2025-09-23) with one item per policy.
import type { Figures, LimitFigures } from './gate.ts'
import { WINDOW_SECONDS } from './sliding-window.ts'

type PolicyName = keyof LimitFigures

const POLICY_PARAMETERS = {
  minute: `w=${WINDOW_SECONDS}`,
  concurrent: 'qu="concurrent-requests"',
  day: 'w=86400',
  reads: `w=${WINDOW_SECONDS}`,
} as const satisfies Record<PolicyName, string>

const ORDER = {
  generating: ['minute', 'concurrent', 'day', 'reads'],
  reads: ['reads', 'minute', 'concurrent', 'day'],
} as const satisfies Record<string, readonly PolicyName[]>

/**
 * @param scope which policies governed this request: theirs come first, for clients that read only one item
 * @param retryAfterSeconds of a denial. It becomes Retry-After, and X-RateLimit-Reset too: the Python sample prints
 *   that field as the time to wait, which must hold also when the day or the slots are used up and not the minute.
 */
export function limitHeaders(
  figures: LimitFigures,
  scope: 'generating' | 'reads',
  retryAfterSeconds?: number,
): Record<string, string> {
  const policies = ORDER[scope].flatMap((name): [PolicyName, Figures][] => {
    const own = figures[name]
    return own ? [[name, own]] : []
  })
  return {
    'X-RateLimit-Limit': String(figures.minute.limit),
    'X-RateLimit-Remaining': String(figures.minute.remaining),
    'X-RateLimit-Reset': String(retryAfterSeconds ?? figures.minute.resetSeconds),
    'RateLimit-Policy': policies.map(([name, { limit }]) => `"${name}";q=${limit};${POLICY_PARAMETERS[name]}`).join(', '),
    'RateLimit': policies.map(([name, own]) => `"${name}";r=${own.remaining};t=${own.resetSeconds}`).join(', '),
    ...(retryAfterSeconds !== undefined && { 'Retry-After': String(retryAfterSeconds) }),
  }
}
