// How Vidu calls back: at each change of the state, with an HMAC by our own token over the address and some headers, not over the
// body. https://platform.vidu.cn/docs/callback-signature, as others digest it, read 2026-11-22.
import { bytesOfBase64 } from '../../domain/base64.ts'
import type { CompanyCallbacks, Told, UpstreamRegistration } from '../contract.ts'
import { bytesOfText, isRecent, isSignedWith, says } from '../signatures.ts'

const ONGOING: ReadonlySet<string> = new Set(['created', 'queueing', 'processing'])

export const viduCallbacks = ((setting): CompanyCallbacks => ({
  isGenuine: (told: Told) => isGenuine(setting('API_KEY') ?? '', told),
  isOngoing: says(['state'], ONGOING),
})) satisfies UpstreamRegistration['callbacks']

/** Whether each callback is signed is told by two of others' readers and by no page of the company's: one that is not has its address. */
async function isGenuine(apiKey: string, { url, headers, nowMs }: Told): Promise<boolean> {
  const signature = headers.get('x-hmac-signature')
  if (signature === null) return true
  const date = headers.get('date') ?? ''
  if (!isRecent(Date.parse(date), nowMs)) return false
  const { pathname } = new URL(url)
  const names = (headers.get('x-hmac-signed-headers') ?? '').split(';').filter((name) => name !== '')
  const signed = names.map((name) => `${name}:${headers.get(name) ?? ''}\n`).join('')
  const text = `POST\n${pathname}\n\n${headers.get('x-hmac-access-key') ?? ''}\n${date}\n${signed}`
  return isSignedWith(bytesOfText(apiKey), bytesOfBase64(signature), text)
}
