// Which database an account is in, and what it is found by where that is not the first one: the tables of the directory. And what
// the databases that an account is moved from and to keep of its move.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** An account without a row is in the first one. */
export const homes = sqliteTable('homes', {
  /** Of the live account: its test keys' is beside it. */
  accountId: text('account_id').primaryKey(),
  /** The database, by its binding. */
  shard: text('shard').notNull(),
  /** While it is moved: of the step whose turn it is, which alone may say that it has moved. Nobody remembers where it is then. */
  turn: text('turn'),
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

/** Accounts whose rows here are left alone by whatever goes over all accounts: they come or go. Those of test keys have a row of their own. */
export const movingAccounts = sqliteTable('moving_accounts', {
  accountId: text('account_id').primaryKey(),
  /** Where it comes: of the step whose turn it is, which alone may write its rows. */
  turn: text('turn').notNull().default(''),
  /** Where it comes: added to the numbers of what its generations were made from, so that they are nobody's here. */
  wordsAfter: integer('words_after').notNull().default(0),
  /** The last number that is kept free for them. */
  wordsUntil: integer('words_until').notNull().default(0),
})

/** What has changed since it was copied, written by triggers of the database that an account is moved from. */
export const changedRows = sqliteTable(
  'changed_rows',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** The live account's. */
    accountId: text('account_id').notNull(),
    tableName: text('table_name').notNull(),
    /** Its primary key, as a JSON array. */
    key: text('key').notNull(),
  },
  (table) => [index('changed_rows_account').on(table.accountId, table.id)],
)
