// What an operation asks of the limits, known before anything of it runs: generations, reads by the rows it may look
// at, calls of webhook receivers. And what a request may hold only once.
import { OperationTypeNode } from 'graphql'
import type { ExecutionArgs } from 'graphql'
import { invalidInput } from '../errors.ts'
import type { Demand } from '../limits/allowance.ts'
import { GENERATING_FIELDS } from './schema.ts'
import { selectedFields } from './selected-fields.ts'
import type { SelectedField } from './selected-fields.ts'

/** Each posts to somebody else's machine. */
const WEBHOOK_CALLS: ReadonlySet<string> = new Set(['webhookTest', 'webhookRedeliver'])

/** @throws ApiError INVALID_INPUT for a field that stands more than once and may not */
export function demandOf(args: ExecutionArgs): Demand {
  const selected = selectedFields(args)
  requireOnce(selected.roots)
  const isMutation = selected.operation === OperationTypeNode.MUTATION
  const generatingFields = isMutation ? selected.roots.filter(({ name }) => GENERATING_FIELDS.has(name)).length : 0
  return {
    generatingFields,
    reads: 1,
    webhookCalls: selected.roots.filter(({ name }) => WEBHOOK_CALLS.has(name)).length,
    changesMore: isMutation && generatingFields < selected.roots.length,
  }
}

function requireOnce(roots: readonly SelectedField[]): void {
  for (const name of WEBHOOK_CALLS) {
    if (roots.filter((root) => root.name === name).length > 1) throw onlyOnce(name)
  }
}

const onlyOnce = (name: string) =>
  invalidInput('query', { en: `A request may hold ${name} once.`, hi: `एक request में ${name} एक ही बार दें।` })
