// How Kling calls back, in both of its APIs: at each change of the status, signed to Standard Webhooks where the console has a
// secret for it. https://kling.ai/document-api (callback protocol), as others quote it, with its test vector; read 2026-11-28.
import { bytesOfBase64 } from '../../domain/base64.ts'
import type { CompanyCallbacks, Told, UpstreamRegistration } from '../contract.ts'
import { isRecent, isSignedWith, says } from '../signatures.ts'

const ONGOING: ReadonlySet<string> = new Set(['submitted', 'processing'])

/** `KLING_WEBHOOK_SECRET`: set, what is not signed with it is not of Kling. */
export const klingCallbacks = ((setting): CompanyCallbacks => {
  const secret = setting('WEBHOOK_SECRET')
  return { isOngoing: says(['task_status', 'status'], ONGOING), ...(secret !== undefined && { isGenuine: (told: Told) => isGenuine(secret, told) }) }
}) satisfies UpstreamRegistration['callbacks']

async function isGenuine(secret: string, { headers, text, nowMs }: Told): Promise<boolean> {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headers.get(name) ?? '')
  if (!isRecent(Number(timestamp) * 1000, nowMs)) return false
  const key = bytesOfBase64(secret.replace(/^whsec_/, '')) ?? new Uint8Array()
  // Two while the secret is changed.
  for (const signature of (signatures ?? '').split(' ').filter((one) => one.startsWith('v1,'))) {
    if (await isSignedWith(key, bytesOfBase64(signature.slice(3)), `${id}.${timestamp}.${text}`)) return true
  }
  return false
}
