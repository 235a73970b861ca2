// What was earned by provider and day: charged, less what the companies' own lists ask for it. Out of what the clock's run has rolled up.
import { GraphQLFloat, GraphQLInt, GraphQLObjectType, GraphQLString } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import * as v from 'valibot'
import { doneInAllMs } from '../../audit/roll-up-usage.ts'
import { modelById, models } from '../../catalog/catalog.ts'
import { isoTime } from '../../domain/times.ts'
import { CREDITS_PER_USD, MICRO } from '../../routing/price.ts'
import { selectModelDays } from '../../store/margins.ts'
import type { ModelDay } from '../../store/margins.ts'
import { selectRollUpMark } from '../../store/usage.ts'
import { onEachShard } from '../../store/shards.ts'
import type { Context } from '../types/context.ts'
import { dayArguments, dayEntries, rangeOf } from '../types/day-range.ts'
import { listOf, nonNull } from '../types/non-null.ts'
import { DateTimeScalar } from '../types/scalars.ts'

interface Margin extends Omit<ModelDay, 'model'> {
  /** Empty: nobody knows. */
  readonly provider: string
}

const usdOf = ({ credits }: Margin): number => credits / CREDITS_PER_USD
const listUsdOf = ({ listMicroUsd }: Margin): number => listMicroUsd / MICRO

const MarginType = new GraphQLObjectType<Margin>({
  name: 'AdminMargin',
  description: 'A provider on a UTC day, over all live accounts.',
  fields: {
    date: { type: nonNull(GraphQLString), description: '`2026-11-22`.' },
    provider: { type: GraphQLString, description: 'Which; null for what nobody can tell any more.', resolve: ({ provider }) => provider || null },
    generations: { type: nonNull(GraphQLInt), description: 'Charged on that day.' },
    kept: { type: nonNull(GraphQLInt), description: 'Of those, how many were completed, late ones too, or were not wholly refunded: what the list is asked for.' },
    late: { type: nonNull(GraphQLInt), description: 'Of those of the day, how many came after their refund: nobody paid for them, and their companies ask for them, so that they are a loss.' },
    unlisted: { type: nonNull(GraphQLInt), description: 'Of the kept, how many were stored before the list\'s price was, and stand in no figure of it.' },
    credits: { type: nonNull(GraphQLInt), description: 'Charged, less what was refunded on that day.' },
    chargedUsd: { type: nonNull(GraphQLFloat), description: `The same in US dollars: ${CREDITS_PER_USD} credits each.`, resolve: usdOf },
    listUsd: { type: nonNull(GraphQLFloat), description: 'What the companies\' lists ask for the kept, by the prices that held when each was ordered.', resolve: listUsdOf },
    marginUsd: { type: nonNull(GraphQLFloat), description: 'Charged, less the list.', resolve: (margin) => Math.round((usdOf(margin) - listUsdOf(margin)) * MICRO) / MICRO },
  },
})

interface ListPrice {
  readonly provider: string
  readonly source: string
  readonly checkedOn: string
}

const ListPriceType = new GraphQLObjectType<ListPrice>({
  name: 'AdminListPrice',
  description: 'Where a provider\'s list was read.',
  fields: {
    provider: { type: nonNull(GraphQLString), description: 'Whose.' },
    source: { type: nonNull(GraphQLString), description: 'The page.' },
    checkedOn: { type: nonNull(GraphQLString), description: 'The day on which it was read last.' },
  },
})

interface Margins {
  readonly countedUntilMs: number | null
  readonly lines: readonly Margin[]
}

const MarginsType = new GraphQLObjectType<Margins>({
  name: 'AdminMargins',
  description: 'What was earned.',
  fields: {
    countedUntil: { type: DateTimeScalar, description: 'What was ordered before is counted, each charge and refund once; null: nothing is yet.', resolve: ({ countedUntilMs }) => isoTime(countedUntilMs) },
    lines: { type: listOf(MarginType), description: 'A line for each provider and day, the newest day first, the most credits first.' },
    lists: { type: listOf(ListPriceType), description: 'Where the lists of these providers were read.', resolve: ({ lines }) => listsOf(new Set(lines.map(({ provider }) => provider))) },
  },
})

/** One for each page of each provider. */
function listsOf(providers: ReadonlySet<string>): readonly ListPrice[] {
  const lists = new Map<string, ListPrice>()
  for (const { provider, priceSource: { url, checkedOn } } of models.filter((model) => providers.has(model.provider))) {
    const key = `${provider} ${url}`
    const known = lists.get(key)
    lists.set(key, { provider, source: url, checkedOn: known && known.checkedOn > checkedOn ? known.checkedOn : checkedOn })
  }
  return [...lists.values()]
}

function linesOf(rows: readonly ModelDay[]): readonly Margin[] {
  const lines = new Map<string, Margin>()
  for (const { model, ...row } of rows) {
    const provider = modelById(model)?.provider ?? ''
    const known = lines.get(`${row.date} ${provider}`)
    lines.set(`${row.date} ${provider}`, known ? { ...known, ...sumOf(known, row) } : { ...row, provider })
  }
  return [...lines.values()].toSorted((one, other) => other.date.localeCompare(one.date) || other.credits - one.credits)
}

type Figures = Pick<Margin, 'generations' | 'kept' | 'late' | 'unlisted' | 'credits' | 'listMicroUsd'>

const sumOf = (one: Figures, other: Figures): Figures => ({
  generations: one.generations + other.generations,
  kept: one.kept + other.kept,
  late: one.late + other.late,
  unlisted: one.unlisted + other.unlisted,
  credits: one.credits + other.credits,
  listMicroUsd: one.listMicroUsd + other.listMicroUsd,
})

const Arguments = v.object(dayEntries)

async function readMargins(args: unknown, { services }: Context): Promise<Margins> {
  const { since, until } = rangeOf(v.parse(Arguments, args), services.now())
  const read = await onEachShard(services, ({ database }) => database.batch([selectModelDays(database, since, until), selectRollUpMark(database)]))
  return { countedUntilMs: doneInAllMs(read.map(([, marks]) => marks)) ?? null, lines: linesOf(read.flatMap(([rows]) => rows)) }
}

export const adminMarginQueries = {
  adminMargins: {
    type: nonNull(MarginsType),
    description: 'What was charged by provider and day, less what the companies\' own lists ask for it. Counted within about an hour after a generation has ended.',
    args: dayArguments,
    resolve: (_source, args, context) => readMargins(args, context),
  },
} as const satisfies Record<string, GraphQLFieldConfig<unknown, Context>>
