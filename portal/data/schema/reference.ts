// schema.graphql as pages show it: what it holds, sorted into a page for each kind.
import { buildSchema, isEnumType, isInputObjectType, isObjectType, isScalarType, isSpecifiedScalarType, print } from 'graphql'
import type { GraphQLArgument, GraphQLField, GraphQLInputField, GraphQLNamedType, GraphQLObjectType } from 'graphql'
import text from '../../../schema.graphql?raw'

export const KINDS = ['queries', 'mutations', 'objects', 'inputs', 'values'] as const
export type Kind = (typeof KINDS)[number]

/** What stands within an entry: an argument, a field, a value. */
export interface Part {
  readonly name: string
  /** As the schema writes it: `[Output!]!`; absent for values. */
  readonly type?: string
  readonly standard?: string
  readonly about: string
  readonly arguments: readonly Part[]
}

export interface Described extends Part {
  /** Its parts are an operation's arguments, a type's fields, an enum's values. */
  readonly parts: readonly Part[]
}

const schema = buildSchema(text)
const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) => type ?? [])
const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type) && !roots.some(({ name }) => name === type.name)).toSorted((one, other) => one.name.localeCompare(other.name, 'en'))

const partOf = (field: GraphQLArgument | GraphQLInputField | GraphQLField<unknown, unknown>): Part => {
  const standard = 'default' in field && field.default?.literal ? print(field.default.literal) : undefined
  return {
    name: field.name,
    type: String(field.type),
    ...(standard !== undefined && { standard }),
    about: field.description ?? '',
    arguments: 'args' in field ? field.args.map(partOf) : [],
  }
}

const operationsOf = (root: GraphQLObjectType | undefined | null): readonly Described[] => Object.values(root?.getFields() ?? {}).map((field) => ({ ...partOf(field), parts: field.args.map(partOf) }))

const describedOf = (type: GraphQLNamedType): Described => {
  const parts = isObjectType(type) || isInputObjectType(type) ? Object.values(type.getFields()).map(partOf) : isEnumType(type) ? type.getValues().map(({ name, description }): Part => ({ name, about: description ?? '', arguments: [] })) : []
  return { name: type.name, about: type.description ?? '', arguments: [], parts }
}

export const REFERENCE: Readonly<Record<Kind, readonly Described[]>> = {
  queries: operationsOf(schema.getQueryType()),
  mutations: [...operationsOf(schema.getMutationType()), ...operationsOf(schema.getSubscriptionType())],
  objects: types.filter(isObjectType).map(describedOf),
  inputs: types.filter(isInputObjectType).map(describedOf),
  values: types.filter((type) => isEnumType(type) || isScalarType(type)).map(describedOf),
}

const kindByType = new Map(KINDS.flatMap((kind) => (kind === 'queries' || kind === 'mutations' ? [] : REFERENCE[kind].map(({ name }) => [name, kind] as const))))

/** Below the language, with the anchor. @param type as the schema writes it @returns undefined for GraphQL's own */
export function placeOfType(type: string): string | undefined {
  const name = type.replaceAll(/[[\]!]/g, '')
  const kind = kindByType.get(name)
  return kind && `${kindPath(kind)}#${name}`
}

export const SCHEMA_PATH = 'docs/schema/'
export const kindPath = (kind: Kind): string => `${SCHEMA_PATH}${kind}/`
