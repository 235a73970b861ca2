// How full the databases are, for administrators.
import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLObjectType } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import { readShards } from '../../store/shards.ts'
import type { Shard } from '../../store/shards.ts'
import type { Context } from '../types/context.ts'
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
