// What an account used: by day, or by model, key or end user, the largest first and one line for all others.
import { GraphQLEnumType, GraphQLID, GraphQLInt, GraphQLObjectType, GraphQLString } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import * as v from 'valibot'
import { modelById, models } from '../../catalog/catalog.ts'
import { invalidInput } from '../../domain/errors.ts'
import { PROVIDER_IDS } from '../../domain/model.ts'
import { selectPartCount, selectPartDays, selectUsage, selectUsageBy } from '../../store/usage.ts'
import type { Days, PartFilter, UsageFigures, UsagePart } from '../../store/usage.ts'
import { FIRST_AT_MOST } from '../types/connection.ts'
import type { Context } from '../types/context.ts'
import { dayArguments, dayEntries, rangeOf } from '../types/day-range.ts'
import { wordOf } from '../types/filter-inputs.ts'
import { listOf, nonNull } from '../types/non-null.ts'
import { GenerationTypeEnum } from './generation.ts'
import { ApiKeyOfType } from './story.ts'

/** A longer range with more rows than this is refused; a single day never is. */
export const MOST_PARTS = 50_000

interface Usage extends UsageFigures {
  readonly date: string
  readonly by: UsagePart | 'DAY'
  /** Empty: none. */
  readonly name: string
  readonly others: number
}

const named = (usage: Usage, by: UsagePart): string | null => (usage.by === by && usage.name !== '' ? usage.name : null)

const UsageType = new GraphQLObjectType<Usage, Context>({
  name: 'DailyUsage',
  description: 'What was used on one UTC day; or of a model, a key or an end user over the days that were asked for.',
  fields: {
    date: { type: nonNull(GraphQLString), description: '`2026-11-22`. Not by day: the first of the days.' },
    model: { type: GraphQLID, description: 'By model: which.', resolve: (usage) => named(usage, 'MODEL') },
    provider: { type: GraphQLString, description: 'By model: of which provider.', resolve: (usage) => modelById(named(usage, 'MODEL') ?? '')?.provider ?? null },
    type: { type: GenerationTypeEnum, description: 'By model: what it makes.', resolve: (usage) => modelById(named(usage, 'MODEL') ?? '')?.type ?? null },
    apiKey: {
      type: ApiKeyOfType,
      description: 'By key: which. Null for people, who use none.',
      resolve: async (usage, _args, { loaders }) => {
        const id = named(usage, 'KEY')
        return id === null ? null : { id, name: await loaders().keyName.load(id) }
      },
    },
    endUser: { type: GraphQLString, description: 'By end user: which. Null for what was made without a client token.', resolve: (usage) => named(usage, 'END_USER') },
    others: { type: nonNull(GraphQLInt), description: 'The last line may be the sum of all further ones: of how many. Else 0.' },
    generations: { type: nonNull(GraphQLInt), description: 'Generations accepted.' },
    failed: { type: nonNull(GraphQLInt), description: 'Of those, how many failed and were refunded.' },
    refunded: { type: nonNull(GraphQLInt), description: 'Refunds, of failed and cancelled ones and of what turned out cheaper.' },
    refundedCredits: { type: nonNull(GraphQLInt), description: 'Credits that came back.' },
    credits: { type: nonNull(GraphQLInt), description: 'Credits charged, less those refunded.' },
  },
})

const UsageByEnum = new GraphQLEnumType({
  name: 'UsageBy',
  description: 'What usage is told by.',
  values: {
    DAY: { description: 'A line a day, oldest first.' },
    MODEL: { description: 'A line a model, the most credits first.' },
    KEY: { description: 'A line a key, what its client tokens made included.' },
    END_USER: { description: 'A line an end user of client tokens.' },
  } satisfies Record<Usage['by'], { description: string }>,
})

const Arguments = v.object({
  by: v.picklist(['DAY', 'MODEL', 'KEY', 'END_USER']),
  ...dayEntries,
  provider: v.nullish(v.string()),
  apiKey: v.nullish(v.string()),
  first: v.number(),
})

/** @throws ApiError INVALID_INPUT for days that cannot be, or hold more than one look may read */
async function readUsage(accountId: string, args: unknown, { services: { database, now } }: Context): Promise<readonly Usage[]> {
  const { by, first, provider, apiKey, ...asked } = v.parse(Arguments, args)
  const range = rangeOf(asked, now())
  const filter = filterOf(provider, apiKey)
  if (by === 'DAY' && !filter) {
    const [rows] = await database.batch([selectUsage(database, accountId, range)])
    return rows.map((row) => ({ ...row, by, name: '', others: 0 }))
  }
  if (first < 1 || first > FIRST_AT_MOST) throw invalidInput('first', { en: `Ask for 1 to ${FIRST_AT_MOST} at once.`, hi: `एक बार में 1 से ${FIRST_AT_MOST} तक माँगें।` })
  if (range.since !== range.until) await requireReadable(accountId, range, { database })
  if (by === 'DAY') {
    const [rows] = await database.batch([selectPartDays(database, accountId, range, filter ?? {})])
    return rows.map((row) => ({ ...row, by, name: '', others: 0 }))
  }
  const [rows] = await database.batch([selectUsageBy(database, accountId, by, range, first, filter)])
  return rows.map((row) => ({ ...row, name: row.others > 0 ? '' : row.name, by, date: range.since }))
}

/** @returns undefined where all is asked for @throws ApiError INVALID_INPUT */
function filterOf(provider: string | null | undefined, apiKey: string | null | undefined): PartFilter | undefined {
  const known = wordOf('provider', PROVIDER_IDS, provider)
  if (apiKey === '') throw invalidInput('apiKey', { en: 'apiKey is empty. Leave it out for all.', hi: 'apiKey खाली है। सबके लिए इसे हटा दें।' })
  if (!known && typeof apiKey !== 'string') return undefined
  return { ...(known && { models: models.filter((model) => model.provider === known).map(({ id }) => id) }), ...(typeof apiKey === 'string' && { keyId: apiKey }) }
}

async function requireReadable(accountId: string, range: Days, { database }: Pick<Context['services'], 'database'>): Promise<void> {
  const [[looked]] = await database.batch([selectPartCount(database, accountId, range, MOST_PARTS + 1)])
  if (looked && looked.count > MOST_PARTS) throw invalidInput('from', { en: 'There is too much in these days for one answer. Ask for fewer.', hi: 'इन दिनों में एक जवाब के लिए बहुत अधिक है। कम दिन माँगें।' })
}

export const usageField: GraphQLFieldConfig<{ readonly row: { readonly id: string } }, Context> = {
  type: listOf(UsageType),
  description: 'What was used: by day, oldest first, or by something else, the most credits first.',
  args: {
    by: { type: nonNull(UsageByEnum), defaultValue: 'DAY', description: 'What a line is.' },
    ...dayArguments,
    provider: { type: GraphQLString, description: 'Only of this provider.' },
    apiKey: { type: GraphQLID, description: 'Only what this key made, its client tokens included.' },
    first: { type: nonNull(GraphQLInt), defaultValue: 20, description: 'How many lines, 1 to 100, beside that of all others. A line a day is not counted.' },
  },
  resolve: ({ row }, args, context) => readUsage(row.id, args, context),
}
