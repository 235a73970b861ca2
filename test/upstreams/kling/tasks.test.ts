// Kling's API 2.0 against its emulator: what only it serves, who it lets in, and that tasks of the old API are found by it.
import { describe, expect, it } from 'vitest'
import type { UpstreamRef } from '../../../src/domain/upstream.ts'
import { fitOptions } from '../../../src/routing/fit-options.ts'
import type { Model, OptionValue } from '../../../src/domain/model.ts'
import { klingTaskModels } from '../../../src/catalog/models/kling-tasks.ts'
import { creditsOf } from '../../../src/routing/price.ts'
import type { FindOutcome, Submission, UpstreamRegistration } from '../../../src/upstreams/contract.ts'
import { klingTasksRegistration } from '../../../src/upstreams/kling/tasks.ts'
import { klingRegistration } from '../../../src/upstreams/kling/adapter.ts'
import { upstreamHttp } from '../../../src/upstreams/http.ts'
import type { UpstreamHttp } from '../../../src/upstreams/http.ts'
import { memoryDesk } from '../../../emulators/desk.ts'
import { KLING_EMULATOR_ACCESS_KEY, KLING_EMULATOR_API_KEY, KLING_EMULATOR_SECRET_KEY } from '../../../emulators/kling/auth.ts'
import { klingEmulator } from '../../../emulators/kling/twin.ts'
import { adapterBench } from '../bench.ts'

const { submit, poll, find } = klingTasksRegistration.upstream
const old = klingRegistration.upstream
const bench = adapterBench(klingTasksRegistration, klingEmulator, KLING_EMULATOR_API_KEY)

const submission = (input: Submission['input'], more: Partial<Submission> = {}): Submission => ({
  externalId: 'gen_01k-1',
  model: 'kling-3.0-turbo',
  type: 'VIDEO',
  input,
  options: { duration: 5, resolution: '720p', aspectRatio: '9:16', sound: true },
  ...more,
})
const LAKE = submission({ text: 'A lake' })
const OLD_LAKE: Submission = { ...LAKE, model: 'kling-v2-6', options: { duration: 5, resolution: '720p', aspectRatio: '9:16' } }

const sentBody = async (): Promise<unknown> => bench.sent.at(-1)?.clone().json()

function refOf(found: FindOutcome | undefined): UpstreamRef {
  if (found?.kind !== 'FOUND') throw new Error(JSON.stringify(found))
  return found.ref
}

describe('a submission', () => {
  it('names its model in the path, and becomes a clip', async () => {
    const ref = await bench.accepted(LAKE)
    expect(bench.sent[0]?.url).toBe(`${bench.emulated.origin}/text-to-video/kling-3.0-turbo`)
    expect(bench.sent[0]?.headers.get('authorization')).toBe(`Bearer ${KLING_EMULATOR_API_KEY}`)
    expect(await sentBody()).toEqual({
      prompt: 'A lake',
      settings: { resolution: '720p', duration: 5, aspect_ratio: '9:16' },
      options: { external_task_id: 'gen_01k-1', watermark_info: { enabled: false } },
    })
    expect(await bench.looked(ref, 0.5)).toEqual({ kind: 'PENDING', started: false })
    expect(bench.sent.at(-1)?.url).toMatch(/\/tasks\?task_ids=\d{18}$/)
    expect(await bench.looked(ref, 3)).toEqual({ kind: 'PENDING', started: true })
    const done = await bench.looked(ref, 8)
    if (done.kind !== 'DONE' || done.outputs[0]?.kind !== 'url') throw new Error(JSON.stringify(done))
    expect((await bench.emulated.fetch(done.outputs[0].url)).headers.get('content-type')).toBe('video/mp4')
  })

  it('with frames lists them beside the text, and leaves the aspect ratio to the image', async () => {
    const input = { text: 'It thaws', image: 'https://example.com/a.png', lastImage: 'https://example.com/b.png' }
    await bench.accepted(submission(input, { model: 'kling-3.0', options: { duration: 8, resolution: '1080p', aspectRatio: '16:9', sound: false } }))
    expect(bench.sent[0]?.url).toMatch(/\/image-to-video\/kling-3\.0$/)
    expect(await sentBody()).toMatchObject({
      contents: [{ type: 'prompt', text: 'It thaws' }, { type: 'first_frame', url: input.image }, { type: 'last_frame', url: input.lastImage }],
      settings: { multi_shot: false, audio: 'off', resolution: '1080p', duration: 8 },
    })
    expect(await sentBody()).not.toHaveProperty('settings.aspect_ratio')
  })

  it.each(['kling-3.0-omni', 'kling-o1'])('to %s goes by the one path for texts and frames', async (model) => {
    await bench.accepted({ ...LAKE, model })
    expect(bench.sent[0]?.url).toMatch(new RegExp(`/omni-video/${model}$`))
    expect(await sentBody()).toMatchObject({ contents: [{ type: 'prompt', text: 'A lake' }] })
  })

  it('that its content rules stop, that breaks, that is one too many or meets an error is told apart', async () => {
    const stopped = await bench.accepted(submission({ text: '[[moderated]]' }))
    const broken = await bench.accepted(submission({ text: '[[fail]]' }))
    expect(await bench.looked(stopped, 8)).toMatchObject({ kind: 'FAILED', refusal: 'MODERATED' })
    expect(await bench.looked(broken, 8)).toMatchObject({ kind: 'FAILED', refusal: 'FAILED' })
    expect(await submit(bench.client(), submission({ text: '[[429]]' }))).toMatchObject({ kind: 'REJECTED', refusal: 'BUSY', retryAfterSeconds: 10 })
    expect(await submit(bench.client(), submission({ text: '[[500]]' }))).toMatchObject({ kind: 'REJECTED', refusal: 'UNAVAILABLE' })
  })

  it.each([
    [504, { code: 5002, message: 'backlog' }],
    [200, { code: 0, message: 'SUCCEED', data: null }],
    [200, { code: 0, message: 'SUCCEED', data: [] }],
    [200, 'Welcome'],
  ])('whose answer is %i %j leaves everything open', async (status, body) => {
    expect(await submit(bench.answering(status, body), LAKE)).toMatchObject({ kind: 'UNKNOWN' })
  })

  it('whose connection breaks leaves everything open', async () => {
    expect(await submit(bench.losing(), LAKE)).toMatchObject({ kind: 'UNKNOWN' })
    expect(await find(bench.losing(), LAKE)).toMatchObject({ kind: 'UNREACHABLE' })
  })
})

describe('a look', () => {
  const ref = { route: 'tasks', taskId: '866889456698785798' }

  it.each([
    ['an empty list', 200, { code: 0, message: 'SUCCEED', data: [] }, { kind: 'MISSING' }],
    ['no list', 200, { code: 0, message: 'SUCCEED', data: {} }, { kind: 'UNREACHABLE' }],
    ['a refused key', 401, { code: 1002, message: 'api key not found' }, { kind: 'UNREACHABLE', alarm: 'KEY' }],
    ['its rate limit', 429, { code: 1302, message: 'too fast' }, { kind: 'UNREACHABLE', retryAfterSeconds: 1 }],
    ['a new status', 200, { code: 0, data: [{ id: ref.taskId, status: 'paused' }] }, { kind: 'UNREACHABLE' }],
    ['a success without a video', 200, { code: 0, data: [{ id: ref.taskId, status: 'succeeded', outputs: [{ type: 'image', url: 'https://a.example/b.png' }] }] }, { kind: 'UNREACHABLE' }],
  ])('that meets %s says no more than that', async (_what, status, body, outcome) => {
    expect(await poll(bench.answering(status, body), ref)).toMatchObject(outcome)
  })
})

describe('a lost answer', () => {
  it('is found by our id', async () => {
    await bench.accepted(LAKE)
    expect(await bench.looked(refOf(await find(bench.client(), LAKE)), 8)).toMatchObject({ kind: 'DONE' })
    expect(bench.sent.some(({ url }) => url.endsWith('/tasks?external_task_ids=gen_01k-1'))).toBe(true)
  })

  it('that is not listed proves nothing, and another task under our id still less', async () => {
    expect(await find(bench.client(), LAKE)).toEqual({ kind: 'ABSENT' })
    const other = { code: 0, data: [{ id: '866889456698785798', external_id: 'somebody-elses', status: 'submitted' }] }
    expect(await find(bench.answering(200, other), LAKE)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await find(bench.answering(401, { code: 1002, message: 'no' }), LAKE)).toEqual({ kind: 'UNREACHABLE', detail: 'HTTP 401, code 1002: no' })
  })

  it('of the old API is found by the new one, and looked at there', async () => {
    expect(await old.submit(bench.client(), OLD_LAKE)).toMatchObject({ kind: 'ACCEPTED' })
    const ref = refOf(await old.find(bench.client(), OLD_LAKE))
    expect(ref).toMatchObject({ route: 'tasks' })
    bench.clock.nowMs += 8000
    expect(await old.poll(bench.client(), ref)).toMatchObject({ kind: 'DONE' })
    expect(bench.sent.map(({ method, url }) => `${method} ${new URL(url).pathname.replace(/.*\/kling/, '')}`)).toEqual(['POST /v1/videos/text2video', 'GET /tasks', 'GET /tasks'])
  })

  it('of the old API is asked for by the old path where the new one lists nothing', async () => {
    const http = bench.client(KLING_EMULATOR_API_KEY, async (url, init) =>
      url.includes('/tasks?') ? Response.json({ code: 0, message: 'SUCCEED', data: [] }) : bench.emulated.fetch(url, init))
    expect(await old.find(http, OLD_LAKE)).toEqual({ kind: 'ABSENT' })
    await old.submit(http, OLD_LAKE)
    expect(await old.find(http, OLD_LAKE)).toMatchObject({ kind: 'FOUND', ref: { family: 'text2video' } })
  })

  it('of the old API is asked for by the old path where the new one takes no token', async () => {
    const clock = { nowMs: Date.UTC(2026, 10, 28) }
    const { fetch, origin } = memoryDesk(klingEmulator, clock)
    const pair: Readonly<Record<string, string>> = { ACCESS_KEY: KLING_EMULATOR_ACCESS_KEY, SECRET_KEY: KLING_EMULATOR_SECRET_KEY }
    const authorize = klingRegistration.authorize((name) => pair[name])
    if (!authorize) throw new Error('not configured')
    const http: UpstreamHttp = upstreamHttp({ baseUrl: origin, authorize }, fetch, () => clock.nowMs)
    await old.submit(http, OLD_LAKE)
    expect(await old.find(http, OLD_LAKE)).toMatchObject({ kind: 'FOUND', ref: { family: 'text2video' } })
    expect(await submit(http, LAKE)).toMatchObject({ kind: 'REJECTED', alarm: 'KEY', detail: expect.stringContaining('does not support AK/SK') })
  })
})

describe('the credentials', () => {
  const registration: UpstreamRegistration = klingTasksRegistration
  const isConfigured = (...set: readonly string[]): boolean => registration.authorize((name) => (set.includes(name) ? 'x' : undefined), bench.emulated.fetch) !== undefined

  it('are the API key alone', () => {
    expect([isConfigured('API_KEY'), isConfigured('ACCESS_KEY', 'SECRET_KEY'), isConfigured()]).toEqual([true, false, false])
  })
})

describe('the rows', () => {
  const rows = klingTaskModels.map((model: Model) => [model.id, model] as const)
  const FRAMES = [{}, { image: 'https://example.com/a.png' }, { image: 'https://example.com/a.png', lastImage: 'https://example.com/b.png' }]

  it.each(rows)('%s asks for nothing that Kling refuses, at a price', async (_id, model) => {
    const price = model.price.kind === 'second' ? model.price : undefined
    const reached = new Set<string>()
    for (const resolution of ['720p', '1080p']) {
      for (const sound of 'sound' in model.options ? [true, false] : [undefined]) {
        for (const duration of [3, 5, 10, 15]) {
          for (const frames of FRAMES.slice(0, 'lastImage' in model.inputs ? 3 : 2)) {
            const asked: Record<string, OptionValue> = { resolution, duration, ...(sound !== undefined && { sound }) }
            const { options } = fitOptions(model, asked)
            expect(creditsOf(model, { options, text: 'A lake', outputs: 1 })).toBeGreaterThan(0)
            reached.add((price?.by ?? []).map((name) => String(options[name])).join('/'))
            const wanted = submission({ text: 'A lake', ...frames }, { model: model.upstreamModel, options })
            expect(await submit(bench.client(), wanted), JSON.stringify(options)).toMatchObject({ kind: 'ACCEPTED' })
          }
        }
      }
    }
    expect([...reached].toSorted()).toEqual(Object.keys(price?.usdPerSecond ?? {}).toSorted())
  })

  it('of 3.0 Turbo have sound whatever is asked, and say so', () => {
    const turbo = klingTaskModels.find(({ id }) => id === 'kling-v3-turbo')
    if (!turbo) throw new Error('no row')
    expect(fitOptions(turbo, { sound: true }).adjustments).toEqual([])
    expect(fitOptions(turbo, { sound: false })).toMatchObject({ options: { sound: true }, adjustments: [{ option: 'sound', requested: false, served: true }] })
  })
})
