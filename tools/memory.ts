// The largest that one submission, or one answer, may hold in memory, measured: the adapters' own code in Node against a company that
// takes and answers what is asked of it, and a host that serves media of the most bytes that are legal. `npm run memory`.
// The figure is Node's heap and array buffers after a collection, at each megabyte that goes through: what cannot be freed at that
// moment, the ten megabytes of the code itself included.
import type * as CallerMedia from '../src/upstreams/caller-media.ts'
import type { Submission, UpstreamRegistration } from '../src/upstreams/contract.ts'
import type * as Http from '../src/upstreams/http.ts'
import { print, red } from './local/terminal.ts'

const MOST_MB = 64
const MEGABYTE = 1024 * 1024
const CHUNK_BYTES = 64 * 1024

/** workerd's own, as far as it is used. */
Object.assign(globalThis, {
  FixedLengthStream: function fixed(): TransformStream {
    return new TransformStream()
  },
})

const load = async (file: string): Promise<Record<string, unknown>> => (await import(new URL(`../src/upstreams/${file}`, import.meta.url).href)) as Record<string, unknown>
const { upstreamHttp, MAX_MEDIA_BYTES } = (await load('http.ts')) as Pick<typeof Http, 'upstreamHttp' | 'MAX_MEDIA_BYTES'>
const { MOST_INPUT_BYTES } = (await load('caller-media.ts')) as Pick<typeof CallerMedia, 'MOST_INPUT_BYTES'>

const HEADS = {
  /** 640 by 480. */
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 2, 128, 0, 0, 1, 224],
  /** 192,000 bytes a second, to the end. */
  wav: [0x52, 0x49, 0x46, 0x46, 0, 0, 0, 0, 0x57, 0x41, 0x56, 0x45, 0x66, 0x6d, 0x74, 0x20, 16, 0, 0, 0, 1, 0, 2, 0, 0x80, 0xbb, 0, 0, 0, 0xee, 2, 0, 4, 0, 16, 0, 0x64, 0x61, 0x74, 0x61, 0, 0, 0, 0],
} as const
type Kind = keyof typeof HEADS

let peakBytes = 0
function sample(): void {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  peakBytes = Math.max(peakBytes, heapUsed + arrayBuffers)
}

/** So many bytes, made as they are asked for, with a look at the memory every megabyte. */
function streamOf(chunks: Iterator<Uint8Array>): ReadableStream<Uint8Array> {
  let sinceSample = 0
  return new ReadableStream({
    pull: (controller) => {
      const { value, done } = chunks.next()
      if (done === true) return controller.close()
      sinceSample += value.byteLength
      if (sinceSample >= MEGABYTE) {
        sinceSample = 0
        sample()
      }
      controller.enqueue(value)
    },
  }, { highWaterMark: 0 })
}

function* mediumOf(kind: Kind, length: number): Generator<Uint8Array> {
  for (let at = 0; at < length; at += CHUNK_BYTES) {
    const chunk = new Uint8Array(Math.min(CHUNK_BYTES, length - at))
    if (at === 0) chunk.set(HEADS[kind])
    yield chunk
  }
}

/** JSON around base64 of so many bytes. */
function* answerOf(before: string, decodedBytes: number, after: string): Generator<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode(before)
  for (let left = Math.floor(decodedBytes / 3) * 4; left > 0; left -= CHUNK_BYTES) yield encoder.encode('A'.repeat(Math.min(CHUNK_BYTES, left)))
  yield encoder.encode(after)
}

const json = (body: Iterator<Uint8Array>): Response => new Response(streamOf(body), { headers: { 'content-type': 'application/json' } })
const small = (value: unknown, status = 200): Response => Response.json(value, { status })

async function swallow(body: unknown): Promise<void> {
  const stream = body instanceof ReadableStream ? body : new Response(body as string | FormData).body
  let sinceSample = 0
  for await (const chunk of (stream ?? []) as AsyncIterable<Uint8Array>) {
    sinceSample += chunk.byteLength
    if (sinceSample < MEGABYTE) continue
    sinceSample = 0
    sample()
  }
  sample()
}

interface Case {
  readonly what: string
  readonly file: string
  readonly registration: string
  readonly submission?: Partial<Submission>
  /** Instead of a submission: a look with this handle. */
  readonly ref?: Readonly<Record<string, string>>
  /** What the company answers to a path. */
  readonly answers: (path: string) => Response
}

const url = (kind: Kind, bytes: number): string => `https://media.example.com/${kind}/${bytes}`
const third = Math.floor(MOST_INPUT_BYTES / 3)
const imageAnswer = (decodedBytes: number) => json(answerOf('{"candidates":[{"finishReason":"STOP","content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"', decodedBytes, '"}}]}}]}'))

const CASES: readonly Case[] = [
  {
    what: 'Veo, three references', file: 'google/veo.ts', registration: 'veoRegistration',
    submission: { model: 'veo-3.1', input: { text: 'her', images: [url('png', third), url('png', third), url('png', third)] } },
    answers: () => small({ name: 'operations/1' }),
  },
  {
    what: 'Veo, the video in the answer', file: 'google/veo.ts', registration: 'veoRegistration', ref: { operation: 'projects/p/locations/l/publishers/google/models/m/operations/1' },
    answers: () => json(answerOf('{"done":true,"response":{"videos":[{"mimeType":"video/mp4","bytesBase64Encoded":"', MAX_MEDIA_BYTES - 512, '"}]}}')),
  },
  {
    what: 'Imagen, one reference, four images', file: 'google/imagen.ts', registration: 'imagenRegistration',
    submission: { model: 'gemini', input: { text: 'her', image: url('png', MOST_INPUT_BYTES) }, options: { n: 4 } },
    answers: () => imageAnswer(Math.floor((MAX_MEDIA_BYTES - MOST_INPUT_BYTES) / 4) - 512),
  },
  {
    what: 'Imagen, four large images', file: 'google/imagen.ts', registration: 'imagenRegistration',
    submission: { model: 'gemini', input: { text: 'her' }, options: { n: 4 } },
    answers: () => imageAnswer(Math.floor(MAX_MEDIA_BYTES / 4) - 512),
  },
  {
    what: 'Stability, one image', file: 'stability/adapter.ts', registration: 'stabilityRegistration',
    submission: { model: 'sd3.5-large', input: { text: 'her', image: url('png', 10_000_000) } },
    answers: () => new Response(streamOf(mediumOf('png', 20 * MEGABYTE)), { headers: { 'content-type': 'image/png', 'finish-reason': 'SUCCESS' } }),
  },
  {
    what: 'Hedra, a recording', file: 'hedra/adapter.ts', registration: 'hedraRegistration',
    submission: { model: 'hedra-character-3', input: { image: url('png', 100_000), audio: url('wav', MOST_INPUT_BYTES - 100_000) }, options: { duration: 600 } },
    answers: (path) => (path === '/files' ? small({ url: 'https://files.example.com/1' }, 201) : small({ job_id: '1' })),
  },
  {
    what: 'ElevenLabs, a cloned voice and its speech', file: 'elevenlabs/adapter.ts', registration: 'elevenlabsRegistration',
    submission: { model: 'eleven_multilingual_v2', input: { text: 'hello', audio: url('wav', 10_000_000) } },
    answers: (path) => (path.startsWith('/v1/voices') ? small({ voice_id: 'v' }) : new Response(streamOf(mediumOf('wav', MAX_MEDIA_BYTES)), { headers: { 'content-type': 'audio/mpeg' } })),
  },
  {
    what: 'Google TTS, a long speech', file: 'google/tts.ts', registration: 'googleTtsRegistration',
    submission: { model: 'Standard', input: { text: 'hello' } },
    answers: () => json(answerOf('{"audioContent":"', MAX_MEDIA_BYTES - 512, '"}')),
  },
]

async function play({ file, registration, submission, ref, answers }: Case): Promise<string> {
  const { [registration]: found } = (await load(file)) as Record<string, UpstreamRegistration>
  if (!found) throw new Error(`${file} has no ${registration}`)
  const access = { baseUrl: 'https://api.example.com', authorize: async () => ({}) }
  const http = upstreamHttp(access, async (address, init) => {
    const { pathname, hostname } = new URL(address)
    const [, kind, bytes] = pathname.split('/')
    if (hostname === 'media.example.com') return new Response(streamOf(mediumOf(kind === 'png' ? 'png' : 'wav', Number(bytes))))
    await swallow(init.body)
    return answers(pathname)
  }, () => 0)
  const outcome = ref
    ? await found.upstream.poll?.(http, ref)
    : await found.upstream.submit(http, { externalId: 'gen_1-1', model: '', type: 'IMAGE', input: {}, options: {}, ...submission })
  sample()
  if (outcome?.kind !== 'DONE' && outcome?.kind !== 'ACCEPTED') throw new Error(`${registration}: ${JSON.stringify(outcome)}`)
  return outcome.kind
}

if (!globalThis.gc) throw new Error('run it with --expose-gc')
let worstMb = 0
for (const one of CASES) {
  peakBytes = 0
  const kind = await play(one)
  const peakMb = peakBytes / MEGABYTE
  worstMb = Math.max(worstMb, peakMb)
  print(`${one.what.padEnd(42)} ${peakMb.toFixed(1).padStart(6)} MB  ${kind}`)
}
const isUnder = worstMb < MOST_MB
print(isUnder ? `all under ${MOST_MB} MB` : red(`${worstMb.toFixed(1)} MB, and ${MOST_MB} at most`))
process.exitCode = isUnder ? 0 : 1
