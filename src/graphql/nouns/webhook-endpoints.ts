// Webhook endpoints: where an account is told of its events, besides the URL that a request names.
import { GraphQLBoolean, GraphQLEnumType, GraphQLID, GraphQLInputObjectType, GraphQLInt, GraphQLList, GraphQLObjectType, GraphQLString } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import * as v from 'valibot'
import { makerHolds } from '../../auth/manage-keys.ts'
import type { DisabledReason } from '../../domain/event.ts'
import { ApiError, invalidInput } from '../../domain/errors.ts'
import { isoTime } from '../../domain/times.ts'
import { runBatch } from '../../store/batch.ts'
import type { WebhookEndpoint } from '../../store/event-tables.ts'
import {
  deleteEndpoint, disableEndpoint, enableEndpoint, insertEndpoint, rotateEndpointSecret, selectEndpoint, selectEndpoints, updateEndpoint,
} from '../../store/webhook-endpoints.ts'
import type { EndpointChange } from '../../store/webhook-endpoints.ts'
import { MOST_ENDPOINTS, readDescription, readEvents, readHeaders, readUrl } from '../../webhooks/endpoint-input.ts'
import { newWebhookSecret } from '../../webhooks/sign.ts'
import type { Context } from '../types/context.ts'
import { nonNull } from '../types/non-null.ts'
import { DateTimeScalar, JsonScalar } from '../types/scalars.ts'
import { readOverlap } from './webhooks.ts'

const ReasonEnum = new GraphQLEnumType({
  name: 'WebhookEndpointDisabledReason',
  description: 'Who has switched an endpoint off.',
  values: {
    OWNER: { description: 'You have.' },
    GONE: { description: 'Its receiver answered 410.' },
    FAILING: { description: 'For five days every attempt failed.' },
  } satisfies Record<DisabledReason, { description: string }>,
})

export const EndpointType = new GraphQLObjectType<WebhookEndpoint>({
  name: 'WebhookEndpoint',
  description: 'Where you are told of events.',
  fields: {
    id: { type: nonNull(GraphQLID), description: 'Its id.' },
    url: { type: nonNull(GraphQLString), description: 'The receiver.' },
    events: { type: new GraphQLList(nonNull(GraphQLString)), description: 'The only events it is told of; null: all.' },
    description: { type: GraphQLString, description: 'Your own words.' },
    headers: { type: nonNull(new GraphQLList(nonNull(GraphQLString))), description: 'The names of your own headers. Their values are not shown.', resolve: ({ headers }) => Object.keys(headers) },
    enabled: { type: nonNull(GraphQLBoolean), description: 'Whether it is told of anything.', resolve: ({ disabledAtMs }) => disabledAtMs === null },
    disabledAt: { type: DateTimeScalar, description: 'When it was switched off.', resolve: ({ disabledAtMs }) => isoTime(disabledAtMs) },
    disabledReason: { type: ReasonEnum, description: 'By whom.' },
    failingSince: { type: DateTimeScalar, description: 'Its first failure since it last took something; null: none. After five days it is switched off.', resolve: ({ failingSinceMs }) => isoTime(failingSinceMs) },
    previousSecretUntil: { type: DateTimeScalar, description: 'Until when the secret before signs as well.', resolve: ({ previousSecretUntilMs }) => isoTime(previousSecretUntilMs) },
    recovering: { type: nonNull(GraphQLBoolean), description: 'Whether `webhookRecover` is still at work.', resolve: ({ recoverAfterSeq }) => recoverAfterSeq !== null },
    createdAt: { type: nonNull(DateTimeScalar), description: 'When it was made.', resolve: ({ createdAtMs }) => isoTime(createdAtMs) },
  },
})

interface Secret {
  readonly endpoint: WebhookEndpoint
  readonly secret: string
}

const SecretType = new GraphQLObjectType<Secret>({
  name: 'WebhookEndpointSecret',
  description: 'An endpoint with the secret that signs what it is sent.',
  fields: {
    endpoint: { type: nonNull(EndpointType), description: 'The endpoint.' },
    secret: { type: nonNull(GraphQLString), description: '`whsec_…`. Shown this once.' },
  },
})

const given = {
  events: { type: new GraphQLList(nonNull(GraphQLString)), description: 'The only events it is told of, as `generation.failed`; none or null: all.' },
  description: { type: GraphQLString, description: 'Your own words, at most 200 characters.' },
  headers: { type: JsonScalar, description: 'Your own headers by name, ten at most. None of the connection, and none that we set.' },
}

const CreateInput = new GraphQLInputObjectType({
  name: 'WebhookEndpointCreateInput',
  description: 'A new endpoint.',
  fields: { url: { type: nonNull(GraphQLString), description: 'A public https URL.' }, ...given },
})

const UpdateInput = new GraphQLInputObjectType({
  name: 'WebhookEndpointUpdateInput',
  description: 'What is to be otherwise. What is left out stays as it is.',
  fields: {
    id: { type: nonNull(GraphQLID), description: 'The endpoint\'s id.' },
    url: { type: GraphQLString, description: 'A public https URL.' },
    ...given,
    enabled: { type: GraphQLBoolean, description: 'Off: nothing is sent. On again: of what happens from then on; `webhookRecover` sends what it missed.' },
  },
})

const Given = {
  events: v.nullish(v.array(v.string())),
  description: v.nullish(v.string()),
  headers: v.nullish(v.record(v.string(), v.unknown())),
}
const CreateArguments = v.object({ input: v.object({ url: v.string(), ...Given }) })
const UpdateArguments = v.object({ input: v.object({ id: v.string(), url: v.nullish(v.string()), ...Given, enabled: v.nullish(v.boolean()) }) })
const IdArguments = v.object({ id: v.string() })

type Field = GraphQLFieldConfig<unknown, Context>
const idArgument = { id: { type: nonNull(GraphQLID), description: 'The endpoint\'s id.' } }

/** @throws ApiError NOT_FOUND for an id that is not the caller's */
export async function readEndpoint({ services: { database }, caller }: Context, id: string, field = 'id'): Promise<WebhookEndpoint> {
  const [[endpoint]] = await database.batch([selectEndpoint(database, { accountId: caller.accountId, id })])
  if (!endpoint) throw new ApiError('NOT_FOUND', { field })
  return endpoint
}

async function create(args: unknown, context: Context): Promise<Secret> {
  const { input } = v.parse(CreateArguments, args)
  const { services, caller } = context
  const { database, newId, now, random } = services
  const id = newId('whe')
  const secret = newWebhookSecret(random)
  const row = {
    accountId: caller.accountId, id, url: readUrl(input.url, services.allowLoopback, 'input.url'), events: readEvents(input.events), description: readDescription(input.description),
    headers: readHeaders(input.headers), secret, previousSecret: null, previousSecretUntilMs: null, failingSinceMs: null, disabledAtMs: null, disabledReason: null,
    recoverAfterSeq: null, recoverUntilSeq: null, createdAtMs: now(),
  }
  const [, endpoints] = await database.batch([insertEndpoint(database, row, MOST_ENDPOINTS, makerHolds(caller, now())), selectEndpoints(database, caller.accountId)])
  const endpoint = endpoints.find((one) => one.id === id)
  if (endpoint) return { endpoint, secret }
  if (endpoints.length < MOST_ENDPOINTS) throw new ApiError('UNAUTHENTICATED')
  throw invalidInput('input', { en: `An account has at most ${MOST_ENDPOINTS} endpoints.`, hi: `एक account में अधिकतम ${MOST_ENDPOINTS} endpoints हो सकते हैं।` })
}

async function update(args: unknown, context: Context): Promise<WebhookEndpoint> {
  const { input } = v.parse(UpdateArguments, args)
  const { services, caller } = context
  const { database, now } = services
  await readEndpoint(context, input.id, 'input.id')
  const key = { accountId: caller.accountId, id: input.id }
  const holds = makerHolds(caller, now())
  const change: EndpointChange = {
    ...(typeof input.url === 'string' && { url: readUrl(input.url, services.allowLoopback, 'input.url') }),
    ...(input.events !== undefined && { events: readEvents(input.events) }),
    ...(input.description !== undefined && { description: readDescription(input.description) }),
    ...(input.headers !== undefined && { headers: readHeaders(input.headers) }),
  }
  await runBatch(database, [
    updateEndpoint(database, key, change, holds),
    ...(input.enabled === true ? [enableEndpoint(database, key, holds)] : []),
    ...(input.enabled === false ? [disableEndpoint(database, key, 'OWNER', now(), holds)] : []),
  ])
  return readEndpoint(context, input.id, 'input.id')
}

async function remove(args: unknown, context: Context): Promise<boolean> {
  const { id } = v.parse(IdArguments, args)
  const { services: { database, now }, caller } = context
  await readEndpoint(context, id)
  await database.batch([deleteEndpoint(database, { accountId: caller.accountId, id }, makerHolds(caller, now()))])
  return true
}

/** Both secrets sign during the overlap, so that receivers can be moved without losing an event. */
async function rotate(args: unknown, context: Context): Promise<Secret> {
  const { id } = v.parse(IdArguments, args)
  const { services: { database, now, random }, caller } = context
  const nowMs = now()
  const untilMs = readOverlap(args, nowMs)
  const secret = newWebhookSecret(random)
  await database.batch([rotateEndpointSecret(database, { accountId: caller.accountId, id }, secret, untilMs, makerHolds(caller, nowMs))])
  const endpoint = await readEndpoint(context, id)
  if (endpoint.secret !== secret) throw new ApiError('UNAUTHENTICATED')
  return { endpoint, secret }
}

export const endpointsField: Field = {
  type: nonNull(new GraphQLList(nonNull(EndpointType))),
  description: 'Your webhook endpoints.',
  resolve: async (_source, _args, { services: { database }, caller }) => (await database.batch([selectEndpoints(database, caller.accountId)]))[0],
}

export const endpointFields: Readonly<Record<string, Field>> = {
  webhookEndpointCreate: {
    type: nonNull(SecretType),
    description: 'Makes an endpoint, ten at most. It is told of what happens from now on.',
    args: { input: { type: nonNull(CreateInput), description: 'What it is to be.' } },
    resolve: (_source, args, context) => create(args, context),
  },
  webhookEndpointUpdate: {
    type: nonNull(EndpointType),
    description: 'Changes an endpoint, or switches it off or on.',
    args: { input: { type: nonNull(UpdateInput), description: 'What is to be otherwise.' } },
    resolve: (_source, args, context) => update(args, context),
  },
  webhookEndpointDelete: {
    type: nonNull(GraphQLBoolean),
    description: 'Deletes an endpoint. What was on its way to it is not sent any more.',
    args: idArgument,
    resolve: (_source, args, context) => remove(args, context),
  },
  webhookEndpointSecretRotate: {
    type: nonNull(SecretType),
    description: 'Makes a new secret for an endpoint. Both sign during the overlap.',
    args: { ...idArgument, overlapHours: { type: nonNull(GraphQLInt), defaultValue: 24, description: 'How long the old one still signs, 0 to 168 hours.' } },
    resolve: (_source, args, context) => rotate(args, context),
  },
}
