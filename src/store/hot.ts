// Statements of the busiest requests. Drizzle makes their SQL once in an isolate, with places for the values; each use fills
// these in. To build the same text anew was a quarter of a status read. They are run in a batch and in no other way.
import { Param, Placeholder, is, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Database } from './database.ts'

/** A value, or the place where it will stand. */
export type Given<Value> = Value | Placeholder

interface Made {
  readonly text: string
  readonly fill: ReadonlyArray<(values: Readonly<Record<string, unknown>>) => unknown>
  readonly mapResult: (response: Rows, isFromBatch?: boolean) => unknown
}

/** As D1 answers in a batch: by the columns' own names. */
interface Rows {
  readonly results: readonly Readonly<Record<string, unknown>>[]
}

type Columns = Readonly<Record<string, AnySQLiteColumn>>

interface Preparable extends BatchItem<'sqlite'> {
  prepare(): Pick<Made, 'mapResult'> & { getQuery(): { readonly sql: string; readonly params: readonly unknown[] } }
}

type Place<Values> = <Name extends keyof Values & string>(name: Name) => Placeholder<Name, Values[Name]>

/** @returns takes how a statement is built of places, and of a select what its rows are read by; makes of it one of values */
export function hot<Values extends { readonly [Name in keyof Values]: unknown }>() {
  return <Statement extends Preparable>(build: (database: Database, place: Place<Values>) => Statement, columns?: Columns) => {
    let made: Made | undefined
    return (database: Database, values: Values): Pick<Statement, '_'> => {
      const { text, fill, mapResult } = (made ??= make(build(database, (name) => sql.placeholder(name)), columns))
      const params = fill.map((one) => one(values))
      const prepared = { getQuery: () => ({ sql: text, params }), stmt: database.$client.prepare(text), mapResult }
      const statement = { ...TYPE_ALONE, _prepare: () => prepared }
      return statement
    }
  }
}

/** What a statement's result is: asked for by types, never at run time. */
const TYPE_ALONE: { readonly _: never } = Object.create(null)

function make(statement: Preparable, columns: Columns | undefined): Made {
  const prepared = statement.prepare()
  const { sql: text, params } = prepared.getQuery()
  return { text, fill: params.map(filler), mapResult: columns ? reader(columns) : (response, isFromBatch) => prepared.mapResult(response, isFromBatch) }
}

/** As Drizzle reads a row of one table, by its columns' decoders, without asking of each what it is. */
function reader(columns: Columns): Made['mapResult'] {
  const entries = Object.entries(columns)
  return ({ results }) =>
    results.map((row) => {
      const read: Record<string, unknown> = {}
      for (const [name, column] of entries) {
        const value = row[column.name]
        read[name] = value === null ? null : column.mapFromDriverValue(value)
      }
      return read
    })
}

/** As Drizzle fills a place, but that null stays null, as it does in a statement that is built with its values. */
function filler(param: unknown): Made['fill'][number] {
  if (is(param, Placeholder)) return (values) => values[param.name]
  if (!is(param, Param) || !is(param.value, Placeholder)) return () => param
  const { encoder, value: { name } } = param
  return (values) => (values[name] === null ? null : encoder.mapToDriverValue(values[name]))
}
