// After each hour's roll-up: what the status page shows of the past is made anew and put into R2, and what is older than 90 days is
// deleted. Where it was cut off, the next minute does it again.
import type { WithClock } from '../domain/effects.ts'
import { INCIDENT_DAYS, historyOf } from '../health/history.ts'
import type { WithStatusHistory } from '../health/ports.ts'
import type { WithDatabase } from '../store/database.ts'
import { deleteOldSpans, selectSpans } from '../store/health-spans.ts'
import { putMark, selectMark } from '../store/marks.ts'
import { selectRollUpMark } from '../store/usage.ts'
import { readMark } from './roll-up-usage.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const KEPT_DAYS = 90
const MARK = 'status'

/** @returns whether it was made anew */
export async function keepHistory({ database, now, statusHistory }: WithClock & WithDatabase & WithStatusHistory): Promise<boolean> {
  const [[rolled], [kept]] = await database.batch([selectRollUpMark(database), selectMark(database, MARK)])
  const doneMs = rolled && readMark(rolled.value).doneMs
  if (doneMs === undefined || kept?.value === String(doneMs)) return false
  const nowMs = now()
  const [hours, days] = await database.batch([
    // Whole hours; the day that is under way, as far as it has come.
    selectSpans(database, 'HOUR', nowMs - INCIDENT_DAYS * DAY_MS, doneMs - (doneMs % HOUR_MS)),
    selectSpans(database, 'DAY', nowMs - KEPT_DAYS * DAY_MS, doneMs),
  ])
  await statusHistory.write(historyOf(hours, days, doneMs))
  await database.batch([putMark(database, MARK, String(doneMs), nowMs), ...deleteOldSpans(database, nowMs - KEPT_DAYS * DAY_MS)])
  return true
}
