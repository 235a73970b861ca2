// Google's speech adapter against its emulator, through the real HTTP client; and its rows.
import { describe, expect, test } from 'vitest'
import { GOOGLE_FAMILIES, googleLanguages, googleVoiceIds } from '../../../src/catalog/google-voices.ts'
import type { Model, OptionValue } from '../../../src/domain/model.ts'
import { googleTtsModels } from '../../../src/catalog/models/google-tts.ts'
import { creditsOf } from '../../../src/routing/price.ts'
import type { Submission, SubmitOutcome } from '../../../src/upstreams/contract.ts'
import { googleTtsRegistration } from '../../../src/upstreams/google/tts.ts'
import { upstreamHttp } from '../../../src/upstreams/http.ts'
import { memoryDesk, type TestFetch } from '../../../emulators/desk.ts'
import { GOOGLE_TTS_EMULATOR_KEY, GOOGLE_TTS_EMULATOR_KEY_OF_DISABLED_SERVICE, googleTtsEmulator } from '../../../emulators/google/tts.ts'
import { GOOGLE_EMULATOR_SERVICE_ACCOUNT } from '../../../emulators/google/service-account.ts'
import { speech } from '../../../emulators/media.ts'
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

/** @param key an API key, or the settings of a service account @param answer what stands in the emulator's place */
function connect(key: string | Readonly<Record<string, string>> = GOOGLE_TTS_EMULATOR_KEY, answer?: TestFetch) {
  const clock = { nowMs: Date.UTC(2026, 10, 22) }
  const { fetch, origin } = memoryDesk(googleTtsEmulator, clock)
  const sent: Sent[] = []
  const spy: TestFetch = (url, init) => {
    const isJson = new Headers(init?.headers).get('content-type') === 'application/json'
    const body: unknown = isJson && typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
    sent.push({ url, method: init?.method ?? '', headers: new Headers(init?.headers), body })
    return (answer ?? fetch)(url, init)
  }
  const settings: Readonly<Record<string, string>> = typeof key === 'string' ? { API_KEY: key } : { ...key, TOKEN_URL: `${origin}/token?${key.TOKEN_URL}` }
  const authorize = googleTtsRegistration.authorize((name) => settings[name], (url, init) => spy(url, init))
  if (!authorize) throw new Error('not configured')
  const http = upstreamHttp({ baseUrl: origin, authorize }, spy, () => clock.nowMs)
  return { sent, submit: (asked: Submission) => googleTtsRegistration.upstream.submit(http, asked) }
}

function submission(text: string, options: Record<string, OptionValue> = {}, model = 'Wavenet'): Submission {
  const defaults: Record<string, OptionValue> = model === 'Chirp3-HD' ? {} : { pitch: 0 }
  return { externalId: 'gen_1-1', model, type: 'AUDIO', input: { text }, options: { speed: 1, outputFormat: 'mp3', ...defaults, ...options } }
}

const answering = (status: number, body: unknown, headers: Record<string, string> = {}): TestFetch => async () => Response.json(body, { status, headers })

const refused = (code: number, status: string, message = 'in its words') => answering(code, { error: { code, message, status } })

function bytesOf(outcome: SubmitOutcome): { readonly bytes: Uint8Array; readonly contentType: string } {
  const output = outcome.kind === 'DONE' ? outcome.outputs[0] : undefined
  if (output?.kind !== 'bytes') throw new Error(`no bytes but ${JSON.stringify(outcome)}`)
  return { ...output, bytes: whole(output.bytes) }
}

describe('what is sent', () => {
  test('a text goes out with voice, language, speed and pitch, and comes back as the sound', async () => {
    const { sent, submit } = connect()
    const output = bytesOf(await submit(submission('नमस्ते दुनिया', { voice: 'hi-IN-Wavenet-D', speed: 1.25, pitch: -4 })))
    expect(output).toEqual({ kind: 'bytes', contentType: 'audio/mpeg', bytes: speech('mp3', 'नमस्ते').bytes })
    expect(sent).toHaveLength(1)
    expect(sent[0]?.method).toBe('POST')
    expect(sent[0]?.url).toBe('http://127.0.0.1:8787/emulators/google-tts/v1/text:synthesize')
    expect(sent[0]?.headers.get('x-goog-api-key')).toBe(GOOGLE_TTS_EMULATOR_KEY)
    expect(sent[0]?.headers.get('content-type')).toBe('application/json')
    expect(sent[0]?.body).toEqual({
      input: { text: 'नमस्ते दुनिया' },
      voice: { languageCode: 'hi-IN', name: 'hi-IN-Wavenet-D' },
      audioConfig: { audioEncoding: 'MP3', speakingRate: 1.25, pitch: -4 },
    })
  })

  test('SSML goes where SSML belongs', async () => {
    const { sent, submit } = connect()
    const ssml = '<speak>Step 1, take a deep breath. <break time="200ms"/> Step 2, exhale.</speak>'
    expect((await submit(submission(ssml))).kind).toBe('DONE')
    expect(sent[0]?.body).toMatchObject({ input: { ssml } })
    expect(sent[0]?.body).not.toHaveProperty('input.text')
  })

  test.each([
    ['wav', 'LINEAR16', 'audio/wav', 'RIFF'],
    ['ogg', 'OGG_OPUS', 'audio/ogg', 'OggS'],
  ])('%s is asked for as %s', async (outputFormat, audioEncoding, contentType, magic) => {
    const { sent, submit } = connect()
    const output = bytesOf(await submit(submission('Hi', { outputFormat })))
    expect(sent[0]?.body).toMatchObject({ audioConfig: { audioEncoding } })
    expect(output.contentType).toBe(contentType)
    expect(new TextDecoder().decode(output.bytes.slice(0, 4))).toBe(magic)
  })

  const voices: [string, string, Record<string, OptionValue>, object][] = [
    ['nothing named', 'Neural2', {}, { languageCode: 'en-US', name: 'en-US-Neural2-A' }],
    ['a language alone', 'Wavenet', { language: 'es-ES' }, { languageCode: 'es-ES', name: 'es-ES-Wavenet-B' }],
    ['a voice of Chirp by its name', 'Chirp3-HD', { voice: 'Puck', language: 'hi-IN' }, { languageCode: 'hi-IN', name: 'hi-IN-Chirp3-HD-Puck' }],
    ['a voice of Chirp by its id', 'Chirp3-HD', { voice: 'ta-IN-Chirp3-HD-Zephyr' }, { languageCode: 'ta-IN', name: 'ta-IN-Chirp3-HD-Zephyr' }],
    ['a language for Chirp', 'Chirp3-HD', { language: 'ur-IN' }, { languageCode: 'ur-IN', name: 'ur-IN-Chirp3-HD-Kore' }],
  ]
  test.each(voices)('the voice for %s', async (_what, model, options, voice) => {
    const { sent, submit } = connect()
    expect((await submit(submission('Hi', options, model))).kind).toBe('DONE')
    expect(sent[0]?.body).toMatchObject({ voice })
  })

  test('an emotion adds to speed and pitch, within what the upstream takes', async () => {
    const { sent, submit } = connect()
    const options = { emotion: 'excited', speed: 1.5, pitch: 2 }
    expect((await submit(submission('Hi', options))).kind).toBe('DONE')
    expect((await submit(submission('Hi', { emotion: 'excited', speed: 2, pitch: 20 }))).kind).toBe('DONE')
    expect((await submit(submission('Hi', { emotion: 'sad', speed: 0.25, pitch: -20 }))).kind).toBe('DONE')
    expect((await submit(submission('Hi', { emotion: 'excited' }, 'Chirp3-HD'))).kind).toBe('DONE')
    expect(sent.map(({ body }) => body)).toMatchObject([
      { audioConfig: { speakingRate: 1.68, pitch: 5 } },
      { audioConfig: { speakingRate: 2, pitch: 20 } },
      { audioConfig: { speakingRate: 0.25, pitch: -20 } },
      { audioConfig: { audioEncoding: 'MP3', speakingRate: 1.12 } },
    ])
    expect(sent[3]?.body).not.toHaveProperty('audioConfig.pitch')
  })
})

describe('what the upstream refuses', () => {
  const alarm = { refusal: 'UNAVAILABLE', alarm: 'KEY' }
  const invalid = { refusal: 'INVALID_INPUT' }
  const cases: [string, Submission, string, object][] = [
    ['a text its filters block is moderated', submission('[[moderated]]'), GOOGLE_TTS_EMULATOR_KEY, { refusal: 'MODERATED' }],
    ['an unknown voice is invalid input', submission('Hi', { voice: 'en-US-Wavenet-Z' }), GOOGLE_TTS_EMULATOR_KEY, invalid],
    ['a language that is not the voice’s is invalid input', submission('Hi', { voice: 'en-US-Wavenet-A', language: 'hi-IN' }), GOOGLE_TTS_EMULATOR_KEY, invalid],
    ['broken SSML is invalid input', submission('<speak>Hi'), GOOGLE_TTS_EMULATOR_KEY, invalid],
    ['SSML for Chirp is invalid input', submission('<speak>Hi</speak>', {}, 'Chirp3-HD'), GOOGLE_TTS_EMULATOR_KEY, invalid],
    ['a pitch for Chirp is invalid input', submission('Hi', { pitch: 2 }, 'Chirp3-HD'), GOOGLE_TTS_EMULATOR_KEY, invalid],
    ['more than 5,000 bytes are invalid input', submission('न'.repeat(1_667)), GOOGLE_TTS_EMULATOR_KEY, invalid],
    ['a text of nothing to say is invalid input', submission('...'), GOOGLE_TTS_EMULATOR_KEY, invalid],
    ['a wrong key, which is a 400, raises the alarm', submission('Hi'), 'AIzaWrong', alarm],
    ['a project without the API raises the alarm', submission('Hi'), GOOGLE_TTS_EMULATOR_KEY_OF_DISABLED_SERVICE, alarm],
    ['an exhausted quota is busy', submission('[[429]]'), GOOGLE_TTS_EMULATOR_KEY, { refusal: 'BUSY' }],
    ['its own error is unavailable', submission('[[500]]'), GOOGLE_TTS_EMULATOR_KEY, { refusal: 'UNAVAILABLE' }],
    ['its own failure is unavailable', submission('[[fail]]'), GOOGLE_TTS_EMULATOR_KEY, { refusal: 'UNAVAILABLE' }],
  ]
  test.each(cases)('%s', async (_name, what, key, expected) => {
    expect(await connect(key).submit(what)).toEqual({ kind: 'REJECTED', detail: expect.any(String), ...expected })
  })

  const rows: [number, string, object][] = [
    [401, 'UNAUTHENTICATED', alarm],
    [403, 'PERMISSION_DENIED', alarm],
    [404, 'NOT_FOUND', invalid],
    [400, 'INVALID_ARGUMENT', invalid],
    [400, 'FAILED_PRECONDITION', { refusal: 'UNAVAILABLE', blameless: true }],
    [429, 'RESOURCE_EXHAUSTED', { refusal: 'BUSY' }],
    [500, 'INTERNAL', { refusal: 'UNAVAILABLE' }],
    [503, 'UNAVAILABLE', { refusal: 'UNAVAILABLE' }],
  ]
  test.each(rows)('%i %s', async (code, status, expected) => {
    const outcome = await connect(undefined, refused(code, status)).submit(submission('Hi'))
    expect(outcome).toEqual({ kind: 'REJECTED', detail: expect.stringContaining(status), ...expected })
  })

  test('Retry-After is passed on where it is sent', async () => {
    const outcome = await connect(undefined, answering(429, {}, { 'retry-after': '7' })).submit(submission('Hi'))
    expect(outcome).toMatchObject({ kind: 'REJECTED', refusal: 'BUSY', retryAfterSeconds: 7 })
  })
})

test('SSML that would change to a dearer voice is never sent', async () => {
  const { sent, submit } = connect()
  const outcome = await submit(submission('<speak><voice name="en-US-Studio-O">Hi</voice></speak>'))
  expect(outcome).toMatchObject({ kind: 'REJECTED', refusal: 'INVALID_INPUT' })
  expect(sent).toHaveLength(0)
})

describe('a service account', () => {
  test('speaks with the token that its key is traded for', async () => {
    const { sent, submit } = connect({ SERVICE_ACCOUNT: GOOGLE_EMULATOR_SERVICE_ACCOUNT, TOKEN_URL: 'speaks' })
    expect((await submit(submission('Hi'))).kind).toBe('DONE')
    expect(sent.map(({ url }) => new URL(url).pathname.split('/').at(-1))).toEqual(['token', 'text:synthesize'])
    expect(sent[1]?.headers.get('authorization')).toMatch(/^Bearer ya29\./)
    expect(sent[1]?.headers.has('x-goog-api-key')).toBe(false)
  })

  test('whose key is refused raises the alarm', async () => {
    const account = GOOGLE_EMULATOR_SERVICE_ACCOUNT.replace('tests@', 'others@')
    const { submit } = connect({ SERVICE_ACCOUNT: account, TOKEN_URL: 'refused' })
    expect(await submit(submission('Hi'))).toMatchObject({ kind: 'REJECTED', refusal: 'UNAVAILABLE', alarm: 'KEY' })
  })
})

describe('what nobody can tell', () => {
  test('a lost connection is unknown', async () => {
    expect(await connect(undefined, lost).submit(submission('Hi'))).toMatchObject({ kind: 'UNKNOWN' })
  })

  test.each([408, 502, 504])('HTTP %i is unknown', async (status) => {
    expect(await connect(undefined, answering(status, {})).submit(submission('Hi'))).toMatchObject({ kind: 'UNKNOWN' })
  })

  test.each([[{}], [{ audioContent: 7 }], [{ audioContent: 'not base64!' }], [[]]])('a 200 with %j is unknown', async (body) => {
    expect(await connect(undefined, answering(200, body)).submit(submission('Hi'))).toMatchObject({ kind: 'UNKNOWN' })
  })
})

describe('the rows', () => {
  const rows: readonly Model[] = googleTtsModels
  const each = rows.map((model) => [model.id, model] as const)

  test.each(each)('%s: the upstream takes its defaults', async (_id, model) => {
    const defaults = Object.entries(model.options).flatMap(([name, row]) => ('default' in row && row.default !== undefined ? [[name, row.default] as const] : []))
    const outcome = await connect().submit({ ...submission('Hello'), model: model.upstreamModel, options: Object.fromEntries(defaults) })
    expect(outcome.kind).toBe('DONE')
  })

  test.each(each)('%s: the upstream takes every emotion, and each but neutral differs from none', async (_id, model) => {
    const row = model.options.emotion
    if (row?.kind !== 'choice') throw new Error('another row')
    for (const meant of Object.values(row.synonyms ?? {})) expect(row.allowed).toContain(meant)
    for (const emotion of row.allowed) {
      const { sent, submit } = connect()
      const plain = submission('Hello', {}, model.upstreamModel)
      expect((await submit(plain)).kind).toBe('DONE')
      expect((await submit({ ...plain, options: { ...plain.options, emotion } })).kind).toBe('DONE')
      if (emotion === 'neutral') expect(sent[1]?.body).toEqual(sent[0]?.body)
      else expect(sent[1]?.body).not.toEqual(sent[0]?.body)
    }
  })

  test.each(each)('%s: its voices are of its family, and its pattern takes no other', (_id, model) => {
    const row = model.options.voice
    if (row?.kind !== 'text' || !row.pattern || !row.values) throw new Error('another row')
    for (const family of GOOGLE_FAMILIES) {
      for (const id of googleVoiceIds(family)) expect(row.pattern.test(id), id).toBe(family === model.upstreamModel)
    }
    for (const name of Object.keys(row.values)) expect(name.length).toBeLessThanOrEqual(row.maxLength)
  })

  test('the features count languages as the tables do', () => {
    expect(new Set(Object.values(googleLanguages('Standard'))).size).toBe(57)
    expect(new Set(Object.values(googleLanguages('Chirp3-HD'))).size).toBe(52)
  })

  test('the price goes by the character, rounded up for the whole', () => {
    const prices = rows.map((model) => [model.id, creditsOf(model, { options: {}, text: 'a'.repeat(1_000), outputs: 1 })])
    expect(prices).toEqual([['google-tts-chirp3-hd', 60], ['google-tts-neural2', 32], ['google-tts-wavenet', 8], ['google-tts-standard', 8]])
  })

  test('without a key the upstream is not configured', () => {
    expect(googleTtsRegistration.authorize(() => undefined, lost)).toBeUndefined()
  })
})
