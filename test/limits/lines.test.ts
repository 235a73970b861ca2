// How many may wait at once: the account's, and the shares of its end users.
import { describe, expect, it } from 'vitest'
import type { Limits } from '../../src/domain/plans.ts'
import { limitsOf } from '../../src/domain/plans.ts'
import { attachLine, streamRefusal } from '../../src/limits/lines.ts'
import type { Refusal } from '../../src/limits/gate.ts'

const NOW_MS = 1_000_000
const limits: Limits = { ...limitsOf('FREE', null), streams: 8 }

/** The object's sockets, held in memory: who waits, each line until a minute from now. */
function lines(...endUsers: readonly (string | null)[]) {
  const sockets: WebSocket[] = []
  const held = { acceptWebSocket: (socket: WebSocket) => (socket.accept(), void sockets.push(socket)), getWebSockets: () => sockets }
  for (const endUser of endUsers) attachLine(held, { jobId: 'gen_j', version: 1, untilMs: NOW_MS + 60_000, takesPlaces: false, endUser, limits, nowMs: NOW_MS, reads: 0 }, null, undefined)
  return held
}
const refused = (held: ReturnType<typeof lines>, endUser: string | null, nowMs = NOW_MS): Refusal | undefined => streamRefusal(held, { limits, endUser }, nowMs)

describe('one more that waits', () => {
  it('of an end user has a quarter of what the account has, whatever others hold', () => {
    const held = lines('asha', 'ravi', 'ravi')
    expect(refused(held, 'asha')).toBeUndefined()
    expect(refused(held, 'ravi')).toEqual({ limit: 'streams', figure: 2, retryAfterSeconds: 5, share: 'END_USER' })
  })

  it('of any end user has three quarters with all others of them; what keys hold does not count', () => {
    expect(refused(lines('a', 'a', 'b', 'b', 'c', null, null), 'd')).toBeUndefined()
    expect(refused(lines('a', 'a', 'b', 'b', 'c', 'c'), 'd')).toEqual({ limit: 'streams', figure: 6, retryAfterSeconds: 5, share: 'CLIENT_TOKENS' })
  })

  it('of a key has all of the account\'s, and not one more', () => {
    expect(refused(lines('a', 'a', 'b', 'b', 'c', 'c', null), null)).toBeUndefined()
    expect(refused(lines('a', 'a', 'b', 'b', 'c', 'c', null, null), null)).toEqual({ limit: 'streams', figure: 8, retryAfterSeconds: 5 })
  })

  it('is not kept out by lines whose time is over', () => {
    const held = lines('ravi', 'ravi')
    expect(refused(held, 'ravi', NOW_MS + 59_999)).toBeDefined()
    expect(refused(held, 'ravi', NOW_MS + 60_000)).toBeUndefined()
  })
})
