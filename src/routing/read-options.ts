// First half of resolving: is what the caller wrote a value at all? Kinds and names are judged here, by the rows;
// bringing a legal value to what one model can serve is fit-options.ts.
import { ApiError, invalidInput } from '../domain/errors.ts'
import type { Sentence } from '../domain/errors.ts'
import { flagAsWritten } from './as-written/flag.ts'
import { languagesAsWritten } from './as-written/language.ts'
import { numberAsWritten } from './as-written/number.ts'
import { RANDOM_SEED } from './as-written/seed.ts'
import { resolutionsAsWritten, shapesAsWritten } from './as-written/size.ts'
import { choiceOf, isKnownValue, knownWord, models } from '../catalog/catalog.ts'
import { charactersOf } from './characters.ts'
import { ownValue } from '../domain/own-value.ts'
import type { Model, Option, OptionValue } from '../domain/model.ts'
import { readMedia } from './read-media.ts'

/** Names that the core itself understands besides the rows' own. */
export const CORE_OPTIONS = ['model'] as const

interface Read {
  /** The row's own name for the option. */
  readonly name: string
  readonly value: OptionValue
  /** The caller wrote it otherwise: to be told. */
  readonly isRewritten: boolean
}

/** What one option of the caller's came to. `UNKNOWN_HERE`: another model of the provider has it, this one does not. */
export type Reading = Read & { readonly kind: 'VALUE' | 'UNKNOWN_HERE' }

/** @throws ApiError INVALID_INPUT for a name that no model of the provider knows, or a value of the wrong kind */
export function readOption(model: Model, name: string, value: unknown): Reading {
  const field = `input.options.${name}`
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw invalidInput(field, {
      en: `The option ${name} takes one value, not a list or an object.`,
      hi: `option ${name} में एक ही मान दें, list या object नहीं।`,
    })
  }
  const own = rowCalled(model, name)
  if (!own) {
    const siblings = siblingsWith(model, name)
    if (siblings.length > 0) return { kind: 'UNKNOWN_HERE', ...readBySiblings(siblings, field, value) }
    throw invalidInput(
      field,
      { en: `${model.name} has no option ${name}.`, hi: `${model.name} में option ${name} नहीं है।` },
      Object.keys(model.options),
    )
  }
  return { kind: 'VALUE', ...readBy({ model, ...own }, field, value) }
}

interface Named {
  readonly name: string
  readonly row: Option
}

interface Sibling extends Named {
  readonly model: Model
}

/** By its own name, or by what other APIs call it. */
function rowCalled({ options }: Model, name: string): Named | undefined {
  const row = ownValue(options, name)
  if (row) return { name, row }
  const found = Object.entries(options).find(([, other]) => other.names?.includes(name))
  return found && { name: found[0], row: found[1] }
}

function siblingsWith(model: Model, name: string): readonly Sibling[] {
  return models.flatMap((other) => {
    const named = other.provider === model.provider && other.type === model.type ? rowCalled(other, name) : undefined
    return named ? [{ model: other, ...named }] : []
  })
}

/** A name means something only with a value that it can have. @throws ApiError INVALID_INPUT, the first sibling's, where none takes it */
function readBySiblings(siblings: readonly Sibling[], field: string, value: OptionValue): Read {
  const refusals: ApiError[] = []
  for (const sibling of siblings) {
    try {
      return readBy(sibling, field, value)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      refusals.push(error)
    }
  }
  throw refusals[0] ?? new ApiError('INVALID_INPUT', { field })
}

function readBy({ model, name, row }: Sibling, field: string, value: OptionValue): Read {
  const read = readValue(model, row, name, field, value)
  return { name, value: read, isRewritten: read !== value && isRewriting(row, value) }
}

/** A row's own other words, and addresses as their parser writes them, are no other spellings. */
function isRewriting(row: Option, value: OptionValue): boolean {
  if (row.kind === 'choice') return typeof value !== 'string' || ownValue(row.synonyms ?? {}, value.toLowerCase()) === undefined
  if (row.kind === 'text') return row.also === 'language' && (!row.values || languagesAsWritten(String(value))[0] !== value)
  return row.kind !== 'media'
}

function readValue(model: Model, row: Option, name: string, field: string, value: OptionValue): OptionValue {
  switch (row.kind) {
    case 'int':
    case 'number':
      return readNumber(model, row, name, field, value)
    case 'seed':
      return readSeed(row, name, field, value)
    case 'flag': {
      const flag = flagAsWritten(value)
      if (flag !== undefined) return flag
      throw invalidInput(field, { en: `The option ${name} takes true or false.`, hi: `option ${name} में true या false दें।` }, [true, false])
    }
    case 'choice':
      return readChoice(model, row, name, field, value)
    case 'media':
      return readMedia(row, [], String(value), field)
    case 'text':
      return readText(row, name, field, value)
  }
}

/** −1 stands for a random one, which is drawn where it is served. */
function readSeed(row: Option & { kind: 'seed' }, name: string, field: string, written: OptionValue): number {
  const value = typeof written === 'string' ? numberAsWritten(written, undefined) : written
  if (value === RANDOM_SEED) return value
  if (typeof value === 'number' && Number.isInteger(value) && value >= row.min && value <= row.max) return value
  throw invalidInput(
    field,
    {
      en: `The option ${name} takes a whole number from ${row.min} to ${row.max}, or -1 for a random one.`,
      hi: `option ${name} में ${row.min} से ${row.max} तक का integer दें, या random के लिए -1।`,
    },
    [RANDOM_SEED, row.min, row.max],
  )
}

function readNumber(model: Model, row: Option & { kind: 'int' | 'number' }, name: string, field: string, written: OptionValue): number {
  const value = typeof written === 'string' ? numberAsWritten(written, row.unit) : written
  const whole = row.kind === 'int'
  const legal = typeof value === 'number' && Number.isFinite(value) && (!whole || Number.isInteger(value))
  const serves = legal && (row.allowed ? row.allowed.includes(value) : value >= row.min && value <= row.max)
  if (legal && (serves || isKnownValue(model.type, name, value))) return value
  const range = `${row.allowed ? row.allowed.join(', ') : `${row.min}–${row.max}`}${row.unit ? ` ${row.unit}` : ''}`
  throw invalidInput(
    field,
    {
      en: `The option ${name} takes ${whole ? 'a whole number' : 'a number'}: ${range}.`,
      hi: `option ${name} में ${whole ? 'integer' : 'संख्या'} दें: ${range}।`,
    },
    row.allowed ?? [row.min, row.max],
  )
}

function readChoice(model: Model, row: Option & { kind: 'choice' }, name: string, field: string, value: OptionValue): string {
  const taken = takenWord(model, row, name, value)
  if (taken !== undefined) return taken
  throw invalidInput(
    field,
    { en: `The option ${name} takes one of: ${row.allowed.join(', ')}.`, hi: `option ${name} में इनमें से एक दें: ${row.allowed.join(', ')}।` },
    row.allowed,
  )
}

/** What is written otherwise elsewhere, by the option that it is written for. */
const SPELLINGS: Readonly<Record<string, (value: string | number) => readonly string[]>> = { aspectRatio: shapesAsWritten, resolution: resolutionsAsWritten }

/** The row's own word for a value, else one that another model takes and this one can be brought to; undefined where it is no word of either. */
export function takenWord(model: Model, row: Option & { kind: 'choice' }, name: string, value: OptionValue): string | undefined {
  if (typeof value === 'boolean') return undefined
  const written = [String(value).trim(), ...(ownValue(SPELLINGS, name)?.(value) ?? [])]
  return firstOf(written, (word) => choiceOf(row, word)) ?? firstOf(written, (word) => knownWord(model.type, name, word))
}

function firstOf(words: readonly string[], read: (word: string) => string | undefined): string | undefined {
  for (const word of words) {
    const found = read(word)
    if (found !== undefined) return found
  }
  return undefined
}

function readText(row: Option & { kind: 'text' }, name: string, field: string, value: OptionValue): string {
  if (typeof value !== 'string' || value.trim() === '' || charactersOf(value) > row.maxLength) {
    throw invalidInput(field, {
      en: `The option ${name} takes a text of 1 to ${row.maxLength} characters.`,
      hi: `option ${name} में 1 से ${row.maxLength} अक्षरों का टेक्स्ट दें।`,
    })
  }
  if (!row.values && !row.pattern) return value
  if (row.also === 'address' && /^\s*https?:/i.test(value)) return readMedia({}, [], value, field)
  return readNamed(row, row.also === 'language' ? languageOf(row, value) : value.trim(), field, name)
}

/** As the row writes languages; where it takes no regions, the language alone. */
function languageOf({ values, pattern }: Option & { kind: 'text' }, value: string): string {
  const words = languagesAsWritten(value)
  if (values) return words[0] ?? value
  return words.find((word) => pattern?.test(word)) ?? value
}

/** A published name to the upstream's id; an id as it is. @throws ApiError INVALID_INPUT for neither */
export function readNamed(
  row: { readonly values?: Readonly<Record<string, string>>; readonly pattern?: RegExp; readonly about?: Sentence },
  value: string,
  field: string,
  name: string,
): string {
  const key = value.toLowerCase()
  const known = ownValue(row.values ?? {}, key)
  if (known !== undefined) return known
  if (row.pattern?.test(value)) return value
  if (!row.values) throw invalidInput(field, formOf(name, row))
  throw new ApiError('INVALID_INPUT', {
    field,
    sentence: { en: `There is no ${name} "{value}".`, hi: `${name} "{value}" मौजूद नहीं है।` },
    values: { value: value.slice(0, 60) },
    allowed: Object.keys(row.values),
  })
}

/** Where no values can be listed, what they look like. */
function formOf(name: string, { about, pattern }: { readonly pattern?: RegExp; readonly about?: Sentence }): Sentence {
  const form = pattern ? ` (${pattern.source})` : ''
  return {
    en: `${name} does not have the form that is taken${form}. ${about?.en ?? ''}`.trim(),
    hi: `${name} सही रूप में नहीं है${form}। ${about?.hi ?? ''}`.trim(),
  }
}
