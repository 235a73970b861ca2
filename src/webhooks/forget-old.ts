// What is kept for 30 days and then forgotten: events, and deliveries with their attempts. They have no index by time, so the accounts are gone through, some in each of
// the sweeper's minutes, and of each a bounded number of its oldest rows is looked at.
import { EVENTS_KEPT_MS } from '../domain/event.ts'
import { timePart } from '../domain/new-id.ts'
import type { WithClock } from '../domain/effects.ts'
import type { WithDatabase } from '../store/database.ts'
import { deleteOldEvents } from '../store/events.ts'
import { putMark, selectMark } from '../store/marks.ts'
import { deleteOldDeliveries } from '../store/webhook-deliveries.ts'
import { selectAccountIds } from '../store/usage.ts'

const ACCOUNTS_OF_A_PAGE = 100
const MOST_PAGES = 5
const MOST_OF_AN_ACCOUNT = 500
const MOST_OF_A_PAGE = 1000
const MARK = 'forgotten'

/** @returns how many accounts were gone through; the next minute goes on behind them, and begins again behind the last */
export async function forgetOld({ database, now }: WithClock & WithDatabase): Promise<number> {
  const [[mark]] = await database.batch([selectMark(database, MARK)])
  let after = mark?.value ?? ''
  let seen = 0
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const [accounts] = await database.batch([selectAccountIds(database, after, ACCOUNTS_OF_A_PAGE)])
    const ids = accounts.map(({ id }) => id)
    const isLast = ids.length < ACCOUNTS_OF_A_PAGE
    after = isLast ? '' : (ids.at(-1) ?? '')
    const beforeMs = now() - EVENTS_KEPT_MS
    await database.batch([
      deleteOldEvents(database, ids, beforeMs, MOST_OF_AN_ACCOUNT),
      deleteOldDeliveries(database, ids, `msg_${timePart(beforeMs)}`, beforeMs, MOST_OF_A_PAGE),
      putMark(database, MARK, after, now()),
    ])
    seen += ids.length
    if (isLast) break
  }
  return seen
}
