// ElevenLabs' adapter against its emulator, through the real HTTP client.
import { describe, expect, test } from 'vitest'
import { elevenlabsModels } from '../../../src/catalog/models/elevenlabs.ts'
import type { Model, OptionValue } from '../../../src/domain/model.ts'
import { ELEVENLABS_VOICES } from '../../../src/catalog/voices.ts'
import type { Submission, SubmitOutcome } from '../../../src/upstreams/contract.ts'
import { elevenlabsRegistration } from '../../../src/upstreams/elevenlabs/adapter.ts'
import { upstreamHttp } from '../../../src/upstreams/http.ts'
import { memoryDesk, type TestFetch } from '../../../emulators/desk.ts'
import { ELEVENLABS_EMULATOR_KEY, ELEVENLABS_EMULATOR_KEY_WITHOUT_QUOTA, elevenlabsEmulator } from '../../../emulators/elevenlabs/twin.ts'
import { speech } from '../../../emulators/media.ts'
import { toBase64 } from '../../../src/domain/base64.ts'
import { whole } from '../bench.ts'

interface Sent {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly body: unknown
}

const lost: TestFetch = async () => {
  throw new TypeError('connection lost')
}

/** @param answer what stands in the emulator's place */
function connect(key = ELEVENLABS_EMULATOR_KEY, answer?: TestFetch) {
  const clock = { nowMs: Date.UTC(2026, 10, 22) }
  const { fetch, origin } = memoryDesk(elevenlabsEmulator, clock)
  const sent: Sent[] = []
  const spy: TestFetch = (url, init) => {
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
    sent.push({ url, method: init?.method ?? '', headers: new Headers(init?.headers), body })
    return (answer ?? fetch)(url, init)
  }
  const authorize = elevenlabsRegistration.authorize((name) => (name === 'API_KEY' ? key : undefined))
  if (!authorize) throw new Error('not configured')
  const http = upstreamHttp({ baseUrl: origin, authorize }, spy, () => clock.nowMs)
  return { sent, submit: (asked: Submission) => elevenlabsRegistration.upstream.submit(http, asked) }
}

function submission(text: string, options: Record<string, OptionValue> = {}, model = 'eleven_multilingual_v2'): Submission {
  const defaults = { voice: ELEVENLABS_VOICES.rachel, speed: 1, outputFormat: 'mp3' }
  return { externalId: 'gen_1-1', model, type: 'AUDIO', input: { text }, options: { ...defaults, ...options } }
}

/** An upstream that answers this, whatever it is asked. */
function answering(status: number, body: BodyInit, headers: Record<string, string> = { 'content-type': 'application/json' }): TestFetch {
  return async () => new Response(body, { status, headers })
}

const refused = (status: number, slug: string) => answering(status, JSON.stringify({ detail: { status: slug, message: 'in its words' } }))

function bytesOf(outcome: SubmitOutcome): { readonly bytes: Uint8Array; readonly contentType: string } {
  const output = outcome.kind === 'DONE' ? outcome.outputs[0] : undefined
  if (output?.kind !== 'bytes') throw new Error(`no bytes but ${JSON.stringify(outcome)}`)
  return { ...output, bytes: whole(output.bytes) }
}

describe('what is sent', () => {
  test('the published sample goes out with voice, key and format, and comes back as the sound', async () => {
    const { sent, submit } = connect()
    const outcome = await submit(submission('Welcome to the future of artificial intelligence', { emotion: 'excited' }))
    const output = bytesOf(outcome)
    expect(output.contentType).toBe('audio/mpeg')
    expect(output.bytes).toEqual(speech('mp3').bytes)
    expect(sent).toHaveLength(1)
    const [request] = sent
    expect(request?.method).toBe('POST')
    expect(request?.url).toBe(
      'http://127.0.0.1:8787/emulators/elevenlabs/v1/text-to-speech/21m00Tcm4TlvDq8ikWAM?output_format=mp3_44100_128',
    )
    expect(request?.headers.get('xi-api-key')).toBe(ELEVENLABS_EMULATOR_KEY)
    expect(request?.headers.get('accept')).toBe('audio/*')
    expect(request?.body).toEqual({
      text: 'Welcome to the future of artificial intelligence',
      model_id: 'eleven_multilingual_v2',
      voice_settings: { stability: 0.3, style: 0.6, speed: 1 },
    })
  })

  test('wav, language, seed and the two dials have their own places', async () => {
    const { sent, submit } = connect()
    const options = { outputFormat: 'wav', language: 'hi', seed: 7, stability: 0.8, similarity: 0.9, emotion: 'sad' }
    const output = bytesOf(await submit(submission('नमस्ते', options, 'eleven_flash_v2_5')))
    expect(output.contentType).toBe('audio/wav')
    expect(sent[0]?.url).toContain('output_format=wav_24000')
    expect(sent[0]?.body).toEqual({
      text: 'नमस्ते',
      model_id: 'eleven_flash_v2_5',
      language_code: 'hi',
      seed: 7,
      voice_settings: { stability: 0.8, similarity_boost: 0.9, speed: 1 },
    })
  })

  test('on v3 an emotion stands before the text as an audio tag', async () => {
    const { sent, submit } = connect()
    const outcome = await submit(submission('Hello', { emotion: 'excited', stability: 0.5 }, 'eleven_v3'))
    expect(outcome.kind).toBe('DONE')
    expect(sent[0]?.body).toMatchObject({ text: '[excited] Hello', voice_settings: { stability: 0.5, speed: 1 } })
  })
})

describe('what the upstream refuses', () => {
  const cases: [string, Submission, string, object][] = [
    ['content against its policy is moderated', submission('[[moderated]]'), ELEVENLABS_EMULATOR_KEY, { refusal: 'MODERATED' }],
    ['an unknown voice is invalid input', submission('Hi', { voice: 'AAAAAAAAAAAAAAAAAAAA' }), ELEVENLABS_EMULATOR_KEY, { refusal: 'INVALID_INPUT' }],
    ['a language for Multilingual v2 is invalid input', submission('Hi', { language: 'hi' }), ELEVENLABS_EMULATOR_KEY, { refusal: 'INVALID_INPUT' }],
    ['a speed out of range is invalid input', submission('Hi', { speed: 2 }), ELEVENLABS_EMULATOR_KEY, { refusal: 'INVALID_INPUT' }],
    ['a seed that is no number is invalid input (422)', submission('Hi', { seed: 'x' }), ELEVENLABS_EMULATOR_KEY, { refusal: 'INVALID_INPUT' }],
    ['a wrong key raises the alarm', submission('Hi'), 'sk_wrong', { refusal: 'UNAVAILABLE', alarm: 'KEY' }],
    ['an exhausted quota, which is a 401, raises the alarm', submission('Hi'), ELEVENLABS_EMULATOR_KEY_WITHOUT_QUOTA, { refusal: 'UNAVAILABLE', alarm: 'BALANCE' }],
    ['a busy system says when to come back', submission('[[429]]'), ELEVENLABS_EMULATOR_KEY, { refusal: 'BUSY', retryAfterSeconds: 4 }],
    ['its own error is unavailable', submission('[[500]]'), ELEVENLABS_EMULATOR_KEY, { refusal: 'UNAVAILABLE' }],
    ['a 200 without a byte is a failure, never an output', submission('[[fail]]'), ELEVENLABS_EMULATOR_KEY, { refusal: 'FAILED', blameless: true }],
  ]
  test.each(cases)('%s', async (_name, what, key, expected) => {
    const outcome = await connect(key).submit(what)
    expect(outcome).toEqual({ kind: 'REJECTED', detail: expect.any(String), ...expected })
  })

  const rows: [number, string, object][] = [
    [401, 'a_reason_of_tomorrow', { refusal: 'UNAVAILABLE', blameless: true }],
    [401, 'missing_permissions', { refusal: 'UNAVAILABLE', alarm: 'KEY' }],
    [401, 'detected_unusual_activity', { refusal: 'UNAVAILABLE', alarm: 'KEY' }],
    [402, 'payment_required', { refusal: 'UNAVAILABLE', alarm: 'BALANCE', blameless: true }],
    [403, 'only_for_creator+', { refusal: 'INVALID_INPUT' }],
    [403, 'voice_access_denied', { refusal: 'INVALID_INPUT' }],
    [403, 'content_against_policy', { refusal: 'MODERATED' }],
    [400, 'max_character_limit_exceeded', { refusal: 'INVALID_INPUT' }],
    [409, 'conflict', { refusal: 'UNAVAILABLE', blameless: true }],
    [425, 'too_early', { refusal: 'UNAVAILABLE', blameless: true }],
    [429, 'too_many_concurrent_requests', { refusal: 'BUSY' }],
    [503, 'system_busy', { refusal: 'BUSY' }],
    // An error under a 200 counts as what it says.
    [200, 'quota_exceeded', { refusal: 'UNAVAILABLE', alarm: 'BALANCE' }],
    [200, 'something_went_wrong', { refusal: 'FAILED' }],
  ]
  test.each(rows)('%i %s', async (status, slug, expected) => {
    const outcome = await connect(undefined, refused(status, slug)).submit(submission('Hi'))
    expect(outcome).toEqual({ kind: 'REJECTED', detail: expect.stringContaining(slug), ...expected })
  })

  test('a detail that is one bare sentence is read too', async () => {
    const outcome = await connect(undefined, answering(400, '{"detail":"Something is wrong"}')).submit(submission('Hi'))
    expect(outcome).toMatchObject({ kind: 'REJECTED', refusal: 'INVALID_INPUT', detail: expect.stringContaining('Something is wrong') })
  })
})

describe('what nobody can tell', () => {
  test('a lost connection is unknown', async () => {
    expect(await connect(undefined, lost).submit(submission('Hi'))).toMatchObject({ kind: 'UNKNOWN' })
  })

  test.each([408, 502, 504])('HTTP %i is unknown', async (status) => {
    expect(await connect(undefined, answering(status, '')).submit(submission('Hi'))).toMatchObject({ kind: 'UNKNOWN' })
  })

  test('a 200 with a page of HTML is unknown', async () => {
    const page = answering(200, '<html></html>', { 'content-type': 'text/html' })
    expect(await connect(undefined, page).submit(submission('Hi'))).toMatchObject({ kind: 'UNKNOWN' })
  })

  test('an upstream that never answers is unknown once the time is up', async () => {
    const deadline = new AbortController()
    const { fetch } = memoryDesk(elevenlabsEmulator, { nowMs: 0 })
    const { submit } = connect(undefined, (url, init) => fetch(url, { ...init, signal: deadline.signal }))
    const hanging = submit(submission('[[hang]]'))
    expect((await submit(submission('Hi'))).kind).toBe('DONE')
    deadline.abort(new DOMException('The time is up', 'TimeoutError'))
    expect(await hanging).toEqual({ kind: 'UNKNOWN', detail: 'TimeoutError: The time is up' })
  })
})

describe('the rows', () => {
  const rows: readonly Model[] = elevenlabsModels

  test.each(rows.map((model) => [model.id, model] as const))('%s: the upstream takes its defaults', async (_id, model) => {
    const defaults = Object.entries(model.options).flatMap(([name, row]) => ('default' in row && row.default !== undefined ? [[name, row.default] as const] : []))
    const sample = model.inputs.audio ? { audio: `data:audio/wav;base64,${toBase64(speech('wav').bytes)}` } : {}
    const asked = { ...submission('Hello'), input: { text: 'Hello', ...sample }, model: model.upstreamModel }
    const outcome = await connect().submit({ ...asked, options: Object.fromEntries(defaults) })
    expect(outcome.kind).toBe('DONE')
  })

  test.each(rows.map((model) => [model.id, model] as const))('%s: the upstream takes every emotion, and each differs from none', async (_id, model) => {
    const row = model.options.emotion
    const emotions = row?.kind === 'choice' ? row.allowed : ['excited']
    for (const emotion of emotions) {
      const { sent, submit } = connect()
      const plain = submission('Hello', {}, model.upstreamModel)
      expect((await submit(plain)).kind).toBe('DONE')
      expect((await submit({ ...plain, options: { ...plain.options, emotion } })).kind).toBe('DONE')
      expect(sent[1]?.body).not.toEqual(sent[0]?.body)
    }
  })

  test('every synonym of an emotion means an emotion there is', () => {
    for (const { options } of rows) {
      const row = options.emotion
      if (row?.kind !== 'choice') continue
      for (const meant of Object.values(row.synonyms ?? {})) expect(row.allowed).toContain(meant)
    }
  })

  test('the longest text with the longest emotion still fits what the upstream takes', async () => {
    for (const model of rows) {
      const row = model.options.emotion
      const emotion = row?.kind === 'text' ? 'a'.repeat(row.maxLength) : 'neutral'
      const text = 'a'.repeat(model.inputs.text?.maxLength ?? 0)
      expect((await connect().submit(submission(text, { emotion }, model.upstreamModel))).kind).toBe('DONE')
    }
  })

  test('without a key the upstream is not configured', () => {
    expect(elevenlabsRegistration.authorize(() => undefined)).toBeUndefined()
  })
})
