// Outputs into R2: what is stored, what is refused, and that nothing is left behind of what was not stored.
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { mediaStore } from '../../src/media/ingest.ts'
import type { IngestOutcome, MediaStore } from '../../src/media/ports.ts'
import { paintedImage, videoClip } from '../../emulators/media.ts'
import { ascii, sha256Hex } from '../formats/bytes.ts'
import aac from '../formats/samples/aac-2s.m4a.bin'
import cutCandidate from '../formats/samples/h265-160x90-2s.mp4.bin'
import opus from '../formats/samples/opus-3s.ogg.bin'
import webm from '../formats/samples/vp9-160x90-2s.webm.bin'

const NOW_MS = Date.UTC(2026, 8, 1, 12, 0, 0)
const URL_OF_VIDEO = 'https://cdn.example.com/out.mp4?token=1'
const CLIP = videoClip('16:9', 5).bytes

type Answer = (url: string, init: RequestInit) => Response | Promise<Response>

/** A store over the real bucket, and a network that answers as told. */
function storeOf(answer: Answer, allowLoopback = false): { store: MediaStore; asked: string[] } {
  const asked: string[] = []
  const fetcher = async (url: string, init: RequestInit) => {
    asked.push(url)
    expect(init.redirect).toBe('manual')
    expect(init.signal).toBeInstanceOf(AbortSignal)
    return answer(url, init)
  }
  const publicUrl = 'https://api.example.com'
  const store = mediaStore({ bucket: env.MEDIA, patience: { pause: async () => undefined, pausesMs: [1, 1] }, fetcher, publicUrl, linkSecret: 'secret', allowLoopback, now: () => NOW_MS })
  return { store, asked }
}

function newPrefix(): string {
  return `acc_ingest/gen_${crypto.randomUUID()}/0`
}

/** An answer with its length, as a CDN gives it. */
function sized(bytes: Uint8Array | ArrayBuffer, more: Record<string, string> = {}): Response {
  const headers = { 'content-length': String(bytes.byteLength), 'content-type': 'text/plain', ...more }
  return new Response(bytes, { headers })
}

/** A body in pieces, of no known length. */
function piecewise(bytes: Uint8Array, pieceBytes: number): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.byteLength) controller.close()
      else controller.enqueue(bytes.slice(at, (at += pieceBytes)))
    },
  })
}

async function keysUnder(prefix: string): Promise<string[]> {
  return (await env.MEDIA.list({ prefix })).objects.map((object) => object.key)
}

function video(store: MediaStore, prefix: string, url = URL_OF_VIDEO): Promise<IngestOutcome> {
  return store.ingest({ kind: 'url', url }, prefix, 'VIDEO')
}

describe('an output', () => {
  it('behind a URL is stored under its own type, whatever the upstream declared', async () => {
    const prefix = newPrefix()
    const { store } = storeOf(() => sized(CLIP))
    const facts = { kind: 'video', contentType: 'video/mp4', extension: 'mp4', format: 'mp4', width: 1280, height: 720, durationSeconds: 5 }
    expect(await video(store, prefix)).toEqual({
      kind: 'STORED',
      output: { key: `${prefix}.mp4`, contentType: 'video/mp4', bytes: CLIP.byteLength, sha256: await sha256Hex(CLIP), facts },
    })
    const stored = await env.MEDIA.get(`${prefix}.mp4`)
    expect(stored?.httpMetadata?.contentType).toBe('video/mp4')
    expect(await stored?.bytes()).toEqual(CLIP)
  })

  it('of bytes is stored without any request', async () => {
    const prefix = newPrefix()
    const { store, asked } = storeOf(() => new Response())
    const { bytes } = await paintedImage(64, 48, 'png', 1)
    const outcome = await store.ingest({ kind: 'bytes', bytes, contentType: 'image/jpeg' }, prefix, 'IMAGE')
    expect(outcome).toMatchObject({ kind: 'STORED', output: { key: `${prefix}.png`, facts: { width: 64, height: 48 } } })
    expect(asked).toEqual([])
  })

  it('ingested again is read from storage, with the same facts and no request', async () => {
    const prefix = newPrefix()
    const first = await video(storeOf(() => sized(CLIP)).store, prefix)
    const { store, asked } = storeOf(() => new Response(null, { status: 404 }))
    expect(await video(store, prefix)).toEqual(first)
    expect(asked).toEqual([])
  })

  it('ingested by two at once is stored once, and both are told the same', async () => {
    const prefix = newPrefix()
    const { store } = storeOf(() => sized(CLIP))
    const outcomes = await Promise.all([video(store, prefix), video(store, prefix), video(store, prefix)])
    expect(outcomes[0]).toMatchObject({ kind: 'STORED' })
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1)
    expect(await keysUnder(prefix)).toEqual([`${prefix}.mp4`])
  })

  it('is not overwritten by one that arrives in the middle of another', async () => {
    const prefix = newPrefix()
    const { store } = storeOf(async () => {
      await env.MEDIA.put(`${prefix}.mp4`, CLIP)
      return sized(cutCandidate)
    })
    expect(await video(store, prefix)).toMatchObject({ kind: 'STORED', output: { sha256: await sha256Hex(CLIP) } })
  })

  it.each([1, 100, 5000])('of unknown length is stored, in pieces of %i bytes', async (pieceBytes) => {
    const prefix = newPrefix()
    const bytes = new Uint8Array(webm)
    const { store } = storeOf(() => new Response(piecewise(bytes, pieceBytes)))
    expect(await video(store, prefix)).toMatchObject({ kind: 'STORED', output: { key: `${prefix}.webm`, sha256: await sha256Hex(bytes) } })
  })

  it('that was compressed on the way is stored decompressed, although its length is another', async () => {
    const prefix = newPrefix()
    const headers = { 'content-encoding': 'gzip', 'content-length': '7' }
    // What fetch hands over: the header of the wire, the body already unpacked.
    const { store } = storeOf(() => new Response(piecewise(CLIP, 9000), { headers, encodeBody: 'manual' }))
    expect(await video(store, prefix)).toMatchObject({ kind: 'STORED', output: { bytes: CLIP.byteLength } })
  })

  it.each([
    ['m4a', aac],
    ['ogg', opus],
  ])('of sound is stored as %s', async (extension, bytes) => {
    const prefix = newPrefix()
    const { store } = storeOf(() => sized(bytes))
    const outcome = await store.ingest({ kind: 'url', url: URL_OF_VIDEO }, prefix, 'AUDIO')
    expect(outcome).toMatchObject({ kind: 'STORED', output: { key: `${prefix}.${extension}`, facts: { kind: 'audio' } } })
  })

  it('is found behind three redirects, each of them checked', async () => {
    const prefix = newPrefix()
    const { store, asked } = storeOf((url) => {
      const step = Number(new URL(url).searchParams.get('step') ?? 0)
      return step < 3 ? new Response(null, { status: 302, headers: { location: `/next?step=${step + 1}` } }) : sized(CLIP)
    })
    expect(await video(store, prefix)).toMatchObject({ kind: 'STORED' })
    expect(asked).toHaveLength(4)
    expect(asked[3]).toBe('https://cdn.example.com/next?step=3')
  })

  it('may come from loopback only where that is allowed', async () => {
    const local = 'http://127.0.0.1:8787/out.mp4'
    expect(await video(storeOf(() => sized(CLIP), true).store, newPrefix(), local)).toMatchObject({ kind: 'STORED' })
    expect(await video(storeOf(() => sized(CLIP)).store, newPrefix(), local)).toMatchObject({ kind: 'UNUSABLE' })
  })
})

function detailOf(outcome: IngestOutcome): string {
  return outcome.kind === 'STORED' ? '' : outcome.detail
}

/** A body that ends a thousand bytes early, as a lost connection does. */
function broken(bytes: Uint8Array): ReadableStream {
  const { readable, writable } = new FixedLengthStream(bytes.byteLength + 1000)
  const writer = writable.getWriter()
  void (async () => {
    await writer.write(bytes)
    await writer.abort(new Error('connection lost'))
  })().catch(() => undefined)
  return readable
}

function redirectTo(location: string): Answer {
  return () => new Response(null, { status: 302, headers: { location } })
}

function status(code: number): Answer {
  return () => new Response('upstream says no', { status: code })
}

describe('an output that is not had', () => {
  const CASES: readonly [name: string, kind: IngestOutcome['kind'], detail: string, answer: Answer][] = [
    ['404', 'GONE', '404', status(404)],
    ['403', 'GONE', '403', status(403)],
    ['410', 'GONE', '410', status(410)],
    ['401', 'UNUSABLE', '401', status(401)],
    ['500', 'UNREACHABLE', '500', status(500)],
    ['503', 'UNREACHABLE', '503', status(503)],
    ['429', 'UNREACHABLE', '429', status(429)],
    ['a network error', 'UNREACHABLE', 'refused', () => Promise.reject(new TypeError('connection refused'))],
    ['a time-out', 'UNREACHABLE', 'Timeout', () => Promise.reject(new DOMException('too slow', 'TimeoutError'))],
    ['a body shorter than its Content-Length', 'UNREACHABLE', '', () => sized(CLIP, { 'content-length': String(CLIP.byteLength + 9) })],
    ['a body longer than its Content-Length', 'UNREACHABLE', '', () => sized(CLIP, { 'content-length': '5000' })],
    ['a connection that breaks off', 'UNREACHABLE', '', () => new Response(broken(CLIP), { headers: { 'content-length': String(CLIP.byteLength + 1000) } })],
    ['an empty body', 'UNUSABLE', 'empty', () => sized(new Uint8Array(0))],
    ['an empty body of unknown length', 'UNUSABLE', 'empty', () => new Response(piecewise(new Uint8Array(0), 1))],
    ['an error page with status 200', 'UNUSABLE', 'not a video', () => sized(ascii('<!doctype html><title>Sorry</title>'))],
    ['a sound in a video container', 'UNUSABLE', 'audio where video', () => sized(aac)],
    ['a sound', 'UNUSABLE', 'not a video', () => sized(opus)],
    ['a file that was cut off before it reached the upstream', 'UNUSABLE', 'cut off', () => sized(cutCandidate.slice(0, -100))],
    ['a declared size over the limit', 'UNUSABLE', 'over the limit', () => sized(CLIP, { 'content-length': String(2 ** 31 + 1) })],
    ['a redirect to a private address', 'UNUSABLE', 'forbidden address', redirectTo('https://10.0.0.1/out.mp4')],
    ['a redirect to http', 'UNUSABLE', 'forbidden address', redirectTo('http://cdn.example.com/out.mp4')],
    ['a redirect to nowhere', 'UNUSABLE', 'nowhere', status(302)],
    ['redirects without end', 'UNUSABLE', 'more than 3', redirectTo('/again')],
  ]

  it.each(CASES)('because of %s is %s and leaves nothing behind', async (_name, kind, detail, answer) => {
    const prefix = newPrefix()
    const outcome = await video(storeOf(answer).store, prefix)
    expect(outcome.kind).toBe(kind)
    expect(detailOf(outcome)).toContain(detail)
    expect(await keysUnder(prefix)).toEqual([])
  })

  it('because of an address that is forbidden is never asked for', async () => {
    for (const url of ['https://169.254.169.254/x', 'http://cdn.example.com/x', 'file:///etc/passwd', 'not a url']) {
      const { store, asked } = storeOf(() => sized(CLIP))
      expect(await video(store, newPrefix(), url)).toMatchObject({ kind: 'UNUSABLE' })
      expect(asked).toEqual([])
    }
  })

  it('because a held body grows too large is given up midway', async () => {
    let handedOver = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        handedOver += 1_048_576
        controller.enqueue(new Uint8Array(1_048_576))
      },
    })
    const outcome = await video(storeOf(() => new Response(endless)).store, newPrefix())
    expect(outcome.kind).toBe('UNUSABLE')
    expect(detailOf(outcome)).toContain('without a length')
    expect(handedOver).toBeLessThan(70 * 1_048_576)
  })

  it('without a length waits for the next look while others hold the memory, and not for ever', async () => {
    const first = Promise.withResolvers<void>()
    const isHeld = Promise.withResolvers<void>()
    let sent = 0
    const slow = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        sent += 1
        if (sent <= 30) return controller.enqueue(new Uint8Array(1024 * 1024))
        isHeld.resolve()
        await first.promise
        controller.close()
      },
    })
    const { store } = storeOf((url) => new Response(url.endsWith('slow') ? slow : piecewise(new Uint8Array(20 * 1024 * 1024), 1024 * 1024)))
    const slowOutcome = video(store, newPrefix(), 'https://cdn.example.com/slow')
    await isHeld.promise
    expect(await video(store, newPrefix(), 'https://cdn.example.com/other')).toMatchObject({ kind: 'UNREACHABLE', detail: expect.stringContaining('held') })
    first.resolve()
    expect(await slowOutcome).toMatchObject({ kind: 'UNUSABLE' })
    expect(await video(store, newPrefix(), 'https://cdn.example.com/other')).toMatchObject({ kind: 'UNUSABLE', detail: expect.stringContaining('unknown bytes') })
  })

  it('because an image is over 64 MiB is refused before it is read', async () => {
    const { store } = storeOf(() => sized(CLIP, { 'content-length': String(64 * 1_048_576 + 1) }))
    expect(await store.ingest({ kind: 'url', url: URL_OF_VIDEO }, newPrefix(), 'IMAGE')).toMatchObject({ kind: 'UNUSABLE' })
  })
})

describe('stored media', () => {
  it('get a link within their own life, and can be deleted', async () => {
    const prefix = newPrefix()
    const { store } = storeOf(() => sized(CLIP))
    await video(store, prefix)
    const link = await store.link(`${prefix}.mp4`, NOW_MS + 60_000)
    expect(link.expiresAtMs).toBe(NOW_MS + 60_000)
    expect(link.url).toContain(`https://api.example.com/media/${prefix}.mp4?exp=`)
    await store.delete([`${prefix}.mp4`])
    expect(await keysUnder(prefix)).toEqual([])
    await store.delete([])
  })
})
