// Second half of resolving: brings what was asked to what one model can serve, says every difference, and fills in
// the defaults. What the caller gave goes before what was left open; then the row's order decides.
import type { Adjustment } from '../domain/job.ts'
import type { SubmissionInput } from '../domain/upstream.ts'
import type { Sentence } from '../domain/errors.ts'
import { byNearness } from '../domain/nearest.ts'
import type { Model, Option, OptionRule, OptionValue } from '../domain/model.ts'

export interface Fitted {
  readonly options: Readonly<Record<string, OptionValue>>
  readonly adjustments: readonly Adjustment[]
}

type Values = Readonly<Record<string, OptionValue>>

/**
 * @param asked the caller's values, already read by the row's kinds; without those the model does not know
 * @param input what the caller gave to make it from: rules may depend on it
 */
export function fitOptions(model: Model, asked: Values, input: SubmissionInput = {}): Fitted {
  const names = Object.keys(model.options)
  const order = [...names.filter((name) => name in asked), ...names.filter((name) => !(name in asked))]
  const given = model.rules ? presenceOf(model, input) : {}
  const firsts = firstChoices(model, order, asked, given)
  const assigned = (model.rules ?? []).every((rule) => allows(rule, firsts)) ? firsts : (assign(model, order, asked, given) ?? {})
  const options: Record<string, OptionValue> = {}
  for (const name of order) {
    const value = assigned[name]
    if (value !== undefined) options[name] = value
  }
  const adjustments = Object.entries(asked)
    .filter(([name, value]) => options[name] !== value)
    .map(([name, value]) => ({
      option: name,
      requested: value,
      served: options[name] ?? null,
      reason: reasonFor(model, name, value, assigned),
    }))
  return { options, adjustments }
}

/** What a retired model did by default, its successor does too. */
export function defaultsFor(named: Model, model: Model): Values {
  if (named.id === model.id) return {}
  const { options } = fitOptions(named, {})
  return Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(model.options, name)))
}

/** Which inputs are given, by the names that rules use. */
function presenceOf(model: Model, input: SubmissionInput): Values {
  const names = Object.keys(model.inputs)
  const given = new Set(Object.keys(input))
  return Object.fromEntries(names.map((name) => [`input.${name}`, given.has(name) ? 'given' : 'absent']))
}

/** Each option's first candidate. What no rule forbids of them together, none has forbidden on the way: then nothing has to be searched. */
function firstChoices(model: Model, names: readonly string[], asked: Values, given: Values): Values {
  const chosen: Record<string, OptionValue> = { ...given }
  for (const name of names) {
    const row = model.options[name]
    const first = row && firstCandidateOf(row, asked[name])
    if (first !== undefined) chosen[name] = first
  }
  return chosen
}

/** Without bringing the others into their order, where the wanted one is legal. */
function firstCandidateOf(row: Option, asked: OptionValue | undefined): OptionValue | undefined {
  const wanted = asked ?? ('default' in row ? row.default : undefined)
  const isLegal = wanted !== undefined && 'allowed' in row && row.allowed?.some((value) => value === wanted)
  return isLegal ? wanted : candidatesOf(row, asked)[0]
}

/** Depth first: each option takes the nearest of its values that the rules still allow with those before it. */
function assign(model: Model, names: readonly string[], asked: Values, chosen: Values): Values | undefined {
  const [name, ...rest] = names
  if (name === undefined) return chosen
  const row = model.options[name]
  const candidates = row ? candidatesOf(row, asked[name]) : []
  if (candidates.length === 0) return assign(model, rest, asked, chosen)
  for (const value of candidates) {
    const next = { ...chosen, [name]: value }
    if (!(model.rules ?? []).every((rule) => allows(rule, next))) continue
    const whole = assign(model, rest, asked, next)
    if (whole) return whole
  }
  return undefined
}

/** The legal values of an option, the wanted or default one first; none when it was not given and has no default. */
function candidatesOf(row: Option, asked: OptionValue | undefined): readonly OptionValue[] {
  switch (row.kind) {
    case 'choice': {
      const wanted = typeof asked === 'string' ? asked : row.default
      return wanted === undefined ? [] : byNearness(preferring(row.allowed, row.default), wanted)
    }
    case 'int':
    case 'number': {
      const wanted = typeof asked === 'number' ? asked : row.default
      if (wanted === undefined) return []
      return row.allowed ? byNearness(row.allowed, wanted) : [onStep(row, Math.min(row.max, Math.max(row.min, wanted)))]
    }
    case 'flag':
    case 'text': {
      if ('only' in row && row.only !== undefined) return [row.only]
      const value = asked ?? row.default
      return value === undefined ? [] : [value]
    }
    case 'seed':
    case 'media':
      return asked === undefined ? [] : [asked]
  }
}

/** The default first, so that a word without a measure falls back to it. */
function preferring(values: readonly string[], first: string | undefined): readonly string[] {
  return first === undefined ? values : [first, ...values.filter((value) => value !== first)]
}

function onStep(row: { readonly min: number; readonly step?: number }, value: number): number {
  if (row.step === undefined) return value
  return Number((row.min + Math.round((value - row.min) / row.step) * row.step).toFixed(6))
}

function allows(rule: OptionRule, chosen: Values): boolean {
  const applies = Object.entries(rule.when).every(([name, values]) => name in chosen && values.includes(chosen[name] ?? ''))
  if (!applies) return true
  return Object.entries(rule.allow).every(([name, values]) => !(name in chosen) || values.includes(chosen[name] ?? ''))
}

function reasonFor(model: Model, name: string, value: OptionValue, options: Values): Sentence {
  const rule = (model.rules ?? []).find((one) => !allows(one, { ...options, [name]: value }))
  if (!rule) {
    return {
      en: `${model.name} does not serve ${name} ${value}; the nearest it serves was taken.`,
      hi: `${model.name} में ${name} ${value} उपलब्ध नहीं है; सबसे नज़दीकी मान लिया गया।`,
    }
  }
  const other = Object.keys({ ...rule.when, ...rule.allow }).find((one) => one !== name) ?? name
  return {
    en: `${model.name} does not serve ${name} ${value} together with ${other} ${options[other]}.`,
    hi: `${model.name} में ${other} ${options[other]} के साथ ${name} ${value} उपलब्ध नहीं है।`,
  }
}
