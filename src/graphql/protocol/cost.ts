// What an operation costs: one for each field to answer, those inside a list times the list's size. Pages count as
// many as were asked for, the catalogue and the schema as many as they hold about, any other list a few.
import { Kind, getNamedType, getOperationAST, isCompositeType, isListType, isNullableType } from 'graphql'
import type { ArgumentNode, DocumentNode, FieldNode, GraphQLCompositeType, GraphQLOutputType, GraphQLSchema, OperationDefinitionNode, SelectionSetNode } from 'graphql'
import { fragmentsOf } from './guards.ts'
import type { Fragments } from './guards.ts'
import { ownValue } from '../../domain/own-value.ts'

/** Arguments that say how long the list below will be. */
const SIZED_BY = { first: { byDefault: 20, most: 100 }, days: { byDefault: 30, most: 90 } } as const

const LIST_SIZES: Readonly<Record<string, number>> = {
  edges: 1, // counted where `first` is given
  providers: 25,
  models: 4,
  keys: 100,
  options: 12,
  passedOver: 50,
  webhookEndpoints: 10,
  notices: 10,
  log: 30,
  // The schema's own, which cost little to answer: less than they hold, so that one whole introspection fits.
  types: 30,
  fields: 4,
  inputFields: 3,
  args: 2,
  enumValues: 3,
  directives: 4,
  interfaces: 1,
  possibleTypes: 1,
}
const OTHER_LIST_SIZE = 5

/** What a field costs by itself: all models are tried. */
const OWN_COSTS: Readonly<Record<string, number>> = { quote: 2000 }

interface Setting {
  readonly schema: GraphQLSchema
  readonly operation: OperationDefinitionNode
  readonly variables: Readonly<Record<string, unknown>>
  readonly fragments: Fragments
  /** By the fragment's name: one that is spread a hundred times is measured once. */
  readonly known: Map<string, number>
}

/** Of a document that has been validated. 0 when the operation cannot be told. */
export function costOf(schema: GraphQLSchema, document: DocumentNode, operationName: string | null | undefined, variables: Readonly<Record<string, unknown>>): number {
  const operation = getOperationAST(document, operationName)
  const root = operation && schema.getRootType(operation.operation)
  if (!operation || !root) return 0
  return costOfSelection(operation.selectionSet, root, { schema, operation, variables, fragments: fragmentsOf(document), known: new Map() })
}

function costOfSelection(selection: SelectionSetNode, parent: GraphQLCompositeType, setting: Setting): number {
  let cost = 0
  for (const node of selection.selections) {
    if (node.kind === Kind.FIELD) cost += costOfField(node, parent, setting)
    else if (node.kind === Kind.INLINE_FRAGMENT) cost += costOfSelection(node.selectionSet, typeNamed(node.typeCondition?.name.value, parent, setting), setting)
    else cost += setting.known.get(node.name.value) ?? costOfFragment(node.name.value, parent, setting)
  }
  return cost
}

function costOfFragment(name: string, parent: GraphQLCompositeType, setting: Setting): number {
  const fragment = setting.fragments.get(name)
  const cost = fragment ? costOfSelection(fragment.selectionSet, typeNamed(fragment.typeCondition.name.value, parent, setting), setting) : 0
  setting.known.set(name, cost)
  return cost
}

function costOfField(node: FieldNode, parent: GraphQLCompositeType, setting: Setting): number {
  const field = setting.schema.getField(parent, node.name.value)
  const type = field && getNamedType(field.type)
  if (!field || !node.selectionSet || !isCompositeType(type)) return 1
  const own = parent === setting.schema.getQueryType() ? ownValue(OWN_COSTS, node.name.value) : undefined
  return (own ?? 1) + sizeOf(node, field.type, setting) * costOfSelection(node.selectionSet, type, setting)
}

function sizeOf(node: FieldNode, type: GraphQLOutputType, setting: Setting): number {
  const fixed = isList(type) ? (ownValue(LIST_SIZES, node.name.value) ?? OTHER_LIST_SIZE) : 1
  if (node.name.value === 'usage') return linesOfUsage(node, setting)
  return getNamedType(type).name.endsWith('Connection') ? asked(node.arguments, 'first', setting) : fixed
}

/** A line a day, or as many others as are asked for. */
function linesOfUsage({ arguments: given }: FieldNode, setting: Setting): number {
  const isGiven = (...names: readonly string[]): boolean => (given ?? []).some(({ name }) => names.includes(name.value))
  const days = isGiven('from', 'to') ? SIZED_BY.days.most : asked(given, 'days', setting)
  return isGiven('by', 'first') ? Math.max(days, asked(given, 'first', setting)) : days
}

function asked(given: readonly ArgumentNode[] | undefined, name: keyof typeof SIZED_BY, { operation, variables }: Setting): number {
  const { byDefault, most } = SIZED_BY[name]
  const value = given?.find((argument) => argument.name.value === name)?.value
  if (!value) return byDefault
  if (value.kind === Kind.INT) return Math.min(most, Math.max(1, Number(value.value)))
  if (value.kind !== Kind.VARIABLE) return most
  const own = variables[value.name.value]
  if (typeof own === 'number') return Math.min(most, Math.max(1, own))
  const byVariable = operation.variableDefinitions?.find(({ variable }) => variable.name.value === value.name.value)?.defaultValue
  return byVariable?.kind === Kind.INT ? Math.min(most, Math.max(1, Number(byVariable.value))) : most
}

const isList = (type: GraphQLOutputType): boolean => isListType(isNullableType(type) ? type : type.ofType)

function typeNamed(name: string | undefined, parent: GraphQLCompositeType, { schema }: Setting): GraphQLCompositeType {
  const type = name === undefined ? undefined : schema.getType(name)
  return isCompositeType(type) ? type : parent
}
