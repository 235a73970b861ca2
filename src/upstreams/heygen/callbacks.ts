// How HeyGen calls back: once, when it is over. What it sends to an endpoint it signs with that endpoint's secret; whether also what
// it sends to the address of a request is told nowhere. https://developers.heygen.com/docs/webhooks, read 2026-11-22.
import { bytesOfHex } from '../../domain/digest.ts'
import type { CompanyCallbacks, Told, UpstreamRegistration } from '../contract.ts'
import { bytesOfText, isRecent, isSignedWith } from '../signatures.ts'

/** `HEYGEN_WEBHOOK_SECRET`: set, what is signed otherwise is not of HeyGen. */
export const heygenCallbacks = ((setting): CompanyCallbacks => {
  const secret = setting('WEBHOOK_SECRET')
  return { isOngoing: () => false, ...(secret !== undefined && { isGenuine: (told: Told) => isGenuine(secret, told) }) }
}) satisfies UpstreamRegistration['callbacks']

/** The time is beside what is signed, and not in it. One without a signature has its address. */
async function isGenuine(secret: string, { headers, text, nowMs }: Told): Promise<boolean> {
  const signature = headers.get('heygen-signature') ?? headers.get('signature')
  if (signature === null) return true
  const timestamp = headers.get('heygen-timestamp')
  if (timestamp !== null && !isRecent(Number(timestamp) * 1000, nowMs)) return false
  return isSignedWith(bytesOfText(secret), bytesOfHex(signature), text)
}
