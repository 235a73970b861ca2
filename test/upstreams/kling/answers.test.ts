// Kling's adapter against answers of the real one, as its pages and others' recordings have them.
import { describe, expect, it } from 'vitest'
import type { Submission } from '../../../src/upstreams/contract.ts'
import { upstreamHttp, type UpstreamHttp } from '../../../src/upstreams/http.ts'
import { klingRegistration } from '../../../src/upstreams/kling/adapter.ts'

const { submit, poll, find } = klingRegistration.upstream

function answering(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): UpstreamHttp {
  const access = { baseUrl: 'https://api-singapore.klingai.com', authorize: async () => ({}) }
  return upstreamHttp(access, async () => Response.json(body, { status, headers }), () => 0)
}

/** Its API 2.0 lists nothing. */
function answeringByTheOldPath(body: unknown): UpstreamHttp {
  const access = { baseUrl: 'https://api-singapore.klingai.com', authorize: async () => ({}) }
  return upstreamHttp(access, async (url) => Response.json(url.includes('/tasks?') ? { code: 0, message: 'SUCCEED', data: [] } : body), () => 0)
}

const LAKE: Submission = {
  externalId: 'gen_01k-1',
  model: 'kling-v2-6',
  type: 'VIDEO',
  input: { text: 'A lake' },
  options: { duration: 10, mode: 'pro', resolution: '1080p', aspectRatio: '9:16' },
}

const REF = { family: 'text2video', taskId: '866889456698785798' }

describe("Kling's answers", () => {
  it.each([
    [401, 1000, 'UNAVAILABLE', 'KEY'],
    [401, 1001, 'UNAVAILABLE', 'KEY'],
    [429, 1100, 'UNAVAILABLE', 'KEY'],
    [429, 1101, 'UNAVAILABLE', 'BALANCE'],
    [429, 1102, 'UNAVAILABLE', 'BALANCE'],
    [403, 1103, 'UNAVAILABLE', 'KEY'],
    [400, 1200, 'INVALID_INPUT', undefined],
    [404, 1202, 'UNAVAILABLE', 'KEY'],
    [400, 1300, 'MODERATED', undefined],
    [400, 1301, 'MODERATED', undefined],
    [200, 1301, 'MODERATED', undefined],
    [429, 1302, 'BUSY', undefined],
    [429, 1304, 'UNAVAILABLE', 'KEY'],
    [503, 5001, 'UNAVAILABLE', undefined],
    [429, 1999, 'BUSY', undefined],
    [400, 1299, 'INVALID_INPUT', undefined],
  ])('HTTP %i with code %i is %s at submission, and no verdict at a look', async (status, code, refusal, alarm) => {
    const http = answering(status, { code, message: 'said so', request_id: 'r' })
    const rejected = await submit(http, LAKE)
    expect(rejected).toMatchObject({ kind: 'REJECTED', refusal })
    expect('alarm' in rejected && rejected.alarm).toBe(alarm ?? false)
    expect(await poll?.(http, REF)).toMatchObject({ kind: 'UNREACHABLE' })
  })

  it.each([
    [504, { code: 5002, message: 'backlog' }],
    [500, { code: 5002, message: 'backlog' }],
    [502, 'bad gateway'],
    [200, { code: 0, message: 'SUCCEED', data: null }],
    [200, { code: 4242, message: 'new' }],
    [200, []],
  ])('HTTP %i with %j leaves everything open', async (status, body) => {
    const http = answering(status, body)
    expect(await submit(http, LAKE)).toMatchObject({ kind: 'UNKNOWN' })
    expect(await poll?.(http, REF)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await find?.(http, LAKE)).toMatchObject({ kind: 'UNREACHABLE' })
  })

  it('passes on a Retry-After, should there be one', async () => {
    const http = answering(429, { code: 1303, message: 'parallel task over resource pack limit' }, { 'retry-after': '45' })
    expect(await submit(http, LAKE)).toMatchObject({ retryAfterSeconds: 45 })
    expect(await poll?.(http, REF)).toMatchObject({ kind: 'UNREACHABLE', retryAfterSeconds: 45 })
  })

  it('reads the submission that was recorded on 2026-03-28', async () => {
    const recorded = {
      code: 0,
      message: 'SUCCEED',
      request_id: '9984d27b-a408-4073-ae28-17ca6a13622d',
      data: {
        task_id: '866889456698785798',
        task_status: 'submitted',
        task_info: { external_task_id: 'text_probe_1' },
        created_at: 1774711071284,
        updated_at: 1774711071284,
      },
    }
    const accepted = await submit(answering(200, recorded), LAKE)
    expect(accepted).toEqual({ kind: 'ACCEPTED', ref: REF })
    const wanted = { ...LAKE, externalId: 'text_probe_1' }
    expect(await find?.(answeringByTheOldPath(recorded), wanted)).toEqual({ kind: 'FOUND', ref: REF })
    expect(await find?.(answeringByTheOldPath(recorded), LAKE)).toMatchObject({ kind: 'UNREACHABLE' })
  })

  it('reads the documented success', async () => {
    const documented = {
      code: 0,
      message: 'SUCCEED',
      request_id: 'r',
      data: {
        task_id: '866889456698785798',
        task_status: 'succeed',
        task_status_msg: '',
        task_info: { external_task_id: null },
        watermark_info: { enabled: false },
        final_unit_deduction: '1',
        final_balance_deduction: { quota: '0.35', list_price: '0.49' },
        created_at: 1722769557708,
        updated_at: 1722769560000,
        task_result: {
          videos: [{ id: 'video-001', url: 'https://cdn.example/1.mp4', watermark_url: 'https://cdn.example/w', duration: '5.0' }],
        },
      },
    }
    const done = { kind: 'DONE', outputs: [{ kind: 'url', url: 'https://cdn.example/1.mp4' }] }
    expect(await poll?.(answering(200, documented), REF)).toEqual(done)
  })

  it.each([
    ['failed', 'The resolution or aspect ratio of the input image is invalid, please check', { kind: 'FAILED', refusal: 'INPUT_MEDIA' }],
    ['failed', null, { kind: 'FAILED', refusal: 'FAILED' }],
    ['succeed', '', { kind: 'UNREACHABLE' }],
    ['succeeded', '', { kind: 'UNREACHABLE' }],
  ])('a task that is %s with "%s"', async (task_status, task_status_msg, expected) => {
    const http = answering(200, { code: 0, message: 'SUCCEED', data: { task_id: '1', task_status, task_status_msg } })
    expect(await poll?.(http, REF)).toMatchObject(expected)
  })

  it('gives up a task that Kling says it does not have, but not for another 404', async () => {
    expect(await poll?.(answering(404, { code: 1203, message: 'said so' }), REF)).toMatchObject({ kind: 'MISSING' })
    expect(await poll?.(answering(400, { code: 1201, message: 'Task not found' }), REF)).toMatchObject({ kind: 'MISSING' })
    expect(await poll?.(answering(400, { code: 1201, message: 'task_id is invalid' }), REF)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll?.(answering(404, 'no route'), REF)).toMatchObject({ kind: 'UNREACHABLE' })
  })
})
