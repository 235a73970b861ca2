// Ids sort by time: what a page may hold, by its cursor and by when things were made.
import { and, gte, lt, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import { timePart } from '../domain/new-id.ts'

export interface Times {
  readonly createdAfterMs?: number
  readonly createdBeforeMs?: number
}

/** @param prefix of the ids @param beforeId the cursor @param laterMs by how much a row may be later than its id says */
export const idsWithin = (id: AnySQLiteColumn, prefix: string, beforeId: string | undefined, { createdAfterMs, createdBeforeMs }: Times, laterMs: number): SQL | undefined =>
  and(
    beforeId === undefined ? undefined : lt(id, beforeId),
    createdAfterMs === undefined ? undefined : gte(id, `${prefix}${timePart(Math.max(0, createdAfterMs - laterMs))}`),
    createdBeforeMs === undefined ? undefined : lt(id, `${prefix}${timePart(Math.max(0, createdBeforeMs))}`),
  )

/** The rows' own times, to the millisecond. */
export const createdWithin = (createdAtMs: AnySQLiteColumn | SQL.Aliased, { createdAfterMs, createdBeforeMs }: Times): SQL | undefined =>
  and(createdAfterMs === undefined ? undefined : sql`${createdAtMs} >= ${createdAfterMs}`, createdBeforeMs === undefined ? undefined : sql`${createdAtMs} < ${createdBeforeMs}`)
