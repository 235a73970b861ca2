// Judges a medium that a caller names: an address by the one judge of addresses, bytes by their type.
import type { ApiError, Sentence } from '../domain/errors.ts'
import { invalidInput } from '../domain/errors.ts'
import { readKeptUpload } from '../domain/upload.ts'
import { readKept } from '../media/kept-media.ts'
import { checkPublicUrl } from '../net/public-address.ts'
import type { InputRule } from '../domain/model.ts'

/** What data URLs may hold; a family ends with its slash. */
const DATA_TYPES = { image: ['image/png', 'image/jpeg', 'image/webp'], audio: ['audio/'], video: ['video/'] } as const

type MediaRule = Pick<InputRule, 'media' | 'dataTypes' | 'domainName'>

/** The media types that a row takes as bytes: none where the upstream fetches by itself. */
export function takenTypes(rule: MediaRule, kind: keyof typeof DATA_TYPES): readonly string[] {
  return rule.media === 'any' ? (rule.dataTypes ?? DATA_TYPES[kind]) : []
}

/** @returns what is kept and sent: the address as it was judged, or the bytes' word @throws ApiError INVALID_INPUT */
export function readMedia(rule: MediaRule, dataTypes: readonly string[], value: string, field: string): string {
  const kept = readKept(value)
  if (kept) {
    if (isTaken(dataTypes, kept.contentType)) return value
    throw notMedia(field, dataTypes)
  }
  const upload = readKeptUpload(value)
  if (upload) {
    // Who takes none by bytes takes any of the kind by its address.
    if (dataTypes.length === 0 || isTaken(dataTypes, upload.contentType)) return value
    throw notMedia(field, dataTypes)
  }
  const verdict = checkPublicUrl(value, { allowLoopback: false })
  if (verdict.kind === 'REFUSED') throw notMedia(field, dataTypes, verdict.reason)
  if (rule.domainName && IS_ADDRESS.test(verdict.url.hostname)) throw notMedia(field, dataTypes, NEEDS_NAME)
  return verdict.url.href
}

const isTaken = (dataTypes: readonly string[], contentType: string): boolean =>
  dataTypes.some((taken) => (taken.endsWith('/') ? contentType.startsWith(taken) : contentType === taken))

/** Of a host that was judged already: a name has a letter in its last label. */
const IS_ADDRESS = /^\[|\.\d+$/
const NEEDS_NAME: Sentence = { en: 'Its host must be a domain name.', hi: 'host में IP नहीं, डोमेन नाम दें।' }

/** The address as it is kept, where it is one that may be; the text itself where it is not, to be refused by its row. */
export function hrefOf(text: string): string {
  const verdict = checkPublicUrl(text, { allowLoopback: false })
  return verdict.kind === 'PUBLIC' ? verdict.url.href : text
}

function notMedia(field: string, dataTypes: readonly string[], reason: Sentence = { en: '', hi: '' }): ApiError {
  if (dataTypes.length === 0) return invalidInput(field, { en: `Give a public https URL. ${reason.en}`.trim(), hi: `एक public https URL दें। ${reason.hi}`.trim() })
  const types = dataTypes.map((type) => (type.endsWith('/') ? `${type}*` : type))
  return invalidInput(
    field,
    {
      en: `Give a public https URL or a base64 data URL of ${types.join(', ')}. ${reason.en}`.trim(),
      hi: `एक public https URL या ${types.join(', ')} का base64 data URL दें। ${reason.hi}`.trim(),
    },
    types,
  )
}
