// Statements on tasks. A step reads how far the task has come, does what may be done twice, and moves it on if nobody else has.
import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Database } from './database.ts'
import { afterFault } from './due.ts'
import { insertIf } from './insert-if.ts'
import { isOneOf } from './is-one-of.ts'
import { tasks } from './task-tables.ts'
import type { Task } from './task-tables.ts'

export type TaskKey = Pick<Task, 'accountId' | 'id'>

const isTask = (key: TaskKey): SQL | undefined => and(eq(tasks.accountId, key.accountId), eq(tasks.id, key.id))

export const hasTask = (key: TaskKey): SQL => sql`exists (select 1 from ${tasks} where ${isTask(key)})`

/** That it is there, and not done. */
export const isOpenTask = (key: TaskKey): SQL => sql`exists (select 1 from ${tasks} where ${and(isTask(key), isNotNull(tasks.dueAtMs))})`

export const insertTask = (database: Database, task: Task, condition: SQL) => insertIf(database, tasks, task, condition).onConflictDoNothing()

export const selectTask = (database: Database, key: TaskKey) => database.select().from(tasks).where(isTask(key)).limit(1)

export const selectTasks = (database: Database, accountId: string, ids: readonly string[]) =>
  database.select().from(tasks).where(and(eq(tasks.accountId, accountId), isOneOf(tasks.id, ids)))

export const deleteTask = (database: Database, key: TaskKey, condition: SQL) => database.delete(tasks).where(and(isTask(key), condition))

/** @param dueAtMs null: it is done */
export const moveTask = (database: Database, task: Task, state: string, dueAtMs: number | null) =>
  database
    .update(tasks)
    .set({ state, dueAtMs, faults: 0 })
    .where(and(isTask(task), eq(tasks.state, task.state), isNotNull(tasks.dueAtMs)))

/** As of a job: work at it threw. */
export const noteTaskFault = (database: Database, key: TaskKey, nowMs: number, passes: boolean) =>
  database
    .update(tasks)
    .set(afterFault(tasks, nowMs, passes))
    .where(and(isTask(key), isNotNull(tasks.dueAtMs)))
    .returning({ faults: tasks.faults })
