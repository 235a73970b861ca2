// Accounts as administrators see and change them.
import { GraphQLEnumType, GraphQLID, GraphQLInputObjectType, GraphQLInt, GraphQLObjectType, GraphQLString } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import * as v from 'valibot'
import { changeTerms, createAccount } from '../../admin/accounts.ts'
import type { CreatedAccount } from '../../admin/accounts.ts'
import type { Operator } from '../../admin/make-change.ts'
import { keysOf } from '../../auth/manage-keys.ts'
import { PLANS } from '../../domain/plans.ts'
import { selectAccounts } from '../../store/accounts.ts'
import type { Account } from '../../store/accounts.ts'
import { selectAccount } from '../../store/credits.ts'
import { atHome, newestOf, readEach } from '../../store/shards.ts'
import { selectSuspendedUsers } from '../../store/suspensions.ts'
import { isoTime } from '../../domain/times.ts'
import { ApiKeyType } from './api-keys.ts'
import { connectionOf, connectionType, pageArguments, readPage } from '../types/connection.ts'
import type { Context } from '../types/context.ts'
import { characters, checked, within } from '../types/key-inputs.ts'
import { listOf, nonNull } from '../types/non-null.ts'
import { DateTimeScalar } from '../types/scalars.ts'

type Field = GraphQLFieldConfig<unknown, Context>

export const operatorOf = ({ caller: { accountId, keyId, administers }, requestId }: Context): Operator =>
  ({ actorAccountId: accountId, actor: keyId, person: administers && { issuer: administers.issuer, subject: administers.subject }, requestId })

export const PlanEnum = new GraphQLEnumType({
  name: 'Plan',
  description: 'What an account is allowed.',
  values: Object.fromEntries(PLANS.map((plan) => [plan, { description: plan === 'ENTERPRISE' ? 'Figures of its own.' : 'The published figures.' }])),
})

/** What Enterprise may be given. */
const FIGURES = {
  perMinute: { least: 1, most: 10_000, about: 'Generations in any 60 seconds.' },
  concurrent: { least: 1, most: 1_000, about: 'Generations at once.' },
  perDay: { least: 0, most: 10_000_000, about: 'Generations per UTC day; 0: no limit.' },
  readsPerMinute: { least: 300, most: 100_000, about: 'Other requests in any 60 seconds.' },
} as const

const NAMES = ['perMinute', 'concurrent', 'perDay', 'readsPerMinute'] as const satisfies readonly (keyof typeof FIGURES)[]
const figureFields = Object.fromEntries(NAMES.map((name) => [name, { type: GraphQLInt, description: `${FIGURES[name].about} ${FIGURES[name].least} to ${FIGURES[name].most}; null: the plan's.` }]))
const MOST_USERS = 100
const RETENTION = { least: 1, most: 3650 }

export const AdminAccountType = new GraphQLObjectType<Account & Partial<CreatedAccount>, Context>({
  name: 'AdminAccount',
  description: 'Any account, as administrators see it.',
  fields: {
    id: { type: nonNull(GraphQLID), description: 'Its id.' },
    name: { type: nonNull(GraphQLString), description: 'Its name.' },
    plan: { type: nonNull(PlanEnum), description: 'Its plan.' },
    credits: { type: nonNull(GraphQLInt), description: 'Its balance.' },
    limits: {
      type: new GraphQLObjectType({ name: 'OwnLimits', description: 'What was agreed with an Enterprise account.', fields: figureFields }),
      description: 'Its own figures; null: its plan\'s alone.',
      resolve: ({ limits }) => limits && { ...limits, ...(limits.perDay === null && { perDay: 0 }) },
    },
    retentionDays: { type: GraphQLInt, description: 'Days that its media are kept; null: its plan\'s.' },
    createdAt: { type: nonNull(DateTimeScalar), description: 'When it was made.', resolve: ({ createdAtMs }) => isoTime(createdAtMs) },
    suspendedAt: { type: DateTimeScalar, description: 'Since when nothing new is accepted of it; null: it is.', resolve: ({ suspendedAtMs }) => isoTime(suspendedAtMs) },
    closedAt: { type: DateTimeScalar, description: 'When its owner closed it; null: it is open.', resolve: ({ closedAtMs }) => isoTime(closedAtMs) },
    erasedAt: { type: DateTimeScalar, description: 'When it was begun to delete what is personal in it: from then on it cannot be opened again.', resolve: ({ erasedAtMs }) => isoTime(erasedAtMs) },
    suspendedEndUsers: {
      type: listOf(GraphQLString),
      description: `End users of whom nothing new is accepted: the first ${MOST_USERS}.`,
      resolve: async ({ id }, _args, { services }) => {
        const database = await services.shards.homeOf(id)
        return (await database.batch([selectSuspendedUsers(database, id, MOST_USERS)]))[0].map(({ endUser }) => endUser)
      },
    },
    keys: { type: listOf(ApiKeyType), description: 'Its keys, the usable ones first.', resolve: async ({ id }, _args, { services }) => keysOf(await atHome(services, id), id) },
    secret: { type: GraphQLString, description: 'Its first key, in the answer that made the account and never again.' },
  },
})

const CreateInput = new GraphQLInputObjectType({
  name: 'AdminAccountCreateInput',
  description: 'An account to make.',
  fields: {
    name: { type: nonNull(GraphQLString), description: '1 to 100 characters.' },
    plan: { type: nonNull(PlanEnum), description: 'Its plan.' },
    credits: { type: nonNull(GraphQLInt), defaultValue: 0, description: 'What it is granted to begin with.' },
  },
})

const UpdateInput = new GraphQLInputObjectType({
  name: 'AdminAccountUpdateInput',
  description: 'What to change; what is left out stays. The account\'s test keys follow.',
  fields: {
    id: { type: nonNull(GraphQLID), description: 'The account.' },
    name: { type: GraphQLString, description: '1 to 100 characters.' },
    plan: { type: PlanEnum, description: 'Leaving ENTERPRISE ends all figures of its own.' },
    limits: {
      type: new GraphQLInputObjectType({ name: 'OwnLimitsInput', description: 'What is agreed with an Enterprise account.', fields: figureFields }),
      description: 'For ENTERPRISE alone; null: the plan\'s.',
    },
    retentionDays: { type: GraphQLInt, description: `For ENTERPRISE alone: ${RETENTION.least} to ${RETENTION.most}; null: the plan's.` },
  },
})

const plan = v.picklist(PLANS)
const figure = v.exactOptional(v.nullable(v.number()))
const CreateSchema = v.object({ input: v.object({ name: v.string(), plan, credits: v.number() }) })
const UpdateSchema = v.object({
  input: v.object({
    id: v.string(),
    name: v.nullish(v.string()),
    plan: v.nullish(plan),
    limits: v.exactOptional(v.nullable(v.object({ perMinute: figure, concurrent: figure, perDay: figure, readsPerMinute: figure }))),
    retentionDays: figure,
  }),
})

/** Of one change: far from where balances end. */
export const CREDITS = { least: 1, most: 1_000_000_000 }

function create(args: unknown, context: Context): Promise<CreatedAccount> {
  const { input } = v.parse(CreateSchema, args)
  checked(input, [characters('input.name', input.name.trim(), 1, 100), within('input.credits', input.credits, { ...CREDITS, least: 0 })])
  return createAccount(context.services, operatorOf(context), input)
}

function update(args: unknown, context: Context): Promise<Account> {
  const { id, name, plan: newPlan, ...figures } = v.parse(UpdateSchema, args).input
  checked(figures, [
    characters('input.name', name?.trim() ?? id, 1, 100),
    ...NAMES.map((figureName) => within(`input.limits.${figureName}`, figures.limits?.[figureName], FIGURES[figureName])),
    within('input.retentionDays', figures.retentionDays, RETENTION),
  ])
  return changeTerms(context.services, operatorOf(context), id, { ...figures, ...(name && { name }), ...(newPlan && { plan: newPlan }) })
}

const IdSchema = v.object({ id: v.string() })

export const adminAccountQueries = {
  adminAccounts: {
    type: nonNull(connectionType(AdminAccountType)),
    description: 'All accounts.',
    args: pageArguments,
    resolve: async (_source, args, { services }) => {
      const { before, first } = readPage(args)
      const pages = await readEach(services, (database) => selectAccounts(database, before, first + 1))
      return connectionOf(newestOf(pages, first + 1), first, ({ id }) => id)
    },
  },
  adminAccount: {
    type: AdminAccountType,
    description: 'An account; null where there is none.',
    args: { id: { type: nonNull(GraphQLID), description: 'Its id.' } },
    resolve: async (_source, args, { services }) => {
      const { id } = v.parse(IdSchema, args)
      const database = await services.shards.homeOf(id)
      const [[account]] = await database.batch([selectAccount(database, id)])
      return account
    },
  },
} as const satisfies Record<string, Field>

export const adminAccountMutations = {
  adminAccountCreate: {
    type: nonNull(AdminAccountType),
    description: 'Makes an account, with a first key that has every scope but `ADMIN`.',
    args: { input: { type: nonNull(CreateInput), description: 'What it is to be.' } },
    resolve: (_source, args, context) => create(args, context),
  },
  adminAccountUpdate: {
    type: nonNull(AdminAccountType),
    description: 'Changes an account, everywhere within 30 seconds.',
    args: { input: { type: nonNull(UpdateInput), description: 'What to change.' } },
    resolve: (_source, args, context) => update(args, context),
  },
} as const satisfies Record<string, Field>
