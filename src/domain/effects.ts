// What reaches outside of the code, one member each: time, chance, what is told to people. A function names those that it
// needs; compose.ts makes the real ones, and tests set them.
import type { RaiseAlarm } from './alarm.ts'

export interface WithClock {
  /** In milliseconds since 1970. */
  readonly now: () => number
}

export interface WithIds {
  /** A new id that sorts by time: `gen_` + 26 characters. */
  readonly newId: (prefix: string) => string
}

export interface WithChance {
  /** Fresh random bytes. */
  readonly random: (byteCount: number) => Uint8Array
}

export interface WithPause {
  /** Lets so much time pass. Only for a request that has nothing else to do. */
  readonly pause: (ms: number) => Promise<void>
}

export interface WithLog {
  readonly log: (event: string, facts: Readonly<Record<string, unknown>>) => void
}

export interface WithRedaction {
  /** Blots out every configured secret: for an upstream's words before they are kept. */
  readonly redact: (text: string) => string
}

export interface WithAlarm {
  readonly alarm: RaiseAlarm
}

export interface WithHeartbeat {
  /** Tells whoever watches us that the sweeper lives. Never fails. */
  readonly heartbeat: () => Promise<void>
}

export interface WithPublicUrl {
  /** Where callers reach us, without a trailing slash. */
  readonly publicUrl: string
}

export interface WithPublicFetch {
  /** The only way out for webhooks: refuses private addresses, follows no redirect. */
  readonly fetchPublic: (url: string, init: RequestInit) => Promise<Response>
}
