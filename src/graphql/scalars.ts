// The scalars that GraphQL has not: JSON as it is, and times.
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'
import type { ValueNode } from 'graphql'

export const JsonScalar = new GraphQLScalarType({
  name: 'JSON',
  description: 'Any JSON value.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  coerceInputValue: (value) => value,
  coerceInputLiteral: jsonOfLiteral,
})

export const DateTimeScalar = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description: 'A time in UTC, as ISO 8601: `2026-11-22T09:30:00.000Z`.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  coerceOutputValue: (value) => String(value),
  coerceInputValue: readTime,
  coerceInputLiteral: (node) => readTime(node.kind === Kind.STRING ? node.value : undefined),
})

function readTime(value: unknown): string {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN
  if (Number.isNaN(ms)) throw new GraphQLError('A DateTime is an ISO 8601 string.')
  return new Date(ms).toISOString()
}

function jsonOfLiteral(node: ValueNode): unknown {
  switch (node.kind) {
    case Kind.NULL:
      return null
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value)
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return node.value
    case Kind.LIST:
      return node.values.map(jsonOfLiteral)
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map((field) => [field.name.value, jsonOfLiteral(field.value)]))
    case Kind.VARIABLE:
      throw new GraphQLError('Pass the whole JSON value as one variable.')
  }
}
