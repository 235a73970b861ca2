// Judges the caller's content against what a model takes: which inputs, how long, which media.
import { invalidInput } from '../errors.ts'
import type { SubmissionInput } from '../upstreams/contract.ts'
import { charactersOf } from './characters.ts'
import type { InputName, InputRule, Model } from './model.ts'
import { isMediaUrl, notMedia, readNamed, takenTypes } from './read-options.ts'
import { isSsml, isWellFormedSsml } from './ssml.ts'

const TEXTS: ReadonlySet<InputName> = new Set(['text', 'negativeText'])
const MEDIA = { image: 'image', lastImage: 'image', images: 'image', audio: 'audio', video: 'video' } as const
const NAMES: readonly InputName[] = ['text', 'negativeText', 'image', 'lastImage', 'images', 'audio', 'video', 'voice']

/** @returns the upstream's id of the voice, where one was named @throws ApiError INVALID_INPUT naming the input */
export function readInput(model: Model, input: SubmissionInput): { readonly voice?: string } {
  for (const name of NAMES) {
    const rule = model.inputs[name]
    const value = input[name]
    const field = `input.input.${name}`
    if (value === undefined) {
      if (rule?.required) throw invalidInput(field, { en: `${model.name} needs ${name}.`, hi: `${model.name} के लिए ${name} ज़रूरी है।` })
      continue
    }
    if (!rule) {
      throw invalidInput(field, { en: `${model.name} takes no ${name}.`, hi: `${model.name} में ${name} नहीं दिया जा सकता।` }, Object.keys(model.inputs))
    }
    if (typeof value !== 'string') readList(model, rule, value, field)
    else if (TEXTS.has(name)) readText(rule, value, field)
    else if (isMediaName(name)) readMedia(takenTypes(rule, MEDIA[name]), value, field)
  }
  readCombination(model, input)
  const rule = model.inputs.voice
  return rule && input.voice !== undefined ? { voice: readNamed(rule, input.voice, 'input.input.voice', 'voice') } : {}
}

/** Which inputs must, and which may not, be given together. */
function readCombination(model: Model, input: SubmissionInput): void {
  for (const [name, other] of Object.entries(model.needsWith ?? {})) {
    if (!(name in input) || input[other] !== undefined) continue
    throw invalidInput(`input.input.${other}`, { en: `${model.name} takes ${name} only with ${other}.`, hi: `${model.name} में ${name} केवल ${other} के साथ दिया जा सकता है।` })
  }
  for (const [one, other] of model.notTogether ?? []) {
    if (input[one] === undefined || input[other] === undefined) continue
    throw invalidInput(`input.input.${other}`, { en: `${model.name} takes ${one} or ${other}, not both.`, hi: `${model.name} में ${one} या ${other} में से एक ही दें।` })
  }
  for (const group of model.needsOneOf ?? []) {
    if (group.some((name) => input[name] !== undefined)) continue
    const names = group.join(', ')
    throw invalidInput(`input.input.${group[0]}`, { en: `${model.name} needs one of: ${names}.`, hi: `${model.name} के लिए इनमें से एक ज़रूरी है: ${names}।` }, group)
  }
}

function readText(rule: InputRule, value: string, field: string): void {
  if (value.trim() === '') throw invalidInput(field, { en: 'The text is empty.', hi: 'टेक्स्ट खाली है।' })
  const limit = rule.maxLength
  const length = charactersOf(value)
  if (limit !== undefined && length > limit) {
    throw invalidInput(field, {
      en: `The text may have at most ${limit} characters; it has ${length}.`,
      hi: `टेक्स्ट अधिकतम ${limit} अक्षरों का हो सकता है; इसमें ${length} हैं।`,
    })
  }
  const bytes = rule.maxBytes === undefined ? 0 : new TextEncoder().encode(value).byteLength
  if (rule.maxBytes !== undefined && bytes > rule.maxBytes) {
    throw invalidInput(field, {
      en: `The text may have at most ${rule.maxBytes} bytes; it has ${bytes}.`,
      hi: `टेक्स्ट अधिकतम ${rule.maxBytes} बाइट का हो सकता है; इसमें ${bytes} हैं।`,
    })
  }
  if (rule.ssml !== undefined && isSsml(value)) readSsml(rule.ssml, value, field)
}

function readSsml(isTaken: boolean, value: string, field: string): void {
  if (!isTaken) throw invalidInput(field, { en: 'This model does not take SSML.', hi: 'यह मॉडल SSML नहीं लेता।' })
  if (!isWellFormedSsml(value)) throw invalidInput(field, { en: 'The SSML is not well-formed.', hi: 'SSML सही रूप में नहीं है।' })
}

function readList(model: Model, rule: InputRule, values: readonly string[], field: string): void {
  const limit = rule.maxItems ?? 1
  if (values.length === 0 || values.length > limit) {
    throw invalidInput(field, { en: `${model.name} takes 1 to ${limit} of them.`, hi: `${model.name} में 1 से ${limit} तक दिए जा सकते हैं।` })
  }
  for (const [index, value] of values.entries()) readMedia(takenTypes(rule, MEDIA.images), value, `${field}.${index}`)
}

function isMediaName(name: InputName): name is keyof typeof MEDIA {
  return name in MEDIA
}

function readMedia(dataTypes: readonly string[], value: string, field: string): void {
  if (!isMediaUrl(value, dataTypes)) throw notMedia(field, dataTypes)
}
