// Media that a caller gave, for upstreams that take bytes and fetch nothing themselves: read here, before anything is
// submitted. Public addresses only, also behind redirects, and never with our credentials. One after the other, and no more of one
// submission than MOST_INPUT_BYTES: that is what a Worker's memory has room for.
import type { MediaKind } from '../domain/media.ts'
import { readKeptUpload } from '../domain/upload.ts'
import { isDataUrl, readDataUrl } from '../formats/data-url.ts'
import { typeOfInput, unservedPicture } from '../formats/input-type.ts'
import { checkPublicUrl } from '../net/public-address.ts'
import type { Refused } from './contract.ts'
import type { HttpOutcome, UpstreamHttp } from './http.ts'

export interface CallerMedia {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** As its bytes are, whatever anyone said of them. */
  readonly contentType: string
}

export const MOST_INPUT_BYTES = 16 * 1024 * 1024

/** For all media of a submission together: slow hosts must not outlast its lease, which would leave its outcome unknown. */
const MOST_FETCH_MS = 60_000

/** What one submission may still read, and how long that may still take. */
export interface MediaRoom {
  leftBytes: number
  leftMs: number
}

export const mediaRoom = (): MediaRoom => ({ leftBytes: MOST_INPUT_BYTES, leftMs: MOST_FETCH_MS })

export interface MediaLimits {
  /** The input's name, for the refusal: `image`, `images.2`. */
  readonly field: string
  readonly maxBytes: number
  /** Media types that the upstream takes; left out: any. */
  readonly types?: readonly string[]
  readonly timeoutSeconds?: number
}

const DEFAULT_TIMEOUT_SECONDS = 30
const MOST_REDIRECTS = 3
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
/** Some hosts refuse who does not say who he is. */
const USER_AGENT = 'Doitong/1.0 (media fetcher)'
const FOR_NOW: ReadonlySet<number> = new Set([408, 425, 429])

/**
 * @param source an https or data URL, or the word of an upload
 * @param room shared by all media of a submission
 * @returns the media, or INPUT_MEDIA: nothing of it is the upstream's fault
 */
export async function readCallerMedia(http: UpstreamHttp, source: string, limits: MediaLimits, room: MediaRoom = mediaRoom()): Promise<CallerMedia | Refused> {
  const { field } = limits
  const maxBytes = Math.min(limits.maxBytes, room.leftBytes)
  const bytes = await bytesOf(http, source, { ...limits, maxBytes }, room)
  if ('refusal' in bytes) return bytes
  if (bytes.byteLength > maxBytes) return unusable(field, `it has ${bytes.byteLength} bytes`)
  const contentType = typeOfInput(bytes, kindOf(field))
  if (contentType === undefined) return unusable(field, `its bytes are ${unservedPicture(bytes) ?? `no ${kindOf(field)}`}`)
  if (limits.types && !limits.types.includes(contentType)) return unusable(field, `it is ${contentType}`)
  room.leftBytes -= bytes.byteLength
  return { bytes, contentType }
}

async function bytesOf(http: UpstreamHttp, source: string, limits: MediaLimits, room: MediaRoom): Promise<CallerMedia['bytes'] | Refused> {
  if (isDataUrl(source)) return readDataUrl(source)?.bytes ?? unusable(limits.field, 'its base64 is broken')
  const upload = readKeptUpload(source)
  if (!upload) return fetchBytes(http, source, limits, room)
  if (upload.bytes > limits.maxBytes) return unusable(limits.field, `it has ${upload.bytes} bytes`)
  return (await http.readUpload(upload.path)) ?? unusable(limits.field, 'it is not stored any more')
}

const kindOf = (field: string): MediaKind => (field === 'audio' || field === 'video' ? field : 'image')

async function fetchBytes(http: UpstreamHttp, source: string, limits: MediaLimits, room: MediaRoom): Promise<CallerMedia['bytes'] | Refused> {
  if (room.leftMs <= 0) return unreachable(limits.field, `the ${MOST_FETCH_MS / 1000} s for all files are used up`)
  const beganAtMs = http.nowMs()
  const answer = await follow(http, source, limits, beganAtMs + Math.min(room.leftMs, (limits.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000))
  room.leftMs -= http.nowMs() - beganAtMs
  if ('refusal' in answer) return answer
  if (answer.kind === 'LOST') return answer.tooLarge ? unusable(limits.field, answer.detail) : unreachable(limits.field, answer.detail)
  if (answer.status === 200) return answer.bytes
  const detail = `its host answered ${answer.status}`
  return answer.status >= 500 || FOR_NOW.has(answer.status) ? unreachable(limits.field, detail) : unusable(limits.field, detail)
}

/** Each hop is judged like the address that was given. */
async function follow(http: UpstreamHttp, source: string, limits: MediaLimits, endsAtMs: number): Promise<HttpOutcome | Refused> {
  let address = source
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    const verdict = checkPublicUrl(address, { allowLoopback: false })
    if (verdict.kind === 'REFUSED') return unusable(limits.field, hops === 0 ? verdict.reason.en : `it leads on to another address: ${verdict.reason.en}`)
    const outcome = await http.request({
      method: 'GET',
      url: verdict.url.href,
      headers: { 'accept': limits.types?.join(', ') ?? '*/*', 'user-agent': USER_AGENT },
      anonymous: true,
      maxAnswerBytes: limits.maxBytes,
      // For all hops together.
      timeoutSeconds: Math.max(1, (endsAtMs - http.nowMs()) / 1000),
    })
    if (outcome.kind === 'LOST' || !REDIRECTS.has(outcome.status)) return outcome
    const location = outcome.headers.get('location')
    const next = location === null ? null : URL.parse(location, verdict.url)
    if (!next) return unusable(limits.field, `its host answered ${outcome.status} without an address`)
    address = next.href
  }
  return unusable(limits.field, `more than ${MOST_REDIRECTS} redirects`)
}

/** @param field the input's name @param reason for our logs */
export const unusable = (field: string, reason: string): Refused => ({
  refusal: 'INPUT_MEDIA',
  field,
  detail: `the ${field} given cannot be used: ${reason}`,
})

const unreachable = (field: string, reason: string): Refused => ({ ...unusable(field, reason), forNow: true })
