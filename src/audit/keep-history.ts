// After each hour's roll-up: what the status page shows of the past is made anew and put into R2, and what is older than 90 days is
// deleted. Where it was cut off, the next minute does it again.
import type { WithClock } from '../domain/effects.ts'
import { INCIDENT_DAYS, historyOf } from '../health/history.ts'
import type { WithStatusHistory } from '../health/ports.ts'
import type { WithDatabase } from '../store/database.ts'
import { onEachShard, readEach } from '../store/shards.ts'
import type { WithShards } from '../store/shards.ts'
import { deleteOldSpans, selectSpans } from '../store/health-spans.ts'
import { putMark, selectMark } from '../store/marks.ts'
import { selectRollUpMark } from '../store/usage.ts'
import { doneInAllMs } from './roll-up-usage.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const KEPT_DAYS = 90
const MARK = 'status'

/** @returns whether it was made anew */
export async function keepHistory(needs: WithClock & WithDatabase & WithShards & WithStatusHistory): Promise<boolean> {
  const { shards: { directory }, now, statusHistory } = needs
  const [kept] = await directory.batch([selectMark(directory, MARK)])
  const doneMs = doneInAllMs(await readEach(needs, selectRollUpMark))
  if (doneMs === undefined || kept[0]?.value === String(doneMs)) return false
  const nowMs = now()
  const spans = await onEachShard(needs, ({ database }) =>
    database.batch([
      // Whole hours; the day that is under way, as far as it has come.
      selectSpans(database, 'HOUR', nowMs - INCIDENT_DAYS * DAY_MS, doneMs - (doneMs % HOUR_MS)),
      selectSpans(database, 'DAY', nowMs - KEPT_DAYS * DAY_MS, doneMs),
      ...deleteOldSpans(database, nowMs - KEPT_DAYS * DAY_MS),
    ]),
  )
  const inOrder = (which: 0 | 1) => spans.flatMap((both) => both[which]).toSorted((one, other) => one.startMs - other.startMs)
  await statusHistory.write(historyOf(inOrder(0), inOrder(1), doneMs))
  await directory.batch([putMark(directory, MARK, String(doneMs), nowMs)])
  return true
}
