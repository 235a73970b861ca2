// Where an alarm goes: a row of its kind, subject and hour, once an hour to the address that operators gave, and each time
// to the logs. It never fails, and reaches somebody also when D1 cannot be reached.
import type { WithClock, WithIds, WithLog, WithPublicUrl, WithRedaction } from '../domain/effects.ts'
import type { WithDatabase } from '../store/database.ts'
import { claimPost, countAlarm, giveUpPost, selectPostToken } from '../store/alarms.ts'
import { withinTime } from '../net/time-limit.ts'
import { isoTime } from '../domain/times.ts'
import type { Alarm, RaiseAlarm } from '../domain/alarm.ts'

/** What the isolate has posted without D1, so that an outage is told once an hour and not by every message. */
export type PostedAlarms = Map<string, number>

interface AlarmDependencies extends WithClock, WithDatabase, WithIds, WithLog, WithPublicUrl, WithRedaction {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  /** Takes `{ "text": "…" }`, as Slack and its likes do. */
  readonly webhookUrl: string | undefined
  readonly posted: PostedAlarms
}

const TIMEOUT_MS = 10_000
const HOUR_MS = 3_600_000
const LONGEST_DETAIL = 500

export function alarmRaiser({ database, newId, now, log, redact, publicUrl, fetch: ask, webhookUrl, posted }: AlarmDependencies): RaiseAlarm {
  const post = async ({ kind, subject, detail }: Alarm): Promise<boolean> => {
    if (!webhookUrl) return false
    const text = `${kind} ${subject}: ${detail} (${new URL(publicUrl).host}, ${isoTime(now())})`
    try {
      const answer = await withinTime(TIMEOUT_MS, (signal) =>
        ask(webhookUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text }), signal }))
      await answer.body?.cancel()
      if (!answer.ok) log('alarm not posted', { kind, subject, status: answer.status })
      return answer.ok
    } catch (error) {
      log('alarm not posted', { kind, subject, error: error instanceof Error ? error.name : 'unknown' })
      return false
    }
  }

  /** At most once an hour, by this isolate's own memory. */
  const postWithoutD1 = async (alarm: Alarm): Promise<void> => {
    const about = `${alarm.kind} ${alarm.subject}`
    const before = posted.get(about)
    if (before !== undefined && now() - before < HOUR_MS) return
    posted.set(about, now())
    await post(alarm)
  }

  return async (raised) => {
    const alarm = { kind: raised.kind, subject: raised.subject, detail: redact(raised.detail).slice(0, LONGEST_DETAIL) }
    log('alarm', alarm)
    const key = { kind: alarm.kind, subject: alarm.subject, hour: isoTime(now()).slice(0, 13) }
    const token = newId('mov')
    try {
      const count = countAlarm(database, alarm, key.hour, now())
      if (!webhookUrl) return void (await database.batch([count]))
      const [, , [row]] = await database.batch([count, claimPost(database, key, token, now()), selectPostToken(database, key)])
      if (row?.postToken === token && !(await post(alarm))) await database.batch([giveUpPost(database, key, token)])
    } catch (error) {
      log('alarm not stored', { kind: alarm.kind, error: String(error) })
      await postWithoutD1(alarm)
    }
  }
}
