// The two shapes of the published samples, as one pure step on the parsed document before validation: `metadata` and
// `error` without a selection mean the JSON value and the message, and a bare `error` makes `status` lower case.
// Each such field is renamed to its hidden twin, under the name that the caller used; a fragment that selections of both
// shapes share gets a twin of its own.
import { Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql'
import type { DefinitionNode, DocumentNode, FieldNode, FragmentDefinitionNode, FragmentSpreadNode, GraphQLSchema, SelectionNode, SelectionSetNode } from 'graphql'

const GENERATION = 'Generation'
const TWINS: ReadonlyMap<string, string> = new Map([['metadata', 'metadataJson'], ['error', 'errorMessage']])
const FLAT_STATUS = 'statusWord'

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>
type Nodes = Set<FieldNode | FragmentSpreadNode>

/** Gives back the same document when nothing in it is of the samples' shapes. */
export function toCanonical(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const fragments: Fragments = new Map(document.definitions.flatMap((definition) => (isFragment(definition) ? [[definition.name.value, definition] as const] : [])))
  const flat = findFlat(schema, document, fragments)
  const twinNames = new Map<string, string>()
  for (const name of flat.shared) twinNames.set(name, freeName(name, fragments))
  const rewrite = <Definition extends DocumentNode | DefinitionNode>(definition: Definition, isFlat: (node: FieldNode | FragmentSpreadNode) => boolean): Definition => {
    const typeInfo = new TypeInfo(schema)
    return visit(definition, visitWithTypeInfo(typeInfo, {
      Field: {
        leave: (node) => {
          if (typeInfo.getParentType()?.name !== GENERATION) return undefined
          const twin = node.name.value === 'status' && isFlat(node) ? FLAT_STATUS : node.selectionSet ? undefined : TWINS.get(node.name.value)
          return twin === undefined ? undefined : renamed(node, twin)
        },
      },
      FragmentSpread: (node) => {
        const twin = isFlat(node) ? twinNames.get(node.name.value) : undefined
        return twin === undefined ? undefined : { ...node, name: nameOf(twin) }
      },
    }))
  }
  const inOwn = (node: FieldNode | FragmentSpreadNode): boolean => flat.own.has(node)
  const inAny = (node: FieldNode | FragmentSpreadNode): boolean => flat.own.has(node) || flat.byFragment.has(node)
  if (twinNames.size === 0) return rewrite(document, inAny)
  const definitions = document.definitions.flatMap((definition): readonly DefinitionNode[] => {
    const twin = isFragment(definition) ? twinNames.get(definition.name.value) : undefined
    if (twin === undefined || !isFragment(definition)) return [rewrite(definition, inAny)]
    return [rewrite(definition, inOwn), { ...rewrite(definition, inAny), name: nameOf(twin) }]
  })
  return { ...document, definitions }
}

interface Flat {
  /** What stands in selections of the flat shape: in their own text … */
  readonly own: Nodes
  /** … and in the fragments that they spread. */
  readonly byFragment: Nodes
  /** The fragments that selections of both shapes spread. */
  readonly shared: readonly string[]
}

function findFlat(schema: GraphQLSchema, document: DocumentNode, fragments: Fragments): Flat {
  const own: Nodes = new Set()
  const byFragment: Nodes = new Set()
  const spread = { flat: new Set<string>(), plain: new Set<string>() }
  const mark = (selection: SelectionSetNode, isFlat: boolean, nodes: Nodes): void => {
    for (const node of selection.selections) {
      if (node.kind === Kind.INLINE_FRAGMENT) mark(node.selectionSet, isFlat, nodes)
      else if (isFlat) nodes.add(node)
      if (node.kind === Kind.FRAGMENT_SPREAD) markFragment(node.name.value, isFlat)
    }
  }
  const markFragment = (name: string, isFlat: boolean): void => {
    const seen = isFlat ? spread.flat : spread.plain
    const fragment = fragments.get(name)
    if (!fragment || seen.has(name)) return
    seen.add(name)
    mark(fragment.selectionSet, isFlat, byFragment)
  }
  const typeInfo = new TypeInfo(schema)
  visit(document, visitWithTypeInfo(typeInfo, {
    SelectionSet: (node, _key, parent) => {
      const isField = parent !== undefined && 'kind' in parent && parent.kind === Kind.FIELD
      if (isField && typeInfo.getParentType()?.name === GENERATION) mark(node, takesMessage(node, fragments, new Set()), own)
    },
  }))
  return { own, byFragment, shared: [...spread.flat].filter((name) => spread.plain.has(name)) }
}

/** Whether `error` is asked for without a selection, in its fragments too. */
function takesMessage(selection: SelectionSetNode, fragments: Fragments, seen: Set<string>): boolean {
  return selection.selections.some((node) => {
    if (isNever(node)) return false
    if (node.kind === Kind.FIELD) return node.name.value === 'error' && !node.selectionSet
    if (node.kind === Kind.INLINE_FRAGMENT) return takesMessage(node.selectionSet, fragments, seen)
    const fragment = fragments.get(node.name.value)
    if (!fragment || seen.has(node.name.value)) return false
    seen.add(node.name.value)
    return takesMessage(fragment.selectionSet, fragments, seen)
  })
}

/** `@skip(if: true)` and `@include(if: false)`; what a variable decides is not known yet, and counts as asked for. */
const isNever = (node: SelectionNode): boolean =>
  (node.directives ?? []).some(({ name, arguments: given }) => {
    const value = given?.find((argument) => argument.name.value === 'if')?.value
    return value?.kind === Kind.BOOLEAN && ((name.value === 'skip' && value.value) || (name.value === 'include' && !value.value))
  })

const isFragment = (definition: DefinitionNode): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION

const nameOf = (value: string) => ({ kind: Kind.NAME, value }) as const

const renamed = (node: FieldNode, name: string): FieldNode => ({ ...node, alias: node.alias ?? node.name, name: nameOf(name) })

function freeName(name: string, fragments: Fragments): string {
  let free = `${name}_flat`
  while (fragments.has(free)) free += '_'
  return free
}
