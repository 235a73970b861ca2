// What administrators do besides accounts: credits, keys, models.
import { GraphQLBoolean, GraphQLEnumType, GraphQLID, GraphQLInputObjectType, GraphQLInt, GraphQLObjectType, GraphQLString } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import * as v from 'valibot'
import { grantCredits } from '../../admin/grant-credits.ts'
import { revokeKeyOf } from '../../admin/revoke-key.ts'
import { listSwitches, switchModel } from '../../admin/switch-model.ts'
import type { ModelSwitch } from '../../store/model-switches.ts'
import type { CreditEntry } from '../../store/tables.ts'
import { isoTime } from '../../domain/times.ts'
import { EntryType } from './account.ts'
import { CREDITS, adminAccountMutations, adminAccountQueries, operatorOf } from './admin-accounts.ts'
import { adminAlarmMutations, adminAlarmQueries } from './admin-alarms.ts'
import { adminAskMutations, adminAskQueries } from './admin-asks.ts'
import { adminAuditLogQueries } from './admin-audit-log.ts'
import { adminMarginQueries } from './admin-margins.ts'
import { adminShardMutations, adminShardQueries } from './admin-shards.ts'
import { adminSuspensionMutations } from './admin-suspension.ts'
import { adminTakedownMutations } from './admin-takedown.ts'
import { ApiKeyType } from './api-keys.ts'
import type { Context } from '../types/context.ts'
import { readIdempotencyKey } from '../../http/idempotency-key.ts'
import { LONGEST_NOTE, characters, checked, within } from '../types/key-inputs.ts'
import { listOf, nonNull } from '../types/non-null.ts'
import { DateTimeScalar } from '../types/scalars.ts'

type Field = GraphQLFieldConfig<unknown, Context>

const ABOUT_NOTE = `For the log: at most ${LONGEST_NOTE} characters.`
const KINDS = ['GRANT', 'TOP_UP', 'ADJUSTMENT'] as const

const GrantInput = new GraphQLInputObjectType({
  name: 'AdminCreditsGrantInput',
  description: 'Credits to give, or to take back.',
  fields: {
    accountId: { type: nonNull(GraphQLID), description: 'The account.' },
    amount: { type: nonNull(GraphQLInt), description: 'Credits. Only of an ADJUSTMENT may it be negative.' },
    kind: {
      type: nonNull(new GraphQLEnumType({
        name: 'AdminGrantKind',
        description: 'What credits are given for.',
        values: { GRANT: { description: 'Given.' }, TOP_UP: { description: 'Bought.' }, ADJUSTMENT: { description: 'Put right, up or down.' } } satisfies Record<(typeof KINDS)[number], object>,
      })),
      defaultValue: 'GRANT',
      description: 'What for.',
    },
    note: { type: nonNull(GraphQLString), defaultValue: '', description: ABOUT_NOTE },
    idempotencyKey: { type: nonNull(GraphQLString), description: 'As of `generate`, and never forgotten: a repetition gives nothing more, and answers the first entry.' },
  },
})

const ModelSwitchType = new GraphQLObjectType<ModelSwitch>({
  name: 'ModelSwitch',
  description: 'A model that is switched off.',
  fields: {
    model: { type: nonNull(GraphQLID), description: 'Its id.' },
    reason: { type: nonNull(GraphQLString), description: 'Why.' },
    offSince: { type: nonNull(DateTimeScalar), description: 'Since when.', resolve: ({ offSinceMs }) => isoTime(offSinceMs) },
  },
})

const GrantSchema = v.object({
  input: v.object({ accountId: v.string(), amount: v.number(), kind: v.picklist(KINDS), note: v.string(), idempotencyKey: v.string() }),
})

async function grant(args: unknown, context: Context): Promise<CreditEntry> {
  const { input } = v.parse(GrantSchema, args)
  const { amount, kind, note } = input
  checked(input, [within('input.amount', kind === 'ADJUSTMENT' ? Math.abs(amount) : amount, CREDITS), characters('input.note', note, 0, LONGEST_NOTE)])
  const idempotencyKey = readIdempotencyKey(input.idempotencyKey, 'input.idempotencyKey')
  const { entry, replayed } = await grantCredits(context.services, operatorOf(context), { ...input, idempotencyKey })
  if (replayed) context.noteReplay()
  return entry
}

const reasonArgument = { type: nonNull(GraphQLString), defaultValue: '', description: ABOUT_NOTE }
const RevokeSchema = v.object({ accountId: v.string(), keyId: v.string(), reason: v.string() })
const SwitchSchema = v.object({ model: v.string(), on: v.boolean(), reason: v.string() })

export const adminQueries = {
  ...adminAccountQueries,
  ...adminAlarmQueries,
  ...adminAskQueries,
  ...adminAuditLogQueries,
  ...adminMarginQueries,
  ...adminShardQueries,
  adminModels: {
    type: listOf(ModelSwitchType),
    description: 'The models that are switched off.',
    resolve: (_source, _args, { services }) => listSwitches(services),
  },
} as const satisfies Record<string, Field>

export const adminMutations = {
  ...adminAccountMutations,
  ...adminAlarmMutations,
  ...adminAskMutations,
  ...adminSuspensionMutations,
  ...adminShardMutations,
  ...adminTakedownMutations,
  adminCreditsGrant: {
    type: nonNull(EntryType),
    description: 'Gives an account credits, or takes some back: once for each idempotency key.',
    args: { input: { type: nonNull(GrantInput), description: 'How many, and what for.' } },
    resolve: (_source, args, context) => grant(args, context),
  },
  adminKeyRevoke: {
    type: nonNull(ApiKeyType),
    description: 'Ends a key of any account, everywhere within 30 seconds.',
    args: {
      accountId: { type: nonNull(GraphQLID), description: 'Whose it is.' },
      keyId: { type: nonNull(GraphQLID), description: 'The key\'s id.' },
      reason: reasonArgument,
    },
    resolve: async (_source, args, context) => {
      const key = v.parse(RevokeSchema, args)
      checked(key, [characters('reason', key.reason, 0, LONGEST_NOTE)])
      return { key: await revokeKeyOf(context.services, operatorOf(context), key), limits: [] }
    },
  },
  adminModelSwitch: {
    type: listOf(ModelSwitchType),
    description: 'Switches a model off for everybody, or on again, within 30 seconds; what was accepted before runs on. Answers what is off.',
    args: {
      model: { type: nonNull(GraphQLID), description: 'Its id.' },
      on: { type: nonNull(GraphQLBoolean), description: 'Whether it is to be offered.' },
      reason: reasonArgument,
    },
    resolve: (_source, args, context) => {
      const wanted = v.parse(SwitchSchema, args)
      checked(wanted, [characters('reason', wanted.reason, 0, LONGEST_NOTE)])
      return switchModel(context.services, operatorOf(context), wanted)
    },
  },
} as const satisfies Record<string, Field>
