// The table of what has left the database: a row for each chunk of an account's generations in R2, which says where each stands in it.
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Some lines of a chunk that are compressed by themselves: up to where the next ones begin. */
export type Member = readonly [firstId: string, offset: number]

export const archiveChunks = sqliteTable(
  'archive_chunks',
  {
    accountId: text('account_id').notNull(),
    /** By the ids of its generations: `2026-11`. */
    month: text('month').notNull(),
    firstId: text('first_id').notNull(),
    lastId: text('last_id').notNull(),
    generations: integer('generations').notNull(),
    bytes: integer('bytes').notNull(),
    /** Of the object's bytes, in hex. */
    sha256: text('sha256').notNull(),
    members: text('members', { mode: 'json' }).$type<readonly Member[]>().notNull(),
    /** The ledger's entry that stands for those of these generations, and what theirs came to. */
    openingId: text('opening_id').notNull(),
    credits: integer('credits').notNull(),
    /** When an operator took one of them down, by its id: the object is never changed. */
    takenDown: text('taken_down', { mode: 'json' }).$type<Readonly<Record<string, number>>>().notNull(),
    archivedAtMs: integer('archived_at_ms').notNull(),
    /** As that of a job. */
    moveToken: text('move_token').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.month, table.firstId] })],
)
export type ArchiveChunk = typeof archiveChunks.$inferSelect
/** Which one. */
export type ChunkPlace = Pick<ArchiveChunk, 'accountId' | 'month' | 'firstId'>
