// What an operation is to generate in all. With several generating fields an idempotency key in the header stands for all of
// them: the first remembers it, with the fingerprint of the whole operation, and so no other operation gets past its first field.
import { getArgumentValues } from 'graphql'
import type { ExecutionArgs } from 'graphql'
import type { PlannedRequest } from '../types/context.ts'
import { requestOf } from '../nouns/generate-input.ts'
import { GENERATING_FIELDS } from '../schema.ts'
import { selectedFields } from './selected-fields.ts'

/** @throws ApiError INVALID_INPUT */
export function operationOf(args: ExecutionArgs): readonly PlannedRequest[] {
  const { roots, variables } = selectedFields(args)
  const definitions = args.schema.getMutationType()?.getFields() ?? {}
  return roots.flatMap(({ name, nodes: [node] }) => {
    const inputOf = GENERATING_FIELDS.get(name)
    const definition = definitions[name]
    if (!inputOf || !definition || !node) return []
    return [{ path: node.alias?.value ?? name, request: requestOf(inputOf(getArgumentValues(definition, node, variables))) }]
  })
}
