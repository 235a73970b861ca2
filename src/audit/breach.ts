// What an audit has found, and whom it tells.
import type { WithAlarm, WithLog } from '../domain/effects.ts'

export interface Breach {
  readonly accountId: string
  readonly jobId: string | null
  readonly breach: string
}

/** All breaches are logged. */
export async function tellBreach({ log, alarm }: WithAlarm & WithLog, { accountId, jobId, breach }: Breach, isAlarm: boolean): Promise<void> {
  log('audit breach', { accountId, jobId, breach })
  if (isAlarm) await alarm({ kind: 'AUDIT', subject: accountId, detail: jobId === null ? breach : `${jobId}: ${breach}` })
}
