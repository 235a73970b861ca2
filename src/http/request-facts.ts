// Who asked, as far as tracing goes, and in which language: from the request's headers, each ignored when malformed.
import type { Language } from '../domain/errors.ts'

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

/** RFC 9110, 12.4.2. */
const QUALITY = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/

interface LanguageRange {
  readonly tag: string
  readonly quality: number
}

/** One range of Accept-Language; undefined for what is none. */
function readRange(part: string): LanguageRange | undefined {
  const [tag = '', ...parameters] = part.toLowerCase().split(';').map((one) => one.trim())
  if (!/^(?:\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*)$/.test(tag)) return undefined
  const [parameter, ...more] = parameters
  const quality = parameter === undefined ? '1' : QUALITY.exec(parameter)?.[1]
  return quality === undefined || more.length > 0 ? undefined : { tag, quality: Number(quality) }
}

/**
 * Hindi where it is preferred to English, by RFC 4647's lookup: `hi-IN` falls back to `hi`, `hil` is another language,
 * `q=0` is a no, `*` is what no other range names. Of two that are wanted alike the first; English where neither is.
 */
export function languageOf(header: string | null | undefined): Language {
  const ranges = (header ?? '').split(',').map(readRange).filter((range) => range !== undefined)
  const named = (language: Language) => ranges.filter(({ tag, quality }) => tag === language || (quality > 0 && tag.startsWith(`${language}-`)))
  const others = ranges.find(({ tag }) => tag === '*')
  const wanted = (['en', 'hi'] as const).map((language) => {
    const own = named(language)
    const best = own.toSorted((one, other) => other.quality - one.quality)[0] ?? others
    return { language, quality: best?.quality ?? UNNAMED, place: best ? ranges.indexOf(best) : ranges.length }
  })
  return wanted.toSorted((one, other) => other.quality - one.quality || one.place - other.place)[0]?.language ?? 'en'
}

/** Whether a language is among those that are wanted, in any place. @param tag lower case; `hi` is named by `hi-IN` too */
export function namesLanguage(header: string | null, tag: string): boolean {
  return (header ?? '').split(',').map(readRange).some((range) => range !== undefined && range.quality > 0 && (range.tag === tag || range.tag.startsWith(`${tag}-`)))
}

/** Less than any that is wanted, more than one that is refused. */
const UNNAMED = 0.0001
