// The form's fields, out of the rows: a model's own, or what most of those know that the service chooses from.
import type { Sentence } from '../../../src/domain/errors.ts'
import type { InputName, InputRule, Option, OptionValue } from '../../../src/domain/model.ts'
import { takenTypes } from '../../../src/routing/read-media.ts'
import { lengthLimits } from '../../../src/routing/text-length.ts'
import { candidatesOf } from './form.ts'
import type { Form } from './form.ts'
import { refusalOf, takersOf } from './verdicts.ts'

export interface Offer {
  readonly value: OptionValue
  /** Why it cannot be had now. */
  readonly refusal?: Sentence
}

export type Control =
  | { readonly kind: 'offers'; readonly offers: readonly Offer[] }
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly step: number }
  | { readonly kind: 'seed'; readonly min: number; readonly max: number }
  | { readonly kind: 'text'; readonly maxLength: number; readonly suggestions: readonly string[] }

export interface OptionField {
  readonly name: string
  readonly about: Sentence
  readonly isRequired: boolean
  readonly unit?: string
  readonly control: Control
}

/** Whole numbers from one to that many are shown one by one. */
const MOST_NUMBERS = 16
/** Of the models that the service chooses from, so many must know an option for it to be shown. */
const SHARE = 0.3

export function optionFields(form: Form): readonly OptionField[] {
  const candidates = candidatesOf(form)
  const names = [...new Set(candidates.flatMap((model) => Object.keys(model.options)))]
  return names.flatMap((name) => {
    const rows = candidates.flatMap((model) => model.options[name] ?? [])
    const [row] = rows
    if (!row || rows.length < candidates.length * SHARE) return []
    return [{ name, about: row.about, isRequired: form.model !== undefined && row.required === true, ...('unit' in row && row.unit !== undefined && { unit: row.unit }), control: controlOf(form, name, rows, row) }]
  })
}

function controlOf(form: Form, name: string, rows: readonly Option[], row: Option): Control {
  const values = [...new Set(rows.flatMap((one) => valuesOf(one)))]
  if (values.length > 0) {
    const sorted = values.every((value) => typeof value === 'number') ? values.toSorted((one, other) => one - other) : values
    return { kind: 'offers', offers: sorted.map((value) => offerOf(form, name, value)) }
  }
  switch (row.kind) {
    case 'int':
    case 'number':
      return { kind: 'number', min: row.min, max: row.max, step: row.step ?? (row.kind === 'int' ? 1 : 0.05) }
    case 'seed':
      return { kind: 'seed', min: row.min, max: row.max }
    case 'text':
      return { kind: 'text', maxLength: row.maxLength, suggestions: Object.keys(row.values ?? {}) }
    case 'choice':
    case 'flag':
    case 'media':
      return { kind: 'text', maxLength: 2000, suggestions: [] }
  }
}

function offerOf(form: Form, name: string, value: OptionValue): Offer {
  const refusal = refusalOf(form, name, value)
  return refusal ? { value, refusal } : { value }
}

/** Where they are few. */
function valuesOf(row: Option): readonly OptionValue[] {
  switch (row.kind) {
    case 'choice':
      return row.allowed
    case 'flag':
      return row.only === undefined ? [true, false] : [row.only]
    case 'int':
    case 'number': {
      if (row.allowed) return row.allowed
      const isFew = row.kind === 'int' && row.step === undefined && row.max - row.min < MOST_NUMBERS
      return isFew ? Array.from({ length: row.max - row.min + 1 }, (_, index) => row.min + index) : []
    }
    case 'text':
    case 'seed':
    case 'media':
      return []
  }
}

export interface InputField {
  readonly name: InputName
  readonly kind: 'text' | 'voice' | 'medium' | 'media'
  readonly isRequired: boolean
  readonly blocked?: Sentence
  /** Characters, of a text. */
  readonly maxLength?: number
  /** Files, of a list. */
  readonly maxItems: number
  /** Media types that may be sent. */
  readonly accept: readonly string[]
  readonly suggestions: readonly string[]
}

const KINDS = { image: 'image', lastImage: 'image', images: 'image', audio: 'audio', video: 'video' } as const
/** What may be sent where the upstream fetches by itself: any of the kind. */
const ANY = { image: ['image/png', 'image/jpeg', 'image/webp'], audio: ['audio/*'], video: ['video/*'] } as const
const ORDER: readonly InputName[] = ['text', 'negativeText', 'image', 'lastImage', 'images', 'video', 'audio', 'voice']

export function inputFields(form: Form): readonly InputField[] {
  const candidates = candidatesOf(form)
  return ORDER.flatMap((name) => {
    if (!candidates.some((model) => name in model.inputs)) return []
    const { models, refusal } = takersOf(form, name)
    const rules = (models.length > 0 ? models : candidates).flatMap((model) => model.inputs[name] ?? [])
    const field: InputField = {
      name,
      kind: name === 'voice' ? 'voice' : name === 'images' ? 'media' : name in KINDS ? 'medium' : 'text',
      isRequired: rules.length === candidates.length && rules.every((one) => one.required),
      ...(refusal && { blocked: refusal }),
      ...longest(rules),
      maxItems: Math.max(...rules.map((one) => one.maxItems ?? 1)),
      accept: acceptOf(name, rules),
      suggestions: [...new Set(rules.flatMap((one) => Object.keys(one.values ?? {})))],
    }
    return [field]
  })
}

function longest(rules: readonly InputRule[]): { readonly maxLength?: number } {
  const limits = rules.flatMap((rule) => lengthLimits(rule).filter(({ unit }) => unit !== 'bytes').map(({ maxLength }) => maxLength))
  return limits.length === 0 ? {} : { maxLength: Math.max(...limits) }
}

function acceptOf(name: InputName, rules: readonly InputRule[]): readonly string[] {
  if (!(name in KINDS)) return []
  const kind = KINDS[name as keyof typeof KINDS]
  const taken = rules.flatMap((rule) => takenTypes(rule, kind).map((type) => (type.endsWith('/') ? `${type}*` : type)))
  return [...new Set(taken.length > 0 ? taken : ANY[kind])]
}

