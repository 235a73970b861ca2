// How full the databases are, and moving an account from one to another, for administrators.
import { GraphQLBoolean, GraphQLEnumType, GraphQLFloat, GraphQLID, GraphQLObjectType, GraphQLString } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import * as v from 'valibot'
import { moveAccount } from '../../admin/move-account.ts'
import type { AccountMove } from '../../admin/move-account.ts'
import { readShards } from '../../store/shards.ts'
import type { Shard } from '../../store/shards.ts'
import { operatorOf } from './admin-accounts.ts'
import type { Context } from '../types/context.ts'
import { LONGEST_NOTE, characters, checked } from '../types/key-inputs.ts'
import { listOf, nonNull } from '../types/non-null.ts'

const ShardType = new GraphQLObjectType<Shard>({
  name: 'Shard',
  description: 'A database that accounts are in.',
  fields: {
    name: { type: nonNull(GraphQLID), description: 'The name of its binding.' },
    bytes: { type: nonNull(GraphQLFloat), description: 'What it holds.' },
    mostBytes: { type: nonNull(GraphQLFloat), description: 'What it may hold.' },
    isAlarming: { type: nonNull(GraphQLBoolean), description: 'Whether that is 70 % or more: then there is an alarm of it each hour.' },
  },
})

export const adminShardQueries = {
  adminShards: { type: listOf(ShardType), description: 'How full each database is that answers.', resolve: (_source, _args, { services }) => readShards(services) },
} as const satisfies Record<string, GraphQLFieldConfig<unknown, Context>>

const MoveStageType = new GraphQLEnumType({
  name: 'AccountMoveStage',
  description: 'How far the move of an account has come.',
  values: {
    BEGIN: { description: 'It is about to begin.' },
    COPY: { description: 'Its rows are copied, while it is at work.' },
    CATCH_UP: { description: 'What has changed since is copied again.' },
    SWITCH: { description: 'For a moment nothing of it can be written: the rest is copied, both are compared, and the directory is told.' },
    WAKE: { description: 'It is there, and what is due of it is about to be seen to again.' },
    DELETE: { description: 'It is there. What was left behind is deleted, an hour later.' },
    DONE: { description: 'Nothing of it is left where it was.' },
  },
})

const AccountMoveType = new GraphQLObjectType<AccountMove>({
  name: 'AccountMove',
  description: 'An account on its way from one database to another.',
  fields: {
    accountId: { type: nonNull(GraphQLID), description: 'The account; that of its test keys goes along.' },
    from: { type: nonNull(GraphQLID), description: 'The binding of the database that it is moved from.' },
    to: { type: nonNull(GraphQLID), description: 'The binding of the database that it is moved to.' },
    stage: { type: nonNull(MoveStageType), description: 'How far it has come.' },
  },
})

const MoveArguments = v.object({ accountId: v.string(), shard: v.string(), reason: v.string() })

export const adminShardMutations = {
  adminAccountMove: {
    type: nonNull(AccountMoveType),
    description: 'Moves an account to another database while it is at work. It goes on by itself; asked for again, it tells how far it has come.',
    args: {
      accountId: { type: nonNull(GraphQLID), description: 'The account; that of its test keys goes along.' },
      shard: { type: nonNull(GraphQLID), description: 'The binding of the database that it is to be in: `name` of `adminShards`.' },
      reason: { type: nonNull(GraphQLString), description: `For the log: 1 to ${LONGEST_NOTE} characters.` },
    },
    resolve: (_source, given, context) => {
      const { accountId, shard, reason } = v.parse(MoveArguments, given)
      checked(given, [characters('reason', reason.trim(), 1, LONGEST_NOTE)])
      return moveAccount(context.services, operatorOf(context), accountId, shard, reason)
    },
  },
} as const satisfies Record<string, GraphQLFieldConfig<unknown, Context>>
