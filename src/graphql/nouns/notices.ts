// What an account's owner should know and has not asked for: endpoints that were switched off without him.
import { GraphQLID, GraphQLObjectType, GraphQLString } from 'graphql'
import type { Language, Sentence } from '../../domain/errors.ts'
import type { DisabledReason } from '../../domain/event.ts'
import { isoTime } from '../../domain/times.ts'
import type { WebhookEndpoint } from '../../store/event-tables.ts'
import type { Context } from '../types/context.ts'
import { nonNull } from '../types/non-null.ts'
import { DateTimeScalar } from '../types/scalars.ts'

interface Notice {
  readonly endpointId: string
  readonly atMs: number
  readonly reason: keyof typeof WORDS
}

const WORDS = {
  GONE: {
    en: 'A webhook endpoint was switched off: its receiver answered 410.',
    hi: 'एक webhook endpoint बंद कर दिया गया है: उसके receiver ने 410 जवाब दिया।',
  },
  FAILING: {
    en: 'A webhook endpoint was switched off: for five days it took nothing.',
    hi: 'एक webhook endpoint बंद कर दिया गया है: पाँच दिन तक उसने कुछ नहीं लिया।',
  },
} as const satisfies Record<Exclude<DisabledReason, 'OWNER'>, Sentence>

const messageOf = (reason: Notice['reason'], language: Language): string => WORDS[reason][language]

export const NoticeType = new GraphQLObjectType<Notice, Context>({
  name: 'Notice',
  description: 'Something that wants your attention.',
  fields: {
    kind: { type: nonNull(GraphQLString), description: '`endpoint.disabled`.', resolve: () => 'endpoint.disabled' },
    message: { type: nonNull(GraphQLString), description: 'What happened, in the language you ask in.', resolve: ({ reason }, _args, { language }) => messageOf(reason, language) },
    endpointId: { type: nonNull(GraphQLID), description: 'The webhook endpoint.' },
    at: { type: nonNull(DateTimeScalar), description: 'When it happened.', resolve: ({ atMs }) => isoTime(atMs) },
  },
})

/** They stay until the endpoint is switched on again or deleted. */
export const noticesOf = (endpoints: readonly WebhookEndpoint[]): readonly Notice[] =>
  endpoints.flatMap(({ id, disabledAtMs, disabledReason }) =>
    disabledAtMs !== null && disabledReason !== null && disabledReason !== 'OWNER' ? [{ endpointId: id, atMs: disabledAtMs, reason: disabledReason }] : [])
