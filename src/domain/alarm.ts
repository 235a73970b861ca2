// What a person must mend. A log line alone reaches nobody; compose.ts says where an alarm goes.

export const ALARM_KINDS = [
  /** An upstream refuses our key, or its secret is not set though jobs wait for it. */
  'UPSTREAM_KEY',
  /** Our balance or our own limit at an upstream is used up. */
  'UPSTREAM_BALANCE',
  /** A circuit that has been open for long. */
  'CIRCUIT',
  /** What was made is not what was priced. */
  'PRICE',
  /** The audit found a breach. */
  'AUDIT',
  /** A message that no retry helped. */
  'DEAD_LETTER',
  /** The sweeper does not keep up. */
  'SWEEPER',
  /** A stored handle or message that this version of the service cannot read. */
  'UNREADABLE',
  /** The database or the storage cannot be reached. */
  'STORAGE',
  /** A database that fills up. */
  'SHARD',
] as const
export type AlarmKind = (typeof ALARM_KINDS)[number]

export interface Alarm {
  readonly kind: AlarmKind
  /** What it is about: an upstream, a model, a job's id, an account's id, a database. */
  readonly subject: string
  /** For operators, in English. No secret, nothing that a caller wrote. */
  readonly detail: string
}

/** Raises it; never fails, and is told once per kind, subject and hour. */
export type RaiseAlarm = (alarm: Alarm) => Promise<void>
