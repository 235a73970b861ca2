// A list of ids as one bound value, however many there are: D1 takes 100 at most.
import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'

export const isOneOf = (column: AnySQLiteColumn, ids: readonly string[]): SQL => sql`${column} in (select value from json_each(${JSON.stringify(ids)}))`
