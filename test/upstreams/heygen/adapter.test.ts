// HeyGen's adapter against its emulator, through the real HTTP client.
import { describe, expect, test } from 'vitest'
import type { Model, OptionValue } from '../../../src/domain/model.ts'
import type { UpstreamRef } from '../../../src/domain/upstream.ts'
import { heygenModels } from '../../../src/catalog/models/heygen.ts'
import { HEYGEN_BACKGROUNDS, HEYGEN_LOOK_ID, HEYGEN_PHOTO_LOOKS, HEYGEN_STUDIO_LOOKS, HEYGEN_VOICES } from '../../../src/catalog/voices.ts'
import type { Submission, SubmitOutcome } from '../../../src/upstreams/contract.ts'
import { heygenRegistration } from '../../../src/upstreams/heygen/adapter.ts'
import { upstreamHttp } from '../../../src/upstreams/http.ts'
import { memoryDesk, type TestFetch } from '../../../emulators/desk.ts'
import { HEYGEN_EMULATOR_KEY, HEYGEN_EMULATOR_KEY_WITHOUT_CREDIT, heygenEmulator } from '../../../emulators/heygen/twin.ts'
import { HEYGEN_EMULATOR_TWIN } from '../../../emulators/heygen/request.ts'

interface Sent {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly body: unknown
}

const { upstream } = heygenRegistration
function connect(key = HEYGEN_EMULATOR_KEY, answer?: TestFetch) {
  const clock = { nowMs: Date.UTC(2026, 10, 22) }
  const { fetch, origin } = memoryDesk(heygenEmulator, clock)
  const line = { answer: answer ?? fetch }
  const sent: Sent[] = []
  const spy: TestFetch = (url, init) => {
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
    sent.push({ url, method: init?.method ?? '', headers: new Headers(init?.headers), body })
    return line.answer(url, init)
  }
  const authorize = heygenRegistration.authorize((name) => (name === 'API_KEY' ? key : undefined))
  if (!authorize || !upstream.poll || !upstream.find) throw new Error('not configured')
  const { poll, find } = upstream
  const http = upstreamHttp({ baseUrl: origin, authorize }, spy, () => clock.nowMs)
  return {
    clock,
    sent,
    fetch,
    /** Replaces what answers from now on. */
    answerWith: (next: TestFetch) => {
      line.answer = next
    },
    submit: (asked: Submission) => upstream.submit(http, asked),
    poll: (ref: UpstreamRef) => poll(http, ref),
    find: (asked: Submission) => find(http, asked),
  }
}

function submission(text: string, options: Record<string, OptionValue> = {}, model = 'avatar_iv'): Submission {
  const defaults = { avatarId: HEYGEN_PHOTO_LOOKS.kate, resolution: '1080p', aspectRatio: '16:9', speed: 1 }
  const input = { text, voice: HEYGEN_VOICES.professional_female }
  return { externalId: 'gen_01JD:x.y-1', model, type: 'AVATAR', input, options: { ...defaults, ...options } }
}

function photo(image: string, externalId: string): Submission {
  return { externalId, model: 'image', type: 'AVATAR', input: { text: 'Hi', image }, options: { resolution: '720p' } }
}

/** What the row fills in by itself. */
function withDefaults(model: Model, more: Record<string, OptionValue> = {}): Submission {
  const defaults = Object.entries(model.options).flatMap(([name, row]) => ('default' in row && row.default !== undefined ? [[name, row.default] as const] : []))
  const image = model.inputs.image ? { image: 'https://example.com/face.png' } : {}
  return { externalId: 'gen_1-1', model: model.upstreamModel, type: 'AVATAR', input: { text: 'Hi', ...image }, options: { ...Object.fromEntries(defaults), ...(model.options.avatarId?.required && { avatarId: HEYGEN_EMULATOR_TWIN }), ...more } }
}

function answering(status: number, body: unknown, headers: Record<string, string> = {}): TestFetch {
  return async () => Response.json(body, { status, headers })
}

const refused = (status: number, code: string) => answering(status, { error: { code, message: 'in its words', doc_url: 'https://x' } })

const lost: TestFetch = async () => {
  throw new TypeError('connection lost')
}

function refOf(outcome: SubmitOutcome): UpstreamRef {
  if (outcome.kind !== 'ACCEPTED') throw new Error(`not accepted but ${JSON.stringify(outcome)}`)
  return outcome.ref
}

describe('a generation', () => {
  test('the published sample is sent to the letter, waits, works and ends with a talking clip', async () => {
    const { sent, submit, poll, clock, fetch } = connect()
    const ref = refOf(await submit(submission("Hello, I'm your AI assistant", { background: 'modern_office', gesture: 'friendly' })))
    const [request] = sent
    expect(request?.method).toBe('POST')
    expect(request?.url).toBe('http://127.0.0.1:8787/emulators/heygen/v3/videos')
    expect(request?.headers.get('x-api-key')).toBe(HEYGEN_EMULATOR_KEY)
    expect(request?.headers.get('idempotency-key')).toBe('gen_01JD:x.y-1')
    // Kate was recorded in a modern office and keeps it.
    expect(request?.body).toEqual({
      type: 'avatar',
      avatar_id: 'fda889ac354a440da8dbecc410981273',
      engine: { type: 'avatar_iv' },
      script: "Hello, I'm your AI assistant",
      voice_id: 'f8c69e517f424cafaecde32dde57096b',
      voice_settings: { speed: 1 },
      resolution: '1080p',
      aspect_ratio: '16:9',
      motion_prompt: 'friendly gestures and body language',
    })
    expect(await poll(ref)).toEqual({ kind: 'PENDING', started: false })
    expect(ref).toEqual({ videoId: expect.stringMatching(/^[0-9a-f]{32}$/) })
    expect(sent[1]?.method).toBe('GET')
    expect(sent[1]?.url.replace('http://127.0.0.1:8787/emulators/heygen/v3/videos/', '')).toBe(ref.videoId)
    clock.nowMs += 4_000
    expect(await poll(ref)).toEqual({ kind: 'PENDING', started: true })
    clock.nowMs += 6_000
    const done = await poll(ref)
    const output = done.kind === 'DONE' ? done.outputs[0] : undefined
    if (output?.kind !== 'url') throw new Error(`no link but ${JSON.stringify(done)}`)
    const clip = await fetch(output.url)
    expect(clip.headers.get('content-type')).toBe('video/mp4')
    expect((await clip.arrayBuffer()).byteLength).toBeGreaterThan(1000)
  })

  test.each([
    ['a scene that is not its own', 'modern_office', { type: 'color', value: '#dfe5ea' }],
    ['a colour', '#102030', { type: 'color', value: '#102030' }],
    ['a picture', 'https://example.com/room.jpg', { type: 'image', url: 'https://example.com/room.jpg' }],
  ])("%s takes the place of an avatar's own background", async (_name, background, expected) => {
    const { sent, submit } = connect()
    refOf(await submit(submission('Hi', { avatarId: HEYGEN_PHOTO_LOOKS.sofia, background })))
    expect(sent[0]?.body).toMatchObject({ background: expected, remove_background: true })
  })

  test('a photo travels as base64 or as an address, and speaks with a voice of ours when none is named', async () => {
    const { sent, submit } = connect()
    refOf(await submit(photo('data:image/png;base64,iVBORw0KGgo=', 'gen_1-1')))
    refOf(await submit(photo('https://example.com/face.png', 'gen_2-1')))
    expect(sent[0]?.body).toEqual({
      type: 'image',
      image: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' },
      script: 'Hi',
      voice_id: HEYGEN_VOICES.professional_female,
      resolution: '720p',
    })
    expect(sent[1]?.body).toMatchObject({ image: { type: 'url', url: 'https://example.com/face.png' } })
  })

  test('an avatar without a named voice speaks with its own', async () => {
    const { sent, submit } = connect()
    refOf(await submit({ ...submission('Hi'), input: { text: 'Hi' } }))
    expect(sent[0]?.body).not.toHaveProperty('voice_id')
  })

})

describe('what the upstream refuses', () => {
  const cases: [string, Submission, string, object][] = [
    ['an unknown look is invalid input', submission('Hi', { avatarId: '0'.repeat(32) }), HEYGEN_EMULATOR_KEY, { refusal: 'INVALID_INPUT' }],
    ['gestures of a filmed look on Avatar IV are invalid input', submission('Hi', { avatarId: HEYGEN_STUDIO_LOOKS.annie, gesture: 'friendly' }), HEYGEN_EMULATOR_KEY, { refusal: 'INVALID_INPUT' }],
    ['a look that is not ready for the engine is invalid input', submission('Hi', { avatarId: 'Luca_public' }, 'avatar_v'), HEYGEN_EMULATOR_KEY, { refusal: 'INVALID_INPUT' }],
    ['a wrong key raises the alarm', submission('Hi'), 'sk_wrong', { refusal: 'UNAVAILABLE', alarm: 'KEY' }],
    ['an empty wallet raises the alarm', submission('Hi'), HEYGEN_EMULATOR_KEY_WITHOUT_CREDIT, { refusal: 'UNAVAILABLE', alarm: 'BALANCE' }],
    ['too many videos at once says when to come back', submission('[[429]]'), HEYGEN_EMULATOR_KEY, { refusal: 'BUSY', retryAfterSeconds: 5 }],
  ]
  test.each(cases)('%s', async (_name, what, key, expected) => {
    expect(await connect(key).submit(what)).toEqual({ kind: 'REJECTED', detail: expect.any(String), ...expected })
  })

  const rows: [number, string, object][] = [
    [400, 'invalid_parameter', { refusal: 'INVALID_INPUT' }],
    [400, 'download_failed', { refusal: 'INPUT_MEDIA' }],
    [400, 'voice_unavailable', { refusal: 'INVALID_INPUT' }],
    [400, 'resource_limit_reached', { refusal: 'UNAVAILABLE', alarm: 'BALANCE', blameless: true }],
    [400, 'BLOCKED_WORDS_DETECTED', { refusal: 'MODERATED' }],
    [403, 'ai_vendor_access_restricted', { refusal: 'UNAVAILABLE', alarm: 'KEY' }],
    [402, 'insufficient_credit', { refusal: 'UNAVAILABLE', alarm: 'BALANCE' }],
    [404, 'not_found', { refusal: 'INVALID_INPUT' }],
    [429, 'quota_exceeded', { refusal: 'BUSY' }],
  ]
  test.each(rows)('%i %s', async (status, code, expected) => {
    const outcome = await connect(undefined, refused(status, code)).submit(submission('Hi'))
    expect(outcome).toEqual({ kind: 'REJECTED', detail: expect.stringContaining(code), ...expected })
  })

  test.each([
    ['a lost answer', lost],
    ['a gateway that timed out', refused(504, 'gateway_timeout')],
    ['its own error, after which only the same key may be sent again', refused(500, 'internal_error')],
    ['its own 503', refused(503, 'internal_error')],
    ['a key still in use', refused(409, 'request_in_progress')],
    ['an acceptance without an id', answering(200, { data: {} })],
  ] as [string, TestFetch][])('%s leaves it unknown', async (_name, answer) => {
    expect(await connect(undefined, answer).submit(submission('Hi'))).toMatchObject({ kind: 'UNKNOWN' })
  })
})

describe('looking at a video', () => {
  test.each([
    ['moderated', { kind: 'FAILED', refusal: 'MODERATED', detail: expect.any(String) }],
    ['fail', { kind: 'FAILED', refusal: 'FAILED', detail: expect.any(String) }],
    ['hang', { kind: 'PENDING', started: true }],
  ])('[[%s]] comes to what it says', async (word, expected) => {
    const { submit, poll, clock } = connect()
    const ref = refOf(await submit(submission(`[[${word}]]`)))
    clock.nowMs += 3_600_000
    expect(await poll(ref)).toEqual(expected)
  })

  test('credit that ran out while it worked is our alarm', async () => {
    const data = { status: 'failed', failure_code: 'MOVIO_PAYMENT_INSUFFICIENT_CREDIT', failure_message: null }
    expect(await connect(undefined, answering(200, { data })).poll({ videoId: 'a' })).toMatchObject({ kind: 'FAILED', refusal: 'UNAVAILABLE', alarm: 'BALANCE' })
  })

  test('a video it does not know is lost', async () => {
    expect(await connect().poll({ videoId: 'unknown' })).toMatchObject({ kind: 'MISSING' })
  })

  test.each([
    ['a lost connection', lost, {}],
    ['a 500', refused(500, 'internal_error'), {}],
    ['a 429', answering(429, { error: { code: 'rate_limit_exceeded', message: '' } }, { 'retry-after': '9' }), { retryAfterSeconds: 9 }],
    ['a refused key', refused(401, 'unauthorized'), { alarm: 'KEY' }],
    ['a state nobody knows', answering(200, { data: { status: 'dreaming' } }), {}],
    ['a completed video without a link', answering(200, { data: { status: 'completed', video_url: null } }), {}],
  ] as [string, TestFetch, object][])('%s says nothing about the work', async (_name, answer, more) => {
    expect(await connect(undefined, answer).poll({ videoId: 'a' })).toEqual({ kind: 'UNREACHABLE', detail: expect.any(String), ...more })
  })
})

describe('finding a submission whose answer was lost', () => {
  test('posting again with the same key finds the same video and makes no second one', async () => {
    const { submit, find, answerWith, fetch, clock } = connect()
    let first: unknown
    answerWith(async (url, init) => {
      first = await (await fetch(url, init)).json()
      throw new TypeError('connection lost')
    })
    expect((await submit(submission('Hi'))).kind).toBe('UNKNOWN')
    answerWith(fetch)
    clock.nowMs += 23 * 3_600_000
    const found = await find(submission('Hi'))
    expect(found).toMatchObject({ kind: 'FOUND' })
    expect(first).toMatchObject({ data: { video_id: found.kind === 'FOUND' ? found.ref.videoId : '' } })
  })

  test('the key is good for 24 hours', async () => {
    const { submit, find, clock } = connect()
    const ref = refOf(await submit(submission('Hi')))
    clock.nowMs += 24 * 3_600_000
    expect(await find(submission('Hi'))).toEqual({ kind: 'FOUND', ref: expect.not.objectContaining(ref) })
  })

  test('a submission it finds invalid was never made', async () => {
    expect(await connect().find(submission('Hi', { avatarId: '0'.repeat(32) }))).toEqual({ kind: 'ABSENT' })
  })

  test.each([
    ['a key still in use', refused(409, 'request_in_progress')],
    ['a refused key', refused(401, 'unauthorized')],
    ['a 429', refused(429, 'rate_limit_exceeded')],
    ['a 500', refused(500, 'internal_error')],
    ['a 504', refused(504, 'gateway_timeout')],
    ['a lost connection', lost],
    ['an answer without an id', answering(200, {})],
  ] as [string, TestFetch][])('%s leaves it open', async (_name, answer) => {
    expect(await connect(undefined, answer).find(submission('Hi'))).toMatchObject({ kind: 'UNREACHABLE' })
  })
})

describe('the rows', () => {
  const rows = (heygenModels as readonly Model[]).map((model) => [model.id, model] as const)

  test.each(rows)('%s: the upstream takes its defaults', async (_id, model) => {
    expect((await connect().submit(withDefaults(model))).kind).toBe('ACCEPTED')
  })

  test.each(rows)('%s: the upstream takes every choice and every name, with a gesture where there are gestures', async (_id, model) => {
    const gesture = model.options.gesture ? { gesture: 'friendly' } : {}
    for (const [name, row] of Object.entries(model.options)) {
      const values = row.kind === 'choice' ? row.allowed : row.kind === 'text' ? Object.values(row.values ?? {}) : []
      for (const value of values) {
        const outcome = await connect().submit(withDefaults(model, { ...gesture, [name]: value }))
        expect([name, value, outcome.kind]).toEqual([name, value, 'ACCEPTED'])
      }
    }
  })

  test('every name of a background is a colour or a scene the adapter knows', async () => {
    for (const background of Object.values(HEYGEN_BACKGROUNDS)) {
      const { sent, submit } = connect()
      refOf(await submit(submission('Hi', { avatarId: HEYGEN_PHOTO_LOOKS.rupert, background })))
      expect(sent[0]?.body).toMatchObject({ background: { type: 'color' } })
    }
  })

  test('ids of looks pass, words that are no names do not', () => {
    for (const id of [...Object.values(HEYGEN_PHOTO_LOOKS), ...Object.values(HEYGEN_STUDIO_LOOKS), 'Daisy-inskirt-20220818']) {
      expect(id).toMatch(HEYGEN_LOOK_ID)
    }
    for (const word of ['nobody', 'kate2', 'some_avatar', '../../users', 'Kate']) expect(word).not.toMatch(HEYGEN_LOOK_ID)
  })

  test('without a key the upstream is not configured', () => {
    expect(heygenRegistration.authorize(() => undefined)).toBeUndefined()
  })
})
