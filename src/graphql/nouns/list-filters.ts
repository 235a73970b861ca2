// Which lines of the ledger and which webhook deliveries to list. As of generations: null and what is left out are no wish, an empty
// or unknown word is refused.
import { GraphQLID, GraphQLInputObjectType, GraphQLString } from 'graphql'
import * as v from 'valibot'
import { EVENT_KINDS } from '../../domain/event.ts'
import { invalidInput } from '../../domain/errors.ts'
import type { EntryKind } from '../../domain/job.ts'
import { timePart } from '../../domain/new-id.ts'
import type { DeliveryFilter, EntryFilter } from '../../store/filtered-pages.ts'
import type { Context } from '../types/context.ts'
import { DateTimeScalar } from '../types/scalars.ts'
import { DeliveryStatusEnum } from './webhooks.ts'

const ENTRY_KINDS = ['GRANT', 'TOP_UP', 'CHARGE', 'REFUND', 'ADJUSTMENT'] as const satisfies readonly EntryKind[]

const times = {
  createdAfter: { type: DateTimeScalar, description: 'At or after this time.' },
  createdBefore: { type: DateTimeScalar, description: 'Before this time.' },
}

export const CreditEntryFilterInput = new GraphQLInputObjectType({
  name: 'CreditEntryFilter',
  description: 'Which lines of the ledger to list. All that is given must hold.',
  fields: {
    kind: { type: GraphQLString, description: '`CHARGE`, `REFUND` or another kind.' },
    generation: { type: GraphQLID, description: 'Of this generation.' },
    ...times,
  },
})

export const WebhookDeliveryFilterInput = new GraphQLInputObjectType({
  name: 'WebhookDeliveryFilter',
  description: 'Which deliveries to list. All that is given must hold.',
  fields: {
    endpoint: { type: GraphQLID, description: 'To this endpoint.' },
    status: { type: DeliveryStatusEnum, description: 'Where they stand.' },
    event: { type: GraphQLString, description: '`generation.failed` or another kind of event.' },
    generation: { type: GraphQLID, description: 'About this generation.' },
    ...times,
  },
})

const Times = { createdAfter: v.nullish(v.string()), createdBefore: v.nullish(v.string()) }
const EntrySchema = v.nullish(v.object({ kind: v.nullish(v.string()), generation: v.nullish(v.string()), ...Times }))
const DeliverySchema = v.nullish(
  v.object({ endpoint: v.nullish(v.string()), status: v.nullish(v.picklist(['PENDING', 'DELIVERED', 'PARKED', 'STOPPED'])), event: v.nullish(v.string()), generation: v.nullish(v.string()), ...Times }),
)

/** @throws ApiError INVALID_INPUT */
export function readEntryFilter(given: unknown): EntryFilter {
  const { kind, generation, ...range } = v.parse(EntrySchema, given) ?? {}
  return {
    ...(typeof kind === 'string' && { kind: knownOf('kind', ENTRY_KINDS, kind) }),
    ...(typeof generation === 'string' && { jobId: textOf('generation', generation) }),
    ...timesOf(range),
  }
}

/** @throws ApiError INVALID_INPUT */
export async function readDeliveryFilter(given: unknown, { loaders }: Context): Promise<DeliveryFilter> {
  const { endpoint, status, event, generation, ...range } = v.parse(DeliverySchema, given) ?? {}
  return {
    ...(typeof endpoint === 'string' && { endpointId: textOf('endpoint', endpoint) }),
    ...(status && { status }),
    ...(typeof event === 'string' && { event: knownOf('event', EVENT_KINDS, event) }),
    ...(typeof generation === 'string' && { prefixes: prefixesOf(await loaders().job.load(textOf('generation', generation))) }),
    ...timesOf(range),
  }
}

/** Of its end, of the charge that made the credits low, and of the end of its files: their ids are made from the generation's, or from their own times. */
function prefixesOf(job: { readonly id: string; readonly createdAtMs: number; readonly expiredAtMs: number | null } | null): readonly string[] {
  if (!job) return []
  const own = job.id.slice(-16)
  return [
    `msg_${job.id.slice(job.id.indexOf('_') + 1)}_`,
    `msg_${timePart(job.createdAtMs)}${own}_low`,
    ...(job.expiredAtMs === null ? [] : [`msg_${timePart(job.expiredAtMs)}${own}_expired`]),
  ]
}

const timesOf = ({ createdAfter, createdBefore }: { readonly createdAfter?: string | null | undefined; readonly createdBefore?: string | null | undefined }) => ({
  ...(createdAfter && { createdAfterMs: Date.parse(createdAfter) }),
  ...(createdBefore && { createdBeforeMs: Date.parse(createdBefore) }),
})

function textOf(name: string, text: string): string {
  if (text === '') throw invalidInput(`filter.${name}`, { en: `${name} is empty. Leave it out to list all.`, hi: `${name} खाली है। सभी देखने के लिए इसे हटा दें।` })
  return text
}

function knownOf<Word extends string>(name: string, words: readonly Word[], word: string): Word {
  const known = words.find((one) => one === word)
  if (known === undefined) throw invalidInput(`filter.${name}`, { en: `There is no such ${name}.`, hi: `ऐसा कोई ${name} नहीं है।` }, words)
  return known
}
