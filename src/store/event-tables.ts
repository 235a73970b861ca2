// The table of events. Its rows are written within the batches that make them true, so it has no index but its key.
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { EventDetail, EventKind } from '../domain/event.ts'

/** One row for each terminal fact, numbered without gaps within its account by `accounts.eventSeq`. */
export const events = sqliteTable(
  'events',
  {
    accountId: text('account_id').notNull(),
    seq: integer('seq').notNull(),
    kind: text('kind').$type<EventKind>().notNull(),
    /** What it is about: the generation's id; of `credits.low` what was charged, a generation or a row of the log. */
    subject: text('subject').notNull(),
    detail: text('detail', { mode: 'json' }).$type<EventDetail>(),
    atMs: integer('at_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.seq] })],
)
export type EventRow = typeof events.$inferSelect
