// Conditional and range requests as RFC 9110 has them, as pure functions of the headers. R2 is never handed the headers
// themselves: its own reading of them fails 9 of 26 checks (bad units, inverted and past-end ranges, If-Range).

export interface Representation {
  /** Strong, with its quotes. */
  readonly etag: string
  readonly lastModifiedMs: number
}

export type Precondition = 'PROCEED' | 'NOT_MODIFIED' | 'FAILED'

/** The order of §13.2.2, for GET and HEAD. */
export function evaluatePreconditions(headers: Headers, current: Representation): Precondition {
  const ifMatch = headers.get('if-match')
  if (ifMatch !== null) {
    if (!matchesAny(ifMatch, current.etag, 'strong')) return 'FAILED'
  } else {
    const unmodifiedSinceMs = parseHttpDate(headers.get('if-unmodified-since'))
    if (unmodifiedSinceMs !== undefined && wholeSeconds(current.lastModifiedMs) > unmodifiedSinceMs) return 'FAILED'
  }
  const ifNoneMatch = headers.get('if-none-match')
  if (ifNoneMatch !== null) return matchesAny(ifNoneMatch, current.etag, 'weak') ? 'NOT_MODIFIED' : 'PROCEED'
  const modifiedSinceMs = parseHttpDate(headers.get('if-modified-since'))
  if (modifiedSinceMs !== undefined && wholeSeconds(current.lastModifiedMs) <= modifiedSinceMs) return 'NOT_MODIFIED'
  return 'PROCEED'
}

export type RangeVerdict =
  | { readonly kind: 'WHOLE' }
  | { readonly kind: 'PART'; readonly offset: number; readonly length: number }
  | { readonly kind: 'UNSATISFIABLE' }

/**
 * What of `size` bytes a GET wants. An unknown unit, a malformed range and several ranges get the whole (§14.2 allows
 * it), and so does a range whose If-Range names another version.
 */
export function evaluateRange(headers: Headers, current: Representation, size: number): RangeVerdict {
  const match = /^bytes=[ \t]*(?:(\d+)-(\d*)|-(\d+))[ \t]*$/i.exec(headers.get('range') ?? '')
  if (!match || !ifRangeHolds(headers.get('if-range'), current)) return { kind: 'WHOLE' }
  const [, from, to, suffix] = match
  if (suffix !== undefined) {
    const length = Math.min(Number(suffix), size)
    return length === 0 ? { kind: 'UNSATISFIABLE' } : { kind: 'PART', offset: size - length, length }
  }
  const first = Number(from)
  const last = to ? Number(to) : Infinity
  if (last < first) return { kind: 'WHOLE' }
  if (first >= size) return { kind: 'UNSATISFIABLE' }
  return { kind: 'PART', offset: first, length: Math.min(last, size - 1) - first + 1 }
}

/** §13.1.5: the strong comparison; a date must be the very one. */
function ifRangeHolds(value: string | null, current: Representation): boolean {
  if (value === null) return true
  if (value.includes('"')) return value.trim() === current.etag
  return parseHttpDate(value) === wholeSeconds(current.lastModifiedMs)
}

function matchesAny(list: string, etag: string, comparison: 'strong' | 'weak'): boolean {
  if (list.trim() === '*') return true
  const named = list.match(/(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g) ?? []
  return named.some((candidate) => candidate === etag || (comparison === 'weak' && candidate === `W/${etag}`))
}

/** All three forms of §5.6.7, as milliseconds; undefined for anything else, which is then ignored. */
function parseHttpDate(value: string | null): number | undefined {
  if (!value || !/^(Mon|Tues?|Wed(nes)?|Thu(rs)?|Fri|Sat(ur)?|Sun)(day)?,? /.test(value)) return undefined
  const milliseconds = Date.parse(value.endsWith('GMT') ? value : `${value} GMT`)
  return Number.isNaN(milliseconds) ? undefined : milliseconds
}

function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000
}
