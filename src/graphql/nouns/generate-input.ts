// The inputs of everything that generates, and their way into the domain's request.
import { GraphQLBoolean, GraphQLEnumType, GraphQLInputObjectType, GraphQLInt, GraphQLList, GraphQLString } from 'graphql'
import * as v from 'valibot'
import type { Caller } from '../../auth/caller.ts'
import { GENERATION_TYPES } from '../../domain/model.ts'
import type { GenerationRequest } from '../../routing/serve.ts'
import { invalidInput } from '../../domain/errors.ts'
import { GenerationTypeEnum } from './generation.ts'
import { nonNull } from '../types/non-null.ts'
import { JsonScalar } from '../types/scalars.ts'

export const PriorityEnum = new GraphQLEnumType({
  name: 'Priority',
  description: 'What matters most when the service chooses the model.',
  values: {
    QUALITY: { description: 'The best result.' },
    SPEED: { description: 'The fastest.' },
    COST: { description: 'The fewest credits.' },
    BALANCED: { description: 'All three alike. This is the default.' },
  },
})

const ON_LIMITS = ['REJECT', 'QUEUE'] as const

const OnLimitEnum = new GraphQLEnumType({
  name: 'OnLimit',
  description: 'What becomes of a request when as many generations run as your plan allows at once. The limits of the minute and the day refuse in any case.',
  values: {
    REJECT: { description: 'It is refused, and nothing is charged. This is the default.' },
    QUEUE: { description: 'It is accepted and charged, and begins when a slot frees: see `queuePosition`. At most 100 wait.' },
  } satisfies Record<(typeof ON_LIMITS)[number], { description: string }>,
})

const media = 'A public https URL, an upload of yours (`upl_…`), or a data URL where the model takes one.'

const ContentInputType = new GraphQLInputObjectType({
  name: 'ContentInput',
  description: 'What to make it from. Each model takes some of these: see `providers`.',
  fields: {
    text: { type: GraphQLString, description: 'The prompt, or the words to speak.' },
    negativeText: { type: GraphQLString, description: 'What must not appear.' },
    image: { type: GraphQLString, description: `The first frame, portrait or reference image. ${media}` },
    lastImage: { type: GraphQLString, description: `The last frame of a video. ${media}` },
    images: { type: new GraphQLList(nonNull(GraphQLString)), description: `Several reference images. ${media}` },
    audio: { type: GraphQLString, description: `Speech for an avatar to speak. ${media}` },
    video: { type: GraphQLString, description: `A reference video. ${media}` },
    voice: { type: GraphQLString, description: 'A voice by name or by the provider\'s id.' },
  },
})

/** What every generating input has besides its content. */
export const commonInputFields = {
  options: { type: JsonScalar, description: 'An object of options by name: `duration`, `resolution`, `aspectRatio` … See `providers`.' },
  priority: { type: PriorityEnum, description: 'How to choose a model when none is named.' },
  webhookUrl: { type: GraphQLString, description: 'A public https URL that is told when the generation has ended.' },
  idempotencyKey: { type: GraphQLString, description: 'The same as the header `Idempotency-Key`: a repeated request creates and charges nothing.' },
  maxCredits: { type: GraphQLInt, description: 'Refuse what would cost more.' },
  strict: { type: GraphQLBoolean, description: 'Refuse an option that cannot be served exactly, instead of adjusting it.' },
  onLimit: { type: OnLimitEnum, description: 'What becomes of it when all slots of your plan are taken. Left out: REJECT.' },
  storeDays: { type: GraphQLInt, description: 'Days to keep the files: 1 at least, your plan\'s at most. Left out: your plan\'s.' },
  tags: { type: new GraphQLList(nonNull(GraphQLString)), description: 'Your own words, to find it by: at most 10 of at most 64 characters.' },
}

export const GenerateInputType = new GraphQLInputObjectType({
  name: 'GenerateInput',
  description: 'A request for any type of content.',
  fields: {
    type: { type: nonNull(GenerationTypeEnum), description: 'What to make.' },
    provider: { type: GraphQLString, description: 'A product line such as `kling`; it is never swapped for another. Left out: the service chooses.' },
    model: { type: GraphQLString, description: 'A version or tier such as `kling-v2-6`. Left out: the provider\'s best that serves the request.' },
    input: { type: nonNull(ContentInputType), description: 'What to make it from.' },
    ...commonInputFields,
  },
})

const MOST_TAGS = 10
const LONGEST_TAG = 64
const text = v.nullish(v.string())

const ContentSchema = v.object({
  text, negativeText: text, image: text, lastImage: text, audio: text, video: text, voice: text,
  images: v.nullish(v.array(v.string())),
})

const given = v.exactOptional(v.string())
/** Null, empty and left out are the same to the domain. */
const GivenSchema = v.object({
  text: given, negativeText: given, image: given, lastImage: given, audio: given, video: given, voice: given,
  images: v.exactOptional(v.array(v.string())),
})

/** What GraphQL has already coerced; read once more for its TypeScript type. */
export const GenerateInputSchema = v.object({
  type: v.picklist(GENERATION_TYPES),
  provider: text,
  model: text,
  input: ContentSchema,
  options: v.nullish(v.unknown()),
  priority: v.nullish(v.picklist(['QUALITY', 'SPEED', 'COST', 'BALANCED'])),
  webhookUrl: text,
  idempotencyKey: text,
  maxCredits: v.nullish(v.number()),
  strict: v.nullish(v.boolean()),
  tags: v.nullish(v.array(v.string())),
  storeDays: v.nullish(v.number()),
  onLimit: v.nullish(v.picklist(ON_LIMITS)),
})
export type GenerateInput = v.InferOutput<typeof GenerateInputSchema>

/** The request within what the caller's key may use. @throws as requestOf */
export function requestFrom(input: GenerateInput, { providers }: Caller): GenerationRequest {
  return { ...requestOf(input), ...(providers && { allowedProviders: providers }) }
}

/** @throws ApiError INVALID_INPUT for options that are no object, or a maximum below zero */
export function requestOf(input: GenerateInput): GenerationRequest {
  const { type, provider, model, maxCredits } = input
  if (typeof maxCredits === 'number' && maxCredits < 0) {
    throw invalidInput('input.maxCredits', { en: 'maxCredits must not be negative.', hi: 'maxCredits negative नहीं हो सकता।' })
  }
  return {
    type,
    ...(provider && { provider: provider.toLowerCase() }),
    ...(model && { model }),
    input: v.parse(GivenSchema, withoutEmpty(input.input)),
    options: Object.fromEntries(Object.entries(optionsOf(input.options)).filter(([, value]) => !isEmpty(value))),
    priority: input.priority ?? 'BALANCED',
    ...(typeof maxCredits === 'number' && { maxCredits }),
    strict: input.strict ?? false,
  }
}

/** @throws ApiError INVALID_INPUT */
export function optionsOf(options: unknown): Readonly<Record<string, unknown>> {
  if (options === null || options === undefined || isEmpty(options)) return {}
  if (isRecord(options)) return options
  throw invalidInput('input.options', { en: 'The options are an object of names and values.', hi: 'options नाम और मान वाला object होना चाहिए।' })
}

/** @throws ApiError INVALID_INPUT */
export function tagsOf(input: GenerateInput): readonly string[] {
  const tags = input.tags ?? []
  if (tags.length > MOST_TAGS || tags.some((tag) => tag.trim() === '' || [...tag].length > LONGEST_TAG)) {
    throw invalidInput('input.tags', {
      en: `At most ${MOST_TAGS} tags of 1 to ${LONGEST_TAG} characters.`,
      hi: `अधिकतम ${MOST_TAGS} tags, हर एक 1 से ${LONGEST_TAG} अक्षरों का।`,
    })
  }
  return tags
}

/** Whether it waits where there is no slot. */
export const mayWait = ({ onLimit }: Pick<GenerateInput, 'onLimit'>): boolean => onLimit === 'QUEUE'

/** @throws ApiError INVALID_INPUT for less than a day, or more than the plan's */
export function storeDaysOf({ storeDays }: GenerateInput, { retentionDays }: Caller): number {
  if (storeDays === null || storeDays === undefined) return retentionDays
  if (storeDays >= 1 && storeDays <= retentionDays) return storeDays
  throw invalidInput('input.storeDays', { en: `Your plan keeps files for 1 to ${retentionDays} days.`, hi: `आपके प्लान में फ़ाइलें 1 से ${retentionDays} दिन तक रखी जा सकती हैं।` })
}

/** By hand, since a schema's copy leaves a name like `__proto__` out without a word. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** As null is, here and nowhere else: of a key, a token or a filter it would be more than was asked for. */
export const isEmpty = (value: unknown): boolean => value === '' || (Array.isArray(value) && value.length === 0)

function withoutEmpty(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && !isEmpty(value)))
}
