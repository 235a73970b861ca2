// What an owner may give for an endpoint, each refused with its field where it cannot be.
import { EVENT_KINDS } from '../domain/event.ts'
import type { EventKind } from '../domain/event.ts'
import { invalidInput } from '../domain/errors.ts'
import { checkPublicUrl } from '../net/public-address.ts'

export const MOST_ENDPOINTS = 10
const MOST_HEADERS = 10
const LONGEST_HEADER = 1000
const LONGEST_DESCRIPTION = 200

/** Ours, of the connection alone (RFC 9110 7.6.1), or set by whoever carries the request: an owner's value would break it. */
const TAKEN_HEADERS = /^(?:connection|keep-alive|te|trailer|transfer-encoding|upgrade|host|expect|via|forwarded|date|cookie|user-agent|content-.*|proxy-.*|webhook-.*|x-forwarded-.*|cf-.*|cdn-loop)$/

/** @throws ApiError INVALID_INPUT */
export function readUrl(url: string, allowLoopback: boolean, field: string): string {
  const verdict = checkPublicUrl(url, { allowLoopback })
  if (verdict.kind === 'PUBLIC') return verdict.url.href
  throw invalidInput(field, { en: `Give a public https URL. ${verdict.reason.en}`, hi: `एक public https URL दें। ${verdict.reason.hi}` })
}

/** @returns null for all kinds @throws ApiError INVALID_INPUT, with the kinds that there are */
export function readEvents(asked: readonly string[] | null | undefined): readonly EventKind[] | null {
  if (!asked || asked.length === 0) return null
  const known = EVENT_KINDS.filter((kind) => asked.includes(kind))
  if (new Set(asked).size === known.length) return known
  throw invalidInput('input.events', { en: `Events are ${EVENT_KINDS.join(', ')}.`, hi: `events ये हैं: ${EVENT_KINDS.join(', ')}।` }, EVENT_KINDS)
}

/** @throws ApiError INVALID_INPUT */
export function readDescription(description: string | null | undefined): string | null {
  if (!description) return null
  if (description.length <= LONGEST_DESCRIPTION) return description
  throw invalidInput('input.description', { en: `A description has at most ${LONGEST_DESCRIPTION} characters.`, hi: `description अधिकतम ${LONGEST_DESCRIPTION} अक्षरों का हो सकता है।` })
}

/** @throws ApiError INVALID_INPUT for a name or a value that cannot be sent, or is not the owner's to set */
export function readHeaders(given: Readonly<Record<string, unknown>> | null | undefined): Readonly<Record<string, string>> {
  const headers = Object.entries(given ?? {})
  const names = headers.map(([name]) => name.toLowerCase())
  const isRight =
    headers.length <= MOST_HEADERS &&
    new Set(names).size === names.length &&
    headers.every(([name, value]) => /^[\w!#$%&'*+.^`|~-]{1,64}$/.test(name) && typeof value === 'string' && value.length <= LONGEST_HEADER && /^[\x20-\x7e]*$/.test(value))
  if (!isRight) {
    throw invalidInput('input.headers', {
      en: `Headers are at most ${MOST_HEADERS} names of 64 characters with texts of ${LONGEST_HEADER} printable ASCII characters.`,
      hi: `headers अधिकतम ${MOST_HEADERS} हो सकते हैं; नाम 64 और मान ${LONGEST_HEADER} ASCII अक्षरों तक के।`,
    })
  }
  const taken = names.find((name) => TAKEN_HEADERS.test(name))
  if (taken !== undefined) throw invalidInput('input.headers', { en: `The header ${taken} is not yours to set.`, hi: `header ${taken} आप नहीं बदल सकते।` })
  return Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), String(value)]))
}
