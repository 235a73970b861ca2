// A row that is written only if something holds when its batch runs: what a transaction's `if` would do.
import { SQL, getTableColumns, is, sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Database } from './database.ts'

/** Its values may be told in SQL. */
type RowOf<Table extends SQLiteTable> = { readonly [Name in keyof Table['$inferSelect']]: Table['$inferSelect'][Name] | SQL }

export function insertIf<Table extends SQLiteTable>(database: Database, table: Table, row: RowOf<Table>, condition: SQL) {
  const given: Readonly<Record<string, unknown>> = row
  const values = Object.entries(getTableColumns(table)).map(([name, column]) => (is(given[name], SQL) ? given[name] : sql.param(given[name], column)))
  return database.insert(table).select(sql`select ${sql.join(values, sql`, `)} where ${condition}`)
}
