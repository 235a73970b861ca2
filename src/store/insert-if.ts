// A row that is written only if something holds when its batch runs: what a transaction's `if` would do.
import { SQL, getTableColumns, is, sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Database } from './database.ts'
import type { Given } from './hot.ts'

/** Its values may be told in SQL. */
type RowOf<Table extends SQLiteTable> = { readonly [Name in keyof Table['$inferSelect']]: Given<Table['$inferSelect'][Name]> | SQL }

/** The same with a place for each of its values, by its column's name: for what is hot. @param told those that are told in SQL */
export function insertPlacesIf(database: Database, table: SQLiteTable, condition: SQL, told: Readonly<Record<string, SQL>> = {}) {
  return insertSelected(database, table, (name) => told[name] ?? sql.placeholder(name), condition)
}

export function insertIf<Table extends SQLiteTable>(database: Database, table: Table, row: RowOf<Table>, condition: SQL) {
  const given: Readonly<Record<string, unknown>> = row
  return insertSelected(database, table, (name) => given[name], condition)
}

function insertSelected<Table extends SQLiteTable>(database: Database, table: Table, valueOf: (name: string) => unknown, condition: SQL) {
  const values = Object.entries(getTableColumns(table)).map(([name, column]) => {
    const value = valueOf(name)
    return is(value, SQL) ? value : sql.param(value, column)
  })
  return database.insert(table).select(sql`select ${sql.join(values, sql`, `)} where ${condition}`)
}
