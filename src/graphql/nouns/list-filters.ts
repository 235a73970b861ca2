// Which lines of the ledger and which webhook deliveries to list.
import { GraphQLID, GraphQLInputObjectType, GraphQLString } from 'graphql'
import * as v from 'valibot'
import { EVENT_KINDS } from '../../domain/event.ts'
import type { EntryKind } from '../../domain/job.ts'
import { timePart } from '../../domain/new-id.ts'
import type { DeliveryFilter, EntryFilter } from '../../store/filtered-pages.ts'
import type { Context } from '../types/context.ts'
import { textOf, timeEntries, timeFields, timesOf, wordOf } from '../types/filter-inputs.ts'
import { DeliveryStatusEnum } from './webhooks.ts'

const ENTRY_KINDS = ['GRANT', 'TOP_UP', 'CHARGE', 'REFUND', 'ADJUSTMENT', 'OPENING'] as const satisfies readonly EntryKind[]

export const CreditEntryFilterInput = new GraphQLInputObjectType({
  name: 'CreditEntryFilter',
  description: 'Which lines of the ledger to list. All that is given must hold.',
  fields: {
    kind: { type: GraphQLString, description: '`CHARGE`, `REFUND` or another kind.' },
    generation: { type: GraphQLID, description: 'Of this generation.' },
    ...timeFields,
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
    ...timeFields,
  },
})

const EntrySchema = v.nullish(v.object({ kind: v.nullish(v.string()), generation: v.nullish(v.string()), ...timeEntries }))
const DeliverySchema = v.nullish(
  v.object({ endpoint: v.nullish(v.string()), status: v.nullish(v.picklist(['PENDING', 'DELIVERED', 'PARKED', 'STOPPED'])), event: v.nullish(v.string()), generation: v.nullish(v.string()), ...timeEntries }),
)

/** @throws ApiError INVALID_INPUT */
export function readEntryFilter(given: unknown): EntryFilter {
  const { kind, generation, ...range } = v.parse(EntrySchema, given) ?? {}
  const known = wordOf('filter.kind', ENTRY_KINDS, kind)
  const jobId = textOf('generation', generation)
  return {
    ...(known && { kind: known }),
    ...(jobId !== undefined && { jobId }),
    ...timesOf(range),
  }
}

/** @throws ApiError INVALID_INPUT */
export async function readDeliveryFilter(given: unknown, { loaders }: Context): Promise<DeliveryFilter> {
  const { endpoint, status, event, generation, ...range } = v.parse(DeliverySchema, given) ?? {}
  const endpointId = textOf('endpoint', endpoint)
  const known = wordOf('filter.event', EVENT_KINDS, event)
  const jobId = textOf('generation', generation)
  return {
    ...(endpointId !== undefined && { endpointId }),
    ...(status && { status }),
    ...(known && { event: known }),
    ...(jobId !== undefined && { prefixes: prefixesOf(await loaders().job.load(jobId)) }),
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
