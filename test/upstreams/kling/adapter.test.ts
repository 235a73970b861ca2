// Kling's adapter against its emulator, through the real HTTP client. kling-answers.test.ts has what the emulator never says.
import { jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import type { UpstreamAccess } from '../../../src/upstreams/access.ts'
import type { PollOutcome, Submission, SubmitOutcome } from '../../../src/upstreams/contract.ts'
import { upstreamHttp, type UpstreamHttp } from '../../../src/upstreams/http.ts'
import { klingRegistration } from '../../../src/upstreams/kling/adapter.ts'
import { memoryDesk, type TestFetch } from '../../../emulators/desk.ts'
import { KLING_EMULATOR_ACCESS_KEY, KLING_EMULATOR_API_KEY, KLING_EMULATOR_SECRET_KEY } from '../../../emulators/kling/auth.ts'
import { klingEmulator } from '../../../emulators/kling/twin.ts'

const { submit, poll, find } = klingRegistration.upstream

const API_KEY = { API_KEY: KLING_EMULATOR_API_KEY }
const KEY_PAIR = { ACCESS_KEY: KLING_EMULATOR_ACCESS_KEY, SECRET_KEY: KLING_EMULATOR_SECRET_KEY }

function authorizer(settings: Readonly<Record<string, string>>): UpstreamAccess['authorize'] {
  const authorize = klingRegistration.authorize((name) => settings[name])
  if (!authorize) throw new Error('not configured')
  return authorize
}

interface Sent {
  readonly method: string
  readonly path: string
  readonly headers: Headers
  readonly body: unknown
}

/** A fresh emulator, and what was sent to it. @param aheadSeconds how far our clock is before Kling's */
function emulated(settings: Readonly<Record<string, string>> = API_KEY, aheadSeconds = 0) {
  const clock = { nowMs: Date.UTC(2026, 10, 22) }
  const { fetch, origin } = memoryDesk(klingEmulator, clock)
  const sent: Sent[] = []
  const recording: TestFetch = (url, init) => {
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
    sent.push({ method: init?.method ?? 'GET', path: url.slice(origin.length), headers: new Headers(init?.headers), body })
    return fetch(url, init)
  }
  const access = { baseUrl: origin, authorize: authorizer(settings) }
  const nowMs = () => clock.nowMs + aheadSeconds * 1000
  const losing: TestFetch = async (url, init) => {
    await fetch(url, init)
    throw new TypeError('connection lost')
  }
  return { clock, fetch, sent, http: upstreamHttp(access, recording, nowMs), losing: upstreamHttp(access, losing, nowMs) }
}

const submission = (input: Submission['input'], more: Partial<Submission> = {}): Submission => ({
  externalId: 'gen_01k-1',
  model: 'kling-v2-6',
  type: 'VIDEO',
  input,
  options: { duration: 10, mode: 'pro', resolution: '1080p', aspectRatio: '9:16' },
  ...more,
})

async function look(http: UpstreamHttp, outcome: SubmitOutcome): Promise<PollOutcome | undefined> {
  if (outcome.kind !== 'ACCEPTED') throw new Error(`not accepted: ${JSON.stringify(outcome)}`)
  return poll?.(http, outcome.ref)
}

const REF = { family: 'text2video', taskId: '866889456698785798' }

describe('Kling, to its emulator', () => {
  it('turns a text into a clip', async () => {
    const { clock, fetch, http, sent } = emulated()
    const accepted = await submit(http, submission({ text: 'A lake', negativeText: 'fog' }))
    expect(sent[0]).toMatchObject({ method: 'POST', path: '/v1/videos/text2video' })
    expect(sent[0]?.headers.get('authorization')).toBe(`Bearer ${KLING_EMULATOR_API_KEY}`)
    expect(sent[0]?.headers.get('content-type')).toBe('application/json')
    expect(sent[0]?.body).toEqual({
      model_name: 'kling-v2-6',
      prompt: 'A lake',
      negative_prompt: 'fog',
      mode: 'pro',
      duration: '10',
      aspect_ratio: '9:16',
      external_task_id: 'gen_01k-1',
    })
    expect(await look(http, accepted)).toEqual({ kind: 'PENDING', started: false })
    expect(sent[1]).toMatchObject({ method: 'GET', path: expect.stringMatching(/^\/v1\/videos\/text2video\/\d{18}$/) })
    clock.nowMs += 3000
    expect(await look(http, accepted)).toEqual({ kind: 'PENDING', started: true })
    clock.nowMs += 5000
    const done = await look(http, accepted)
    if (done?.kind !== 'DONE' || done.outputs[0]?.kind !== 'url') throw new Error(JSON.stringify(done))
    expect(done.outputs).toHaveLength(1)
    expect((await fetch(done.outputs[0].url)).headers.get('content-type')).toBe('video/mp4')
    clock.nowMs += 31 * 24 * 60 * 60 * 1000
    expect((await fetch(done.outputs[0].url)).status).toBe(403)
  })

  it('turns an image into a clip, without an aspect ratio and without the data prefix', async () => {
    const { http, sent } = emulated()
    const input = { image: 'data:image/png;base64,iVBORw0KGgo=', lastImage: 'https://example.com/end.jpg' }
    const accepted = await submit(http, submission(input))
    expect(accepted).toMatchObject({ kind: 'ACCEPTED', ref: { family: 'image2video' } })
    expect(sent[0]).toMatchObject({ method: 'POST', path: '/v1/videos/image2video' })
    expect(sent[0]?.body).toEqual({
      model_name: 'kling-v2-6',
      mode: 'pro',
      duration: '10',
      image: 'iVBORw0KGgo=',
      image_tail: 'https://example.com/end.jpg',
      external_task_id: 'gen_01k-1',
    })
    expect(await look(http, accepted)).toEqual({ kind: 'PENDING', started: false })
    expect(sent[1]?.path).toMatch(/^\/v1\/videos\/image2video\//)
  })

  it.each([
    ['720p', 'std'],
    ['1080p', 'pro'],
    ['4k', '4k'],
  ])('asks for %s as the mode %s', async (resolution, mode) => {
    const { http, sent } = emulated()
    const options = { duration: 5, resolution, aspectRatio: '1:1' }
    expect(await submit(http, submission({ text: 'A lake' }, { model: 'kling-v3', options }))).toMatchObject({ kind: 'ACCEPTED' })
    expect(sent[0]?.body).toMatchObject({ mode })
  })

  it('tells what its content rules stopped from what broke', async () => {
    const { clock, http } = emulated()
    const stopped = await submit(http, submission({ text: '[[moderated]]' }))
    const broken = await submit(http, submission({ text: '[[fail]]' }))
    clock.nowMs += 8000
    expect(await look(http, stopped)).toMatchObject({ kind: 'FAILED', refusal: 'MODERATED' })
    expect(await look(http, broken)).toMatchObject({ kind: 'FAILED', refusal: 'FAILED' })
  })

  it('is refused for the moment when too much runs, and by its server error', async () => {
    const { http } = emulated()
    const busy = await submit(http, submission({ text: '[[429]]' }))
    expect(busy).toMatchObject({ kind: 'REJECTED', refusal: 'BUSY', retryAfterSeconds: 10 })
    const failed = await submit(http, submission({ text: '[[500]]' }))
    expect(failed).toMatchObject({ kind: 'REJECTED', refusal: 'UNAVAILABLE' })
    expect(failed).not.toHaveProperty('alarm')
  })

  it('says which input Kling finds invalid, and that a model is gone', async () => {
    const { http } = emulated()
    const long = await submit(http, submission({ text: 'A lake' }, { options: { duration: 7, resolution: '720p', aspectRatio: '16:9' } }))
    expect(long).toMatchObject({ kind: 'REJECTED', refusal: 'INVALID_INPUT', detail: 'HTTP 400, code 1201: duration is invalid' })
    const gone = await submit(http, submission({ text: 'A lake' }, { model: 'kling-v2-1-master' }))
    expect(gone).toMatchObject({ kind: 'REJECTED', refusal: 'UNAVAILABLE', alarm: 'KEY' })
  })

  it('cannot tell after a lost answer, and then finds the task by our id', async () => {
    const { clock, http, losing, sent } = emulated()
    const wanted = submission({ text: 'A lake', image: 'https://example.com/a.png' })
    expect(await submit(losing, wanted)).toMatchObject({ kind: 'UNKNOWN', detail: 'TypeError: connection lost' })
    const found = await find?.(http, wanted)
    expect(sent).toMatchObject([{ method: 'GET', path: '/tasks?external_task_ids=gen_01k-1' }])
    if (found?.kind !== 'FOUND') throw new Error(JSON.stringify(found))
    clock.nowMs += 8000
    expect(await poll?.(http, found.ref)).toMatchObject({ kind: 'DONE' })
  })

  it('finds by the old path, with a key pair, nothing that was never submitted, or was submitted to the other family', async () => {
    const { http } = emulated(KEY_PAIR)
    expect(await find?.(http, submission({ text: 'A lake' }))).toEqual({ kind: 'ABSENT' })
    await submit(http, submission({ image: 'https://example.com/a.png' }))
    expect(await find?.(http, submission({ text: 'A lake' }))).toEqual({ kind: 'ABSENT' })
  })

  it('gives up a task that Kling says it does not have', async () => {
    const { http } = emulated()
    expect(await poll?.(http, REF)).toMatchObject({ kind: 'MISSING' })
  })

  it('may be made twice under one external id, which is why a lost answer is never resubmitted blindly', async () => {
    const { http } = emulated()
    const first = await submit(http, submission({ text: 'A lake' }))
    const second = await submit(http, submission({ text: 'A lake' }))
    expect(first.kind === 'ACCEPTED' && first.ref).not.toEqual(second.kind === 'ACCEPTED' && second.ref)
  })
})

describe("Kling's credentials", () => {
  it('are absent without a key or with half a pair', () => {
    expect(klingRegistration.authorize(() => undefined)).toBeUndefined()
    expect(klingRegistration.authorize((name) => (name === 'ACCESS_KEY' ? 'half' : undefined))).toBeUndefined()
  })

  it('prefer the API key', async () => {
    expect(await authorizer({ ...API_KEY, ...KEY_PAIR })(0)).toEqual({ authorization: `Bearer ${KLING_EMULATOR_API_KEY}` })
  })

  it('are else a token of half an hour, minted anew for each request', async () => {
    const nowMs = Date.UTC(2026, 10, 22)
    const { authorization } = await authorizer(KEY_PAIR)(nowMs)
    const { payload, protectedHeader } = await jwtVerify(
      authorization?.replace('Bearer ', '') ?? '',
      new TextEncoder().encode(KLING_EMULATOR_SECRET_KEY),
      { currentDate: new Date(nowMs) },
    )
    expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT' })
    expect(payload).toEqual({ iss: KLING_EMULATOR_ACCESS_KEY, exp: nowMs / 1000 + 1800, nbf: nowMs / 1000 - 5 })
    const { clock, http } = emulated(KEY_PAIR)
    expect(await submit(http, submission({ text: 'A lake' }))).toMatchObject({ kind: 'ACCEPTED' })
    clock.nowMs += 60 * 60 * 1000
    expect(await submit(http, submission({ text: 'A lake' }))).toMatchObject({ kind: 'ACCEPTED' })
  })

  it.each([
    [1002, 'a wrong API key', { API_KEY: 'api-key-kling-wrong' }, 0],
    [1002, 'a wrong secret', { ...KEY_PAIR, SECRET_KEY: 'wrong' }, 0],
    [1002, 'an unknown access key', { ...KEY_PAIR, ACCESS_KEY: 'wrong' }, 0],
    [1003, 'a clock before Kling', KEY_PAIR, 60],
    [1004, 'a clock behind Kling', KEY_PAIR, -3600],
  ])('raise an alarm when refused with %i for %s', async (code, _why, settings, aheadSeconds) => {
    const { http } = emulated(settings, aheadSeconds)
    const refused = { alarm: 'KEY', detail: expect.stringContaining(`HTTP 401, code ${code}:`) }
    expect(await submit(http, submission({ text: 'A lake' }))).toMatchObject({ kind: 'REJECTED', refusal: 'UNAVAILABLE', ...refused })
    expect(await poll?.(http, REF)).toMatchObject({ kind: 'UNREACHABLE', ...refused })
    expect(await find?.(http, submission({ text: 'A lake' }))).toMatchObject({ kind: 'UNREACHABLE' })
  })
})
