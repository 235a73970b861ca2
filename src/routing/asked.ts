// What a caller's options ask of one model: each by the row's own name, read as people write it, with all that is to be told of it.
import type { Adjustment } from '../domain/job.ts'
import { RANDOM_SEED, seedByChance } from './as-written/seed.ts'
import { sizeAsWritten } from './as-written/size.ts'
import { givenTwice, isSameTwice } from './given-twice.ts'
import type { Model, Option, OptionValue } from '../domain/model.ts'
import { CORE_OPTIONS, readOption, takenWord } from './read-options.ts'

export interface Asked {
  readonly values: Readonly<Record<string, OptionValue>>
  /** As the caller wrote them, of those that were written otherwise. */
  readonly written: Readonly<Record<string, OptionValue>>
  readonly adjustments: readonly Adjustment[]
}

/** @throws ApiError INVALID_INPUT as readOption, and for one option that is given by two names and differently */
export function askedOf(model: Model, options: Readonly<Record<string, unknown>>, chance: number | undefined): Asked {
  const values: Record<string, OptionValue> = {}
  const written: Record<string, OptionValue> = {}
  const adjustments: Adjustment[] = []
  const places = new Map<string, string>()
  const rewrite = (name: string, requested: OptionValue, served: OptionValue): void => {
    written[name] = requested
    adjustments.push(rewritten(name, requested, served))
  }
  for (const [place, given] of Object.entries(options)) {
    if (given === null || given === undefined || CORE_OPTIONS.some((core) => core === place)) continue
    const { kind, name, value, isRewritten } = readOption(model, place, given)
    const earlier = places.get(name)
    if (earlier !== undefined && earlier !== place) {
      if (values[name] !== value && !isSameTwice(options[earlier], given)) throw givenTwice(`input.options.${place}`, `input.options.${earlier}`)
      continue
    }
    places.set(name, place)
    if (kind === 'UNKNOWN_HERE') adjustments.push(ignored(model, place, asWritten(given)))
    else if (model.options[name]?.kind === 'seed' && value === RANDOM_SEED) {
      const drawn = drawnSeed(model.options[name], chance)
      if (drawn !== undefined) values[name] = drawn
      adjustments.push(randomSeed(name, asWritten(given), drawn))
    } else {
      values[name] = value
      if (isRewritten) rewrite(name, asWritten(given), value)
    }
  }
  for (const [name, other] of SIZED) {
    const text = written[name]
    const word = places.has(other) || typeof text !== 'string' ? undefined : wordOfSize(model, other, text)
    if (word === undefined || text === undefined) continue
    values[other] = word
    rewrite(other, text, word)
  }
  return { values, written, adjustments }
}

/** A size says both, however it was given. */
const SIZED = [['aspectRatio', 'resolution'], ['resolution', 'aspectRatio']] as const

function wordOfSize(model: Model, name: string, text: string): string | undefined {
  const row = model.options[name]
  return row?.kind === 'choice' && sizeAsWritten(text) ? takenWord(model, row, name, text) : undefined
}

const asWritten = (given: unknown): OptionValue => (typeof given === 'number' || typeof given === 'boolean' ? given : String(given))

const drawnSeed = (row: Option, chance: number | undefined): number | undefined => (row.kind === 'seed' && chance !== undefined ? seedByChance(row, chance) : undefined)

function rewritten(option: string, requested: OptionValue, served: OptionValue): Adjustment {
  return { option, requested, served, exact: true, reason: { en: `It was read as ${served}.`, hi: `इसे ${served} पढ़ा गया।` } }
}

function randomSeed(option: string, requested: OptionValue, drawn: number | undefined): Adjustment {
  const reason =
    drawn === undefined
      ? { en: '-1 is read as a random seed; it is drawn when it is made.', hi: '-1 यानी random seed; वह बनाते समय चुना जाता है।' }
      : { en: '-1 is read as a random seed; this one was drawn.', hi: '-1 यानी random seed; यह चुना गया।' }
  return { option, requested, served: drawn ?? null, exact: true, reason }
}

function ignored(model: Model, option: string, requested: OptionValue): Adjustment {
  return {
    option,
    requested,
    served: null,
    reason: { en: `${model.name} has no ${option}; it was left out.`, hi: `${model.name} में ${option} नहीं है; इसे छोड़ दिया गया।` },
  }
}
