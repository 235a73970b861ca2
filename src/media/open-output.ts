// Gets at an upstream's output as a stream of known length. The URL came from an upstream, so it is judged like a
// stranger's: public addresses only, no redirect followed unchecked, bounded in time and size.
import { checkPublicUrl } from '../net/public-address.ts'
import type { IngestOutcome } from './ports.ts'
import { lengthOf } from '../upstreams/answer-media.ts'
import type { UpstreamOutput } from '../upstreams/contract.ts'
import type { MediaKind } from '../domain/media.ts'

export interface OpenDependencies {
  readonly fetcher: (url: string, init: RequestInit) => Promise<Response>
  readonly allowLoopback: boolean
}

export interface OpenOutput {
  readonly kind: 'OPEN'
  /** In bytes. */
  readonly length: number
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  /** Of the room for what is held. */
  readonly heldBytes?: number
}

export type NotHad = Exclude<IngestOutcome, { kind: 'STORED' }>

const MEBIBYTE = 1024 * 1024
const MAX_BYTES = { video: 2048 * MEBIBYTE, image: 64 * MEBIBYTE, audio: 64 * MEBIBYTE } as const
/** R2 wants a length; where nobody tells it, the body is held in memory: so much of all that are at work at once. */
export const MAX_HELD_BYTES = 40 * MEBIBYTE

/** What is held now, by all ingests of one invocation. */
export interface HeldRoom {
  heldBytes: number
}
/** For the whole transfer. */
const TIMEOUT_SECONDS = { video: 300, image: 60, audio: 60 } as const
const MAX_REDIRECTS = 3
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const GONE: ReadonlySet<number> = new Set([403, 404, 410])
const TRY_AGAIN: ReadonlySet<number> = new Set([408, 425, 429])

export async function openOutput(output: UpstreamOutput, kind: MediaKind, dependencies: OpenDependencies, room: HeldRoom): Promise<OpenOutput | NotHad> {
  if (output.kind === 'bytes') return held(output.bytes instanceof Uint8Array ? [output.bytes] : output.bytes, lengthOf(output.bytes), kind)
  const answer = await follow(output.url, TIMEOUT_SECONDS[kind], dependencies)
  if (!(answer instanceof Response)) return answer
  if (!answer.body) return unusable('an answer without a body')
  // After decompression Content-Length is no longer the length of what is read.
  const isEncoded = (answer.headers.get('content-encoding') ?? 'identity') !== 'identity'
  const declared = answer.headers.get('content-length')
  if (isEncoded || declared === null || !/^\d+$/.test(declared)) return hold(answer.body, kind, room)
  const length = Number(declared)
  if (length > 0 && length <= MAX_BYTES[kind]) return { kind: 'OPEN', length, chunks: answer.body }
  await answer.body.cancel()
  return judgeLength(length, kind)
}

async function follow(start: string, timeoutSeconds: number, dependencies: OpenDependencies): Promise<Response | NotHad> {
  const signal = AbortSignal.timeout(timeoutSeconds * 1000)
  let address = start
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const verdict = checkPublicUrl(address, { allowLoopback: dependencies.allowLoopback })
    if (verdict.kind === 'REFUSED') return unusable(`a forbidden address: ${verdict.reason.en}`)
    const headers = { accept: '*/*', 'accept-encoding': 'identity' }
    const answer = await dependencies.fetcher(verdict.url.href, { method: 'GET', headers, redirect: 'manual', signal })
    if (answer.status === 200) return answer
    await answer.body?.cancel()
    if (!REDIRECTS.has(answer.status)) return judgeStatus(answer.status)
    const location = URL.parse(answer.headers.get('location') ?? '', verdict.url)
    if (!location || !answer.headers.has('location')) return unusable('a redirect to nowhere')
    address = location.href
  }
  return unusable(`more than ${MAX_REDIRECTS} redirects`)
}

function judgeStatus(status: number): NotHad {
  if (status >= 500 || TRY_AGAIN.has(status)) return { kind: 'UNREACHABLE', detail: `answered ${status}` }
  return GONE.has(status) ? { kind: 'GONE', detail: `answered ${status}` } : unusable(`answered ${status}`)
}

/** Gives back what it has taken of the room where it comes to nothing; otherwise its caller does, once it is stored. */
async function hold(body: ReadableStream<Uint8Array>, kind: MediaKind, room: HeldRoom): Promise<OpenOutput | NotHad> {
  const chunks: Uint8Array[] = []
  let length = 0
  let opened: OpenOutput | NotHad | undefined
  try {
    for await (const chunk of body) {
      length += chunk.byteLength
      room.heldBytes += chunk.byteLength
      if (length > MAX_HELD_BYTES) return unusable(`over ${MAX_HELD_BYTES} bytes without a length`)
      if (room.heldBytes > MAX_HELD_BYTES) return { kind: 'UNREACHABLE', detail: 'others without a length are being held' }
      chunks.push(chunk)
    }
    opened = held(chunks, length, kind)
    return opened.kind === 'OPEN' ? { ...opened, heldBytes: length } : opened
  } finally {
    if (opened?.kind !== 'OPEN') room.heldBytes -= length
  }
}

function held(chunks: readonly Uint8Array[], length: number, kind: MediaKind): OpenOutput | NotHad {
  return length > 0 && length <= MAX_BYTES[kind] ? { kind: 'OPEN', length, chunks } : judgeLength(length, kind)
}

function judgeLength(length: number, kind: MediaKind): NotHad {
  return unusable(length === 0 ? 'empty' : `${length} bytes, over the limit of ${MAX_BYTES[kind]}`)
}

export function unusable(detail: string): NotHad {
  return { kind: 'UNUSABLE', detail }
}
