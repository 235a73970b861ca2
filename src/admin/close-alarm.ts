// Alarms as administrators see and close them.
import type { AlarmKind } from '../domain/alarm.ts'
import type { AlarmRow } from '../store/access-tables.ts'
import { closeAlarms, hasOpenAlarm, selectAlarms } from '../store/alarms.ts'
import { makeChange } from './make-change.ts'
import type { Operator } from './make-change.ts'
import type { WithDatabase } from '../store/database.ts'
import { inDirectory } from '../store/shards.ts'
import type { WithShards } from '../store/shards.ts'
import type { WithClock, WithIds } from '../domain/effects.ts'

const MOST_SHOWN = 100

/** Newest first. @param isOpenOnly without those that were closed */
export async function listAlarms({ shards: { directory } }: WithShards, isOpenOnly: boolean): Promise<readonly AlarmRow[]> {
  const [rows] = await directory.batch([selectAlarms(directory, isOpenOnly, MOST_SHOWN)])
  return rows
}

export interface AlarmToClose {
  readonly kind: AlarmKind
  readonly subject: string
  readonly reason: string
}

/** Closes those of all hours. Where none is open, nothing is changed and nothing recorded. @returns what is open then */
export async function closeAlarm(given: WithClock & WithDatabase & WithIds & WithShards, operator: Operator, { kind, subject, reason }: AlarmToClose): Promise<readonly AlarmRow[]> {
  const needs = inDirectory(given)
  const { database } = needs
  await makeChange(needs, operator, {
    accountId: null, action: 'alarm.close', target: `${kind} ${subject}`, detail: { before: { open: true }, after: { open: false }, reason },
    condition: hasOpenAlarm({ kind, subject }),
    statements: (logged) => [closeAlarms(database, { kind, subject }, needs.now(), logged)],
  })
  return listAlarms(needs, true)
}
