// Who asked, as far as tracing goes, and in which language: from the request's headers, each ignored when malformed.
import type { Language } from '../errors.ts'

/** The caller's own `X-Request-Id`, when it is one that can be searched for and printed anywhere. */
export function requestIdOf(header: string | undefined): string | undefined {
  return header !== undefined && /^[A-Za-z0-9._-]{1,128}$/.test(header) ? header : undefined
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/

/** W3C Trace Context, level 1: version 00 exactly, a later one by its first four parts. @returns the header as it came */
export function traceparentOf(header: string | undefined): string | undefined {
  const [whole, version, traceId = '', parentId = '', more] = TRACEPARENT.exec(header ?? '') ?? []
  if (whole === undefined || whole.length > LONGEST_TRACEPARENT || version === 'ff' || (version === '00' && more !== undefined)) return undefined
  return /^0+$/.test(traceId) || /^0+$/.test(parentId) ? undefined : whole
}

const LONGEST_TRACEPARENT = 128

/** Hindi where it is preferred to English. */
export function languageOf(header: string | undefined): Language {
  const wanted = (header ?? '').split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
    const quality = parameters.map((one) => /^\s*q=([\d.]+)/.exec(one)?.[1]).find(Boolean)
    return { tag: tag.slice(0, 2), quality: Number(quality ?? 1) }
  })
  const best = (tag: string): number => Math.max(0, ...wanted.filter((one) => one.tag === tag).map((one) => one.quality))
  return best('hi') > best('en') ? 'hi' : 'en'
}
