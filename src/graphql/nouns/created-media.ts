// videoCreate and its three sisters: the same generation under a type's own names, from the published Apollo sample.
import { GraphQLID, GraphQLInputObjectType, GraphQLInt, GraphQLFloat, GraphQLObjectType, GraphQLString } from 'graphql'
import type { GraphQLFieldConfig, GraphQLInputFieldConfig } from 'graphql'
import * as v from 'valibot'
import { findModel, models } from '../../catalog/catalog.ts'
import { givenTwice, isSameTwice } from '../../routing/given-twice.ts'
import type { GenerationType } from '../../domain/model.ts'
import type { Context } from '../types/context.ts'
import { createGeneration } from './create-generation.ts'
import { GenerateInputSchema, commonInputFields, isEmpty, optionsOf } from './generate-input.ts'
import type { GenerateInput } from './generate-input.ts'
import { GenerationErrorType, GenerationObject, GenerationStatusEnum } from './generation.ts'
import { nonNull } from '../types/non-null.ts'
import { queuePosition } from './shown-generation.ts'
import type { ShownGeneration } from './shown-generation.ts'
import { ownValue } from '../../domain/own-value.ts'

interface Noun {
  readonly type: GenerationType
  /** `Video` → type Video, field videoCreate, field videoUrl. */
  readonly name: string
  readonly url: string
  readonly prompt: string
  readonly content: Readonly<Record<string, string>>
  readonly options: Readonly<Record<string, GraphQLInputFieldConfig>>
}

const shape = { type: GraphQLString, description: 'Width to height: `16:9`.' }
const picture = 'A public https URL, an upload of yours (`upl_…`), or a data URL where the model takes one.'

const NOUNS: readonly Noun[] = [
  {
    type: 'VIDEO',
    name: 'Video',
    url: 'videoUrl',
    prompt: 'What the video shows.',
    content: { negativePrompt: 'What must not appear.', image: `The first frame. ${picture}`, lastImage: `The last frame. ${picture}` },
    options: {
      duration: { type: GraphQLInt, description: 'Seconds.' },
      resolution: { type: GraphQLString, description: '`720p`, `1080p` …' },
      aspectRatio: shape,
    },
  },
  {
    type: 'IMAGE',
    name: 'Image',
    url: 'imageUrl',
    prompt: 'What the image shows.',
    content: { negativePrompt: 'What must not appear.', image: `A reference image. ${picture}` },
    options: { aspectRatio: shape, seed: { type: GraphQLFloat, description: 'A whole number: the same seed gives a like result, -1 a random one.' } },
  },
  {
    type: 'AUDIO',
    name: 'Audio',
    url: 'audioUrl',
    prompt: 'The words to speak.',
    content: { voice: 'A voice by name or by the provider\'s id.' },
    options: { speed: { type: GraphQLFloat, description: '1 is normal.' }, emotion: { type: GraphQLString, description: '`excited`, `calm` …' } },
  },
  {
    type: 'AVATAR',
    name: 'Avatar',
    url: 'videoUrl',
    prompt: 'The words that the avatar speaks.',
    content: { voice: 'A voice by name or by the provider\'s id.', image: `A portrait to bring to life. ${picture}`, audio: 'A recording to speak, instead of the words.' },
    options: { avatarId: { type: GraphQLString, description: 'An avatar by name or id.' }, aspectRatio: shape },
  },
]

/** The names of the input's content fields that are called otherwise in ContentInput. */
const CONTENT_NAMES: Readonly<Record<string, string>> = { prompt: 'text', negativePrompt: 'negativeText' }

const ArgumentsSchema = v.object({ input: v.record(v.string(), v.unknown()) })

const fieldName = ({ name }: Noun): string => `${name.toLowerCase()}Create`

/** The fields `videoCreate`, `imageCreate`, `audioCreate`, `avatarCreate`. */
export const createFields: Readonly<Record<string, GraphQLFieldConfig<unknown, Context>>> = Object.fromEntries(NOUNS.map((noun) => [fieldName(noun), createField(noun)]))

/** How their arguments are read. */
export const createInputs = NOUNS.map((noun) => [fieldName(noun), (args: unknown) => generateInputOf(noun, args)] as const)

function createField(noun: Noun): GraphQLFieldConfig<unknown, Context> {
  return {
    type: nonNull(createdType(noun)),
    description: `Generates ${noun.type}, as \`generate\` does; \`model\` may name a provider or a model.`,
    args: { input: { type: nonNull(inputType(noun)), description: 'What to make.' } },
    resolve: (_source, args, context, info) => createGeneration(generateInputOf(noun, args), String(info.path.key), context),
  }
}

function createdType(noun: Noun): GraphQLObjectType<ShownGeneration, Context> {
  return new GraphQLObjectType<ShownGeneration, Context>({
    name: noun.name,
    description: `A generation of the type ${noun.type}, under the names of its kind.`,
    fields: {
      id: { type: nonNull(GraphQLID), description: 'The generation\'s id.' },
      status: { type: nonNull(GenerationStatusEnum), description: 'Where it stands.' },
      [noun.url]: { type: GraphQLString, description: 'The file\'s link; null until COMPLETED.', resolve: (source) => source.url },
      progress: { type: GraphQLInt, description: 'Percent.' },
      creditCost: { type: nonNull(GraphQLInt), description: 'Credits charged.' },
      estimatedTime: { type: nonNull(GraphQLInt), description: 'Seconds that the model usually takes, and those that it was to wait for its provider.' },
      queuePosition: { type: GraphQLInt, description: 'Its place among those that wait for a free slot, or for its provider; null when it does not wait.', resolve: queuePosition },
      error: { type: GenerationErrorType, description: 'Why it failed; null otherwise.' },
      generation: { type: nonNull(GenerationObject), description: 'All of it.', resolve: (source) => source },
    },
  })
}

function inputType(noun: Noun): GraphQLInputObjectType {
  const content = Object.entries(noun.content).map(([name, description]) => [name, { type: GraphQLString, description }])
  return new GraphQLInputObjectType({
    name: `${noun.name}CreateInput`,
    description: `A request for ${noun.type}.`,
    fields: {
      prompt: { type: GraphQLString, description: noun.prompt },
      model: { type: GraphQLString, description: 'A provider or a model: `luma`, `ray-2`. Left out: the service chooses.' },
      ...Object.fromEntries(content),
      ...noun.options,
      ...commonInputFields,
    },
  })
}

function generateInputOf(noun: Noun, args: unknown): GenerateInput {
  const { input } = v.parse(ArgumentsSchema, args)
  const content: Record<string, unknown> = {}
  const options: Record<string, unknown> = { ...optionsOf(input['options']) }
  for (const [name, value] of Object.entries(input)) {
    if (name === 'prompt' || Object.hasOwn(noun.content, name)) content[ownValue(CONTENT_NAMES, name) ?? name] = value
    else if (Object.hasOwn(noun.options, name) && value !== null && !isEmpty(value)) options[name] = sameAs(options[name], value, name)
  }
  const { model, ...rest } = input
  return v.parse(GenerateInputSchema, { ...rest, ...named(noun, model), type: noun.type, input: content, options })
}

/** @throws ApiError INVALID_INPUT where the options say something else */
function sameAs(option: unknown, value: unknown, name: string): unknown {
  const isOther = option !== null && option !== undefined && !isEmpty(option) && !isSameTwice(option, value)
  if (isOther) throw givenTwice(`input.options.${name}`, `input.${name}`)
  return value
}

/** A model's id wins over a provider's of the same name; what is neither is refused where models are looked up. */
function named(noun: Noun, name: unknown): { readonly provider?: string; readonly model?: string } {
  if (typeof name !== 'string' || name === '') return {}
  if (findModel(name, undefined)?.type === noun.type) return { model: name }
  const isProvider = models.some((model) => model.provider === name.toLowerCase())
  return isProvider ? { provider: name } : { model: name }
}
