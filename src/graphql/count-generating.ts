// How many generations an operation asks for: its generating root fields, aliases each for themselves, those in
// fragments too, and none that @skip or @include leaves out.
import { GraphQLIncludeDirective, GraphQLSkipDirective, Kind, OperationTypeNode, getDirectiveValues, getOperationAST, getVariableValues } from 'graphql'
import type { ExecutionArgs, SelectionNode, SelectionSetNode } from 'graphql'
import { fragmentsOf } from './guards.ts'
import type { Fragments } from './guards.ts'
import { GENERATING_FIELDS } from './schema.ts'

type Variables = ReturnType<typeof getVariableValues>['variableValues']

/** 0 where the variables do not fit: such an operation is refused before any field runs. */
export function countGenerating({ schema, document, operationName, variableValues }: ExecutionArgs): number {
  const operation = getOperationAST(document, operationName)
  if (operation?.operation !== OperationTypeNode.MUTATION) return 0
  const { variableValues: variables } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {})
  if (!variables) return 0
  const keys = new Set<string>()
  collect(fragmentsOf(document), operation.selectionSet, variables, keys, new Set())
  return keys.size
}

/** By response key: the same field selected twice runs once. `seen`: so does a fragment that is spread twice. */
function collect(fragments: Fragments, selection: SelectionSetNode, variables: Variables, keys: Set<string>, seen: Set<string>): void {
  for (const node of selection.selections) {
    if (!isIncluded(node, variables)) continue
    if (node.kind === Kind.FIELD) {
      if (GENERATING_FIELDS.has(node.name.value)) keys.add(node.alias?.value ?? node.name.value)
    } else if (node.kind === Kind.INLINE_FRAGMENT) {
      collect(fragments, node.selectionSet, variables, keys, seen)
    } else if (!seen.has(node.name.value)) {
      seen.add(node.name.value)
      const fragment = fragments.get(node.name.value)
      if (fragment) collect(fragments, fragment.selectionSet, variables, keys, seen)
    }
  }
}

function isIncluded(node: SelectionNode, variables: Variables): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] === true) return false
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false
}
