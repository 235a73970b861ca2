// The schema: every operation in one place. schema.graphql is printed from it, and a test holds the two together.
import { GraphQLBoolean, GraphQLID, GraphQLInt, GraphQLObjectType, GraphQLSchema, GraphQLString, printSchema } from 'graphql'
import * as v from 'valibot'
import { GENERATION_TYPES } from '../domain/model.ts'
import { AccountType, CreditEntryConnection, readAccount, readEntries } from './nouns/account.ts'
import { CreditEntryFilterInput, WebhookDeliveryFilterInput } from './nouns/list-filters.ts'
import { accountCloseField } from './nouns/account-close.ts'
import { accountExportField, accountExportsField } from './nouns/account-export.ts'
import { readDeliveries } from './nouns/webhook-lists.ts'
import { accountUpdateField } from './nouns/account-update.ts'
import { adminMutations, adminQueries } from './nouns/admin.ts'
import { archiveField } from './nouns/archive.ts'
import { askCreateField, asksField } from './nouns/asks.ts'
import { apiKeyFields, apiKeysField } from './nouns/api-keys.ts'
import { clientTokenCreateField } from './nouns/client-token.ts'
import { pageArguments } from './types/connection.ts'
import type { Context } from './types/context.ts'
import { createGeneration } from './nouns/create-generation.ts'
import { createFields, createInputs } from './nouns/created-media.ts'
import { EventConnection, readEvents } from './nouns/events.ts'
import { guarded } from './types/field-scopes.ts'
import { GenerateInputSchema, GenerateInputType } from './nouns/generate-input.ts'
import type { GenerateInput } from './nouns/generate-input.ts'
import { GenerationObject, GenerationTypeEnum } from './nouns/generation.ts'
import {
  CancelPayloadType, GenerationConnection, cancelGeneration, cancelOwn, deleteGenerationMedia, readGeneration, readGenerations, showEvent,
} from './nouns/generations.ts'
import { GenerationFilterInput } from './nouns/generation-filter.ts'
import { listOf, nonNull } from './types/non-null.ts'
import { ProviderType, listProviders } from './nouns/provider.ts'
import { QuoteType, quote } from './nouns/quote.ts'
import { uploadCreateField, uploadField } from './nouns/upload.ts'
import { endpointCallFields } from './nouns/webhook-endpoint-calls.ts'
import { endpointFields, endpointsField } from './nouns/webhook-endpoints.ts'
import { DeliveryConnection, DeliveryType, WebhookSecretType, WebhookTestType, redeliver, rotateSecret, testWebhook } from './nouns/webhooks.ts'

const idArgument = { id: { type: nonNull(GraphQLID), description: 'The generation\'s id.' } }
const inputArgument = { input: { type: nonNull(GenerateInputType), description: 'What to make.' } }
const waitArgument = { wait: { type: GraphQLInt, description: 'Seconds, at most 60: answers when it has ended or the time is over, with its state then.' } }
const InputArgument = v.object({ input: GenerateInputSchema })
const inputOf = (args: unknown): GenerateInput => v.parse(InputArgument, args).input
const TypeArgument = v.object({ type: v.nullish(v.picklist(GENERATION_TYPES)) })

const Query = new GraphQLObjectType<unknown, Context>({
  name: 'Query',
  description: 'What can be read. Reading never spends the limits on generations.',
  fields: guarded('READS', {
    generation: {
      type: GenerationObject,
      description: 'A generation of yours; null for any other id.',
      args: { ...idArgument, ...waitArgument },
      resolve: (_source, args, context, info) => readGeneration(args, String(info.path.key), context),
    },
    generations: {
      type: nonNull(GenerationConnection),
      description: 'Your generations, newest first, but for those that have left for the `archive`.',
      args: { ...pageArguments, filter: { type: GenerationFilterInput, description: 'Which of them.' } },
      resolve: (_source, args, context) => readGenerations(args, context),
    },
    archive: archiveField,
    providers: {
      type: listOf(ProviderType),
      description: 'The providers that can be used now.',
      args: { type: { type: GenerationTypeEnum, description: 'Only those that make this.' } },
      resolve: (_source, args, context) => listProviders(v.parse(TypeArgument, args).type ?? undefined, context),
    },
    quote: {
      type: nonNull(QuoteType),
      description: 'What `generate` would do and cost. Creates and charges nothing.',
      args: inputArgument,
      resolve: (_source, args, context) => quote(v.parse(InputArgument, args).input, context),
    },
    me: { type: nonNull(AccountType), description: 'Your account.', resolve: (_source, _args, context) => readAccount(context) },
    creditEntries: {
      type: nonNull(CreditEntryConnection),
      description: 'The ledger of your account. Of what has left for the `archive` one line of each month stands for all.',
      args: { ...pageArguments, filter: { type: CreditEntryFilterInput, description: 'Which ones.' } },
      resolve: (_source, args, context) => readEntries(args, context),
    },
    events: {
      type: nonNull(EventConnection),
      description: 'What became true of your account in the last 30 days, oldest first: go on behind the last `endCursor`.',
      args: pageArguments,
      resolve: (_source, args, context) => readEvents(args, context),
    },
    webhookDeliveries: {
      type: nonNull(DeliveryConnection),
      description: 'Your webhooks: what was delivered, and what not.',
      args: { ...pageArguments, filter: { type: WebhookDeliveryFilterInput, description: 'Which ones.' } },
      resolve: (_source, args, context) => readDeliveries(args, context),
    },
    webhookEndpoints: endpointsField,
    apiKeys: apiKeysField,
    accountExports: accountExportsField,
    asks: asksField,
    upload: uploadField,
    ...adminQueries,
  }),
})

const Mutation = new GraphQLObjectType<unknown, Context>({
  name: 'Mutation',
  description: 'What can be done. Each generating field counts as one generation of the limits.',
  fields: guarded('CHANGES', {
    generate: {
      type: nonNull(GenerationObject),
      description: 'Generates any type of content. Charged once, when it is accepted; refunded in full when it fails.',
      args: { ...inputArgument, ...waitArgument },
      resolve: (_source, args, context, info) => createGeneration(inputOf(args), String(info.path.key), context),
    },
    ...createFields,
    cancelGeneration: {
      type: nonNull(GraphQLBoolean),
      description: 'True when it is cancelled, also when it already was; false when it is too late.',
      args: idArgument,
      resolve: (_source, args, context) => cancelGeneration(args, context),
    },
    generationCancel: {
      type: nonNull(CancelPayloadType),
      description: 'Cancels, and tells exactly what that came to.',
      args: idArgument,
      resolve: (_source, args, context) => cancelOwn(args, context),
    },
    mediaDelete: {
      type: nonNull(GenerationObject),
      description: 'Deletes the files of a generation at once. What it cost and its place in your list stay.',
      args: { generationId: { type: nonNull(GraphQLID), description: 'The generation\'s id.' } },
      resolve: (_source, args, context) => deleteGenerationMedia(args, context),
    },
    accountUpdate: accountUpdateField,
    accountClose: accountCloseField,
    accountExport: accountExportField,
    askCreate: askCreateField,
    webhookRedeliver: {
      type: nonNull(DeliveryType),
      description: 'Sends an event once more, and again by the whole schedule.',
      args: { id: { type: nonNull(GraphQLID), description: 'The delivery\'s id.' } },
      resolve: (_source, args, context) => redeliver(args, context),
    },
    webhookTest: {
      type: nonNull(WebhookTestType),
      description: 'Posts a signed sample event to a receiver of yours, now, and tells what it answered.',
      args: { url: { type: nonNull(GraphQLString), description: 'A public https URL.' } },
      resolve: (_source, args, context) => testWebhook(args, context),
    },
    webhookSecretRotate: {
      type: nonNull(WebhookSecretType),
      description: 'Makes a new secret for your webhooks. Both sign during the overlap.',
      args: { overlapHours: { type: nonNull(GraphQLInt), defaultValue: 24, description: 'How long the old one still signs, 0 to 168 hours.' } },
      resolve: (_source, args, context) => rotateSecret(args, context),
    },
    uploadCreate: uploadCreateField,
    ...endpointFields,
    ...endpointCallFields,
    ...apiKeyFields,
    clientTokenCreate: clientTokenCreateField,
    ...adminMutations,
  }),
})

const Subscription = new GraphQLObjectType<unknown, Context>({
  name: 'Subscription',
  description: 'What can be followed: over SSE or `multipart/mixed`, by Accept. A stream lasts ten minutes at most.',
  fields: guarded('READS', {
    generation: {
      type: GenerationObject,
      description: 'A generation of yours: its present state, then each change, until it has ended. Null, and the end, for any other id.',
      args: idArgument,
      resolve: (event, _args, context) => showEvent(event, context),
    },
  }),
})

/** The root fields that each start a generation, and how the arguments of each are read. */
export const GENERATING_FIELDS: ReadonlyMap<string, (args: unknown) => GenerateInput> = new Map([['generate', inputOf], ...createInputs])

export const schema = new GraphQLSchema({ query: Query, mutation: Mutation, subscription: Subscription, description: 'Doitong: one API over AI models for video, images, talking avatars and speech.' })

export const printedSchema = (): string => `${printSchema(schema)}\n`
