// API keys, as callers manage them.
import { GraphQLID, GraphQLInputObjectType, GraphQLInt, GraphQLList, GraphQLObjectType, GraphQLString } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import * as v from 'valibot'
import { keyPrefix } from '../../domain/key-format.ts'
import { MOST_LISTED, createKey, listKeys, revoke, rollKey } from '../../auth/manage-keys.ts'
import type { ListedKey, MintedKey } from '../../auth/manage-keys.ts'
import { SCOPES } from '../../domain/scope.ts'
import { PROVIDER_IDS } from '../../domain/model.ts'
import { invalidInput } from '../../domain/errors.ts'
import type { SpendingLimit } from '../../store/tables.ts'
import { isoTime, utcDate } from '../../domain/times.ts'
import type { Context } from '../types/context.ts'
import { KeyModeEnum, ModeSchema, NOT_NEGATIVE, ScopeEnum, checked, isCredits } from '../types/key-inputs.ts'
import { listOf, nonNull } from '../types/non-null.ts'
import { DateTimeScalar } from '../types/scalars.ts'

const SpendingLimitType = new GraphQLObjectType<SpendingLimit, Context>({
  name: 'SpendingLimit',
  description: 'A hard limit on what is spent. What would exceed it is INSUFFICIENT_CREDITS; refunds are given back to it.',
  fields: {
    creditsPerDay: { type: GraphQLInt, description: 'Credits per UTC day; null: no such limit.', resolve: ({ perDay }) => perDay },
    creditsTotal: { type: GraphQLInt, description: 'Credits in all; null: no such limit.', resolve: ({ inAll }) => inAll },
    spentToday: {
      type: nonNull(GraphQLInt),
      description: 'Spent on this UTC day.',
      resolve: ({ date, spentToday }, _args, { services }) => (date === utcDate(services.now()) ? spentToday : 0),
    },
    spentTotal: { type: nonNull(GraphQLInt), description: 'Spent in all.', resolve: ({ spent }) => spent },
  },
})

export const ApiKeyType = new GraphQLObjectType<ListedKey>({
  name: 'ApiKey',
  description: 'A key, without its secret.',
  fields: {
    id: { type: nonNull(GraphQLID), description: '`key_` and 26 characters.', resolve: ({ key }) => key.id },
    name: { type: nonNull(GraphQLString), description: 'Your own name for it.', resolve: ({ key }) => key.name },
    prefix: { type: nonNull(GraphQLString), description: 'How it begins: `dt_live_` or `dt_test_`.', resolve: ({ key }) => keyPrefix(key.kind) },
    lastFour: { type: nonNull(GraphQLString), description: 'How it ends.', resolve: ({ key }) => key.lastFour },
    scopes: { type: listOf(ScopeEnum), description: 'What it may do.', resolve: ({ key }) => key.scopes },
    providers: { type: new GraphQLList(nonNull(GraphQLString)), description: 'The only providers it may use; null: all.', resolve: ({ key }) => key.providers },
    origins: { type: new GraphQLList(nonNull(GraphQLString)), description: 'The only origins that browsers may use it from; null: all.', resolve: ({ key }) => key.origins },
    limits: { type: listOf(SpendingLimitType), description: 'Its own spending limit, and those of the key that made it. All of them hold.' },
    createdAt: { type: nonNull(DateTimeScalar), description: 'When it was made.', resolve: ({ key }) => isoTime(key.createdAtMs) },
    lastUsedAt: { type: DateTimeScalar, description: 'When it was last used, to the hour; null: never.', resolve: ({ key }) => isoTime(key.lastUsedAtMs) },
    expiresAt: { type: DateTimeScalar, description: 'When it stops working; null: never.', resolve: ({ key }) => isoTime(key.expiresAtMs) },
    revokedAt: { type: DateTimeScalar, description: 'When it was revoked.', resolve: ({ key }) => isoTime(key.revokedAtMs) },
    replacedBy: { type: GraphQLID, description: 'The key it was rolled to.', resolve: ({ key }) => key.replacedBy },
  },
})

export const MintedKeyType = new GraphQLObjectType<MintedKey>({
  name: 'ApiKeyWithSecret',
  description: 'A key that was just made.',
  fields: {
    secret: { type: nonNull(GraphQLString), description: 'The key itself. It is shown this once and cannot be read again.' },
    apiKey: { type: nonNull(ApiKeyType), description: 'What is kept of it.', resolve: (minted) => minted },
  },
})

const CreateInput = new GraphQLInputObjectType({
  name: 'ApiKeyCreateInput',
  description: 'A key to make. It can have no more than the key that makes it.',
  fields: {
    name: { type: nonNull(GraphQLString), description: 'Your own name for it: 1 to 64 characters.' },
    mode: { type: KeyModeEnum, description: 'Live or for tests. Left out: as the key that makes it. A test key makes no live one.' },
    scopes: { type: listOf(ScopeEnum), defaultValue: ['generate', 'read'], description: 'What it may do.' },
    expiresAt: { type: DateTimeScalar, description: 'When it stops working. Left out: when the key that makes it does.' },
    providers: { type: new GraphQLList(nonNull(GraphQLString)), description: 'The only providers it may use. Left out: as the key that makes it.' },
    origins: { type: new GraphQLList(nonNull(GraphQLString)), description: 'The only origins that browsers may use it from, such as `https://app.example.com`. Left out: as the key that makes it.' },
    creditsPerDay: { type: GraphQLInt, description: 'The most it may spend per UTC day.' },
    creditsTotal: { type: GraphQLInt, description: 'The most it may spend in all.' },
  },
})

/** As browsers send it: scheme, host and port alone, no `*` among them; plain http for one's own machine only. */
function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && url.origin === text && !text.includes('*') && (url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === 'localhost'))
}

const CreateSchema = v.object({
  input: v.object({
    name: v.string(),
    mode: ModeSchema,
    scopes: v.array(v.picklist(SCOPES)),
    expiresAt: v.nullish(v.string()),
    providers: v.nullish(v.array(v.string())),
    origins: v.nullish(v.array(v.string())),
    creditsPerDay: v.nullish(v.number()),
    creditsTotal: v.nullish(v.number()),
  }),
})

function create(args: unknown, { services, caller }: Context): Promise<MintedKey> {
  const { input } = v.parse(CreateSchema, args)
  const { name, expiresAt, providers, origins } = input
  const expiresAtMs = expiresAt ? Date.parse(expiresAt) : null
  checked(input, [
    ['input.name', name.trim() !== '' && [...name].length <= 64, { en: 'A name has 1 to 64 characters.', hi: 'नाम 1 से 64 अक्षरों का होता है।' }],
    ['input.scopes', input.scopes.length > 0, { en: 'Give at least one scope.', hi: 'कम से कम एक scope दें।' }],
    ['input.expiresAt', expiresAtMs === null || expiresAtMs > services.now(), { en: 'This time is past.', hi: 'यह समय बीत चुका है।' }],
    ['input.origins', (origins ?? []).length <= 50 && (origins ?? []).every(isOrigin), { en: 'At most 50 origins such as https://app.example.com.', hi: 'अधिकतम 50 origins, जैसे https://app.example.com।' }],
    ['input.creditsPerDay', isCredits(input.creditsPerDay), NOT_NEGATIVE],
    ['input.creditsTotal', isCredits(input.creditsTotal), NOT_NEGATIVE],
  ])
  const known = PROVIDER_IDS.filter((id) => providers?.includes(id))
  if (providers && known.length !== new Set(providers).size) {
    throw invalidInput('input.providers', { en: 'There is no such provider.', hi: 'ऐसा कोई provider नहीं है।' }, PROVIDER_IDS)
  }
  return createKey(services, caller, {
    mode: input.mode ?? caller.kind,
    name,
    scopes: SCOPES.filter((scope) => input.scopes.includes(scope)),
    providers: providers ? known : null,
    origins: origins ? [...new Set(origins)] : null,
    expiresAtMs,
    perDay: input.creditsPerDay ?? null,
    inAll: input.creditsTotal ?? null,
  })
}

const RollSchema = v.object({ id: v.string(), overlapHours: v.number() })
const IdSchema = v.object({ id: v.string() })
const ListSchema = v.object({ mode: ModeSchema, after: v.nullish(v.string()) })
const MOST_OVERLAP_HOURS = 168

function roll(args: unknown, { services, caller }: Context): Promise<MintedKey> {
  const { id, overlapHours } = v.parse(RollSchema, args)
  checked(id, [['overlapHours', overlapHours >= 0 && overlapHours <= MOST_OVERLAP_HOURS, { en: `Ask for 0 to ${MOST_OVERLAP_HOURS} hours.`, hi: `0 से ${MOST_OVERLAP_HOURS} घंटे तक दें।` }]])
  return rollKey(services, caller, id, overlapHours)
}

const idArgument = { type: nonNull(GraphQLID), description: 'The key\'s id. A live key may name a test key.' }

type Field = GraphQLFieldConfig<unknown, Context>

export const apiKeysField: Field = {
  type: listOf(ApiKeyType),
  description: `The keys of your account: the usable ones first, then those that are over, each newest first; ${MOST_LISTED} at most.`,
  args: {
    mode: { type: KeyModeEnum, description: 'The live ones or those for tests. Left out: as the key that asks. A test key sees no live ones.' },
    after: { type: GraphQLID, description: `The id of the last key of the page before, where it had ${MOST_LISTED}.` },
  },
  resolve: (_source, args, { services, caller }) => {
    const { mode, after } = v.parse(ListSchema, args)
    return listKeys(services, caller, mode ?? caller.kind, after ?? undefined)
  },
}

export const apiKeyFields = {
  apiKeyCreate: {
    type: nonNull(MintedKeyType),
    description: 'Makes a key. Its secret is shown this once.',
    args: { input: { type: nonNull(CreateInput), description: 'What it is to be.' } },
    resolve: (_source, args, context) => create(args, context),
  },
  apiKeyRoll: {
    type: nonNull(MintedKeyType),
    description: 'Makes a new key with everything that the old one has, its spending included. The old one works on for a while.',
    args: { id: idArgument, overlapHours: { type: nonNull(GraphQLInt), defaultValue: 24, description: `How long the old key still works: 0 to ${MOST_OVERLAP_HOURS} hours.` } },
    resolve: (_source, args, context) => roll(args, context),
  },
  apiKeyRevoke: {
    type: nonNull(ApiKeyType),
    description: 'Ends a key and its client tokens, everywhere within 30 seconds.',
    args: { id: idArgument },
    resolve: (_source, args, { services, caller }) => revoke(services, caller, v.parse(IdSchema, args).id),
  },
} as const satisfies Record<string, Field>
