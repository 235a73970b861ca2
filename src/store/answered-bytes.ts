// How much D1 answers of a row, reckoned by it without reading what is long: SQLite knows how long a value is from the row's head.
import { getTableColumns, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'

/** Of a column beside its name: quotes, colon, comma, and a number at its longest. */
const BESIDE = 20

/** At most. A text counts twice: of JSON nothing is escaped twice as long. @param alias the table's in the statement */
export function answeredBytes(alias: string, table: SQLiteTable): SQL {
  const columns = Object.values(getTableColumns(table))
  const frame = columns.reduce((sum, { name }) => sum + name.length + BESIDE, 0)
  const texts = columns.filter((column) => column.getSQLType() === 'text').map(({ name }) => sql.raw(`coalesce(octet_length(${alias}.${name}), 0)`))
  return sql`(${sql.raw(String(frame))} + 2 * (${sql.join(texts, sql.raw(' + '))}))`
}

/** Bytes are answered as a list of numbers. */
export const answeredOfBytes = (column: string): SQL => sql.raw(`(4 * octet_length(${column}))`)
