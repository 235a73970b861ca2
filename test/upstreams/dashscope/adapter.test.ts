// DashScope's adapter against its emulator, through the real client.
import { describe, expect, it } from 'vitest'
import type { UpstreamRef } from '../../../src/domain/upstream.ts'
import type { Submission } from '../../../src/upstreams/contract.ts'
import { dashscopeRegistration } from '../../../src/upstreams/dashscope/adapter.ts'
import { DASHSCOPE_EMULATOR_KEY, DASHSCOPE_EMULATOR_KEY_IN_ARREARS, dashscopeEmulator } from '../../../emulators/dashscope/twin.ts'
import { START_MS, adapterBench } from '../bench.ts'

const { submit, poll, cancel } = dashscopeRegistration.upstream
const { client, answering, losing, accepted, looked, clock, sent, emulated } = adapterBench(dashscopeRegistration, dashscopeEmulator, DASHSCOPE_EMULATOR_KEY, '/api/v1')

const submission: Submission = {
  externalId: 'gen_1-1',
  model: 'wan2.2-t2v-plus',
  type: 'VIDEO',
  input: { text: 'A lake at dawn', negativeText: 'people' },
  options: { duration: 5, resolution: '480p', aspectRatio: '9:16', seed: 7 },
}
const IMAGE = 'https://example.com/a.jpg'
const fromImage: Submission = {
  ...submission,
  model: 'wan2.2-i2v-plus',
  input: { text: 'It wakes', image: IMAGE },
  options: { duration: 5, resolution: '1080p' },
}

function saying(text: string, wanted: Submission = submission): Submission {
  return { ...wanted, input: { ...wanted.input, text } }
}

function refusing(status: number, code: string, headers: Record<string, string> = {}) {
  return answering(status, { code, message: 'words', request_id: '1' }, headers)
}

function idOf(ref: UpstreamRef): string {
  if (typeof ref['taskId'] !== 'string') throw new Error(JSON.stringify(ref))
  return ref['taskId']
}

describe('a submission to DashScope', () => {
  it('asks for a size in pixels, asynchronously, and does not tell Wan 2.2 its length', async () => {
    await accepted(submission)
    const request = sent[0]
    expect(request?.method).toBe('POST')
    expect(request?.url).toBe(`${emulated.origin}/api/v1/services/aigc/video-generation/video-synthesis`)
    expect(request?.headers.get('authorization')).toBe(`Bearer ${DASHSCOPE_EMULATOR_KEY}`)
    expect(request?.headers.get('x-dashscope-async')).toBe('enable')
    expect(request?.headers.get('content-type')).toBe('application/json')
    expect(await request?.json()).toEqual({
      model: 'wan2.2-t2v-plus',
      input: { prompt: 'A lake at dawn', negative_prompt: 'people' },
      parameters: { size: '480*832', seed: 7, watermark: false },
    })
  })

  it('asks for a resolution, in upper case, where it starts from an image', async () => {
    await accepted(fromImage)
    expect(await sent[0]?.json()).toEqual({
      model: 'wan2.2-i2v-plus',
      input: { prompt: 'It wakes', img_url: IMAGE },
      parameters: { resolution: '1080P', watermark: false },
    })
  })

  it('goes elsewhere with a first and a last frame', async () => {
    const lastImage = 'data:image/png;base64,iVBORw0KGgo='
    await accepted({ ...fromImage, model: 'wan2.2-kf2v-flash', input: { image: IMAGE, lastImage } })
    expect(sent[0]?.url).toBe(`${emulated.origin}/api/v1/services/aigc/image2video/video-synthesis`)
    expect(await sent[0]?.json()).toMatchObject({ input: { first_frame_url: IMAGE, last_frame_url: lastImage } })
  })

  it('tells later models their length', async () => {
    await accepted({ ...submission, model: 'wan2.6-t2v', options: { duration: 15, resolution: '720p', aspectRatio: '4:3' } })
    expect(await sent[0]?.json()).toMatchObject({ parameters: { size: '1088*832', duration: 15 } })
  })

  it.each([
    ['[[moderated]] a fight', { kind: 'REJECTED', refusal: 'MODERATED' }],
    ['[[429]]', { kind: 'REJECTED', refusal: 'BUSY' }],
    ['[[500]]', { kind: 'REJECTED', refusal: 'UNAVAILABLE' }],
  ])('that the emulator refuses for %s is a definite refusal', async (text, expected) => {
    const outcome = await submit(client(), saying(text))
    expect(outcome).toMatchObject(expected)
    expect(outcome).not.toHaveProperty('alarm')
  })

  it('with a size that the model does not make is the input at fault', async () => {
    const wanted = { ...submission, options: { ...submission.options, resolution: '720p' } }
    expect(await submit(client(), wanted)).toMatchObject({ kind: 'REJECTED', refusal: 'INVALID_INPUT' })
  })

  it('raises the alarm for a refused key, an account in arrears and a model that it does not have', async () => {
    const alarm = { kind: 'REJECTED', refusal: 'UNAVAILABLE', alarm: 'KEY' }
    expect(await submit(client('sk-wrong'), submission)).toMatchObject(alarm)
    expect(await submit(client(DASHSCOPE_EMULATOR_KEY_IN_ARREARS), submission)).toMatchObject({ ...alarm, alarm: 'BALANCE' })
    expect(await submit(client(), { ...submission, model: 'wanx2.1-t2v-turbo' })).toMatchObject(alarm)
    for (const code of ['AccessDenied.Unpurchased', 'Model.AccessDenied', 'AllocationQuota.FreeTierOnly']) {
      expect(await submit(refusing(403, code), submission)).toMatchObject({ ...alarm, alarm: /Quota/.test(code) ? 'BALANCE' : 'KEY' })
    }
  })

  it('that is rate-limited says when to come back, if DashScope does', async () => {
    const outcome = await submit(refusing(429, 'Throttling.AllocationQuota', { 'retry-after': '17' }), submission)
    expect(outcome).toMatchObject({ kind: 'REJECTED', refusal: 'BUSY', retryAfterSeconds: 17 })
    expect(outcome).not.toHaveProperty('alarm')
  })

  it.each([
    [400, 'IPInfringementSuspect', 'MODERATED'],
    [400, 'InvalidParameter.DataInspection', 'INPUT_MEDIA'],
    [400, 'InvalidURL', 'INPUT_MEDIA'],
    [400, 'SomethingNew', 'INVALID_INPUT'],
    [503, 'ModelUnavailable', 'UNAVAILABLE'],
    [500, 'SomethingNew', 'UNAVAILABLE'],
  ])('%i %s is %s', async (status, code, refusal) => {
    expect(await submit(refusing(status, code), submission)).toMatchObject({ kind: 'REJECTED', refusal })
  })

  it('that nobody can tell the fate of is UNKNOWN', async () => {
    expect(await submit(losing(), submission)).toMatchObject({ kind: 'UNKNOWN' })
    for (const status of [408, 502, 504]) expect(await submit(answering(status, {}), submission)).toMatchObject({ kind: 'UNKNOWN' })
    expect(await submit(refusing(500, 'InternalError.Timeout'), submission)).toMatchObject({ kind: 'UNKNOWN' })
    expect(await submit(refusing(503, 'RequestTimeOut'), submission)).toMatchObject({ kind: 'UNKNOWN' })
    expect(await submit(answering(200, { output: null, request_id: '1' }), submission)).toMatchObject({ kind: 'UNKNOWN' })
  })

  it('without the header that asks for a task would be refused', async () => {
    const http = client()
    const bare = await http.request({ method: 'POST', url: '/services/aigc/video-generation/video-synthesis', json: {} })
    expect(bare).toMatchObject({ status: 403, json: { code: 'AccessDenied' } })
  })
})

describe('a look at a task of DashScope', () => {
  it('sees it pending, running and succeeded, with a link that needs no key', async () => {
    const ref = await accepted(submission)
    expect(await looked(ref, 0.5)).toEqual({ kind: 'PENDING', started: false })
    expect(await looked(ref, 3)).toEqual({ kind: 'PENDING', started: true })
    const done = await looked(ref, 7.5)
    if (done.kind !== 'DONE' || done.outputs[0]?.kind !== 'url') throw new Error(JSON.stringify(done))
    expect(sent.at(-1)?.method).toBe('GET')
    expect(sent.at(-1)?.url).toBe(`${emulated.origin}/api/v1/tasks/${idOf(ref)}`)
    const media = await emulated.fetch(done.outputs[0].url)
    expect(media.headers.get('content-type')).toBe('video/mp4')
    expect(await looked(ref, 60)).toEqual(done)
    clock.nowMs = START_MS + 25 * 3600 * 1000
    expect((await emulated.fetch(done.outputs[0].url)).status).toBe(403)
  })

  it('reads the answers as they were recorded', async () => {
    const ref = { taskId: '0385dc79-5ff8-4d82-bcb6-xxxxxx' }
    const submitted = { output: { task_status: 'PENDING', task_id: ref.taskId }, request_id: '4909100c-7b5a-9f92-bfe5-xxxxxx' }
    expect(await submit(answering(200, submitted), submission)).toEqual({ kind: 'ACCEPTED', ref })
    const times = { submit_time: '2025-09-29 14:18:52.331', scheduled_time: '2025-09-29 14:18:59.290', end_time: '2025-09-29 14:23:39.407' }
    const url = 'https://dashscope-result-sh.oss-accelerate.aliyuncs.com/xxx.mp4?Expires=xxx'
    const succeeded = {
      request_id: '1',
      output: { task_id: ref.taskId, task_status: 'SUCCEEDED', ...times, orig_prompt: 'a', actual_prompt: 'b', video_url: url },
      usage: { video_count: 1, video_duration: 5, video_ratio: '832*480' },
    }
    expect(await poll(answering(200, succeeded), ref)).toEqual({ kind: 'DONE', outputs: [{ kind: 'url', url }] })
    const failed = {
      request_id: '1',
      output: { task_id: ref.taskId, task_status: 'FAILED', code: 'InvalidParameter', message: 'The size is not match xxxxxx', ...times },
    }
    expect(await poll(answering(200, failed), ref)).toMatchObject({ kind: 'FAILED', refusal: 'INVALID_INPUT' })
  })

  it('tells its own failure from moderation and from an image it cannot fetch', async () => {
    const failed = await accepted(saying('[[fail]] a cat'))
    const moderated = await accepted(saying('[[moderated]]', fromImage))
    const unreadable = await accepted({ ...fromImage, input: { image: 'ftp://example.com/a.jpg' } })
    expect(await looked(failed, 8)).toMatchObject({ kind: 'FAILED', refusal: 'FAILED' })
    expect(await looked(moderated, 8)).toMatchObject({ kind: 'FAILED', refusal: 'MODERATED' })
    expect(await looked(unreadable, 8)).toMatchObject({ kind: 'FAILED', refusal: 'INPUT_MEDIA' })
  })

  it('takes a task that DashScope does not know, or no longer, as lost, though it answers 200', async () => {
    const lost = { kind: 'MISSING', detail: 'task_status UNKNOWN' }
    expect(await looked({ taskId: 'c0ffee00-0000-4000-8000-000000000000' }, 0)).toEqual(lost)
    const ref = await accepted(submission)
    expect(await looked(ref, 24 * 3600)).toEqual(lost)
  })

  it('takes a suspended task as waiting', async () => {
    const suspended = answering(200, { output: { task_id: '1', task_status: 'SUSPENDED' } })
    expect(await poll(suspended, { taskId: '1' })).toEqual({ kind: 'PENDING', started: false })
  })

  it('that fails says nothing about the work', async () => {
    const ref = { taskId: '1' }
    const unreachable = { kind: 'UNREACHABLE' }
    for (const status of [500, 502, 503]) expect(await poll(refusing(status, 'InternalError'), ref)).toMatchObject(unreachable)
    const limited = await poll(refusing(429, 'Throttling', { 'retry-after': '9' }), ref)
    expect(limited).toMatchObject({ kind: 'UNREACHABLE', retryAfterSeconds: 9 })
    expect(limited).not.toHaveProperty('alarm')
    expect(await poll(client('sk-wrong'), ref)).toMatchObject({ kind: 'UNREACHABLE', alarm: 'KEY' })
    expect(await poll(answering(404, {}), ref)).toMatchObject(unreachable)
    expect(await poll(answering(200, { output: { task_status: 'SUCCEEDED' } }), ref)).toMatchObject(unreachable)
    expect(await poll(answering(200, { output: { task_status: 'COMPOSTING' } }), ref)).toMatchObject(unreachable)
    expect(await poll(answering(200, {}), ref)).toMatchObject(unreachable)
    expect(await poll(losing(), ref)).toMatchObject(unreachable)
  })
})

describe('cancelling at DashScope', () => {
  it('takes what is pending', async () => {
    const ref = await accepted(submission)
    expect(await cancel(client(), ref)).toEqual({ kind: 'CANCELLED' })
    expect(sent[1]?.method).toBe('POST')
    expect(sent[1]?.url).toBe(`${emulated.origin}/api/v1/tasks/${idOf(ref)}/cancel`)
    expect(await looked(ref, 8)).toMatchObject({ kind: 'FAILED', refusal: 'FAILED', detail: 'task_status CANCELED' })
  })

  it('comes too late once it runs', async () => {
    const ref = await accepted(submission)
    clock.nowMs = START_MS + 2000
    expect(await cancel(client(), ref)).toEqual({ kind: 'TOO_LATE' })
    expect(await looked(ref, 8)).toMatchObject({ kind: 'DONE' })
  })

  it('that gets no clear answer is UNREACHABLE', async () => {
    expect(await cancel(losing(), { taskId: '1' })).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await cancel(refusing(500, 'InternalError'), { taskId: '1' })).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await cancel(client('sk-wrong'), { taskId: '1' })).toMatchObject({ kind: 'UNREACHABLE' })
  })
})

describe('DashScope without a key', () => {
  it('is not configured', () => {
    expect(dashscopeRegistration.authorize(() => undefined)).toBeUndefined()
  })
})
