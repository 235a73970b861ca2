// Mutations that change nothing anybody could notice, each with the reason. They are known by their file and text; one that no
// longer stands there is a mistake.

export interface Equivalent {
  readonly file: string
  /** As the driver prints it. */
  readonly what: string
  /** How many read the same. 1 where it is not said. */
  readonly times?: number
  readonly why: string
}

/** The migrations make the indexes; this text is read where a migration is written. */
const INDEX = 'the condition of an index, which no statement is built from'

export const EQUIVALENT: readonly Equivalent[] = [
  { file: 'src/store/tables.ts', what: 'where(…) without sql`${table.eventsDueAtMs} is not null`', why: INDEX },
  { file: 'src/store/tables.ts', what: 'where(…) without sql`${table.idempotencyKey} is not null`', why: INDEX },
  { file: 'src/store/tables.ts', what: 'where(…) without sql`${table.dueAtMs} is not null`', times: 2, why: INDEX },
]
