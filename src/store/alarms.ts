// Statements on alarms: one row per kind, subject and UTC hour, whose count grows.
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Alarm } from '../domain/alarm.ts'
import { alarms } from './access-tables.ts'
import type { AlarmRow } from './access-tables.ts'
import type { Database } from './database.ts'

export type AlarmKey = Pick<AlarmRow, 'kind' | 'subject' | 'hour'>

const isAlarm = ({ kind, subject, hour }: AlarmKey) => and(eq(alarms.kind, kind), eq(alarms.subject, subject), eq(alarms.hour, hour))

/** What is raised again after it was closed is open again. */
export const countAlarm = (database: Database, alarm: Alarm, hour: string, nowMs: number) =>
  database
    .insert(alarms)
    .values({ ...alarm, hour, count: 1, firstAtMs: nowMs, lastAtMs: nowMs })
    .onConflictDoUpdate({
      target: [alarms.kind, alarms.subject, alarms.hour],
      set: { count: sql`${alarms.count} + 1`, detail: alarm.detail, lastAtMs: nowMs, closedAtMs: null },
    })

/** Of many who raise it, who finds his token on it posts it. */
export const claimPost = (database: Database, key: AlarmKey, postToken: string, nowMs: number) =>
  database.update(alarms).set({ postToken, postedAtMs: nowMs }).where(and(isAlarm(key), isNull(alarms.postedAtMs)))

export const selectPostToken = (database: Database, key: AlarmKey) => database.select({ postToken: alarms.postToken }).from(alarms).where(isAlarm(key)).limit(1)

/** It could not be posted: whoever raises it next tries again. */
export const giveUpPost = (database: Database, key: AlarmKey, postToken: string) =>
  database.update(alarms).set({ postToken: null, postedAtMs: null }).where(and(isAlarm(key), eq(alarms.postToken, postToken)))

/** Newest first. @param isOpenOnly without those that were closed */
export const selectAlarms = (database: Database, isOpenOnly: boolean, limit: number) =>
  database.select().from(alarms).where(isOpenOnly ? isNull(alarms.closedAtMs) : undefined).orderBy(desc(alarms.lastAtMs)).limit(limit)

type AlarmSubject = Pick<AlarmRow, 'kind' | 'subject'>

const isOpenOf = ({ kind, subject }: AlarmSubject) => and(eq(alarms.kind, kind), eq(alarms.subject, subject), isNull(alarms.closedAtMs))

export const hasOpenAlarm = (of: AlarmSubject): SQL => sql`exists (select 1 from ${alarms} where ${isOpenOf(of)})`

/** Those of all hours. */
export const closeAlarms = (database: Database, of: AlarmSubject, nowMs: number, condition: SQL) =>
  database.update(alarms).set({ closedAtMs: nowMs }).where(and(isOpenOf(of), condition))
