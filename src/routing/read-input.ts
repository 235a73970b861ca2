// Judges the caller's content against what a model takes: which inputs, how long, which media.
import { invalidInput } from '../domain/errors.ts'
import { ownValue } from '../domain/own-value.ts'
import type { SubmissionInput } from '../domain/upstream.ts'
import type { InputName, InputRule, Model } from '../domain/model.ts'
import { readMedia, takenTypes } from './read-media.ts'
import { readNamed } from './read-options.ts'
import type { Size } from './read-picture.ts'
import { requirePicture } from './read-picture.ts'
import { isSsml, isWellFormedSsml } from '../domain/ssml.ts'
import { requireLength } from './text-length.ts'

const TEXTS: ReadonlySet<InputName> = new Set(['text', 'negativeText'])
const MEDIA = { image: 'image', lastImage: 'image', images: 'image', audio: 'audio', video: 'video' } as const
const NAMES: readonly InputName[] = ['text', 'negativeText', 'image', 'lastImage', 'images', 'audio', 'video', 'voice']

/** What images measure whose bytes are given, by the input's name: `image`, `images.2`. */
export type Pictures = Readonly<Record<string, Size>>

/** @returns the upstream's id of the voice, where one was named @throws ApiError INVALID_INPUT naming the input */
export function readInput(model: Model, input: SubmissionInput, pictures: Pictures = {}): { readonly voice?: string } {
  return read(model, input, pictures, true)
}

/** The same of what is not whole yet: what is missing may still come. @throws ApiError INVALID_INPUT naming the input */
export function readUnfinished(model: Model, input: SubmissionInput): void {
  read(model, input, {}, false)
}

function read(model: Model, input: SubmissionInput, pictures: Pictures, isWhole: boolean): { readonly voice?: string } {
  for (const name of NAMES) {
    const rule = model.inputs[name]
    const value = input[name]
    const field = `input.input.${name}`
    if (value === undefined) {
      if (rule?.required && isWhole) throw invalidInput(field, { en: `${model.name} needs ${name}.`, hi: `${model.name} के लिए ${name} ज़रूरी है।` })
      continue
    }
    if (!rule) {
      throw invalidInput(field, { en: `${model.name} takes no ${name}.`, hi: `${model.name} में ${name} नहीं दिया जा सकता।` }, Object.keys(model.inputs))
    }
    if (typeof value !== 'string') readList(model, rule, value, field, pictures)
    else if (TEXTS.has(name)) readText(rule, value, field)
    else if (isMediaName(name)) readMedium(rule, MEDIA[name], value, field, pictures)
  }
  readCombination(model, input)
  if (isWhole) requireOneOf(model, input)
  const rule = model.inputs.voice
  return rule && input.voice !== undefined ? { voice: readNamed(rule, input.voice, 'input.input.voice', 'voice') } : {}
}

function requireOneOf(model: Model, input: SubmissionInput): void {
  for (const group of model.needsOneOf ?? []) {
    if (group.some((name) => input[name] !== undefined)) continue
    const names = group.join(', ')
    throw invalidInput(`input.input.${group[0]}`, { en: `${model.name} needs one of: ${names}.`, hi: `${model.name} के लिए इनमें से एक ज़रूरी है: ${names}।` }, group)
  }
}

/** Which inputs need another, and which may not be given together. */
function readCombination(model: Model, input: SubmissionInput): void {
  for (const [name, other] of Object.entries(model.needsWith ?? {})) {
    if (!(name in input) || input[other] !== undefined) continue
    throw invalidInput(`input.input.${other}`, { en: `${model.name} takes ${name} only with ${other}.`, hi: `${model.name} में ${name} केवल ${other} के साथ दिया जा सकता है।` })
  }
  for (const [one, other] of model.notTogether ?? []) {
    if (input[one] === undefined || input[other] === undefined) continue
    throw invalidInput(`input.input.${other}`, { en: `${model.name} takes ${one} or ${other}, not both.`, hi: `${model.name} में ${one} या ${other} में से एक ही दें।` })
  }
}

function readText(rule: InputRule, value: string, field: string): void {
  if (value.trim() === '') throw invalidInput(field, { en: 'The text is empty.', hi: 'टेक्स्ट खाली है।' })
  requireLength(rule, value, field)
  if (rule.ssml !== undefined && isSsml(value)) readSsml(rule.ssml, value, field)
}

function readSsml(isTaken: boolean, value: string, field: string): void {
  if (!isTaken) throw invalidInput(field, { en: 'This model does not take SSML.', hi: 'यह मॉडल SSML नहीं लेता।' })
  if (!isWellFormedSsml(value)) throw invalidInput(field, { en: 'The SSML is not well-formed.', hi: 'SSML सही रूप में नहीं है।' })
}

function readList(model: Model, rule: InputRule, values: readonly string[], field: string, pictures: Pictures): void {
  const limit = rule.maxItems ?? 1
  if (values.length === 0 || values.length > limit) {
    throw invalidInput(field, { en: `${model.name} takes 1 to ${limit} of them.`, hi: `${model.name} में 1 से ${limit} तक दिए जा सकते हैं।` })
  }
  for (const [index, value] of values.entries()) readMedium(rule, MEDIA.images, value, `${field}.${index}`, pictures)
}

function readMedium(rule: InputRule, kind: (typeof MEDIA)[keyof typeof MEDIA], value: string, field: string, pictures: Pictures): void {
  readMedia(rule, takenTypes(rule, kind), value, field)
  const size = ownValue(pictures, field.replace('input.input.', ''))
  if (rule.picture && size) requirePicture(rule.picture, size, field)
}

function isMediaName(name: InputName): name is keyof typeof MEDIA {
  return name in MEDIA
}
