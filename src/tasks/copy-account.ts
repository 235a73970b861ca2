// The rows of an account on their way from one database to another: page by page, then what has changed meanwhile, and a look
// whether they come to the same in both.
import { isAnyRow, runBatch } from '../store/batch.ts'
import {
  deleteCopies, putAccountRows, putWordRows, selectAccountRows, selectRowsByKey, selectSums, selectWordRows, selectWordSums,
} from '../store/account-rows.ts'
import type { CopiedRow, Turn } from '../store/account-rows.ts'
import { ACCOUNTS, ACCOUNT_TABLES, ALL_TABLES, JOBS } from '../store/account-tables.ts'
import type { AccountTable } from '../store/account-tables.ts'
import type { Database } from '../store/database.ts'
import { deleteChanges, selectChanges, selectTurn } from '../store/moving.ts'

/** Between which databases, and as which step. */
export interface MoveStep extends Turn {
  readonly source: Database
  readonly target: Database
  readonly wordsAfter: number
  readonly wordsUntil: number
}

/** Where it goes on: in which table, of which of the two accounts, behind which key. */
export interface CopyPlace {
  readonly table: number
  readonly owner: number
  readonly after: string | null
}

export const BEGINNING: CopyPlace = { table: 0, owner: 0, after: null }

/** What is copied while the account is at work. Its own row comes last, with the switch. */
const COPIED = [...ACCOUNT_TABLES, JOBS]
/** A text of the database has 2 MB at most. */
const MOST_CHARACTERS = 500_000
const CHANGES_AT_ONCE = 500

/** @returns where the next page begins; undefined: that was all */
export async function copyPage(move: MoveStep, { table: index, owner: which, after }: CopyPlace): Promise<CopyPlace | undefined> {
  const table = COPIED[index]
  if (!table) return undefined
  const owner = table.ownersOf(move.accountId)[which]
  if (owner === undefined) return { table: index + 1, owner: 0, after: null }
  const [rows] = await move.source.batch([selectAccountRows(move.source, table, owner, after, table.rowsOfAPage)])
  await put(move, table, rows)
  const last = rows.at(-1)
  return last && rows.length === table.rowsOfAPage ? { table: index, owner: which, after: last.key } : { table: index, owner: which + 1, after: null }
}

async function put(move: MoveStep, table: AccountTable, rows: readonly CopiedRow[]): Promise<void> {
  if (rows.length === 0) return
  const { source, target, wordsAfter } = move
  const words = table === JOBS ? (await source.batch([selectWordRows(source, rows.map(({ key }) => key))]))[0] : []
  await runBatch(target, [
    ...chunksOf(words).map((chunk) => putWordRows(target, chunk, move, wordsAfter)),
    ...chunksOf(rows).map((chunk) => putAccountRows(target, table, chunk, move, wordsAfter)),
  ])
}

function chunksOf(rows: readonly { readonly row: string }[]): readonly (readonly string[])[] {
  const chunks: string[][] = []
  let characters = Number.POSITIVE_INFINITY
  for (const { row } of rows) {
    characters += row.length
    if (characters > MOST_CHARACTERS) {
      chunks.push([])
      characters = row.length
    }
    chunks.at(-1)?.push(row)
  }
  return chunks
}

/** Brings over what has changed first. @returns how many changes it was: fewer than are taken at once where that is all */
export async function copyChanges(move: MoveStep): Promise<number> {
  const { source, target, accountId } = move
  const [changes] = await source.batch([selectChanges(source, accountId, CHANGES_AT_ONCE)])
  const last = changes.at(-1)
  if (!last) return 0
  for (const table of COPIED) {
    const keys = [...new Set(changes.filter(({ tableName }) => tableName === table.name).map(({ key }) => key))]
    if (keys.length === 0) continue
    const [rows] = await source.batch([selectRowsByKey(source, table, keys)])
    await put(move, table, rows)
    const there = new Set(rows.map(({ key }) => key))
    const gone = keys.filter((key) => !there.has(key))
    if (gone.length > 0) await runBatch(target, deleteCopies(target, table, gone, move))
  }
  await source.batch([deleteChanges(source, accountId, last.id)])
  return changes.length
}

/** The rows of the account itself. */
export async function copyAccount(move: MoveStep): Promise<void> {
  const { source, accountId } = move
  for (const owner of ACCOUNTS.ownersOf(accountId)) {
    const [rows] = await source.batch([selectAccountRows(source, ACCOUNTS, owner, null, 1)])
    await put(move, ACCOUNTS, rows)
  }
}

/** @returns the tables in which the two do not come to the same; undefined where another step has had the turn since */
export async function compare(move: MoveStep): Promise<readonly string[] | undefined> {
  const { source, target, accountId, turn, wordsAfter } = move
  const sumsIn = (database: Database, after: number) => [...ALL_TABLES.map((table) => selectSums(database, table, accountId, after)), selectWordSums(database, accountId, after)]
  const [before, [turns, ...after]] = [await runBatch(source, sumsIn(source, 0)), await runBatch(target, [selectTurn(target, accountId, turn), ...sumsIn(target, wordsAfter)])]
  if (!isAnyRow(turns)) return undefined
  return [...ALL_TABLES.map(({ name }) => name), 'job_words'].filter((_, index) => JSON.stringify(before[index]) !== JSON.stringify(after[index]))
}
