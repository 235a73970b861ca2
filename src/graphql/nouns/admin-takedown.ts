// Taking down what was made, as administrators do it.
import { GraphQLBoolean, GraphQLID, GraphQLInt, GraphQLObjectType, GraphQLString } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import * as v from 'valibot'
import { takeDown } from '../../admin/take-down.ts'
import type { Takedown } from '../../admin/take-down.ts'
import { operatorOf } from './admin-accounts.ts'
import type { Context } from '../types/context.ts'
import { LONGEST_NOTE, characters, checked } from '../types/key-inputs.ts'
import { listOf, nonNull } from '../types/non-null.ts'

const TakedownType = new GraphQLObjectType<Takedown, Context>({
  name: 'Takedown',
  description: 'What a takedown came to.',
  fields: {
    sha256: { type: listOf(GraphQLString), description: 'The bytes that are taken down, wherever they were made and whenever they are made again. None of what the test upstream delivers.' },
    generations: { type: nonNull(GraphQLInt), description: 'How many generations have lost their files by it so far.' },
    done: { type: nonNull(GraphQLBoolean), description: 'Whether that was all; the rest follows by itself.' },
  },
})

const Arguments = v.object({ target: v.string(), reason: v.string() })

export const adminTakedownMutations = {
  adminTakedown: {
    type: nonNull(TakedownType),
    description: 'Deletes the files of a generation, or of all that have these bytes, and says so on them and in the public record. The ledger stays.',
    args: {
      target: { type: nonNull(GraphQLID), description: 'A generation\'s id, or a SHA-256.' },
      reason: { type: nonNull(GraphQLString), defaultValue: '', description: `For the log: at most ${LONGEST_NOTE} characters.` },
    },
    resolve: (_source, args, context) => {
      const { target, reason } = v.parse(Arguments, args)
      checked(args, [characters('reason', reason, 0, LONGEST_NOTE)])
      return takeDown(context.services, operatorOf(context), target.trim(), reason)
    },
  },
} as const satisfies Record<string, GraphQLFieldConfig<unknown, Context>>
