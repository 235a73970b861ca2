// What we keep of an account, for its owner, as one archive.
import { GraphQLEnumType, GraphQLFloat, GraphQLID, GraphQLObjectType, GraphQLString } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import { exportAccount, listExports } from '../../admin/export-account.ts'
import { requireOwner } from '../../auth/scopes.ts'
import { isoTime } from '../../domain/times.ts'
import type { Task } from '../../store/task-tables.ts'
import { archiveKey, readExport } from '../../tasks/export-account.ts'
import { operatorOf } from './admin-accounts.ts'
import type { Context } from '../types/context.ts'
import { listOf, nonNull } from '../types/non-null.ts'
import { DateTimeScalar } from '../types/scalars.ts'

const AccountExportType = new GraphQLObjectType<Task, Context>({
  name: 'AccountExport',
  description: 'What we keep of your account, as one ZIP of JSON lines.',
  fields: {
    id: { type: nonNull(GraphQLID), description: '`exp_` and 26 characters.' },
    status: {
      type: nonNull(new GraphQLEnumType({ name: 'AccountExportStatus', description: 'How far an archive is.', values: { RUNNING: { description: 'It is being made.' }, READY: { description: 'It can be fetched.' } } })),
      description: 'How far it is.',
      resolve: (task) => (readExport(task).stage === 'READY' ? 'READY' : 'RUNNING'),
    },
    url: {
      type: GraphQLString,
      description: 'A link that works without a key for about an hour; minted anew on every read. Null until READY.',
      resolve: async (task, _args, { services: { media } }) => {
        const { stage, expiresAtMs } = readExport(task)
        if (stage !== 'READY' || expiresAtMs === null) return null
        return (await media.link(archiveKey(task), expiresAtMs, `doitong-${task.accountId}-${isoTime(task.createdAtMs).slice(0, 10)}.zip`)).url
      },
    },
    bytes: { type: GraphQLFloat, description: 'Its size; null until READY.', resolve: (task) => readExport(task).bytes },
    createdAt: { type: nonNull(DateTimeScalar), description: 'When it was asked for.', resolve: ({ createdAtMs }) => isoTime(createdAtMs) },
    expiresAt: { type: DateTimeScalar, description: 'When it is deleted: 7 days after it is READY.', resolve: (task) => isoTime(readExport(task).expiresAtMs) },
  },
})

/** @throws ApiError FORBIDDEN for who is bounded in any way: it holds all that there is */
export const accountExportField: GraphQLFieldConfig<unknown, Context> = {
  type: nonNull(AccountExportType),
  description: 'Begins an archive of what we keep of your account, or tells of the one that is being made. Three a day. Wants a key with every usual scope and no bounds, or a session.',
  resolve: (_source, _args, { caller, services, ...context }) => {
    requireOwner(caller, ['live', 'test'])
    return exportAccount(services, operatorOf({ caller, services, ...context }), caller.accountId)
  },
}

export const accountExportsField: GraphQLFieldConfig<unknown, Context> = {
  type: listOf(AccountExportType),
  description: 'The archives of your account: the one being made first, then the newest.',
  resolve: (_source, _args, { caller, services }) => {
    requireOwner(caller, ['live', 'test'])
    return listExports(services, caller.accountId)
  },
}
