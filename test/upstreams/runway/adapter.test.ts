// Runway's adapter against its emulator, through the real HTTP client; and against answers that were recorded of the real one.
import { describe, expect, it } from 'vitest'
import type { UpstreamRef } from '../../../src/domain/upstream.ts'
import type { PollOutcome, Submission, SubmitOutcome } from '../../../src/upstreams/contract.ts'
import { upstreamHttp, type UpstreamHttp } from '../../../src/upstreams/http.ts'
import { runwayRegistration } from '../../../src/upstreams/runway/adapter.ts'
import { memoryDesk, type TestFetch } from '../../../emulators/desk.ts'
import { RUNWAY_EMULATOR_KEY, runwayEmulator } from '../../../emulators/runway/twin.ts'

const { submit, poll, cancel } = runwayRegistration.upstream

interface Sent {
  readonly method: string
  readonly path: string
  readonly headers: Headers
  readonly body: unknown
}

function client(fetcher: TestFetch, baseUrl: string, nowMs: () => number, key = RUNWAY_EMULATOR_KEY): UpstreamHttp {
  const authorize = runwayRegistration.authorize((name) => (name === 'API_KEY' ? key : undefined))
  if (!authorize) throw new Error('not configured')
  return upstreamHttp({ baseUrl, authorize }, fetcher, nowMs)
}

/** A fresh emulator, and what was sent to it. */
function emulated(key?: string) {
  const clock = { nowMs: Date.UTC(2026, 10, 22) }
  const { fetch, origin } = memoryDesk(runwayEmulator, clock)
  const sent: Sent[] = []
  const recording: TestFetch = (url, init) => {
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
    sent.push({ method: init?.method ?? 'GET', path: url.slice(origin.length), headers: new Headers(init?.headers), body })
    return fetch(url, init)
  }
  return { clock, fetch, origin, sent, http: client(recording, origin, () => clock.nowMs, key) }
}

function answering(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): UpstreamHttp {
  return client(async () => Response.json(body, { status, headers }), 'https://api.dev.runwayml.com', () => 0)
}

const lost = client(() => Promise.reject(new TypeError('connection lost')), 'https://api.dev.runwayml.com', () => 0)

const submission = (input: Submission['input'], more: Partial<Submission> = {}): Submission => ({
  externalId: 'gen_01k-1',
  model: 'gen4_turbo',
  type: 'VIDEO',
  input,
  options: { duration: 10, resolution: '720p', aspectRatio: '9:16', seed: 7 },
  ...more,
})

const DANCE = submission({ text: 'Make the character dance', image: 'https://example.com/character.jpg' })
const REF = { taskId: '17f20503-6c24-4c16-946b-35dbbce2af2f' }

function refOf(outcome: SubmitOutcome): UpstreamRef {
  if (outcome.kind !== 'ACCEPTED') throw new Error(`not accepted: ${JSON.stringify(outcome)}`)
  return outcome.ref
}

async function look(http: UpstreamHttp, outcome: SubmitOutcome): Promise<PollOutcome | undefined> {
  return poll?.(http, refOf(outcome))
}

describe('Runway, to its emulator', () => {
  it('is not configured without a key', () => {
    expect(runwayRegistration.authorize(() => undefined)).toBeUndefined()
  })

  it('brings an image to life, and tells how far it is', async () => {
    const { clock, fetch, http, sent } = emulated()
    const accepted = await submit(http, DANCE)
    expect(sent[0]).toMatchObject({ method: 'POST', path: '/v1/image_to_video' })
    expect(sent[0]?.headers.get('authorization')).toBe(`Bearer ${RUNWAY_EMULATOR_KEY}`)
    expect(sent[0]?.headers.get('x-runway-version')).toBe('2024-11-06')
    expect(sent[0]?.headers.get('content-type')).toBe('application/json')
    expect(sent[0]?.body).toEqual({
      model: 'gen4_turbo',
      promptText: 'Make the character dance',
      promptImage: 'https://example.com/character.jpg',
      ratio: '720:1280',
      duration: 10,
      seed: 7,
    })
    expect(await look(http, accepted)).toEqual({ kind: 'PENDING', started: false })
    expect(sent[1]).toMatchObject({ method: 'GET', path: expect.stringMatching(/^\/v1\/tasks\/[\da-f-]{36}$/) })
    expect(sent[1]?.headers.get('x-runway-version')).toBe('2024-11-06')
    clock.nowMs += 4000
    expect(await look(http, accepted)).toEqual({ kind: 'PENDING', started: true, progress: 0.5 })
    clock.nowMs += 4000
    const done = await look(http, accepted)
    if (done?.kind !== 'DONE' || done.outputs[0]?.kind !== 'url') throw new Error(JSON.stringify(done))
    expect((await fetch(done.outputs[0].url)).headers.get('content-type')).toBe('video/mp4')
  })

  it('gives fresh links when a task is looked at after the old ones have expired', async () => {
    const { clock, fetch, http } = emulated()
    const accepted = await submit(http, DANCE)
    clock.nowMs += 8000
    const statuses = async () => {
      const done = await look(http, accepted)
      if (done?.kind !== 'DONE' || done.outputs[0]?.kind !== 'url') throw new Error(JSON.stringify(done))
      const { url } = done.outputs[0]
      const now = (await fetch(url)).status
      clock.nowMs += 25 * 60 * 60 * 1000
      return [now, (await fetch(url)).status]
    }
    expect(await statuses()).toEqual([200, 403])
    expect(await statuses()).toEqual([200, 403])
  })

  it('makes a clip of a text alone', async () => {
    const { http, sent } = emulated()
    const options = { duration: 2, resolution: '720p', aspectRatio: '16:9' }
    expect(await submit(http, submission({ text: 'A lake' }, { model: 'gen4.5', options }))).toMatchObject({ kind: 'ACCEPTED' })
    expect(sent[0]).toMatchObject({ method: 'POST', path: '/v1/text_to_video' })
    expect(sent[0]?.body).toEqual({ model: 'gen4.5', promptText: 'A lake', ratio: '1280:720', duration: 2 })
  })

  it.each(['16:9', '9:16', '4:3', '3:4', '1:1', '21:9'])('knows the pixels of %s', async (aspectRatio) => {
    const { http } = emulated()
    const wanted = submission({ image: 'data:image/png;base64,iVBORw0KGgo=' }, { options: { duration: 5, aspectRatio } })
    expect(await submit(http, wanted)).toMatchObject({ kind: 'ACCEPTED' })
  })

  it('tells what its content rules stopped from what broke', async () => {
    const { clock, http } = emulated()
    const stopped = await submit(http, submission({ ...DANCE.input, text: '[[moderated]]' }))
    const broken = await submit(http, submission({ ...DANCE.input, text: '[[fail]]' }))
    clock.nowMs += 8000
    expect(await look(http, stopped)).toMatchObject({ kind: 'FAILED', refusal: 'MODERATED' })
    expect(await look(http, broken)).toMatchObject({ kind: 'FAILED', refusal: 'FAILED' })
  })

  it('takes being throttled for waiting', async () => {
    const { http } = emulated()
    const accepted = await submit(http, submission({ ...DANCE.input, text: '[[slow]]' }))
    expect(await look(http, accepted)).toEqual({ kind: 'PENDING', started: false })
    const throttled = answering(200, { id: REF.taskId, status: 'THROTTLED', createdAt: '2024-06-27T19:49:32.334Z' })
    expect(await poll?.(throttled, REF)).toEqual({ kind: 'PENDING', started: false })
  })

  it('is refused for the day, and by its server error', async () => {
    const { http } = emulated()
    for (const [text, refusal] of [['[[429]]', 'BUSY'], ['[[500]]', 'UNAVAILABLE']] as const) {
      const refused = await submit(http, submission({ ...DANCE.input, text }))
      expect(refused).toMatchObject({ kind: 'REJECTED', refusal })
      expect(refused).not.toHaveProperty('alarm')
    }
  })

  it('says that Runway finds an input invalid, and that a model is gone', async () => {
    const { http } = emulated()
    const square = submission({ text: 'A lake' }, { model: 'gen4.5', options: { duration: 5, aspectRatio: '1:1' } })
    expect(await submit(http, square)).toMatchObject({ kind: 'REJECTED', refusal: 'INVALID_INPUT' })
    const address = submission({ image: 'https://127.0.0.2/a.png' })
    expect(await submit(http, address)).toMatchObject({ kind: 'REJECTED', refusal: 'INPUT_MEDIA', field: 'image' })
    const gone = await submit(http, { ...DANCE, model: 'gen3a_turbo' })
    expect(gone).toMatchObject({ kind: 'REJECTED', refusal: 'UNAVAILABLE', alarm: 'KEY' })
  })

  it('raises an alarm when our key is refused', async () => {
    const { http } = emulated('key_wrong')
    expect(await submit(http, DANCE)).toMatchObject({ kind: 'REJECTED', refusal: 'UNAVAILABLE', alarm: 'KEY' })
    expect(await poll?.(http, REF)).toMatchObject({ kind: 'UNREACHABLE', alarm: 'KEY' })
  })

  it('cannot tell after a lost answer, and has no way to find the task', async () => {
    expect(await submit(lost, DANCE)).toEqual({ kind: 'UNKNOWN', detail: 'TypeError: connection lost' })
    expect(await poll?.(lost, REF)).toMatchObject({ kind: 'UNREACHABLE' })
    expect('find' in runwayRegistration.upstream).toBe(false)
  })
})

describe('Cancelling at Runway', () => {
  it('stops what runs, and says so again when asked again', async () => {
    const { clock, http, sent } = emulated()
    const accepted = await submit(http, DANCE)
    clock.nowMs += 2000
    expect(await cancel?.(http, refOf(accepted))).toEqual({ kind: 'CANCELLED' })
    expect(sent.at(-1)).toMatchObject({ method: 'DELETE', path: sent[1]?.path })
    expect(sent.at(-1)?.headers.get('x-runway-version')).toBe('2024-11-06')
    expect(await cancel?.(http, refOf(accepted))).toEqual({ kind: 'CANCELLED' })
    expect(await look(http, accepted)).toMatchObject({ kind: 'FAILED', refusal: 'FAILED', detail: 'cancelled upstream' })
  })

  it('is too late for a finished clip, which is not erased', async () => {
    const { clock, http, sent } = emulated()
    const accepted = await submit(http, DANCE)
    clock.nowMs += 8000
    expect(await cancel?.(http, refOf(accepted))).toEqual({ kind: 'TOO_LATE' })
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'GET'])
    expect(await look(http, accepted)).toMatchObject({ kind: 'DONE' })
  })

  it('is too late for a task that is gone, and open when Runway cannot be reached', async () => {
    const { http } = emulated()
    expect(await cancel?.(http, REF)).toEqual({ kind: 'TOO_LATE' })
    expect(await cancel?.(lost, REF)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await cancel?.(answering(503, { error: 'overloaded' }), REF)).toMatchObject({ kind: 'UNREACHABLE' })
  })
})

describe("Runway's answers", () => {
  it('an empty balance is ours to mend, though it comes as a 400', async () => {
    const recorded = { error: 'You do not have enough credits to run this task.', docUrl: 'https://docs.dev.runwayml.com/api' }
    const rejected = await submit(answering(400, recorded), DANCE)
    expect(rejected).toEqual({ kind: 'REJECTED', refusal: 'UNAVAILABLE', alarm: 'BALANCE', detail: `HTTP 400: ${recorded.error}` })
  })

  it('an unknown model, as recorded, is ours to mend', async () => {
    const recorded = {
      error: 'Validation of body failed',
      issues: [
        {
          code: 'invalid_union',
          errors: [],
          note: 'No matching discriminator',
          discriminator: 'model',
          path: ['model'],
          message: 'Invalid input',
        },
      ],
      docUrl: 'https://docs.dev.runwayml.com/api',
    }
    expect(await submit(answering(400, recorded), DANCE)).toMatchObject({ kind: 'REJECTED', refusal: 'UNAVAILABLE', alarm: 'KEY' })
    const { fetch, origin } = emulated()
    const headers = { authorization: `Bearer ${RUNWAY_EMULATOR_KEY}`, 'x-runway-version': '2024-11-06' }
    const twin = await fetch(`${origin}/v1/image_to_video`, { method: 'POST', headers, body: JSON.stringify({ model: 'gen-9' }) })
    expect(await twin.json()).toEqual(recorded)
  })

  it.each([
    [401, { refusal: 'UNAVAILABLE', alarm: 'KEY' }],
    [405, { refusal: 'UNAVAILABLE', blameless: true }],
    [413, { refusal: 'INVALID_INPUT' }],
    [500, { refusal: 'UNAVAILABLE' }],
    [503, { refusal: 'UNAVAILABLE' }],
  ])('HTTP %i rejects a submission, and is no verdict at a look', async (status, expected) => {
    const http = answering(status, { error: 'said so' })
    expect(await submit(http, DANCE)).toEqual({ kind: 'REJECTED', detail: `HTTP ${status}: said so`, ...expected })
    expect(await poll?.(http, REF)).toMatchObject({ kind: 'UNREACHABLE' })
  })

  it('passes on how long to wait', async () => {
    const http = answering(429, { error: 'You have reached the daily limit' }, { 'retry-after': '120' })
    expect(await submit(http, DANCE)).toMatchObject({ kind: 'REJECTED', refusal: 'BUSY', retryAfterSeconds: 120 })
    expect(await poll?.(http, REF)).toMatchObject({ kind: 'UNREACHABLE', retryAfterSeconds: 120 })
  })

  it.each([
    [408, {}],
    [502, 'bad gateway'],
    [504, { error: 'timed out' }],
    [200, { task: 'elsewhere' }],
  ])('HTTP %i with %j leaves everything open', async (status, body) => {
    const http = answering(status, body)
    expect(await submit(http, DANCE)).toMatchObject({ kind: 'UNKNOWN' })
    expect(await poll?.(http, REF)).toMatchObject({ kind: 'UNREACHABLE' })
  })

  it('reads the older acceptance, which names no cost, and the documented success', async () => {
    expect(await submit(answering(200, { id: REF.taskId }), DANCE)).toEqual({ kind: 'ACCEPTED', ref: REF })
    const documented = {
      id: '17f20503-6c24-4c16-946b-35dbbce2af2f',
      status: 'SUCCEEDED',
      createdAt: '2024-06-27T19:49:32.334Z',
      cost: { credits: 25 },
      output: ['https://dnznrvs05pmza.cloudfront.net/output.mp4?_jwt=x'],
    }
    const done = { kind: 'DONE', outputs: [{ kind: 'url', url: 'https://dnznrvs05pmza.cloudfront.net/output.mp4?_jwt=x' }] }
    expect(await poll?.(answering(200, documented), REF)).toEqual(done)
  })

  it.each([
    ['SAFETY.INPUT.TEXT', 'MODERATED'],
    ['SAFETY.OUTPUT.VIDEO', 'MODERATED'],
    ['INPUT_PREPROCESSING.SAFETY.TEXT', 'MODERATED'],
    ['INPUT_PREPROCESSING.INTERNAL', 'FAILED'],
    ['INTERNAL.BAD_OUTPUT.01', 'FAILED'],
    ['ASSET.INVALID', 'INPUT_MEDIA'],
    ['THIRD_PARTY.UNAVAILABLE', 'UNAVAILABLE'],
    ['INTERNAL', 'FAILED'],
    [null, 'FAILED'],
  ])('a task that failed with %s is %s', async (failureCode, refusal) => {
    const http = answering(200, { id: REF.taskId, status: 'FAILED', failure: 'said so', failureCode })
    expect(await poll?.(http, REF)).toMatchObject({ kind: 'FAILED', refusal })
  })

  it('gives up a task that is gone, and nothing for a word it does not know', async () => {
    const { http } = emulated()
    expect(await poll?.(http, REF)).toMatchObject({ kind: 'MISSING' })
    expect(await poll?.(answering(200, { id: REF.taskId, status: 'PONDERING' }), REF)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll?.(answering(200, { id: REF.taskId, status: 'SUCCEEDED', output: [] }), REF)).toMatchObject({ kind: 'UNREACHABLE' })
  })
})
