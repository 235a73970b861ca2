// What of an account has left the database, for its owner: a list of a month, by links. Each generation in it is told by its id, as before.
import { GraphQLInt, GraphQLObjectType, GraphQLString } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import * as v from 'valibot'
import { requireOwner } from '../../auth/scopes.ts'
import { invalidInput } from '../../domain/errors.ts'
import { isMonth } from '../../domain/month.ts'
import { isoTime } from '../../domain/times.ts'
import { linkArchive } from '../../jobs/archive-manifest.ts'
import type { LinkedArchive } from '../../jobs/archive-manifest.ts'
import type { Context } from '../types/context.ts'
import { nonNull } from '../types/non-null.ts'
import { DateTimeScalar } from '../types/scalars.ts'

const ArchiveType = new GraphQLObjectType<LinkedArchive, Context>({
  name: 'Archive',
  description: 'What was generated in a month and has left the lists. `generation(id)` tells of each as before.',
  fields: {
    month: { type: nonNull(GraphQLString), description: 'By UTC: `2026-11`.' },
    generations: { type: nonNull(GraphQLInt), description: 'How many.' },
    credits: { type: nonNull(GraphQLInt), description: 'What they came to in the ledger, where one line of the kind `OPENING` stands for them.' },
    url: {
      type: nonNull(GraphQLString),
      description: 'A link that works without a key for about an hour, to a JSON file: `{ month, generations, lists: [{ url, generations, firstId, lastId }] }`. Each list is gzipped JSON lines: `id status type provider model creditCost refundedCredits createdAt completedAt`.',
    },
    urlExpiresAt: { type: nonNull(DateTimeScalar), description: 'When `url`, and those in the file, stop working.', resolve: ({ expiresAtMs }) => isoTime(expiresAtMs) },
  },
})

const MonthSchema = v.object({ month: v.string() })

/** @throws ApiError FORBIDDEN for who is bounded in any way, INVALID_INPUT for what is no month */
export const archiveField: GraphQLFieldConfig<unknown, Context> = {
  type: ArchiveType,
  description: 'What of a month has left `generations` and the ledger: 30 days after its end, once its files are gone. Null: nothing has. Wants a key with every usual scope and no bounds, or a session.',
  args: { month: { type: nonNull(GraphQLString), description: 'By UTC: `2026-11`.' } },
  resolve: (_source, args, { caller, services }) => {
    requireOwner(caller, ['live', 'test'])
    const { month } = v.parse(MonthSchema, args)
    if (!isMonth(month)) throw invalidInput('month', { en: 'Give a month as `2026-11`.', hi: 'महीना `2026-11` की तरह दें।' })
    return linkArchive(services, caller.accountId, month)
  },
}
