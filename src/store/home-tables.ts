// The tables of the directory, the first database: which one an account is in, and what it is found by where that is another.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** An account without a row is in the first one. */
export const homes = sqliteTable('homes', {
  /** Of the live account: its test keys' is beside it. */
  accountId: text('account_id').primaryKey(),
  /** The database, by its binding. */
  shard: text('shard').notNull(),
})
export type Home = typeof homes.$inferSelect

export const finders = sqliteTable(
  'finders',
  {
    /** SHA-256 of a key, of a session's token, or of who somebody is at his issuer. */
    hash: text('hash').primaryKey(),
    /** The live account's. */
    accountId: text('account_id').notNull(),
    /** Of a session: when it is over. */
    untilMs: integer('until_ms'),
  },
  (table) => [index('finders_account').on(table.accountId)],
)
export type Finder = typeof finders.$inferSelect
