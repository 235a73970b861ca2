// The triggers of an account's move, in the database that it is moved from: those that note what has changed since it was copied, and
// the fence, under which a write of its rows fails, whoever makes it. They are made for the one account, and gone with its move.
import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { ALL_TABLES } from './account-tables.ts'
import type { AccountTable } from './account-tables.ts'
import type { Database } from './database.ts'
import { MOVING } from './transient.ts'

const WRITES = ['insert', 'update', 'delete'] as const
type Write = (typeof WRITES)[number]

/** A trigger holds no places. @throws for what is no id of ours */
function quoted(text: string): SQL {
  if (!/^[\w/.-]+$/.test(text)) throw new Error('that is no id')
  return sql.raw(`'${text}'`)
}

const isOwn = ({ owner, ownersOf }: AccountTable, row: SQL, accountId: string): SQL => sql`${row}.${sql.identifier(owner)} in (${sql.join(ownersOf(accountId).map(quoted), sql`, `)})`
const rowOf = (write: Write): SQL => sql.raw(write === 'delete' ? 'old' : 'new')
const nameOf = (kind: 'note' | 'fence', accountId: string, turn: string, table: AccountTable, write: Write): string => `${prefixOf(kind, accountId)}${turn}_${table.name}_${write}`
const prefixOf = (kind: 'note' | 'fence', accountId: string): string => `${kind}_${accountId}_`

/** Notes every row that changes from now on. */
export const noteChanges = (source: Database, accountId: string) =>
  ALL_TABLES.flatMap((table) =>
    WRITES.map((write) => {
      const row = rowOf(write)
      const key = sql.join(table.key.map((name) => sql`${row}.${sql.identifier(name)}`), sql`, `)
      return source.run(
        sql`create trigger if not exists ${sql.identifier(nameOf('note', accountId, '', table, write))} after ${sql.raw(write)} on ${sql.identifier(table.name)} when ${isOwn(table, row, accountId)}
          begin insert into changed_rows (account_id, table_name, key) values (${quoted(accountId)}, ${quoted(table.name)}, json_array(${key})); end`,
      )
    }),
  )

/** Lets no row of the account be written from now on. @param turn of the step that may take it away again */
export const putFence = (source: Database, accountId: string, turn: string) =>
  ALL_TABLES.flatMap((table) =>
    WRITES.map((write) =>
      source.run(
        sql`create trigger if not exists ${sql.identifier(nameOf('fence', accountId, turn, table, write))} before ${sql.raw(write)} on ${sql.identifier(table.name)} when ${isOwn(table, rowOf(write), accountId)}
          begin select raise(abort, ${sql.raw(`'${MOVING}'`)}); end`,
      ),
    ),
  )

/** Of all fences of the account, or of the triggers that note too. */
export const selectTriggers = (source: Database, accountId: string, kinds: readonly ('note' | 'fence')[]) =>
  source
    .select({ name: sql<string>`name`.as('name') })
    .from(sql`sqlite_master`)
    .where(sql`type = 'trigger' and (${sql.join(kinds.map((kind) => sql`substr(name, 1, ${prefixOf(kind, accountId).length}) = ${prefixOf(kind, accountId)}`), sql` or `)})`)

/** By which step it was put up. */
export const isFenceOf = (name: string, accountId: string, turn: string): boolean => name.startsWith(`${prefixOf('fence', accountId)}${turn}_`)

/** Whether it lets nothing be written that is not a deletion: neither a note, nor the rest of a fence. */
export const keepsOut = (name: string): boolean => name.startsWith('fence_') && !name.endsWith('_delete')

export const dropTriggers = (source: Database, names: readonly string[]) => names.map((name) => source.run(sql`drop trigger if exists ${sql.identifier(name)}`))
