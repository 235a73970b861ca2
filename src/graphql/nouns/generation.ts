// The type Generation, and the hidden twins by which the published samples' flat shape is served (dialect.ts).
import { GraphQLBoolean, GraphQLEnumType, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLObjectType, GraphQLString } from 'graphql'
import type { GENERATION_TYPES } from '../../domain/model.ts'
import type { GENERATION_STATUSES } from '../../jobs/generation.ts'
import type { Context } from '../types/context.ts'
import { listOf, nonNull } from '../types/non-null.ts'
import { DateTimeScalar, JsonScalar } from '../types/scalars.ts'
import { downloadUrl, queuePosition } from './shown-generation.ts'
import type { ShownGeneration, ShownOutput } from './shown-generation.ts'
import { STORY_FIELDS } from './story.ts'

export const GenerationTypeEnum = new GraphQLEnumType({
  name: 'GenerationType',
  description: 'What is made.',
  values: {
    VIDEO: { description: 'A video from text or images.' },
    IMAGE: { description: 'One or more images.' },
    AUDIO: { description: 'Speech.' },
    AVATAR: { description: 'A video of a talking person.' },
  } satisfies Record<(typeof GENERATION_TYPES)[number], { description: string }>,
})

export const GenerationStatusEnum = new GraphQLEnumType({
  name: 'GenerationStatus',
  description: 'Where a generation stands. COMPLETED, FAILED and CANCELLED are final.',
  values: {
    QUEUED: { description: 'Accepted and charged; not yet begun.' },
    PROCESSING: { description: 'The provider is working on it.' },
    COMPLETED: { description: 'Its media are stored and can be fetched.' },
    FAILED: { description: 'It ended without a result; `error` says why. Refunded in full.' },
    CANCELLED: { description: 'Cancelled on your request. `refundedCredits` says what came back: all, or what `cancelRefund` of the model said.' },
  } satisfies Record<(typeof GENERATION_STATUSES)[number], { description: string }>,
})

const MetadataType = new GraphQLObjectType({
  name: 'Metadata',
  description: 'Facts read from the stored file itself.',
  fields: {
    width: { type: GraphQLInt, description: 'Pixels; null for sound.' },
    height: { type: GraphQLInt, description: 'Pixels; null for sound.' },
    duration: { type: GraphQLFloat, description: 'Seconds; null for images.' },
    format: { type: nonNull(GraphQLString), description: 'The kind of file: `mp4`, `png`, `mp3` …' },
    resolution: { type: GraphQLString, description: 'Width and height: `1280x720`.' },
    contentType: { type: nonNull(GraphQLString), description: 'Its media type: `video/mp4`.' },
    bytes: { type: nonNull(GraphQLInt), description: 'Its size in bytes.' },
    sha256: { type: nonNull(GraphQLString), description: 'Of its bytes, in hex. `/media/verify/{sha256}` tells anybody which model made it.' },
  },
})

const OutputType = new GraphQLObjectType<ShownOutput, Context>({
  name: 'Output',
  description: 'One of the files that a generation made.',
  fields: {
    url: { type: GraphQLString, description: 'A link that works without a key until `urlExpiresAt`; null once the file is deleted.' },
    downloadUrl: {
      type: GraphQLString,
      description: 'The same file as one to be saved: the browser takes the name from the link. Null once the file is deleted.',
      args: { fileName: { type: GraphQLString, description: 'The name to save it under, in any script, at most 100 characters. Left out: the model and the id.' } },
      resolve: downloadUrl,
    },
    posterUrl: { type: GraphQLString, description: 'A picture of a video, where its company gives one: a moment after the video, as long as `url`. Null otherwise.' },
    metadata: { type: nonNull(MetadataType), description: 'Facts about the file.' },
  },
})

export const GenerationErrorType = new GraphQLObjectType({
  name: 'GenerationError',
  description: 'Why a generation failed.',
  fields: {
    code: { type: nonNull(GraphQLString), description: '`GENERATION_FAILED`, `PROVIDER_UNAVAILABLE` or `INVALID_INPUT`.' },
    reason: { type: GraphQLString, description: '`MODERATED`, `UPSTREAM`, `TIMEOUT`, `UNKNOWN_OUTCOME`, `MEDIA` or `INPUT_MEDIA`.' },
    field: { type: GraphQLString, description: 'The input at fault, where it is one: `input.input.image`.' },
    message: { type: nonNull(GraphQLString), description: 'For people, in the language of `Accept-Language`: English or Hindi.' },
    retryable: { type: nonNull(GraphQLBoolean), description: 'Whether the same request may succeed another time.' },
    docsUrl: { type: nonNull(GraphQLString), description: 'A page about the code.' },
  },
})

export const AdjustmentType = new GraphQLObjectType({
  name: 'Adjustment',
  description: 'An option that was served otherwise than asked. With `strict: true` it is refused instead.',
  fields: {
    option: { type: nonNull(GraphQLString), description: 'Its name.' },
    requested: { type: JsonScalar, description: 'What you asked for.' },
    served: { type: JsonScalar, description: 'What was taken instead; null when it was left out.' },
    reason: { type: nonNull(GraphQLString), description: 'Why.' },
  },
})

export const GenerationObject = new GraphQLObjectType<ShownGeneration, Context>({
  name: 'Generation',
  description: 'What you asked for and get back.',
  fields: {
    id: { type: nonNull(GraphQLID), description: '`gen_` and 26 characters; sorts by time.' },
    status: { type: nonNull(GenerationStatusEnum), description: 'Where it stands.' },
    type: { type: nonNull(GenerationTypeEnum), description: 'What is made.' },
    provider: { type: nonNull(GraphQLString), description: 'The product line that makes it.' },
    model: { type: nonNull(GraphQLString), description: 'The version or tier of the provider.' },
    ...STORY_FIELDS,
    seed: { type: GraphQLFloat, description: 'The seed that was given, or drawn for -1; null without one. The same input with it gives a like result.' },
    url: { type: GraphQLString, description: 'The first output\'s link; minted anew on every read. Null until COMPLETED.' },
    outputs: { type: listOf(OutputType), description: 'All files made.' },
    metadata: { type: MetadataType, description: 'Facts about the first output. Without a selection it is the JSON value.' },
    creditCost: { type: nonNull(GraphQLInt), description: 'Credits charged when it was accepted.' },
    refundedCredits: { type: nonNull(GraphQLInt), description: 'Credits given back.' },
    late: { type: nonNull(GraphQLBoolean), description: 'Whether it came after it had failed and been refunded: it is free then.' },
    estimatedTime: { type: nonNull(GraphQLInt), description: 'Seconds that this model usually takes, and those that it was to wait for its provider, as was known when it was accepted.' },
    queuePosition: {
      type: GraphQLInt,
      description: 'Its place among those of yours that wait for a free slot, or among all that wait for its provider: 1 is next. Null when it does not wait.',
      resolve: queuePosition,
    },
    progress: { type: GraphQLInt, description: 'Percent; an estimate where the provider does not tell. Null when it failed or was cancelled.' },
    error: { type: GenerationErrorType, description: 'Why it failed; null otherwise. Without a selection it is the message.' },
    errorCode: { type: GraphQLString, description: 'The code of `error`.' },
    createdAt: { type: nonNull(DateTimeScalar), description: 'When it was accepted.' },
    startedAt: { type: DateTimeScalar, description: 'When the provider was first asked.' },
    completedAt: { type: DateTimeScalar, description: 'When it ended, in whatever way.' },
    attempts: { type: nonNull(GraphQLInt), description: 'How often it was submitted to a provider.' },
    adjustments: { type: listOf(AdjustmentType), description: 'What is served otherwise than asked.' },
    reasons: { type: listOf(GraphQLString), description: 'Why this provider and model were chosen.' },
    tags: { type: listOf(GraphQLString), description: 'Your own words on it.' },
    endUser: { type: GraphQLString, description: 'The user of yours whose client token made it.' },
    test: { type: nonNull(GraphQLBoolean), description: 'Whether a test key made it: by the test upstream, for test credits.' },
    expiresAt: { type: DateTimeScalar, description: 'When the files are deleted.' },
    expired: { type: nonNull(GraphQLBoolean), description: 'Whether the files are deleted already.' },
    takenDownAt: { type: DateTimeScalar, description: 'When the files were taken down by us; null: they were not.' },
    urlExpiresAt: { type: DateTimeScalar, description: 'When `url` stops working. Read the generation again for a new one.' },
    statusWord: {
      type: nonNull(GraphQLString),
      description: 'Hidden twin of `status` in lower case: what a bare `error` beside it makes of it. Select `status` instead.',
      resolve: (generation) => generation.status.toLowerCase(),
    },
    metadataJson: {
      type: JsonScalar,
      description: 'Hidden twin of `metadata`: what it is without a selection. Select `metadata` instead.',
      resolve: (generation) => generation.metadata,
    },
    errorMessage: {
      type: GraphQLString,
      description: 'Hidden twin of `error`: what it is without a selection. Select `error` instead.',
      resolve: (generation) => generation.error?.message,
    },
    pollAfterMs: { type: GraphQLInt, description: 'How long to wait before the next look, in milliseconds; null when it has ended.' },
  },
})
