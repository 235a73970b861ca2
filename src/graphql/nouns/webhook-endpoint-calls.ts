// What is sent to an endpoint when its owner asks for it: an example of an event, and what it was not told of.
import { GraphQLID, GraphQLString } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import * as v from 'valibot'
import { makerHolds } from '../../auth/manage-keys.ts'
import { EVENTS_KEPT_MS, EVENT_KINDS } from '../../domain/event.ts'
import { invalidInput } from '../../domain/errors.ts'
import { isoTime } from '../../domain/times.ts'
import { REDRIVE_MS } from '../../jobs/schedule.ts'
import type { WebhookEndpoint } from '../../store/event-tables.ts'
import { beginRecovery } from '../../store/webhook-endpoints.ts'
import { postWebhook } from '../../webhooks/deliver.ts'
import type { DeliveryOutcome } from '../../webhooks/deliver.ts'
import { exampleOf } from '../../webhooks/example.ts'
import { endpointSecrets } from '../../webhooks/sign.ts'
import type { Context } from '../types/context.ts'
import { nonNull } from '../types/non-null.ts'
import { DateTimeScalar } from '../types/scalars.ts'
import { EndpointType, readEndpoint } from './webhook-endpoints.ts'
import { WebhookTestType } from './webhooks.ts'

type Field = GraphQLFieldConfig<unknown, Context>
const endpointArgument = { endpointId: { type: nonNull(GraphQLID), description: 'The endpoint\'s id.' } }
const ExampleArguments = v.object({ endpointId: v.string(), event: v.string() })
const RecoverArguments = v.object({ endpointId: v.string(), since: v.string() })

async function sendExample(args: unknown, context: Context): Promise<DeliveryOutcome> {
  const { endpointId, event } = v.parse(ExampleArguments, args)
  const { services } = context
  const kind = EVENT_KINDS.find((one) => one === event)
  if (!kind) throw invalidInput('event', { en: `Events are ${EVENT_KINDS.join(', ')}.`, hi: `events ये हैं: ${EVENT_KINDS.join(', ')}।` }, EVENT_KINDS)
  const endpoint = await readEndpoint(context, endpointId, 'endpointId')
  const { url, headers } = endpoint
  const body = exampleOf(kind, isoTime(services.now()), services.publicUrl)
  const keys = (await services.signingKeys()).map(({ key }) => key)
  const { outcome } = await postWebhook(services, { id: services.newId('msg'), url, headers, keys, secrets: endpointSecrets(endpoint, services.now()), body })
  return outcome
}

async function recover(args: unknown, context: Context): Promise<WebhookEndpoint> {
  const { endpointId, since } = v.parse(RecoverArguments, args)
  const { services: { database, now, queues }, caller } = context
  const nowMs = now()
  const sinceMs = Math.max(Date.parse(since), nowMs - EVENTS_KEPT_MS)
  const endpoint = await readEndpoint(context, endpointId, 'endpointId')
  if (endpoint.disabledAtMs !== null) throw invalidInput('endpointId', { en: 'This endpoint is switched off. Switch it on first.', hi: 'यह endpoint बंद है। पहले इसे चालू करें।' })
  await database.batch([...beginRecovery(database, endpoint, sinceMs, nowMs + REDRIVE_MS, makerHolds(caller, nowMs))])
  await queues.events({ kind: 'events', accountId: caller.accountId })
  return readEndpoint(context, endpointId, 'endpointId')
}

export const endpointCallFields: Readonly<Record<string, Field>> = {
  webhookExample: {
    type: nonNull(WebhookTestType),
    description: 'Posts an example of an event to an endpoint, now, signed as the real ones are, and tells what it answered.',
    args: { ...endpointArgument, event: { type: nonNull(GraphQLString), description: '`generation.completed` or another kind of event.' } },
    resolve: (_source, args, context) => sendExample(args, context),
  },
  webhookRecover: {
    type: nonNull(EndpointType),
    description: 'Sends an endpoint all that it has not taken since then: what failed for good, and what happened while it was off. What it has taken is not sent again.',
    args: { ...endpointArgument, since: { type: nonNull(DateTimeScalar), description: 'At most 30 days ago.' } },
    resolve: (_source, args, context) => recover(args, context),
  },
}
