// Statements on the models that are switched off. They are few: all of them are read beside every look-up of a key.
import { and, asc, eq, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { modelSwitches } from './access-tables.ts'
import type { Database } from './database.ts'
import { insertIf } from './insert-if.ts'

export type ModelSwitch = typeof modelSwitches.$inferSelect

export const selectModelSwitches = (database: Database) => database.select().from(modelSwitches).orderBy(asc(modelSwitches.model))

/** That the model is off. @param reason for this reason */
export const isSwitchedOff = (model: string, reason?: string): SQL =>
  sql`exists (select 1 from ${modelSwitches} where ${eq(modelSwitches.model, model)} and ${reason === undefined ? sql`true` : eq(modelSwitches.reason, reason)})`

/** The facts of a change, with what was before it as the batch finds it. */
export const withSwitchBefore = (model: string, facts: Readonly<Record<string, unknown>>): SQL =>
  sql`json_set(${JSON.stringify(facts)}, '$.before', json(coalesce((select json_object('on', json('false'), 'reason', ${modelSwitches.reason}) from ${modelSwitches} where ${eq(modelSwitches.model, model)}), '{"on":true}')))`

export const switchOn = (database: Database, model: string, condition: SQL) =>
  database.delete(modelSwitches).where(and(eq(modelSwitches.model, model), condition))

/** One that is off already only gets another reason. */
export const switchOff = (database: Database, row: ModelSwitch, condition: SQL) =>
  insertIf(database, modelSwitches, row, condition).onConflictDoUpdate({ target: modelSwitches.model, set: { reason: row.reason } })
