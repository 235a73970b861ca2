// Ark's adapter against its emulator, through the real client.
import { describe, expect, it } from 'vitest'
import type { SubmissionInput, UpstreamRef } from '../../../src/domain/upstream.ts'
import { arkRegistration } from '../../../src/upstreams/ark/adapter.ts'
import type { Submission } from '../../../src/upstreams/contract.ts'
import { ARK_EMULATOR_KEY, ARK_EMULATOR_KEY_OVERDUE, arkEmulator } from '../../../emulators/ark/twin.ts'
import { START_MS, adapterBench } from '../bench.ts'

const { submit, poll, cancel } = arkRegistration.upstream
const { client, answering, losing, accepted, looked, clock, sent, emulated } = adapterBench(arkRegistration, arkEmulator, ARK_EMULATOR_KEY, '/api/v3')

const DANCERS = ['https://example.com/a.jpg', 'https://example.com/b.jpg']
const submission: Submission = {
  externalId: 'gen_1-1',
  model: 'dreamina-seedance-2-0-260128',
  type: 'VIDEO',
  input: { text: 'Two dancers in the rain' },
  options: { duration: 5, resolution: '720p', aspectRatio: '9:16', generateAudio: true },
}

function from(input: SubmissionInput, model: string = submission.model): Submission {
  const { generateAudio: _, aspectRatio: __, ...options } = submission.options
  return { ...submission, model, input, options }
}

function refusing(status: number, code: string, headers: Record<string, string> = {}) {
  return answering(status, { error: { code, message: 'words', param: '', type: 'x' } }, headers)
}

function idOf(ref: UpstreamRef): string {
  if (typeof ref['id'] !== 'string') throw new Error(JSON.stringify(ref))
  return ref['id']
}

describe('a submission to Ark', () => {
  it('says the parameters in the body, where they are judged strictly', async () => {
    await accepted(submission)
    const request = sent[0]
    expect(request?.method).toBe('POST')
    expect(request?.url).toBe(`${emulated.origin}/api/v3/contents/generations/tasks`)
    expect(request?.headers.get('authorization')).toBe(`Bearer ${ARK_EMULATOR_KEY}`)
    expect(request?.headers.get('content-type')).toBe('application/json')
    expect(await request?.json()).toEqual({
      model: 'dreamina-seedance-2-0-260128',
      content: [{ type: 'text', text: 'Two dancers in the rain' }],
      resolution: '720p',
      ratio: '9:16',
      duration: 5,
      generate_audio: true,
      watermark: false,
      execution_expires_after: 3600,
    })
  })

  it('sends a first and a last frame, and follows their shape', async () => {
    await accepted(from({ image: 'https://example.com/a.jpg', lastImage: 'data:image/png;base64,iVBORw0KGgo=' }))
    expect(await sent[0]?.json()).toMatchObject({
      content: [
        { type: 'image_url', image_url: { url: 'https://example.com/a.jpg' }, role: 'first_frame' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' }, role: 'last_frame' },
      ],
      ratio: 'adaptive',
    })
  })

  it('sends several people as reference images', async () => {
    await accepted(from({ text: 'They dance', images: DANCERS }))
    const references = DANCERS.map((url) => ({ type: 'image_url', image_url: { url }, role: 'reference_image' }))
    expect(await sent[0]?.json()).toMatchObject({ content: [{ type: 'text', text: 'They dance' }, ...references], ratio: '16:9' })
  })

  it('takes commands out of the text, and nothing else', async () => {
    await accepted(from({ text: 'a cat --resolution 1080p --RS 4k ---dur 12 -- by the sea --seedy street, well-lit' }))
    const body = await sent[0]?.json()
    expect(body).toMatchObject({ content: [{ text: 'a cat resolution 1080p RS 4k dur 12 -- by the sea --seedy street, well-lit' }] })
  })

  it.each([
    ['[[moderated]] a fight', { kind: 'REJECTED', refusal: 'MODERATED' }],
    ['[[429]]', { kind: 'REJECTED', refusal: 'BUSY' }],
    ['[[500]]', { kind: 'REJECTED', refusal: 'UNAVAILABLE' }],
  ])('that the emulator refuses for %s is a definite refusal', async (text, expected) => {
    const outcome = await submit(client(), from({ text }))
    expect(outcome).toMatchObject(expected)
    expect(outcome).not.toHaveProperty('alarm')
  })

  it.each([
    ['a length the model does not have', { ...submission, options: { ...submission.options, duration: 16 } }],
    ['a seed of 2.0', { ...submission, options: { ...submission.options, seed: 7 } }],
    ['a seed above 2,147,483,647', { ...from({ text: 'x' }, 'seedance-1-0-pro-250528'), options: { duration: 5, resolution: '720p', seed: 2_147_483_648 } }],
    ['sound of a silent model', { ...submission, model: 'seedance-1-0-pro-250528' }],
    ['a last frame alone', from({ text: 'x', lastImage: DANCERS[0] ?? '' })],
    ['frames together with references', from({ text: 'x', image: DANCERS[0] ?? '', images: DANCERS })],
  ])('with %s is the input at fault', async (_what, wanted) => {
    expect(await submit(client(), wanted)).toMatchObject({ kind: 'REJECTED', refusal: 'INVALID_INPUT' })
  })

  it('raises the alarm for a refused key, an overdue account, a model that is gone and a spending cap', async () => {
    const alarm = { kind: 'REJECTED', refusal: 'UNAVAILABLE', alarm: 'KEY' }
    expect(await submit(client('wrong'), submission)).toMatchObject(alarm)
    expect(await submit(client(ARK_EMULATOR_KEY_OVERDUE), submission)).toMatchObject({ ...alarm, alarm: 'BALANCE' })
    expect(await submit(client(), from({ text: 'x' }, 'seedance-1-0-lite-t2v-250428'))).toMatchObject(alarm)
    expect(await submit(refusing(404, 'ModelNotOpen'), submission)).toMatchObject(alarm)
    for (const code of ['QuotaExceeded', 'SetLimitExceeded']) expect(await submit(refusing(429, code), submission)).toMatchObject({ ...alarm, alarm: 'BALANCE' })
    expect(await submit(answering(404, '404 page not found'), submission)).toMatchObject(alarm)
  })

  it('that is rate-limited says when to come back, if Ark does', async () => {
    const outcome = await submit(refusing(429, 'RateLimitExceeded.EndpointRPMExceeded', { 'retry-after': '17' }), submission)
    expect(outcome).toMatchObject({ kind: 'REJECTED', refusal: 'BUSY', retryAfterSeconds: 17 })
    expect(outcome).not.toHaveProperty('alarm')
  })

  it.each([
    [400, 'InputImageSensitiveContentDetected.PrivacyInformation', 'MODERATED'],
    [400, 'MissingParameter', 'INVALID_INPUT'],
    [400, 'InvalidParameter.OversizeImage', 'INVALID_INPUT'],
    [400, 'SomethingNew', 'INVALID_INPUT'],
    [429, 'ServerOverloaded', 'BUSY'],
    [503, 'SomethingNew', 'UNAVAILABLE'],
  ])('%i %s is %s', async (status, code, refusal) => {
    expect(await submit(refusing(status, code), submission)).toMatchObject({ kind: 'REJECTED', refusal })
  })

  it('that nobody can tell the fate of is UNKNOWN', async () => {
    expect(await submit(losing(), submission)).toMatchObject({ kind: 'UNKNOWN' })
    for (const status of [408, 502, 504]) expect(await submit(answering(status, {}), submission)).toMatchObject({ kind: 'UNKNOWN' })
    expect(await submit(answering(200, { safety_identifier: 'x' }), submission)).toMatchObject({ kind: 'UNKNOWN' })
  })
})

describe('a look at a task of Ark', () => {
  it('sees it queued, running and succeeded, with a link that needs no key', async () => {
    const ref = await accepted(submission)
    expect(await looked(ref, 0.5)).toEqual({ kind: 'PENDING', started: false })
    expect(await looked(ref, 3)).toEqual({ kind: 'PENDING', started: true })
    const done = await looked(ref, 7.5)
    if (done.kind !== 'DONE' || done.outputs[0]?.kind !== 'url') throw new Error(JSON.stringify(done))
    expect(sent.at(-1)?.url).toBe(`${emulated.origin}/api/v3/contents/generations/tasks/${idOf(ref)}`)
    const media = await emulated.fetch(done.outputs[0].url)
    expect(media.headers.get('content-type')).toBe('video/mp4')
    expect(await looked(ref, 60)).toEqual(done)
    clock.nowMs = START_MS + 25 * 3600 * 1000
    expect((await emulated.fetch(done.outputs[0].url)).status).toBe(403)
  })

  it('reads the answer as it was recorded', async () => {
    const recorded = {
      id: 'cgt-2025****', model: 'seedance-1-0-pro-250528', status: 'succeeded',
      content: { video_url: 'https://ark-content-generation-ap-southeast-1.tos-ap-southeast-1.volces.com/x.mp4?X-Tos-Signature=1' },
      usage: { completion_tokens: 246840, total_tokens: 246840 }, created_at: 1765510475, updated_at: 1765510559,
      seed: 58944, resolution: '1080p', ratio: '16:9', duration: 5, framespersecond: 24,
      service_tier: 'default', execution_expires_after: 172800, generate_audio: false, draft: false,
    }
    const outputs = [{ kind: 'url', url: recorded.content.video_url }]
    expect(await poll(answering(200, recorded), { id: recorded.id })).toEqual({ kind: 'DONE', outputs })
  })

  it('of the emulator tells the tokens that were recorded for such a video', async () => {
    const ref = await accepted({ ...from({ text: 'x' }, 'seedance-1-0-pro-250528'), options: { duration: 5, resolution: '1080p', seed: 58_944 } })
    clock.nowMs = START_MS + 8000
    const answer = await emulated.fetch(`${emulated.origin}/api/v3/contents/generations/tasks/${idOf(ref)}`, {
      headers: { authorization: `Bearer ${ARK_EMULATOR_KEY}` },
    })
    expect(await answer.json()).toMatchObject({ usage: { completion_tokens: 246840 } })
  })

  it('tells its own failure from moderation and from an input at fault', async () => {
    const failed = await accepted(from({ text: '[[fail]] a cat' }))
    const moderated = await accepted(from({ text: '[[moderated]]', image: 'https://example.com/a.jpg' }))
    expect(await looked(failed, 8)).toMatchObject({ kind: 'FAILED', refusal: 'FAILED' })
    expect(await looked(moderated, 8)).toMatchObject({ kind: 'FAILED', refusal: 'MODERATED' })
    const unreadable = { id: '1', status: 'failed', error: { code: 'InvalidImageURL.DownloadFailed', message: 'x' } }
    expect(await poll(answering(200, unreadable), { id: '1' })).toMatchObject({ kind: 'FAILED', refusal: 'INPUT_MEDIA' })
  })

  it('takes what expired, was cancelled or is no longer there as ended', async () => {
    const failed = { kind: 'FAILED', refusal: 'FAILED' }
    for (const status of ['expired', 'cancelled']) expect(await poll(answering(200, { id: '1', status }), { id: '1' })).toMatchObject(failed)
    expect(await looked({ id: 'cgt-20261122100000-abcde' }, 0)).toMatchObject({ kind: 'MISSING' })
    expect(await looked(await accepted(from({ text: '[[hang]]' })), 3700)).toMatchObject({ ...failed, detail: 'expired' })
  })

  it('that fails says nothing about the work', async () => {
    const ref = { id: '1' }
    const unreachable = { kind: 'UNREACHABLE' }
    for (const status of [500, 502, 503]) expect(await poll(refusing(status, 'InternalServiceError'), ref)).toMatchObject(unreachable)
    const limited = await poll(refusing(429, 'RateLimitExceeded', { 'retry-after': '9' }), ref)
    expect(limited).toMatchObject({ kind: 'UNREACHABLE', retryAfterSeconds: 9 })
    expect(limited).not.toHaveProperty('alarm')
    expect(await poll(client('wrong'), ref)).toMatchObject({ kind: 'UNREACHABLE', alarm: 'KEY' })
    expect(await poll(answering(404, 'no such page'), ref)).toMatchObject(unreachable)
    expect(await poll(answering(200, { id: '1', status: 'succeeded', content: null }), ref)).toMatchObject(unreachable)
    expect(await poll(answering(200, { id: '1', status: 'composting' }), ref)).toMatchObject(unreachable)
    expect(await poll(answering(200, {}), ref)).toMatchObject(unreachable)
    expect(await poll(losing(), ref)).toMatchObject(unreachable)
  })
})

describe('cancelling at Ark', () => {
  it('takes what is queued, and says so again', async () => {
    const ref = await accepted(submission)
    expect(await cancel(client(), ref)).toEqual({ kind: 'CANCELLED' })
    expect(sent.map((request) => request.method)).toEqual(['POST', 'GET', 'DELETE'])
    expect(await cancel(client(), ref)).toEqual({ kind: 'CANCELLED' })
    expect(await looked(ref, 8)).toMatchObject({ kind: 'FAILED', refusal: 'FAILED' })
  })

  it('comes too late once it runs, and never deletes what has ended', async () => {
    const ref = await accepted(submission)
    clock.nowMs = START_MS + 2000
    expect(await cancel(client(), ref)).toEqual({ kind: 'TOO_LATE' })
    clock.nowMs = START_MS + 8000
    expect(await cancel(client(), ref)).toEqual({ kind: 'TOO_LATE' })
    expect(await looked(ref, 9)).toMatchObject({ kind: 'DONE' })
    expect(await cancel(client(), { id: 'cgt-20261122100000-abcde' })).toEqual({ kind: 'TOO_LATE' })
  })

  it('of what starts in that very moment comes too late', async () => {
    const starting = client(ARK_EMULATOR_KEY, async (_url, init) =>
      init?.method === 'DELETE'
        ? Response.json({ error: { code: 'InvalidAction.RunningTaskDeletion', message: 'x' } }, { status: 409 })
        : Response.json({ id: '1', status: 'queued' }),
    )
    expect(await cancel(starting, { id: '1' })).toEqual({ kind: 'TOO_LATE' })
  })

  it('that gets no clear answer is UNREACHABLE', async () => {
    expect(await cancel(losing(), { id: '1' })).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await cancel(refusing(500, 'InternalServiceError'), { id: '1' })).toMatchObject({ kind: 'UNREACHABLE' })
    const breaking = client(ARK_EMULATOR_KEY, async (_url, init) =>
      init?.method === 'DELETE' ? Promise.reject(new Error('reset')) : Response.json({ id: '1', status: 'queued' }),
    )
    expect(await cancel(breaking, { id: '1' })).toMatchObject({ kind: 'UNREACHABLE' })
  })
})

describe('Ark without a key', () => {
  it('is not configured', () => {
    expect(arkRegistration.authorize(() => undefined)).toBeUndefined()
  })
})
