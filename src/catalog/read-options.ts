// First half of resolving: is what the caller wrote a value at all? Kinds and names are judged here, by the rows;
// bringing a legal value to what one model can serve is fit-options.ts.
import { ApiError, invalidInput } from '../errors.ts'
import { readKept } from '../media/kept-media.ts'
import { choiceOf, isKnownValue, models } from './catalog.ts'
import { charactersOf } from './characters.ts'
import { ownValue } from '../own-value.ts'
import type { Model, Option, OptionValue } from './model.ts'

/** Names that the core itself understands besides the rows' own. */
export const CORE_OPTIONS = ['model'] as const

/** What one option of the caller's came to. `UNKNOWN_HERE`: another model of the provider has it, this one does not. */
export type Reading = { readonly kind: 'VALUE'; readonly value: OptionValue } | { readonly kind: 'UNKNOWN_HERE'; readonly value: OptionValue }

/** @throws ApiError INVALID_INPUT for a name that no model of the provider knows, or a value of the wrong kind */
export function readOption(model: Model, name: string, value: unknown): Reading {
  const field = `input.options.${name}`
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw invalidInput(field, {
      en: `The option ${name} takes one value, not a list or an object.`,
      hi: `option ${name} में एक ही मान दें, list या object नहीं।`,
    })
  }
  const row = ownValue(model.options, name)
  if (!row) {
    const siblings = siblingsWith(model, name)
    if (siblings.length > 0) return { kind: 'UNKNOWN_HERE', value: readBySiblings(siblings, name, field, value) }
    throw invalidInput(
      field,
      { en: `${model.name} has no option ${name}.`, hi: `${model.name} में option ${name} नहीं है।` },
      Object.keys(model.options),
    )
  }
  return { kind: 'VALUE', value: readValue(model, row, name, field, value) }
}

interface Sibling {
  readonly model: Model
  readonly row: Option
}

function siblingsWith(model: Model, name: string): readonly Sibling[] {
  return models.flatMap((other) => {
    const row = other.provider === model.provider && other.type === model.type && Object.hasOwn(other.options, name) ? other.options[name] : undefined
    return row ? [{ model: other, row }] : []
  })
}

/** A name means something only with a value that it can have. @throws ApiError INVALID_INPUT, the first sibling's, where none takes it */
function readBySiblings(siblings: readonly Sibling[], name: string, field: string, value: OptionValue): OptionValue {
  const refusals: ApiError[] = []
  for (const { model, row } of siblings) {
    try {
      return readValue(model, row, name, field, value)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      refusals.push(error)
    }
  }
  throw refusals[0] ?? new ApiError('INVALID_INPUT', { field })
}

function readValue(model: Model, row: Option, name: string, field: string, value: OptionValue): OptionValue {
  switch (row.kind) {
    case 'int':
    case 'number':
      return readNumber(model, row, name, field, value)
    case 'seed':
      if (typeof value === 'number' && Number.isInteger(value) && value >= row.min && value <= row.max) return value
      throw invalidInput(field, {
        en: `The option ${name} takes a whole number from ${row.min} to ${row.max}.`,
        hi: `option ${name} में ${row.min} से ${row.max} तक की पूर्ण संख्या दें।`,
      })
    case 'flag':
      if (typeof value === 'boolean') return value
      throw invalidInput(field, { en: `The option ${name} takes true or false.`, hi: `option ${name} में true या false दें।` }, [true, false])
    case 'choice':
      return readChoice(model, row, name, field, value)
    case 'media':
      if (typeof value === 'string' && isMediaUrl(value, [])) return value
      throw notMedia(field, [])
    case 'text':
      return readText(row, name, field, value)
  }
}

function readNumber(model: Model, row: Option & { kind: 'int' | 'number' }, name: string, field: string, value: OptionValue): number {
  const whole = row.kind === 'int'
  const legal = typeof value === 'number' && Number.isFinite(value) && (!whole || Number.isInteger(value))
  const serves = legal && (row.allowed ? row.allowed.includes(value) : value >= row.min && value <= row.max)
  if (legal && (serves || isKnownValue(model.type, name, value))) return value
  const range = `${row.allowed ? row.allowed.join(', ') : `${row.min}–${row.max}`}${row.unit ? ` ${row.unit}` : ''}`
  throw invalidInput(
    field,
    {
      en: `The option ${name} takes ${whole ? 'a whole number' : 'a number'}: ${range}.`,
      hi: `option ${name} में ${whole ? 'पूर्ण संख्या' : 'संख्या'} दें: ${range}।`,
    },
    row.allowed ?? [row.min, row.max],
  )
}

function readChoice(model: Model, row: Option & { kind: 'choice' }, name: string, field: string, value: OptionValue): string {
  if (typeof value === 'string') {
    const own = choiceOf(row, value)
    if (own !== undefined) return own
    if (isKnownValue(model.type, name, value)) return value
  }
  throw invalidInput(
    field,
    { en: `The option ${name} takes one of: ${row.allowed.join(', ')}.`, hi: `option ${name} में इनमें से एक दें: ${row.allowed.join(', ')}।` },
    row.allowed,
  )
}

function readText(row: Option & { kind: 'text' }, name: string, field: string, value: OptionValue): string {
  if (typeof value !== 'string' || value.trim() === '' || charactersOf(value) > row.maxLength) {
    throw invalidInput(field, {
      en: `The option ${name} takes a text of 1 to ${row.maxLength} characters.`,
      hi: `option ${name} में 1 से ${row.maxLength} अक्षरों का टेक्स्ट दें।`,
    })
  }
  if (!row.values && !row.pattern) return value
  return readNamed(row, value, field, name)
}

/** A published name to the upstream's id; an id as it is. @throws ApiError INVALID_INPUT for neither */
export function readNamed(
  row: { readonly values?: Readonly<Record<string, string>>; readonly pattern?: RegExp },
  value: string,
  field: string,
  name: string,
): string {
  const key = value.toLowerCase()
  const known = ownValue(row.values ?? {}, key)
  if (known !== undefined) return known
  if (row.pattern?.test(value)) return value
  throw new ApiError('INVALID_INPUT', {
    field,
    sentence: { en: `There is no ${name} "{value}".`, hi: `${name} "{value}" मौजूद नहीं है।` },
    values: { value: value.slice(0, 60) },
    allowed: Object.keys(row.values ?? {}),
  })
}

/** What data URLs may hold; a family ends with its slash. */
const DATA_TYPES = { image: ['image/png', 'image/jpeg', 'image/webp'], audio: ['audio/'], video: ['video/'] } as const

/** The media types that a row takes as bytes: none where the upstream fetches by itself. */
export function takenTypes(row: { readonly media?: 'url' | 'any'; readonly dataTypes?: readonly string[] }, kind: keyof typeof DATA_TYPES): readonly string[] {
  return row.media === 'any' ? (row.dataTypes ?? DATA_TYPES[kind]) : []
}

/** https always; what came as bytes where the upstream takes bytes of its type. */
export function isMediaUrl(value: string, dataTypes: readonly string[]): boolean {
  const kept = readKept(value)
  if (kept) return dataTypes.some((taken) => (taken.endsWith('/') ? kept.contentType.startsWith(taken) : kept.contentType === taken))
  if (value.length > 2048) return false
  const url = URL.parse(value)
  return url?.protocol === 'https:' && url.username === '' && url.password === '' && url.hostname.includes('.')
}

export function notMedia(field: string, dataTypes: readonly string[]): ApiError {
  if (dataTypes.length === 0) return invalidInput(field, { en: 'Give a public https URL.', hi: 'एक सार्वजनिक https URL दें।' })
  const types = dataTypes.map((type) => (type.endsWith('/') ? `${type}*` : type))
  return invalidInput(
    field,
    {
      en: `Give a public https URL or a base64 data URL of ${types.join(', ')}.`,
      hi: `एक सार्वजनिक https URL या ${types.join(', ')} का base64 data URL दें।`,
    },
    types,
  )
}
