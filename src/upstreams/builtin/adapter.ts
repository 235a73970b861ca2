// The upstream of test keys: built in, deterministic, with no company or network behind it. It keeps nothing, since all it
// must know stands in its reference, and delivers static files of ours. Words in the text force every outcome there is.
import * as v from 'valibot'
import type { UpstreamRef } from '../../domain/upstream.ts'
import type { GenerationType } from '../../domain/model.ts'
import { byNearness } from '../../domain/nearest.ts'
import { sceneOf } from '../../domain/scene.ts'
import type { CancelOutcome, FindOutcome, PollOutcome, Refusal, Submission, SubmitOutcome, UpstreamRegistration } from '../contract.ts'
import type { UpstreamHttp } from '../http.ts'

/** docs/guide/test-keys.md is the table of what each word does. Some are also the words of the emulators. */
const REFUSED: Words<Refusal> = { moderated: 'MODERATED', invalid: 'INVALID_INPUT', 'input-media': 'INPUT_MEDIA' }
const REFUSED_AT_FIRST: Words<Refusal> = { busy: 'BUSY', failover: 'FAILED' }
const ENDS_BADLY: Words<Refusal> = { fail: 'FAILED', unavailable: 'UNAVAILABLE', 429: 'UNAVAILABLE', 500: 'UNAVAILABLE' }
/** Of several the longest. A test job's deadline is 120 s after its creation (catalog/test-market.ts). */
const READY_AFTER_SECONDS: Words<number> = { timeout: 1e9, hang: 1e9, late: 180, slow: 60 }
const USUALLY_READY_AFTER_SECONDS = 3
/** Whatever else is written in double square brackets is a part of the text like any other. */
const FORCING = [
  ...[REFUSED, REFUSED_AT_FIRST, ENDS_BADLY, READY_AFTER_SECONDS].flatMap(Object.keys),
  'unknown', 'recovered', 'partial', 'media', 'cancel:too-late',
]
type Words<Meaning> = Readonly<Record<string, Meaning>>

/** What there is in static/test-media, by shape: the nearest is delivered, the first where none was asked for. */
const SHAPES = {
  VIDEO: { '16:9': 'wide', '9:16': 'tall', '1:1': 'square' },
  IMAGE: { '1:1': 'square', '16:9': 'wide', '9:16': 'tall', '4:3': 'classic', '3:4': 'portrait' },
  AVATAR: { '16:9': 'wide', '9:16': 'tall' },
  AUDIO: { '': '' },
} as const satisfies Record<GenerationType, Words<string>>
const CLIP_SECONDS = [5, 10]

const RefSchema = v.object({ words: v.array(v.string()), file: v.string(), outputs: v.number(), readyAtMs: v.number() })

/** In the order of FORCING, whatever the text's is. */
const wordsOf = (text: string): readonly string[] => FORCING.filter((word) => text.includes(`[[${word}]]`))

/** What the first of the words that has a meaning here means. */
const meaningOf = <Meaning>(words: readonly string[], meanings: Words<Meaning>): Meaning | undefined =>
  words.map((word) => meanings[word]).find((meaning) => meaning !== undefined)

async function submit(http: UpstreamHttp, { externalId, type, input, options }: Submission): Promise<SubmitOutcome> {
  const words = wordsOf(input.text ?? '')
  const refusal = meaningOf(words, REFUSED) ?? (externalId.endsWith('-1') ? meaningOf(words, REFUSED_AT_FIRST) : undefined)
  if (refusal) return { kind: 'REJECTED', refusal, detail: 'forced by the text' }
  if (words.includes('unknown') || words.includes('recovered')) return { kind: 'UNKNOWN', detail: 'forced by the text' }
  const seconds = meaningOf(words, READY_AFTER_SECONDS) ?? USUALLY_READY_AFTER_SECONDS
  const ref = { words, file: fileFor(type, input.text ?? '', options), outputs: Number(options['n'] ?? 1), readyAtMs: http.nowMs() + seconds * 1000 }
  return { kind: 'ACCEPTED', ref }
}

/** A drawn scene that the text names; speech is Hindi where the text has Devanagari. */
function fileFor(type: GenerationType, text: string, options: Submission['options']): string {
  const shapes: Words<string> = SHAPES[type]
  const [ratio = ''] = byNearness(Object.keys(shapes), String(options['aspectRatio'] ?? ''))
  const [seconds = 5] = byNearness(CLIP_SECONDS, Number(options['duration'] ?? 5))
  const language = /\p{Script=Devanagari}/u.test(text) ? 'hi' : 'en'
  switch (type) {
    case 'VIDEO':
      return `${sceneOf(text)}-${shapes[ratio]}-${seconds}.mp4`
    case 'IMAGE':
      return `${sceneOf(text)}-${shapes[ratio]}.jpg`
    case 'AVATAR':
      return `talking-${language}-${shapes[ratio]}.mp4`
    case 'AUDIO':
      return `speech-${language}.mp3`
  }
}

async function poll(http: UpstreamHttp, ref: UpstreamRef): Promise<PollOutcome> {
  const { words, file, outputs, readyAtMs } = v.parse(RefSchema, ref)
  if (http.nowMs() < readyAtMs) return { kind: 'PENDING', started: true }
  const refusal = meaningOf(words, ENDS_BADLY)
  if (refusal) return { kind: 'FAILED', refusal, detail: 'forced by the text' }
  const answer = await http.request({ method: 'GET', url: `/${file}.bin` })
  if (answer.kind === 'LOST' || answer.status !== 200) return { kind: 'UNREACHABLE', detail: `no ${file}` }
  const bytes = words.includes('media') ? new TextEncoder().encode('no medium at all') : answer.bytes
  const made = words.includes('partial') ? Math.max(1, outputs - 1) : outputs
  return { kind: 'DONE', outputs: Array.from({ length: made }, () => ({ kind: 'bytes', bytes, contentType: '' })) }
}

async function cancel(_http: UpstreamHttp, ref: UpstreamRef): Promise<CancelOutcome> {
  const { words } = v.parse(RefSchema, ref)
  return { kind: words.includes('late') || words.includes('cancel:too-late') ? 'TOO_LATE' : 'CANCELLED' }
}

/** It keeps nothing, and so has whatever it would accept. */
async function find(http: UpstreamHttp, submission: Submission): Promise<FindOutcome> {
  const text = (submission.input.text ?? '').replaceAll('[[recovered]]', '')
  const outcome = await submit(http, { ...submission, input: { text } })
  return outcome.kind === 'ACCEPTED' ? { kind: 'FOUND', ref: outcome.ref } : { kind: 'ABSENT' }
}

export const testRegistration: UpstreamRegistration = {
  upstream: { id: 'test', company: 'Doitong', submit, poll, cancel, find },
  defaultBaseUrl: 'https://static.invalid/test-media',
  settings: 'TEST',
  authorize: () => async () => ({}),
  isBuiltIn: true,
}
