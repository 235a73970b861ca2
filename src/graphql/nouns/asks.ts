// What an account's owner asks of the operators.
import { GraphQLEnumType, GraphQLID, GraphQLInputObjectType, GraphQLInt, GraphQLObjectType, GraphQLString } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import * as v from 'valibot'
import { MOST_OPEN, createAsk, listAsksOf } from '../../admin/asks.ts'
import { requireOwner } from '../../auth/scopes.ts'
import { PLANS } from '../../domain/plans.ts'
import { isoTime } from '../../domain/times.ts'
import type { Ask, AskOutcome } from '../../store/access-tables.ts'
import { CREDITS, PlanEnum } from './admin-accounts.ts'
import type { Context } from '../types/context.ts'
import { LONGEST_NOTE, characters, checked, within } from '../types/key-inputs.ts'
import { listOf, nonNull } from '../types/non-null.ts'
import { DateTimeScalar } from '../types/scalars.ts'

export const AskOutcomeEnum = new GraphQLEnumType({
  name: 'AskOutcome',
  description: 'What became of something that was asked for.',
  values: { GRANTED: { description: 'It was given.' }, DECLINED: { description: 'It was not.' } } satisfies Record<AskOutcome, object>,
})

export const AskType = new GraphQLObjectType<Ask>({
  name: 'Ask',
  description: 'Credits or a plan that an owner asks for.',
  fields: {
    id: { type: nonNull(GraphQLID), description: '`ask_` and 26 characters.' },
    accountId: { type: nonNull(GraphQLID), description: 'For which account.' },
    credits: { type: GraphQLInt, description: 'How many credits; null: it is a plan.' },
    plan: { type: PlanEnum, description: 'Which plan; null: it is credits.' },
    note: { type: nonNull(GraphQLString), description: 'What its owner says to it.' },
    createdAt: { type: nonNull(DateTimeScalar), description: 'When it was asked for.', resolve: ({ createdAtMs }) => isoTime(createdAtMs) },
    outcome: { type: AskOutcomeEnum, description: 'What became of it; null: it is open.' },
    reply: { type: nonNull(GraphQLString), description: 'What we say to it.' },
    settledAt: { type: DateTimeScalar, description: 'When it was settled.', resolve: ({ settledAtMs }) => isoTime(settledAtMs) },
  },
})

const CreateInput = new GraphQLInputObjectType({
  name: 'AskCreateInput',
  description: 'What is asked for: credits or a plan, one of the two.',
  fields: {
    credits: { type: GraphQLInt, description: `${CREDITS.least} to ${CREDITS.most}.` },
    plan: { type: PlanEnum, description: 'Another plan.' },
    note: { type: nonNull(GraphQLString), defaultValue: '', description: `What for, and how you can be reached: at most ${LONGEST_NOTE} characters.` },
  },
})

const CreateSchema = v.object({ input: v.object({ credits: v.nullish(v.number(), null), plan: v.nullish(v.picklist(PLANS), null), note: v.string() }) })

/** @throws ApiError FORBIDDEN for who may not act for the whole account, test keys too: their credits are play money */
export const askCreateField: GraphQLFieldConfig<unknown, Context> = {
  type: nonNull(AskType),
  description: `Asks us for credits or another plan; ${MOST_OPEN} at most are open at once. Wants a live key with every usual scope and no bounds, or a session.`,
  args: { input: { type: nonNull(CreateInput), description: 'What you ask for.' } },
  resolve: (_source, args, { caller, services }) => {
    const { input } = v.parse(CreateSchema, args)
    requireOwner(caller)
    checked(input, [
      ['input', (input.credits === null) !== (input.plan === null), { en: 'Give either credits or plan.', hi: 'credits या plan में से कोई एक दें।' }],
      within('input.credits', input.credits, CREDITS),
      characters('input.note', input.note, 0, LONGEST_NOTE),
    ])
    return createAsk(services, { ...input, accountId: caller.accountId })
  },
}

export const asksField: GraphQLFieldConfig<unknown, Context> = {
  type: listOf(AskType),
  description: 'What your account asked us for, newest first: 100 at most.',
  resolve: (_source, _args, { caller, services }) => listAsksOf(services, caller.accountId),
}
