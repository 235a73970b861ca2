// What owners ask for, as administrators see and settle it.
import { GraphQLBoolean, GraphQLID, GraphQLString } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import * as v from 'valibot'
import { listAsks, settleAsk } from '../../admin/asks.ts'
import { operatorOf } from './admin-accounts.ts'
import { AskOutcomeEnum, AskType } from './asks.ts'
import type { Context } from '../types/context.ts'
import { LONGEST_NOTE, characters, checked } from '../types/key-inputs.ts'
import { listOf, nonNull } from '../types/non-null.ts'

type Field = GraphQLFieldConfig<unknown, Context>

const ListSchema = v.object({ all: v.boolean() })
const SettleSchema = v.object({ id: v.string(), outcome: v.picklist(['GRANTED', 'DECLINED']), reply: v.string() })

export const adminAskQueries = {
  adminAsks: {
    type: listOf(AskType),
    description: 'What owners ask for, newest first: 100 at most.',
    args: { all: { type: nonNull(GraphQLBoolean), defaultValue: false, description: 'With those that are settled.' } },
    resolve: (_source, args, { services }) => listAsks(services, !v.parse(ListSchema, args).all),
  },
} as const satisfies Record<string, Field>

export const adminAskMutations = {
  adminAskSettle: {
    type: nonNull(AskType),
    description: 'Settles what was asked for; GRANTED gives it at once, and once, however often it is repeated.',
    args: {
      id: { type: nonNull(GraphQLID), description: 'Which.' },
      outcome: { type: nonNull(AskOutcomeEnum), description: 'What becomes of it.' },
      reply: { type: nonNull(GraphQLString), defaultValue: '', description: `For who asked, and for the log: at most ${LONGEST_NOTE} characters.` },
    },
    resolve: (_source, args, context) => {
      const settling = v.parse(SettleSchema, args)
      checked(settling, [characters('reply', settling.reply, 0, LONGEST_NOTE)])
      return settleAsk(context.services, operatorOf(context), settling)
    },
  },
} as const satisfies Record<string, Field>
