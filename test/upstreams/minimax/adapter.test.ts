// MiniMax's video adapter against its emulator, through the real HTTP client; and against answers as its pages record them.
import { describe, expect, it } from 'vitest'
import type { PollOutcome, Submission, SubmitOutcome } from '../../../src/upstreams/contract.ts'
import { upstreamHttp, type UpstreamHttp } from '../../../src/upstreams/http.ts'
import { minimaxRegistration } from '../../../src/upstreams/minimax/adapter.ts'
import { memoryDesk, type TestFetch } from '../../../emulators/desk.ts'
import { MINIMAX_EMULATOR_KEY, minimaxEmulator } from '../../../emulators/minimax/twin.ts'

const { submit, poll } = minimaxRegistration.upstream

interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly body: unknown
}

function client(fetcher: TestFetch, origin: string, nowMs: () => number, key = MINIMAX_EMULATOR_KEY): UpstreamHttp {
  const authorize = minimaxRegistration.authorize((name) => (name === 'API_KEY' ? key : undefined))
  if (!authorize) throw new Error('not configured')
  return upstreamHttp({ baseUrl: origin, authorize }, fetcher, nowMs)
}

/** A fresh emulator, and what was sent to it. */
function emulated(key?: string) {
  const clock = { nowMs: Date.UTC(2026, 10, 22) }
  const { fetch, origin } = memoryDesk(minimaxEmulator, clock)
  const sent: Sent[] = []
  const http = client(
    (url, init) => {
      const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
      sent.push({ method: init?.method ?? 'GET', url: url.slice(origin.length), headers: new Headers(init?.headers), body })
      return fetch(url, init)
    },
    origin,
    () => clock.nowMs,
    key,
  )
  return { clock, fetch, http, sent }
}

/** An upstream that gives these answers in turn. */
function answering(...answers: readonly (() => Response)[]): UpstreamHttp {
  const left = [...answers]
  const fetcher = async () => {
    const next = left.shift()
    if (!next) throw new Error('asked once too often')
    return next()
  }
  return client(fetcher, 'https://api.minimax.io', () => 0)
}

const json = (text: string, status = 200, headers = {}) => () =>
  new Response(text, { status, headers: { 'content-type': 'application/json', ...headers } })

const code = (status_code: number, first = {}) =>
  json(JSON.stringify({ task_id: '', ...first, base_resp: { status_code, status_msg: 'said so' } }))

const submission = (input: Submission['input'], more: Partial<Submission> = {}): Submission => ({
  externalId: 'gen_1-1',
  model: 'MiniMax-Hailuo-02',
  type: 'VIDEO',
  input,
  options: { duration: 6, resolution: '768p', aspectRatio: '16:9' },
  ...more,
})

const lake = submission({ text: 'A lake' })

function look(http: UpstreamHttp, outcome: SubmitOutcome): Promise<PollOutcome> {
  if (outcome.kind !== 'ACCEPTED' || !poll) throw new Error(`not accepted: ${JSON.stringify(outcome)}`)
  return poll(http, outcome.ref)
}

const pollTask = (http: UpstreamHttp) => look(http, { kind: 'ACCEPTED', ref: { taskId: '176843862716480' } })

describe('MiniMax video, to its emulator', () => {
  it('is not configured without a key', () => {
    expect(minimaxRegistration.authorize(() => undefined)).toBeUndefined()
  })

  it('turns a text into a clip', async () => {
    const { clock, fetch, http, sent } = emulated()
    const options = { duration: 10, resolution: '768p', aspectRatio: '16:9' }
    const accepted = await submit(http, submission({ text: 'A lake' }, { options }))
    expect(sent[0]).toMatchObject({ method: 'POST', url: '/v1/video_generation' })
    expect(sent[0]?.headers.get('authorization')).toBe(`Bearer ${MINIMAX_EMULATOR_KEY}`)
    expect(sent[0]?.headers.get('content-type')).toBe('application/json')
    expect(sent[0]?.body).toEqual({ model: 'MiniMax-Hailuo-02', prompt: 'A lake', duration: 10, resolution: '768P' })

    expect(await look(http, accepted)).toEqual({ kind: 'PENDING', started: false })
    clock.nowMs += 3000
    expect(await look(http, accepted)).toEqual({ kind: 'PENDING', started: true })
    clock.nowMs += 6000
    sent.length = 0
    const done = await look(http, accepted)
    expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
      expect.stringMatching(/^GET \/v1\/query\/video_generation\?task_id=\d{15}$/),
      expect.stringMatching(/^GET \/v1\/files\/retrieve\?file_id=\d{18}$/),
    ])
    if (done.kind !== 'DONE' || done.outputs[0]?.kind !== 'url') throw new Error(JSON.stringify(done))
    expect((await fetch(done.outputs[0].url)).headers.get('content-type')).toBe('video/mp4')
    clock.nowMs += 3_600_000
    expect((await fetch(done.outputs[0].url)).status).toBe(403)
  })

  it('sends frames as frames', async () => {
    const { http, sent } = emulated()
    const image = 'https://example.com/first.png'
    const lastImage = 'data:image/png;base64,iVBORw0KGgo='
    expect(await submit(http, submission({ text: 'A door opens', image, lastImage }))).toMatchObject({ kind: 'ACCEPTED' })
    expect(sent[0]?.body).toMatchObject({ first_frame_image: image, last_frame_image: lastImage })
  })

  it('sends a face as a subject, without the fields that model does not have', async () => {
    const { http, sent } = emulated()
    const images = ['https://example.com/face.jpg']
    expect(await submit(http, submission({ images }, { model: 'S2V-01' }))).toMatchObject({ kind: 'ACCEPTED' })
    expect(sent[0]?.body).toEqual({ model: 'S2V-01', subject_reference: [{ type: 'character', image: images }] })
  })

  it.each([
    ['[[moderated]]', { kind: 'REJECTED', refusal: 'MODERATED' }],
    ['[[429]]', { kind: 'REJECTED', refusal: 'BUSY' }],
    ['[[500]]', { kind: 'REJECTED', refusal: 'UNAVAILABLE' }],
  ])('is refused at submission by %s', async (word, expected) => {
    const outcome = await submit(emulated().http, submission({ text: `A lake ${word}` }))
    expect(outcome).toMatchObject(expected)
    expect(outcome).not.toHaveProperty('alarm')
  })

  it('tells an invalid input', async () => {
    const { http } = emulated()
    const options = { duration: 10, resolution: '1080p', aspectRatio: '16:9' }
    expect(await submit(http, submission({ text: 'A lake' }, { options }))).toMatchObject({ kind: 'REJECTED', refusal: 'INVALID_INPUT' })
    expect(await submit(http, submission({ text: '\u200b\u200bab' }))).toMatchObject({ kind: 'REJECTED', refusal: 'INVALID_INPUT' })
    const withoutFrame = submission({ text: 'A lake' }, { model: 'MiniMax-Hailuo-2.3-Fast' })
    expect(await submit(http, withoutFrame)).toMatchObject({ kind: 'REJECTED', refusal: 'INPUT_MEDIA' })
  })

  it('raises an alarm when its key is refused, and a look says nothing about the work', async () => {
    const { http } = emulated('sk-api-another')
    expect(await submit(http, lake)).toMatchObject({ kind: 'REJECTED', refusal: 'UNAVAILABLE', alarm: 'KEY' })
    expect(await pollTask(http)).toMatchObject({ kind: 'UNREACHABLE', alarm: 'KEY' })
  })

  it('ends as failed when generating fails', async () => {
    const { clock, http } = emulated()
    const accepted = await submit(http, submission({ text: '[[fail]]' }))
    clock.nowMs += 10_000
    expect(await look(http, accepted)).toMatchObject({ kind: 'FAILED', refusal: 'FAILED' })
  })

  it('stays pending while the upstream hangs', async () => {
    const { clock, http } = emulated()
    const accepted = await submit(http, submission({ text: '[[hang]]' }))
    clock.nowMs += 3_600_000
    expect(await look(http, accepted)).toEqual({ kind: 'PENDING', started: true })
  })

  it('does not take an unknown task for a failed one', async () => {
    expect(await pollTask(emulated().http)).toMatchObject({ kind: 'UNREACHABLE' })
  })
})

describe('MiniMax video, by recorded answers', () => {
  const success = '"base_resp":{"status_code":0,"status_msg":"success"}}'

  it('reads the id of an accepted task', async () => {
    const http = answering(json(`{"task_id":"106916112212032",${success}`))
    expect(await submit(http, lake)).toEqual({ kind: 'ACCEPTED', ref: { taskId: '106916112212032' } })
  })

  it('exchanges the file for a link, and the link for https', async () => {
    const made = '"bytes":5896337,"created_at":1700469398,"filename":"output_aigc.mp4","purpose":"video_generation"'
    const size = '"video_width":1920,"video_height":1080'
    const http = answering(
      json(`{"task_id":"176843862716480","status":"Success","file_id":"176844028768320",${size},${success}`),
      json(`{"file":{"file_id":176844028768320,${made},"download_url":"http://cdn.example.com/output_aigc.mp4?Expires=1700473000"},${success}`),
    )
    const url = 'https://cdn.example.com/output_aigc.mp4?Expires=1700473000'
    expect(await pollTask(http)).toEqual({ kind: 'DONE', outputs: [{ kind: 'url', url }] })
  })

  it('leaves a link on loopback as it is', async () => {
    const url = 'http://127.0.0.1:8787/emulators/media/1.mp4'
    const done = json(`{"status":"Success","file_id":"1",${success}`)
    const http = answering(done, json(`{"file":{"file_id":1,"download_url":"${url}"},${success}`))
    expect(await pollTask(http)).toEqual({ kind: 'DONE', outputs: [{ kind: 'url', url }] })
  })

  it('loses no digit of a file id that comes as a number', async () => {
    const asked: string[] = []
    const http = client(
      async (url) => {
        asked.push(url)
        return json(`{"status":"Success","file_id":9223372036854775807,${success}`)()
      },
      'https://api.minimax.io',
      () => 0,
    )
    await pollTask(http)
    expect(asked[1]).toBe('https://api.minimax.io/v1/files/retrieve?file_id=9223372036854775807')
  })

  it.each([
    [1000, 'UNAVAILABLE', false],
    [1002, 'BUSY', false],
    [1004, 'UNAVAILABLE', 'KEY'],
    [1008, 'UNAVAILABLE', 'BALANCE'],
    [1013, 'UNAVAILABLE', false],
    [1024, 'UNAVAILABLE', false],
    [1026, 'MODERATED', false],
    [1027, 'MODERATED', false],
    [1028, 'UNAVAILABLE', 'BALANCE'],
    [1030, 'UNAVAILABLE', 'BALANCE'],
    [1033, 'UNAVAILABLE', false],
    [1039, 'BUSY', false],
    [1041, 'BUSY', false],
    [1042, 'INVALID_INPUT', false],
    [2013, 'INVALID_INPUT', false],
    [2045, 'BUSY', false],
    [2049, 'UNAVAILABLE', 'KEY'],
    [2056, 'UNAVAILABLE', 'BALANCE'],
    [2061, 'UNAVAILABLE', 'KEY'],
    [9999, 'UNAVAILABLE', false],
  ])('code %i at submission is %s, alarm %s', async (status, refusal, alarm) => {
    const outcome = await submit(answering(code(status)), lake)
    expect(outcome).toEqual({ kind: 'REJECTED', refusal, detail: `HTTP 200, code ${status}: said so`, ...(alarm && { alarm }) })
  })

  it.each([
    [400, 'INVALID_INPUT', false],
    [401, 'UNAVAILABLE', 'KEY'],
    [402, 'UNAVAILABLE', 'BALANCE'],
    [403, 'UNAVAILABLE', 'KEY'],
    [422, 'MODERATED', false],
    [429, 'BUSY', false],
    [500, 'UNAVAILABLE', false],
    [503, 'UNAVAILABLE', false],
  ])('HTTP %i at submission is %s, alarm %s', async (status, refusal, alarm) => {
    const outcome = await submit(answering(json('{"type":"error"}', status)), lake)
    expect(outcome).toEqual({ kind: 'REJECTED', refusal, detail: expect.any(String), ...(alarm && { alarm }) })
  })

  it('waits as long as it is told to', async () => {
    const limited = json('{"base_resp":{"status_code":1002,"status_msg":"rate limit"}}', 429, { 'retry-after': '7' })
    expect(await submit(answering(limited), lake)).toMatchObject({ kind: 'REJECTED', retryAfterSeconds: 7 })
    expect(await pollTask(answering(limited))).toMatchObject({ kind: 'UNREACHABLE', retryAfterSeconds: 7 })
  })

  it.each<[string, () => Response]>([
    ['the connection is lost', () => { throw new TypeError('Network connection lost.') }],
    ['a gateway times out', json('<html>', 504)],
    ['a gateway gets no answer', json('<html>', 502)],
    ['it times out itself', code(1001)],
    ['it accepts without a task', code(0)],
    ['it answers something else', json('{"hello":"world"}')],
    ['it answers no JSON', json('<html>')],
  ])('cannot tell what became of a submission when %s', async (_when, answer) => {
    expect(await submit(answering(answer), lake)).toMatchObject({ kind: 'UNKNOWN' })
  })

  it.each<[string, () => Response]>([
    ['the connection is lost', () => { throw new TypeError('Network connection lost.') }],
    ['it has an error of its own', json('oops', 500)],
    ['it limits us', code(1002)],
    ['its balance check fails', code(1008)],
    ['it times out itself', code(1001)],
    ['its state is unheard of', code(0, { status: 'Unknown' })],
    ['it has succeeded without a file', code(0, { status: 'Success' })],
    ['a gateway only echoes a failure', json('{"status":"Fail"}', 500)],
  ])('a look fails, not the work, when %s', async (_when, answer) => {
    expect(await pollTask(answering(answer))).toMatchObject({ kind: 'UNREACHABLE' })
  })

  it('a look fails, not the work, when the file cannot be asked for', async () => {
    const done = code(0, { status: 'Success', file_id: '1' })
    expect(await pollTask(answering(done, code(1013)))).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await pollTask(answering(done, code(0, { file: { download_url: null } })))).toMatchObject({ kind: 'UNREACHABLE' })
  })

  it.each([
    [0, 'Fail', 'FAILED'],
    [0, 'Failed', 'FAILED'],
    [1033, 'Fail', 'FAILED'],
    [1026, 'Fail', 'MODERATED'],
    [1027, 'Fail', 'MODERATED'],
    [2013, 'Fail', 'INVALID_INPUT'],
    [1027, 'Processing', 'MODERATED'],
  ])('its verdict of code %i with status %s is %s', async (status_code, status, refusal) => {
    expect(await pollTask(answering(code(status_code, { status })))).toMatchObject({ kind: 'FAILED', refusal })
  })
})
