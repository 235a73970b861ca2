// Media that a caller gave, for upstreams that take bytes and fetch nothing themselves: read here, before anything is
// submitted. One request, no redirect, public addresses only, and never with our credentials.
import { checkPublicUrl } from '../public-address.ts'
import { bytesOfBase64 } from './base64.ts'
import type { Refused } from './contract.ts'
import type { UpstreamHttp } from './http.ts'

export interface CallerMedia {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** As declared by the data URL or by its host, lower case; not yet believed. */
  readonly contentType: string
}

export interface MediaLimits {
  readonly maxBytes: number
  /** Media types that the upstream takes; left out: any. */
  readonly types?: readonly string[]
  readonly timeoutSeconds?: number
}

/** @param source an https or data URL @returns the media, or a definite refusal: INVALID_INPUT for what the caller must mend */
export async function readCallerMedia(http: UpstreamHttp, source: string, limits: MediaLimits): Promise<CallerMedia | Refused> {
  const [, declared, base64] = /^data:([^;,]+);base64,(.+)$/s.exec(source) ?? []
  if (declared !== undefined && base64 !== undefined) {
    const bytes = bytesOfBase64(base64)
    return bytes ? judged({ bytes, contentType: declared.toLowerCase() }, limits) : unusable('its base64 is broken')
  }
  const verdict = checkPublicUrl(source, { allowLoopback: false })
  if (verdict.kind === 'REFUSED') return unusable(verdict.reason)
  const outcome = await http.request({
    method: 'GET',
    url: verdict.url.href,
    headers: { accept: limits.types?.join(', ') ?? '*/*' },
    anonymous: true,
    maxAnswerBytes: limits.maxBytes,
    ...(limits.timeoutSeconds !== undefined && { timeoutSeconds: limits.timeoutSeconds }),
  })
  if (outcome.kind === 'LOST' && outcome.tooLarge) return unusable(outcome.detail)
  if (outcome.kind === 'LOST') return { refusal: 'UNAVAILABLE', detail: `the media given could not be fetched: ${outcome.detail}` }
  if (outcome.status !== 200) return unusable(`its host answered ${outcome.status}`)
  const contentType = (outcome.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  return judged({ bytes: new Uint8Array(outcome.bytes), contentType }, limits)
}

function judged(media: CallerMedia, { types, maxBytes }: MediaLimits): CallerMedia | Refused {
  if (types && !types.includes(media.contentType)) return unusable(`it is ${media.contentType || 'of no type'}`)
  return media.bytes.byteLength <= maxBytes ? media : unusable(`it has ${media.bytes.byteLength} bytes`)
}

function unusable(reason: string): Refused {
  return { refusal: 'INVALID_INPUT', detail: `the media given cannot be used: ${reason}` }
}
