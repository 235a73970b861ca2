// The log of all that administrators changed, and who it was.
import { GraphQLID, GraphQLObjectType, GraphQLString } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import * as v from 'valibot'
import { AUDIT_ACTIONS } from '../../domain/audit-action.ts'
import { once } from '../../domain/once.ts'
import { isoTime } from '../../domain/times.ts'
import type { AuditEntry } from '../../store/access-tables.ts'
import { selectAuditLog, selectAuditLogEnd } from '../../store/audit-log.ts'
import type { AuditFilter } from '../../store/audit-log.ts'
import { connectionType, lookedPage, pageArguments, readPage } from '../types/connection.ts'
import { newestOf, readEach } from '../../store/shards.ts'
import type { Context } from '../types/context.ts'
import { wordOf } from '../types/filter-inputs.ts'
import { nonNull } from '../types/non-null.ts'
import { DateTimeScalar, JsonScalar } from '../types/scalars.ts'

const AuditPersonType = new GraphQLObjectType<NonNullable<AuditEntry['person']>>({
  name: 'AuditPerson',
  description: 'A signed-in operator, as `ADMIN_PEOPLE` lists them.',
  fields: {
    issuer: { type: nonNull(GraphQLString), description: 'Who vouches for the person.' },
    subject: { type: nonNull(GraphQLString), description: 'The person there, for ever the same.' },
  },
})

const AuditEntryType = new GraphQLObjectType<AuditEntry>({
  name: 'AuditEntry',
  description: 'One change that an administrator made, or an owner to all of his account. Kept for ever as it was written.',
  fields: {
    id: { type: nonNull(GraphQLID), description: '`log_` and 26 characters.' },
    accountId: { type: GraphQLID, description: 'Whose account was changed; null: it concerns all.' },
    actorAccountId: { type: nonNull(GraphQLID), description: 'The account of who did it.' },
    actor: { type: nonNull(GraphQLID), description: 'The key it was done with, or the person who was signed in; `bootstrap`: none.' },
    person: { type: AuditPersonType, description: 'The operator who was signed in; null: it was done with a key, by an owner, or before the log named people.' },
    action: { type: nonNull(GraphQLString), description: `${AUDIT_ACTIONS.map((action) => `\`${action}\``).join(', ').replace(/, ([^,]+)$/, ' or $1')}.` },
    target: { type: nonNull(GraphQLID), description: 'What it was done to.' },
    detail: { type: nonNull(JsonScalar), description: 'What was before and after, and why.' },
    requestId: { type: GraphQLID, description: 'The request it came by.' },
    createdAt: { type: nonNull(DateTimeScalar), description: 'When it was done.', resolve: ({ createdAtMs }) => isoTime(createdAtMs) },
  },
})

const LogSchema = v.object({ accountId: v.nullish(v.string()), action: v.nullish(v.string()) })

export const adminAuditLogQueries = {
  adminAuditLog: {
    type: nonNull(connectionType(AuditEntryType)),
    description: 'What administrators changed.',
    args: {
      ...pageArguments,
      accountId: { type: GraphQLID, description: 'Only what concerns this account.' },
      action: { type: GraphQLString, description: 'Only what was done so: `model.off`.' },
    },
    resolve: (_source, args, { services }) => {
      const { accountId, action: word } = v.parse(LogSchema, args)
      const action = wordOf('action', AUDIT_ACTIONS, word)
      const filter: AuditFilter = { ...(typeof accountId === 'string' && { accountId }), ...(action && { action }) }
      const page = readPage(args)
      const ends = once(async () => newestOf(await readEach(services, (database) => selectAuditLogEnd(database, filter, page.before)), 1))
      return lookedPage(page, { ...(action && { action }) }, {
        rows: async (before, limit) => {
          const pages = await readEach(services, (database) => selectAuditLog(database, filter, before, limit))
          // No further than all of them have looked: what one passed over would never come.
          const [end] = action && services.shards.all.size > 1 ? await ends() : []
          return newestOf(pages, limit).filter(({ id }) => end === undefined || id >= end.id)
        },
        end: ends,
      })
    },
  },
} as const satisfies Record<string, GraphQLFieldConfig<unknown, Context>>
