// What an operation asks of the limits, known before anything of it runs: generations, reads by the rows it may look
// at, calls of webhook receivers. And what a request may hold only once.
import { OperationTypeNode, getArgumentValues, getNamedType, isObjectType } from 'graphql'
import type { ExecutionArgs } from 'graphql'
import * as v from 'valibot'
import { invalidInput } from '../../domain/errors.ts'
import { isIdOf } from '../../domain/new-id.ts'
import type { Demand } from '../../limits/allowance.ts'
import { PAGE_WINDOW } from '../../store/job-pages.ts'
import { FIRST_AT_MOST } from '../types/connection.ts'
import { GenerateInputSchema, mayWait } from '../nouns/generate-input.ts'
import { STORY_FIELDS } from '../nouns/story.ts'
import { GENERATING_FIELDS } from '../schema.ts'
import { selectedFields } from './selected-fields.ts'
import type { Selected, SelectedField } from './selected-fields.ts'

/** Each posts to somebody else's machine. */
const WEBHOOK_CALLS: ReadonlySet<string> = new Set(['webhookTest', 'webhookRedeliver', 'webhookExample', 'webhookRecover'])
const ONLY_ONCE: readonly string[] = [...WEBHOOK_CALLS, 'usage']

const ROWS_PER_READ = 500
const ROWS_OF_FILTERED_PAGE = 2 * PAGE_WINDOW
/** Its days, and the entries of the last hour. */
const ROWS_OF_USAGE = 1000
/** By model, key or end user: what the answer adds up. */
const ROWS_OF_USAGE_BY_PART = 10_000
/** Of one generation: what it was made from, its key, submissions, credits and webhooks. */
const ROWS_OF_STORY = 12

/** @param endUser of a client token, whose pages are always filtered @throws ApiError INVALID_INPUT for a field that stands more than once and may not */
export function demandOf(args: ExecutionArgs, endUser: string | null, { wait, readsOne = false, readsJobId }: Pick<Demand, 'wait' | 'readsOne' | 'readsJobId'> = {}): Demand {
  const selected = selectedFields(args)
  const usages = selected.roots.flatMap((root) => (root.name === 'me' ? selected.inside(root).filter(({ name }) => name === 'usage') : []))
  requireOnce([...selected.roots, ...usages])
  const isMutation = selected.operation === OperationTypeNode.MUTATION
  const generating = isMutation ? selected.roots.filter(({ name }) => GENERATING_FIELDS.has(name)) : []
  const generatingFields = generating.length
  return {
    generatingFields,
    patientFields: generating.filter((root) => isPatient(root, args, selected)).length,
    reads: Math.max(1, Math.ceil(selected.roots.reduce((rows, root) => rows + rowsOf(root, args, selected, endUser), 0) / ROWS_PER_READ)),
    webhookCalls: selected.roots.filter(({ name }) => WEBHOOK_CALLS.has(name)).length,
    changesMore: isMutation && generatingFields < selected.roots.length,
    readsOne,
    readsJobId,
    wait: wait?.jobId === undefined || isIdOf('gen', wait.jobId) ? wait : undefined,
  }
}

/** Whether it waits for a slot where there is none. */
function isPatient({ name, nodes: [node] }: SelectedField, { schema }: ExecutionArgs, { operation, variables }: Selected): boolean {
  const field = operation && schema.getRootType(operation)?.getFields()[name]
  const { success, output } = v.safeParse(PatientSchema, field && node ? argumentsOf(field, node, variables) : {})
  return success && mayWait(output.input)
}

const PatientSchema = v.object({ input: v.pick(GenerateInputSchema, ['onLimit']) })

/** That it may look at. */
function rowsOf(root: SelectedField, { schema }: ExecutionArgs, { operation, variables, inside }: Selected, endUser: string | null): number {
  const { name, nodes } = root
  if (name === 'me') return Math.max(1, ...inside(root).map((field) => rowsOfUsage(field, schema, variables)))
  const field = operation && schema.getRootType(operation)?.getFields()[name]
  const ofEach = 1 + (isStoried(root, inside) ? ROWS_OF_STORY : 0)
  if (!field || !nodes[0] || !getNamedType(field.type).name.endsWith('Connection')) return ofEach
  const { first, filter } = argumentsOf(field, nodes[0], variables)
  const isFiltered = (name === 'generations' && endUser !== null) || (typeof filter === 'object' && filter !== null && Object.keys(filter).length > 0)
  const rows = typeof first === 'number' ? Math.min(FIRST_AT_MOST, Math.max(0, first)) : 0
  return (isFiltered ? ROWS_OF_FILTERED_PAGE - rows : 1) + rows * ofEach
}

function rowsOfUsage({ name, nodes }: SelectedField, schema: ExecutionArgs['schema'], variables: Selected['variables']): number {
  if (name !== 'usage') return 1
  const account = schema.getType('Account')
  const field = isObjectType(account) ? account.getFields()[name] : undefined
  return field && nodes[0] && argumentsOf(field, nodes[0], variables)['by'] !== 'DAY' ? ROWS_OF_USAGE_BY_PART : ROWS_OF_USAGE
}

/** Whether it asks for what stands in further rows, at whatever depth. */
function isStoried(field: SelectedField, inside: Selected['inside']): boolean {
  return inside(field).some((one) => Object.hasOwn(STORY_FIELDS, one.name) || isStoried(one, inside))
}

/** None where they do not fit: executing refuses such a field. */
function argumentsOf(...given: Parameters<typeof getArgumentValues>): Readonly<Record<string, unknown>> {
  try {
    return getArgumentValues(...given)
  } catch {
    return {}
  }
}

function requireOnce(roots: readonly SelectedField[]): void {
  for (const name of ONLY_ONCE) {
    if (roots.filter((root) => root.name === name).length > 1) throw onlyOnce(name)
  }
}

const onlyOnce = (name: string) =>
  invalidInput('query', { en: `A request may hold ${name} once.`, hi: `एक रिक्वेस्ट में ${name} एक ही बार दें।` })
