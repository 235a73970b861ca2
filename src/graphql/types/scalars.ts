// The scalars that GraphQL has not: JSON as it is, and times.
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'
import type { ValueNode } from 'graphql'

/** Translated by its words, as GraphQL's own sentences are. */
export const NO_TIME = 'A DateTime is a text such as 2026-11-22T09:30:00Z, with an offset.'

export const JsonScalar = new GraphQLScalarType({
  name: 'JSON',
  description: 'Any JSON value.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  coerceInputValue: (value) => value,
  coerceInputLiteral: jsonOfLiteral,
})

export const DateTimeScalar = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description: 'A time by RFC 3339: given with an offset (`2026-11-22T15:00:00+05:30`), answered in UTC (`2026-11-22T09:30:00.000Z`).',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  coerceOutputValue: (value) => String(value),
  coerceInputValue: readTime,
  coerceInputLiteral: (node) => readTime(node.kind === Kind.STRING ? node.value : undefined),
})

const RFC_3339 = /^(\d{4}-\d{2}-\d{2})t(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i

/** Nothing but RFC 3339: what `Date.parse` makes of `05/12/2027` is a day of its own, and of 30 February another one. */
function readTime(value: unknown): string {
  const text = typeof value === 'string' ? value.toUpperCase() : ''
  const day = RFC_3339.exec(text)?.[1]
  const ms = Date.parse(text)
  if (day === undefined || Number.isNaN(ms) || !isDay(day)) throw new GraphQLError(NO_TIME)
  return new Date(ms).toISOString()
}

const isDay = (day: string): boolean => new Date(Date.parse(day)).toISOString().startsWith(day)

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
