// What a generation was made from, by whom, and what happened to it: read only where it is asked for.
import { GraphQLBoolean, GraphQLEnumType, GraphQLID, GraphQLList, GraphQLObjectType, GraphQLString } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import type { GivenInput } from '../../jobs/given-input.ts'
import type { STORY_KINDS, StoryEvent } from '../../jobs/story.ts'
import type { Context } from '../types/context.ts'
import { listOf, nonNull } from '../types/non-null.ts'
import { DateTimeScalar, JsonScalar } from '../types/scalars.ts'
import type { ShownGeneration } from './shown-generation.ts'

const media = 'The URL or upload that you gave; of bytes their type and size.'

const ContentType = new GraphQLObjectType<GivenInput, Context>({
  name: 'Content',
  description: 'What a generation was made from.',
  fields: {
    text: { type: GraphQLString, description: 'The prompt or the words to speak.' },
    negativeText: { type: GraphQLString, description: 'What must not appear.' },
    image: { type: GraphQLString, description: media },
    lastImage: { type: GraphQLString, description: media },
    images: { type: new GraphQLList(nonNull(GraphQLString)), description: media },
    audio: { type: GraphQLString, description: media },
    video: { type: GraphQLString, description: media },
    voice: { type: GraphQLString, description: 'The voice, as you named it.' },
    complete: { type: nonNull(GraphQLBoolean), description: 'False where a text was longer than 2 KB: it is kept only while the work may need it.' },
  },
})

export const ApiKeyOfType = new GraphQLObjectType<{ readonly id: string; readonly name: string | null }, Context>({
  name: 'GenerationKey',
  description: 'The key that made a generation.',
  fields: {
    id: { type: nonNull(GraphQLID), description: '`key_` and 26 characters.' },
    name: { type: GraphQLString, description: 'As you named it.' },
  },
})

const TimelineEventType = new GraphQLObjectType<StoryEvent, Context>({
  name: 'TimelineEvent',
  description: 'Something that happened to a generation.',
  fields: {
    at: { type: nonNull(DateTimeScalar), description: 'When.' },
    kind: {
      type: nonNull(
        new GraphQLEnumType({
          name: 'TimelineKind',
          description: 'What happened.',
          values: {
            ACCEPTED: { description: 'It was accepted and waits.' },
            CHARGED: { description: 'Its credits were charged.' },
            WAITED: { description: 'It waited for a free slot of your account, by `onLimit: QUEUE`.' },
            SUBMITTED: { description: 'A provider accepted it.' },
            REFUSED: { description: 'A provider did not accept it, or ended it without a result.' },
            UNCERTAIN: { description: 'Nobody can tell whether a provider accepted it.' },
            POLLED: { description: 'How often the provider was asked whether it was done; told when it has ended.' },
            STORED: { description: 'Its files were copied and measured.' },
            COMPLETED: { description: 'It ended well.' },
            FAILED: { description: 'It ended without a result.' },
            CANCELLED: { description: 'It was cancelled.' },
            REFUNDED: { description: 'Credits came back.' },
            WEBHOOK: { description: 'Its webhook: how often it was tried, and what came of it.' },
            EXPIRED: { description: 'Its files were deleted.' },
          } satisfies Record<(typeof STORY_KINDS)[number], { description: string }>,
        }),
      ),
      description: 'What.',
    },
    detail: { type: nonNull(GraphQLString), description: 'In words, in the language of `Accept-Language`.' },
  },
})

/** Fields of a generation that look at further rows. */
export const STORY_FIELDS: Readonly<Record<string, GraphQLFieldConfig<ShownGeneration, Context>>> = {
  input: { type: nonNull(ContentType), description: 'What it was made from.', resolve: ({ id }, _args, { loaders }) => loaders().input.load(id) },
  options: {
    type: nonNull(JsonScalar),
    description: 'The options as they are served, by their public names. What you asked for otherwise is in `adjustments`.',
    resolve: ({ job }) => job.routes[job.route]?.options ?? {},
  },
  apiKey: {
    type: ApiKeyOfType,
    description: 'The key that made it, or that minted the client token. Null for a person, and for who uses a client token.',
    resolve: async ({ job: { keyId } }, _args, { loaders, caller }) =>
      keyId === null || caller.endUser !== null || !keyId.startsWith('key_') ? null : { id: keyId, name: await loaders().keyName.load(keyId) },
  },
  timeline: { type: listOf(TimelineEventType), description: 'What happened to it, oldest first.', resolve: ({ job }, _args, { loaders }) => loaders().story.load(job) },
}
