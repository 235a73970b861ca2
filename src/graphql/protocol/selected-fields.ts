// The fields that an operation will run, by response key: aliases each for themselves, those in fragments too, and none
// that @skip or @include leaves out. What is selected twice under one key runs once.
import { GraphQLIncludeDirective, GraphQLSkipDirective, Kind, getDirectiveValues, getOperationAST, getVariableValues } from 'graphql'
import type { ExecutionArgs, FieldNode, OperationTypeNode, SelectionNode, SelectionSetNode } from 'graphql'
import { fragmentsOf } from './guards.ts'
import type { Fragments } from './guards.ts'

export type Variables = ReturnType<typeof getVariableValues>['variableValues']

export interface SelectedField {
  readonly name: string
  readonly nodes: readonly FieldNode[]
}

export interface Selected {
  readonly operation: OperationTypeNode | undefined
  readonly variables: Variables
  readonly roots: readonly SelectedField[]
  /** The fields inside one of them. */
  readonly inside: (field: SelectedField) => readonly SelectedField[]
}

/** None where the variables do not fit: such an operation is refused before any field runs. */
export function selectedFields({ schema, document, operationName, variableValues }: ExecutionArgs): Selected {
  const operation = getOperationAST(document, operationName)
  const { variableValues: variables } = getVariableValues(schema, operation?.variableDefinitions ?? [], variableValues ?? {})
  const none = { operation: operation?.operation, variables, roots: [], inside: () => [] }
  if (!operation || !variables) return none
  const fragments = fragmentsOf(document)
  const collect = (selections: readonly SelectionSetNode[]): readonly SelectedField[] => {
    const found = new Map<string, { name: string; nodes: FieldNode[] }>()
    const seen = new Set<string>()
    for (const selection of selections) collectInto(found, selection, fragments, variables, seen)
    return [...found.values()]
  }
  return {
    ...none,
    roots: collect([operation.selectionSet]),
    inside: ({ nodes }) => collect(nodes.flatMap(({ selectionSet }) => selectionSet ?? [])),
  }
}

/** @param seen a fragment that is spread twice counts once */
function collectInto(
  found: Map<string, { name: string; nodes: FieldNode[] }>,
  selection: SelectionSetNode,
  fragments: Fragments,
  variables: Variables,
  seen: Set<string>,
): void {
  for (const node of selection.selections) {
    if (!isIncluded(node, variables)) continue
    if (node.kind === Kind.FIELD) {
      const key = node.alias?.value ?? node.name.value
      const known = found.get(key)
      if (known) known.nodes.push(node)
      else found.set(key, { name: node.name.value, nodes: [node] })
    } else if (node.kind === Kind.INLINE_FRAGMENT) {
      collectInto(found, node.selectionSet, fragments, variables, seen)
    } else if (!seen.has(node.name.value)) {
      seen.add(node.name.value)
      const fragment = fragments.get(node.name.value)
      if (fragment) collectInto(found, fragment.selectionSet, fragments, variables, seen)
    }
  }
}

function isIncluded(node: SelectionNode, variables: Variables): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] === true) return false
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false
}
