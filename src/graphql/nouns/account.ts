// The caller's own account: credits, limits with what remains, usage, and the ledger.
import { GraphQLBoolean, GraphQLID, GraphQLInt, GraphQLObjectType, GraphQLString } from 'graphql'
import { ApiError } from '../../domain/errors.ts'
import type { LimitFigures } from '../../limits/gate.ts'
import { selectAccount } from '../../store/credits.ts'
import { selectEntries, selectEntriesEnd } from '../../store/filtered-pages.ts'
import type { CreditEntry, accounts } from '../../store/tables.ts'
import { selectEndpoints } from '../../store/webhook-endpoints.ts'
import { isoTime } from '../../domain/times.ts'
import { connectionType, lookedPage, readPage } from '../types/connection.ts'
import type { Context } from '../types/context.ts'
import { KeyModeEnum } from '../types/key-inputs.ts'
import { readEntryFilter } from './list-filters.ts'
import { NoticeType, noticesOf } from './notices.ts'
import { usageField } from './usage.ts'
import { listOf, nonNull } from '../types/non-null.ts'
import { DateTimeScalar } from '../types/scalars.ts'

interface Account {
  readonly row: typeof accounts.$inferSelect
  readonly figures: LimitFigures
}

/** One D1 read beside one call of the gate. */
export async function readAccount({ services, caller, allowance }: Context): Promise<Account> {
  const [[rows], figures] = await Promise.all([services.database.batch([selectAccount(services.database, caller.accountId)]), allowance.read()])
  if (!rows[0]) throw new ApiError('UNAUTHENTICATED')
  return { row: rows[0], figures }
}

const FiguresType = new GraphQLObjectType({
  name: 'LimitFigures',
  description: 'One limit and what is left of it.',
  fields: {
    limit: { type: nonNull(GraphQLInt), description: 'The most that is allowed.' },
    remaining: { type: nonNull(GraphQLInt), description: 'What is left now.' },
    resetSeconds: { type: nonNull(GraphQLInt), description: 'Whole seconds until more of it frees.' },
  },
})

const LimitsType = new GraphQLObjectType<LimitFigures>({
  name: 'Limits',
  description: 'The limits of the account.',
  fields: {
    minute: { type: nonNull(FiguresType), description: 'Generations in any 60 seconds.' },
    concurrent: { type: nonNull(FiguresType), description: 'Generations that are not over yet.' },
    day: { type: FiguresType, description: 'Generations per UTC day; null where there is no limit.' },
    reads: { type: nonNull(FiguresType), description: 'Other requests in any 60 seconds.' },
  },
})

export const AccountType = new GraphQLObjectType<Account, Context>({
  name: 'Account',
  description: 'Your account.',
  fields: {
    id: { type: nonNull(GraphQLID), description: 'Its id.', resolve: ({ row }) => row.id },
    name: { type: nonNull(GraphQLString), description: 'Its name.', resolve: ({ row }) => row.name },
    mode: { type: nonNull(KeyModeEnum), description: 'What the key that asks is for. All figures here are of that mode.', resolve: (_account, _args, { caller }) => caller.kind },
    plan: { type: nonNull(GraphQLString), description: '`FREE`, `STARTER`, `PRO` or `ENTERPRISE`.', resolve: (_account, _args, { caller }) => caller.plan },
    credits: { type: nonNull(GraphQLInt), description: 'The balance.', resolve: ({ row }) => row.credits },
    creditsLowAt: { type: nonNull(GraphQLInt), description: 'A charge that brings the balance under it is the event `credits.low`; 0: none is.', resolve: ({ row }) => row.creditsLowAt },
    suspended: { type: nonNull(GraphQLBoolean), description: 'Whether we have suspended it: nothing new is accepted then.', resolve: (_account, _args, { caller }) => caller.suspended !== null },
    notices: {
      type: listOf(NoticeType),
      description: 'What was switched off by us and wants your attention.',
      resolve: async ({ row }, _args, { services: { database } }) => noticesOf((await database.batch([selectEndpoints(database, row.id)]))[0]),
    },
    limits: { type: nonNull(LimitsType), description: 'The limits with what remains.', resolve: ({ figures }) => figures },
    administersUntil: {
      type: DateTimeScalar,
      description: 'Of a signed-in operator of this service, in live mode: until when he may administer without signing in again. Null for anybody else.',
      resolve: (_account, _args, { caller }) => isoTime(caller.administers?.untilMs ?? null),
    },
    usage: usageField,
  },
})

export const EntryType = new GraphQLObjectType<CreditEntry>({
  name: 'CreditEntry',
  description: 'One line of the ledger. The balance is their sum.',
  fields: {
    id: { type: nonNull(GraphQLID), description: 'Its id.' },
    kind: { type: nonNull(GraphQLString), description: '`GRANT`, `TOP_UP`, `CHARGE`, `REFUND`, `ADJUSTMENT` or `OPENING`: what a month\'s generations came to that have left for the `archive`.' },
    amount: { type: nonNull(GraphQLInt), description: 'Credits; a charge is negative.' },
    generationId: { type: GraphQLID, description: 'The generation it belongs to.', resolve: (entry) => entry.jobId },
    createdAt: { type: nonNull(DateTimeScalar), description: 'When it was written.', resolve: (entry) => isoTime(entry.createdAtMs) },
  },
})

export const CreditEntryConnection = connectionType(EntryType)

export async function readEntries(args: Readonly<Record<string, unknown>>, { services: { database }, caller: { accountId } }: Context) {
  const filter = readEntryFilter(args['filter'])
  return lookedPage(readPage(args), filter, {
    rows: async (before, limit) => (await database.batch([selectEntries(database, accountId, before, limit, filter)]))[0],
    end: async (before) => (await database.batch([selectEntriesEnd(database, accountId, before, filter)]))[0],
  })
}
