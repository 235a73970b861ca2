// A dead sweeper cannot report itself: each sweep asks for an address whose owner misses it.
import type { WithHeartbeat, WithLog } from '../domain/effects.ts'
import { withinTime } from '../net/time-limit.ts'

const TIMEOUT_MS = 10_000

/** @param url undefined: nobody watches */
export function heartbeat(url: string | undefined, fetch: (url: string, init: RequestInit) => Promise<Response>, log: WithLog['log']): WithHeartbeat['heartbeat'] {
  return async () => {
    if (!url) return
    try {
      const answer = await withinTime(TIMEOUT_MS, (signal) => fetch(url, { method: 'GET', signal }))
      await answer.body?.cancel()
    } catch (error) {
      log('heartbeat failed', { error: error instanceof Error ? error.name : 'unknown' })
    }
  }
}
