// The feed of events: for whoever's receiver was down. Oldest first, so that a reader goes on behind the last cursor it has seen.
import { GraphQLID, GraphQLInt, GraphQLObjectType, GraphQLString } from 'graphql'
import { EVENTS_KEPT_MS } from '../../domain/event.ts'
import { isoTime } from '../../domain/times.ts'
import { selectEvents } from '../../store/events.ts'
import type { EventRow } from '../../store/event-tables.ts'
import { connectionOf, connectionType, readPage } from '../types/connection.ts'
import type { Context } from '../types/context.ts'
import { nonNull } from '../types/non-null.ts'
import { DateTimeScalar } from '../types/scalars.ts'
import { GenerationObject } from './generation.ts'
import { shown } from './shown-generation.ts'

const EventType = new GraphQLObjectType<EventRow, Context>({
  name: 'Event',
  description: 'Something that became true of your account. It happens once.',
  fields: {
    seq: { type: nonNull(GraphQLInt), description: 'Its number: one higher than that of the event before. Numbers have no gaps.' },
    kind: { type: nonNull(GraphQLString), description: '`generation.completed`, `.failed`, `.cancelled` or `.expired`, `credits.low`, `endpoint.disabled`.' },
    at: { type: nonNull(DateTimeScalar), description: 'When it became true.', resolve: ({ atMs }) => isoTime(atMs) },
    generation: {
      type: GenerationObject,
      description: 'The generation that it is about, as it stands now; of `credits.low` the one whose charge it was.',
      resolve: async ({ subject }, _args, context) => {
        const job = await context.loaders().job.load(subject)
        return job && shown(context, job)
      },
    },
    credits: { type: GraphQLInt, description: 'Of `credits.low`: the balance then.', resolve: ({ detail }) => (detail && 'credits' in detail ? detail.credits : null) },
    endpointId: { type: GraphQLID, description: 'Of `endpoint.disabled`: the endpoint.', resolve: ({ kind, subject }) => (kind === 'endpoint.disabled' ? subject : null) },
  },
})

export const EventConnection = connectionType(EventType, 'oldest first')

export async function readEvents(args: Readonly<Record<string, unknown>>, { services, caller }: Context) {
  const { database } = services
  const { first, before: after } = readPage(args)
  const [rows] = await database.batch([selectEvents(database, caller.accountId, seqOf(after), services.now() - EVENTS_KEPT_MS, first + 1)])
  const connection = connectionOf(rows, first, ({ seq }) => String(seq))
  // Who has seen all keeps the place.
  const endCursor = connection.pageInfo.endCursor ?? (typeof args['after'] === 'string' ? args['after'] : null)
  return { ...connection, pageInfo: { ...connection.pageInfo, endCursor } }
}

const seqOf = (cursor: string | undefined): number => (cursor !== undefined && /^\d{1,15}$/.test(cursor) ? Number(cursor) : 0)
