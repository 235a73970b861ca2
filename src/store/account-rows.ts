// Statements that copy an account's rows from one database to another. A page is read as text, a JSON array for each row, and
// written as it is: nothing of ours reads what stands in it. Whoever writes must have the turn, or nothing is written.
import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { JOBS } from './account-tables.ts'
import type { AccountTable } from './account-tables.ts'
import type { Database } from './database.ts'
import { movingAccounts } from './home-tables.ts'
import { jobWords, jobs } from './tables.ts'

/** As they stand where they come from. */
export interface CopiedRow {
  /** Its primary key, as a JSON array. */
  readonly key: string
  /** Its columns, as another. */
  readonly row: string
}

/** A step's leave to write. */
export interface Turn {
  readonly accountId: string
  readonly turn: string
}

const named = (names: readonly string[]): SQL => sql.join(names.map((name) => sql.identifier(name)), sql`, `)
const columnsOf = ({ columns }: AccountTable): readonly string[] => columns.map(({ name }) => name)
const told = (names: readonly string[]) => sql<string>`json_array(${named(names)})`
/** The nth of an element of a JSON array of arrays. */
const nth = (index: number): SQL => sql`page.value ->> ${sql.raw(String(index))}`
const pageOf = (rows: readonly string[]): SQL => sql`json_each(${`[${rows.join()}]`}) page`
const keyOf = (table: AccountTable): SQL => sql`(${named(table.key)})`
const isOf = (table: AccountTable, keys: readonly string[]): SQL => sql`${keyOf(table)} in (select ${sql.join(table.key.map((_, index) => nth(index)), sql`, `)} from ${pageOf(keys)})`
const hasTurn = ({ accountId, turn }: Turn): SQL => sql`exists (select 1 from ${movingAccounts} where ${movingAccounts.accountId} = ${accountId} and ${movingAccounts.turn} = ${turn})`

const copied = (table: AccountTable) => ({ key: told(table.key).as('copied_key'), row: told(columnsOf(table)).as('copied_row') })

/** A page, in the order of the key. @param after the key of the last one before it */
export const selectAccountRows = (database: Database, table: AccountTable, owner: string, after: string | null, limit: number) => {
  const behind = after === null ? sql`` : sql` and ${keyOf(table)} > (${sql.join(table.key.map((_, index) => sql`${after} ->> ${sql.raw(String(index))}`), sql`, `)})`
  return database.select(copied(table)).from(table.table).where(sql`${sql.identifier(table.owner)} = ${owner}${behind}`).orderBy(named(table.key)).limit(limit)
}

/** Those of the keys that are there. */
export const selectRowsByKey = (database: Database, table: AccountTable, keys: readonly string[]) => database.select(copied(table)).from(table.table).where(isOf(table, keys))

/** What such jobs are made from: number, packed and fingerprint. */
export const selectWordRows = (database: Database, keys: readonly string[]) =>
  database
    .select({ row: sql<string>`json_array(${jobWords.id}, hex(${jobWords.packed}), ${jobWords.fingerprint})`.as('copied_row') })
    .from(jobWords)
    .where(sql`${jobWords.id} in (select words from jobs where ${isOf(JOBS, keys)})`)

/** Makes them there what they are here. @param wordsAfter added to the numbers of jobs' words */
export function putAccountRows(database: Database, own: AccountTable, rows: readonly string[], turn: Turn, wordsAfter: number) {
  const values = own.columns.map(({ name }, index) => (isWords(own, name) ? sql`${nth(index)} + ${wordsAfter}` : nth(index)))
  const insert = database.insert(own.table).select(sql`select ${sql.join(values, sql`, `)} from ${pageOf(rows)} where ${hasTurn(turn)}`)
  const target = own.columns.filter(({ name }) => own.key.includes(name)).map(({ column }) => column)
  const set = Object.fromEntries(own.columns.filter(({ name }) => !own.key.includes(name)).map(({ property, name }) => [property, sql`excluded.${sql.identifier(name)}`]))
  return Object.keys(set).length === 0 ? insert.onConflictDoNothing() : insert.onConflictDoUpdate({ target, set })
}

const isWords = (table: AccountTable, column: string): boolean => table === JOBS && column === 'words'

export const putWordRows = (database: Database, rows: readonly string[], turn: Turn, wordsAfter: number) =>
  database
    .insert(jobWords)
    .select(sql`select ${nth(0)} + ${wordsAfter}, unhex(${nth(1)}), ${nth(2)} from ${pageOf(rows)} where ${hasTurn(turn)}`)
    .onConflictDoUpdate({ target: jobWords.id, set: { packed: sql`excluded.packed`, fingerprint: sql`excluded.fingerprint` } })

/** Of jobs their words first. */
export const deleteAccountRows = (database: Database, own: AccountTable, keys: readonly string[], condition: SQL = sql`true`): readonly BatchItem<'sqlite'>[] => [
  ...(own === JOBS ? [database.delete(jobWords).where(sql`${jobWords.id} in (select words from jobs where ${isOf(JOBS, keys)}) and ${condition}`)] : []),
  database.delete(own.table).where(sql`${isOf(own, keys)} and ${condition}`),
]

/** By whoever has the turn. */
export const deleteCopies = (database: Database, own: AccountTable, keys: readonly string[], turn: Turn) => deleteAccountRows(database, own, keys, hasTurn(turn))

/** Small enough that sums of it stay exact, and a prime, so that no two times that differ come to the same. */
const MODULUS = 1_000_000_007

const ownedBy = (own: AccountTable, accountId: string): SQL => sql`${sql.identifier(own.owner)} in (${sql.join(own.ownersOf(accountId).map((owner) => sql`${owner}`), sql`, `)})`

/** What an account's rows of a table come to: how many they are, the sums of their numbers, the lengths of their texts. */
export const selectSums = (database: Database, own: AccountTable, accountId: string, wordsAfter: number) => {
  const sums = own.columns.map(({ name, isText }) => {
    const column = sql.identifier(name)
    return isText ? sql`sum(length(${column}))` : sql`sum(${isWords(own, name) ? sql`(${column} - ${wordsAfter})` : column} % ${MODULUS})`
  })
  return database.select({ sums: sql<string>`json_array(count(*), ${sql.join(sums, sql`, `)})`.as('sums') }).from(own.table).where(ownedBy(own, accountId))
}

/** The same of what its jobs are made from. */
export const selectWordSums = (database: Database, accountId: string, wordsAfter: number) =>
  database
    .select({ sums: sql<string>`json_array(count(*), sum((job_words.id - ${wordsAfter}) % ${MODULUS}), sum(length(job_words.packed)), sum(length(job_words.fingerprint)))`.as('sums') })
    .from(jobs)
    .innerJoin(jobWords, sql`job_words.id = jobs.words`)
    .where(ownedBy(JOBS, accountId))
