// The two shapes of the published samples, as one pure step on the parsed document before validation: `metadata` and
// `error` without a selection mean the JSON value and the message, and a bare `error` makes `status` lower case.
// Each such field is renamed to its hidden twin, under the name that the caller used.
import { Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql'
import type { DocumentNode, FieldNode, FragmentDefinitionNode, GraphQLSchema, SelectionSetNode } from 'graphql'

const GENERATION = 'Generation'
const TWINS: Readonly<Record<string, string>> = { metadata: 'metadataJson', error: 'errorMessage' }
const FLAT_STATUS = 'statusWord'

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

/** Gives back the same document when nothing in it is of the samples' shapes. */
export function toCanonical(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const fragments: Fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  )
  const flatStatuses = findFlatStatuses(schema, document, fragments)
  const typeInfo = new TypeInfo(schema)
  return visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: {
        leave: (node) => {
          if (typeInfo.getParentType()?.name !== GENERATION) return undefined
          const twin = flatStatuses.has(node) ? FLAT_STATUS : node.selectionSet ? undefined : TWINS[node.name.value]
          return twin === undefined ? undefined : renamed(node, twin)
        },
      },
    }),
  )
}

function findFlatStatuses(schema: GraphQLSchema, document: DocumentNode, fragments: Fragments): ReadonlySet<FieldNode> {
  const statuses = new Set<FieldNode>()
  const typeInfo = new TypeInfo(schema)
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      SelectionSet: (node) => {
        if (typeInfo.getParentType()?.name !== GENERATION) return
        const fields = fieldsOf(node, fragments, new Set())
        if (!fields.some((field) => field.name.value === 'error' && !field.selectionSet)) return
        for (const field of fields) if (field.name.value === 'status') statuses.add(field)
      },
    }),
  )
  return statuses
}

/** The fields of a selection, those of its fragments included. */
function fieldsOf(selection: SelectionSetNode, fragments: Fragments, seen: Set<string>): readonly FieldNode[] {
  return selection.selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node]
    if (node.kind === Kind.INLINE_FRAGMENT) return fieldsOf(node.selectionSet, fragments, seen)
    const fragment = fragments.get(node.name.value)
    if (!fragment || seen.has(node.name.value)) return []
    seen.add(node.name.value)
    return fieldsOf(fragment.selectionSet, fragments, seen)
  })
}

function renamed(node: FieldNode, name: string): FieldNode {
  return { ...node, alias: node.alias ?? node.name, name: { kind: Kind.NAME, value: name } }
}
