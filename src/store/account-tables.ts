// What an account has, table by table: where it is moved from one database to another, all of this goes along. Left out is the
// audit log, which stays where it was written: nothing may be taken from it.
import { getTableColumns } from 'drizzle-orm'
import { getTableConfig } from 'drizzle-orm/sqlite-core'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { withTestAccount } from '../domain/test-account.ts'
import { asks, marks, people, sessions, suspendedUsers } from './access-tables.ts'
import { archiveChunks } from './archive-tables.ts'
import { events, webhookEndpoints } from './event-tables.ts'
import { accounts, apiKeys, attempts, creditEntries, jobs, spendingLimits, webhookDeliveries } from './tables.ts'
import { tasks } from './task-tables.ts'
import { uploadShares, uploads } from './upload-tables.ts'
import { usageParts, usageTotals } from './usage-tables.ts'

export interface AccountTable {
  readonly table: SQLiteTable
  readonly name: string
  readonly columns: readonly { readonly column: SQLiteColumn; readonly property: string; readonly name: string; readonly isText: boolean }[]
  /** Its primary key, column by column. */
  readonly key: readonly string[]
  /** The column that says whose a row is. */
  readonly owner: string
  /** What stands there, of the live account and of its test keys'. */
  readonly ownersOf: (accountId: string) => readonly string[]
  /** Rows of a page: with it D1's answer stays under 5 MB. */
  readonly rowsOfAPage: number
}

function own(table: SQLiteTable, change: Partial<AccountTable> = {}): AccountTable {
  const { name, columns, primaryKeys } = getTableConfig(table)
  const [composed] = primaryKeys
  const key = composed ? composed.columns.map((column) => column.name) : columns.filter(({ primary }) => primary).map((column) => column.name)
  const named = Object.entries(getTableColumns(table)).map(([property, column]) => ({ column, property, name: column.name, isText: column.getSQLType() === 'text' }))
  return { table, name, columns: named, key, owner: 'account_id', ownersOf: withTestAccount, rowsOfAPage: 500, ...change }
}

/** What a job's numbers of the ledger and its deliveries are comes before the job, so that no audit finds it without them. */
export const ACCOUNT_TABLES: readonly AccountTable[] = [
  own(apiKeys), own(spendingLimits), own(people), own(sessions), own(suspendedUsers), own(asks), own(webhookEndpoints),
  own(creditEntries), own(attempts), own(webhookDeliveries, { rowsOfAPage: 200 }), own(events), own(uploads, { rowsOfAPage: 200 }), own(uploadShares), own(tasks),
  own(usageTotals), own(usageParts), own(archiveChunks, { rowsOfAPage: 10 }),
  own(marks, { owner: 'name', ownersOf: (accountId) => withTestAccount(accountId).map((id) => `rolled/${id}`) }),
]

/** With the words that they are made from, which have numbers of their database's own. */
export const JOBS = own(jobs, { rowsOfAPage: 200 })
/** The last to come, and the first to go: whatever goes over all accounts goes by it. */
export const ACCOUNTS = own(accounts, { owner: 'id' })
export const ALL_TABLES: readonly AccountTable[] = [...ACCOUNT_TABLES, JOBS, ACCOUNTS]
