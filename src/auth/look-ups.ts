// Who tries keys and sessions. Counted is what was not found, by IPv4 address or IPv6 /64, per location; what is found
// costs nothing of it, so that a busy office is never shut out. The platform's counter says no only when it counts, so
// the isolate remembers whom it refused.
import ipaddr from 'ipaddr.js'
import { ApiError } from '../domain/errors.ts'
import { keepRecent } from '../domain/keep-recent.ts'

export interface LookUps {
  /** Before something is looked up for a stranger; undefined where nobody tells the address. @throws ApiError RATE_LIMIT */
  readonly require: (address: string | undefined) => void
  /** Nothing was found. */
  readonly noteFailure: (address: string | undefined) => Promise<void>
  /** A step of a sign-in, which costs us as much whatever comes of it. @throws ApiError RATE_LIMIT */
  readonly requireStep: (address: string | undefined) => Promise<void>
}

/** Until when whom is refused. */
export type ShutOut = Map<string, number>

const SHUT_OUT_MS = 60_000

/** @param counter counts one more of that name in this minute; false when there were too many */
export function openLookUps(counter: (name: string) => Promise<boolean>, shutOut: ShutOut, now: () => number): LookUps {
  const count = async (address: string): Promise<boolean> => {
    const network = networkOf(address)
    const isWithin = await counter(network)
    if (!isWithin) keepRecent(shutOut, network, now() + SHUT_OUT_MS)
    return isWithin
  }
  const refuse = (address: string): void => {
    if ((shutOut.get(networkOf(address)) ?? 0) > now()) throw tooManyLookUps()
  }
  return {
    require: (address) => (address === undefined ? undefined : refuse(address)),
    noteFailure: async (address) => void (address !== undefined && (await count(address))),
    requireStep: async (address) => {
      if (address === undefined) return
      refuse(address)
      if (!(await count(address))) throw tooManyLookUps()
    },
  }
}

/** Whoever has an IPv6 address has a /64 of them. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  return parsed.kind() === 'ipv6' ? `${parsed.toNormalizedString().split(':').slice(0, 4).join(':')}::/64` : parsed.toString()
}

const tooManyLookUps = (): ApiError => new ApiError('RATE_LIMIT', {
  sentence: {
    en: 'Too many keys or sign-ins were tried from your address. Try again in a minute.',
    hi: 'आपके address से बहुत सारी keys या sign-in आज़माए गए। एक मिनट बाद दोबारा प्रयास करें।',
  },
  retryAfterSeconds: 60,
  extra: { limit: 'key-lookups' },
})

export interface WithLookUps {
  readonly lookUps: LookUps
}
