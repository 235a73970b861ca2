// Statements of the busiest requests. Drizzle makes their SQL once in an isolate, with places for the values; each use fills
// these in. To build the same text anew was a quarter of a status read. They are run in a batch and in no other way.
import { Param, Placeholder, is, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { Database } from './database.ts'

/** A value, or the place where it will stand. */
export type Given<Value> = Value | Placeholder

interface Made {
  readonly text: string
  readonly fill: ReadonlyArray<(values: Readonly<Record<string, unknown>>) => unknown>
  readonly mapResult: (response: unknown, isFromBatch?: boolean) => unknown
}

interface Preparable extends BatchItem<'sqlite'> {
  prepare(): Pick<Made, 'mapResult'> & { getQuery(): { readonly sql: string; readonly params: readonly unknown[] } }
}

type Place<Values> = <Name extends keyof Values & string>(name: Name) => Placeholder<Name, Values[Name]>

/** @returns takes how a statement is built of places, and makes of it one of values */
export function hot<Values extends { readonly [Name in keyof Values]: unknown }>() {
  return <Statement extends Preparable>(build: (database: Database, place: Place<Values>) => Statement) => {
    let made: Made | undefined
    return (database: Database, values: Values): Pick<Statement, '_'> => {
      const { text, fill, mapResult } = (made ??= make(build(database, (name) => sql.placeholder(name))))
      const params = fill.map((one) => one(values))
      const prepared = { getQuery: () => ({ sql: text, params }), stmt: database.$client.prepare(text), mapResult }
      const statement = { ...TYPE_ALONE, _prepare: () => prepared }
      return statement
    }
  }
}

/** What a statement's result is: asked for by types, never at run time. */
const TYPE_ALONE: { readonly _: never } = Object.create(null)

function make(statement: Preparable): Made {
  const prepared = statement.prepare()
  const { sql: text, params } = prepared.getQuery()
  return { text, fill: params.map(filler), mapResult: (response, isFromBatch) => prepared.mapResult(response, isFromBatch) }
}

/** As Drizzle fills a place, but that null stays null, as it does in a statement that is built with its values. */
function filler(param: unknown): Made['fill'][number] {
  if (is(param, Placeholder)) return (values) => values[param.name]
  if (!is(param, Param) || !is(param.value, Placeholder)) return () => param
  const { encoder, value: { name } } = param
  return (values) => (values[name] === null ? null : encoder.mapToDriverValue(values[name]))
}
