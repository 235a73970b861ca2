// Webhooks from the caller's side: what was delivered and what not, once more, and a trial before any credits are spent.
import { GraphQLBoolean, GraphQLEnumType, GraphQLID, GraphQLInt, GraphQLList, GraphQLObjectType, GraphQLString } from 'graphql'
import * as v from 'valibot'
import type { DeliveryStatus } from '../../domain/job.ts'
import { makerHolds } from '../../auth/manage-keys.ts'
import { ApiError, invalidInput } from '../../domain/errors.ts'
import { checkPublicUrl } from '../../net/public-address.ts'
import { REDRIVE_MS } from '../../jobs/schedule.ts'
import { rotateWebhookSecret, selectAccount } from '../../store/credits.ts'
import type { LoggedAttempt, WebhookDelivery } from '../../store/tables.ts'
import { restartDelivery, selectDelivery } from '../../store/webhook-deliveries.ts'
import { postWebhook } from '../../webhooks/deliver.ts'
import type { DeliveryOutcome } from '../../webhooks/deliver.ts'
import { webhookIdOf } from '../../webhooks/fan-out.ts'
import { newWebhookSecret, signingSecrets } from '../../webhooks/sign.ts'
import { isoTime } from '../../domain/times.ts'
import { connectionType } from '../types/connection.ts'
import type { Context } from '../types/context.ts'
import { nonNull } from '../types/non-null.ts'
import { DateTimeScalar } from '../types/scalars.ts'

type Arguments = Readonly<Record<string, unknown>>

const AttemptType = new GraphQLObjectType<LoggedAttempt>({
  name: 'WebhookAttempt',
  description: 'One attempt to deliver.',
  fields: {
    at: { type: nonNull(DateTimeScalar), description: 'When it was.', resolve: ({ atMs }) => isoTime(atMs) },
    status: { type: GraphQLInt, description: 'The HTTP status of the answer; null when none came.' },
    ms: { type: nonNull(GraphQLInt), description: 'Until the answer came, or until nobody waited any longer.' },
    detail: { type: GraphQLString, description: 'What was wrong; null: it was taken.' },
    answer: { type: nonNull(GraphQLString), description: 'The first 1 KiB of the answer, on one line.' },
  },
})

export const DeliveryStatusEnum = new GraphQLEnumType({
  name: 'WebhookDeliveryStatus',
  description: 'Where a delivery stands.',
  values: {
    PENDING: { description: 'It will be tried, or tried again.' },
    DELIVERED: { description: 'The receiver answered 2xx.' },
    PARKED: { description: 'Every attempt of the schedule failed. Deliver it again when the receiver is mended.' },
    STOPPED: { description: 'The receiver answered 410: it wants no more.' },
  } satisfies Record<DeliveryStatus, { description: string }>,
})

export const DeliveryType = new GraphQLObjectType<WebhookDelivery, Context>({
  name: 'WebhookDelivery',
  description: 'One event on its way to its receiver.',
  fields: {
    id: { type: nonNull(GraphQLID), description: 'Its id.' },
    webhookId: { type: nonNull(GraphQLID), description: 'The `webhook-id` header: the same over all attempts, and for all receivers of one event.', resolve: webhookIdOf },
    generationId: { type: GraphQLID, description: 'The generation it tells of, if it does.', resolve: ({ jobId }) => (jobId.startsWith('gen_') ? jobId : null) },
    endpointId: { type: GraphQLID, description: 'The endpoint that it is for; null: the URL of its request.' },
    event: { type: nonNull(GraphQLString), description: '`generation.completed` or another kind of event.' },
    url: { type: nonNull(GraphQLString), description: 'The receiver.' },
    status: {
      type: nonNull(DeliveryStatusEnum),
      description: 'Where it stands.',
    },
    attempts: { type: nonNull(GraphQLInt), description: 'How often it was tried.' },
    lastStatus: { type: GraphQLInt, description: 'The HTTP status of the last answer; null when none came.' },
    lastDetail: { type: GraphQLString, description: 'What was wrong the last time.' },
    log: {
      type: nonNull(new GraphQLList(nonNull(AttemptType))),
      description: 'Its latest attempts, 30 at most, the newest last. Kept for 30 days.',
      resolve: ({ id }, _args, { loaders }) => loaders().deliveryLog.load(id),
    },
    createdAt: { type: nonNull(DateTimeScalar), description: 'When its event happened.', resolve: (delivery) => isoTime(delivery.createdAtMs) },
    deliveredAt: { type: DateTimeScalar, description: 'When the receiver took it.', resolve: (delivery) => isoTime(delivery.deliveredAtMs) },
  },
})

export const DeliveryConnection = connectionType(DeliveryType)

/** @throws ApiError NOT_FOUND for an id that is not the caller's, INVALID_INPUT for what is under way already */
export async function redeliver(args: Arguments, { services, caller }: Context): Promise<WebhookDelivery> {
  const { database } = services
  const key = { accountId: caller.accountId, id: v.parse(v.object({ id: v.string() }), args).id }
  const moveToken = services.newId('mov')
  const [, rows] = await database.batch([restartDelivery(database, key, services.now() + REDRIVE_MS, moveToken), selectDelivery(database, key)])
  const delivery = rows[0]
  if (!delivery) throw new ApiError('NOT_FOUND', { field: 'id' })
  if (delivery.moveToken !== moveToken) {
    throw invalidInput('id', {
      en: 'This delivery is under way: it is tried, or tried again, by itself.',
      hi: 'यह delivery अभी चल रही है: इसकी कोशिश अपने आप होती है।',
    })
  }
  await services.queues.webhook({ kind: 'webhook', accountId: caller.accountId, deliveryId: key.id })
  return delivery
}

export const WebhookTestType = new GraphQLObjectType<DeliveryOutcome>({
  name: 'WebhookTest',
  description: 'What a receiver made of a sample event.',
  fields: {
    delivered: { type: nonNull(GraphQLBoolean), description: 'Whether it answered 2xx within 15 s.', resolve: ({ kind }) => kind === 'DELIVERED' },
    status: { type: GraphQLInt, description: 'The HTTP status of its answer; null when none came.' },
    detail: { type: GraphQLString, description: 'What was wrong.', resolve: (outcome) => ('detail' in outcome ? outcome.detail : null) },
  },
})

/** Posts a sample event, signed as the real ones are. @throws ApiError INVALID_INPUT for a URL that must not be called */
export async function testWebhook(args: Arguments, { services, caller }: Context): Promise<DeliveryOutcome> {
  const { url } = v.parse(v.object({ url: v.string() }), args)
  const verdict = checkPublicUrl(url, { allowLoopback: services.allowLoopback })
  if (verdict.kind === 'REFUSED') {
    throw invalidInput('url', { en: `Give a public https URL. ${verdict.reason.en}`, hi: `एक public https URL दें। ${verdict.reason.hi}` })
  }
  const [accounts] = await services.database.batch([selectAccount(services.database, caller.accountId)])
  const account = accounts[0]
  if (!account) throw new ApiError('UNAUTHENTICATED')
  const body = JSON.stringify({ type: 'webhook.test', timestamp: isoTime(services.now()), data: { message: 'It works.' } })
  const { outcome } = await postWebhook(services, { id: services.newId('msg'), url: verdict.url.href, secrets: signingSecrets(account, services.now()), body })
  return outcome
}

interface RotatedSecret {
  readonly secret: string
  readonly previousUntilMs: number
}

export const WebhookSecretType = new GraphQLObjectType<RotatedSecret>({
  name: 'WebhookSecret',
  description: 'The secret that signs your webhooks.',
  fields: {
    secret: { type: nonNull(GraphQLString), description: '`whsec_…`. Shown this once.' },
    previousUntil: {
      type: nonNull(DateTimeScalar),
      description: 'Until when the secret before signs as well.',
      resolve: ({ previousUntilMs }) => isoTime(previousUntilMs),
    },
  },
})

const LONGEST_OVERLAP_HOURS = 168
const HOUR_MS = 3_600_000

/** @returns until when the secret before signs as well @throws ApiError INVALID_INPUT */
export function readOverlap(args: unknown, nowMs: number): number {
  const { overlapHours } = v.parse(v.object({ overlapHours: v.number() }), args)
  if (overlapHours >= 0 && overlapHours <= LONGEST_OVERLAP_HOURS) return nowMs + overlapHours * HOUR_MS
  throw invalidInput('overlapHours', {
    en: `The overlap is 0 to ${LONGEST_OVERLAP_HOURS} hours.`,
    hi: `overlap 0 से ${LONGEST_OVERLAP_HOURS} घंटे का हो सकता है।`,
  })
}

/** Both secrets sign during the overlap, so that receivers can be moved without losing an event. */
export async function rotateSecret(args: Arguments, { services, caller }: Context): Promise<RotatedSecret> {
  const secret = newWebhookSecret(services.random)
  const nowMs = services.now()
  const previousUntilMs = readOverlap(args, nowMs)
  const { database } = services
  const [, [account]] = await database.batch([
    rotateWebhookSecret(database, caller.accountId, secret, previousUntilMs, makerHolds(caller, nowMs)),
    selectAccount(database, caller.accountId),
  ])
  if (account?.webhookSecret !== secret) throw new ApiError('UNAUTHENTICATED')
  return { secret, previousUntilMs }
}
