// The table of work that goes on step by step.
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { sql } from 'drizzle-orm'
import type { TaskKind } from '../domain/task.ts'

export const tasks = sqliteTable(
  'tasks',
  {
    accountId: text('account_id').notNull(),
    id: text('id').notNull(),
    kind: text('kind').$type<TaskKind>().notNull(),
    /** How far it has come, as its kind reads it. */
    state: text('state').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    /** When its next step is due, if no message has brought it before; null: it is done. */
    dueAtMs: integer('due_at_ms'),
    /** Steps that threw, one after the other. */
    faults: integer('faults').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] }), index('tasks_due').on(table.dueAtMs).where(sql`${table.dueAtMs} is not null`)],
)
export type Task = typeof tasks.$inferSelect
